"""The radar stays readable with many trends."""

from __future__ import annotations

import math
import re

import pytest

from pmsite.charts import radar
from pmsite.charts.words import Words
from pmsite.views.parts import Ref
from pmsite.views.radar import Blip, Wheel

RINGS = ("adopt", "trial", "assess", "hold")
_SPOT = re.compile(r'<circle class="pm-blip[^"]*" cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"')


def wheel(count: int, categories: int) -> Wheel:
    names = tuple(f"kind {nth}" for nth in range(categories))
    blips = [
        Blip(
            nth + 1,
            Ref(f"t{nth}", f"Trend {nth}", "trend"),
            "",
            RINGS[nth // categories % 4],
            "none",
            names[nth % categories],
            False,
        )
        for nth in range(count)
    ]
    return Wheel(names, tuple(blips))


@pytest.mark.parametrize(("count", "categories"), [(41, 2), (100, 4), (100, 6), (60, 1)])
def test_no_two_of_a_hundred_trends_cover_each_other(count: int, categories: int) -> None:
    drawings = radar.draw(wheel(count, categories), Words()).split("</svg>")
    for drawing in drawings[:2]:
        spots = [(float(x), float(y), float(r)) for x, y, r in _SPOT.findall(drawing)]
        assert len(spots) == count
        near = [math.dist(one[:2], other[:2]) - one[2] - other[2] for at, one in enumerate(spots) for other in spots[:at]]
        assert min(near) >= 0
