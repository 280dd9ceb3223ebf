"""Trends as numbered points: the nearer to the middle, the nearer to our work; one sector for each category."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from pmsite.charts import svg
from pmsite.model.trend import RINGS

if TYPE_CHECKING:
    from pmsite.views.radar import Blip, Wheel

SIZE, EDGE = 520.0, 20.0
REACH = SIZE / 2 - EDGE
INNER, OUTER = (0.1, 0.37, 0.61, 0.82), (0.37, 0.61, 0.82, 1.0)
"""Where each ring begins and ends, as shares of the radius: the inner rings are wider, since points crowd there."""
RING_WORDS = {"adopt": "Adopt", "trial": "Trial", "assess": "Assess", "hold": "Hold"}
"""What the rings are called, in English."""


def draw(view: Wheel, translate: Callable[[str], str]) -> str:
    """The radar; new trends are filled, those that moved carry an arrow in the list beside it."""
    middle = SIZE / 2
    told = ", ".join(f"{blip.number} {blip.ref.title}" for blip in view.blips)
    drawn = svg.picture(SIZE, SIZE, told, "radar")
    for edge in reversed(OUTER):
        svg.circle(drawn, middle, middle, REACH * edge, "pm-ring")
    count = max(1, len(view.categories))
    for at, category in enumerate(view.categories):
        angle = 2 * math.pi * at / count - math.pi / 2
        if count > 1:
            end = (middle + REACH * math.cos(angle), middle + REACH * math.sin(angle))
            svg.line(drawn, (middle, middle), end, "pm-grid")
        _category(drawn, category, angle + math.pi / count, middle)
    for edge, ring in zip(OUTER, RINGS, strict=True):
        svg.words(drawn, middle, middle - REACH * edge + 15, translate(RING_WORDS[ring]), "middle", "pm-words pm-words--soft")
    for blip, angle, radius in _places(view, count):
        x, y = middle + radius * math.cos(angle), middle + radius * math.sin(angle)
        svg.circle(drawn, x, y, 11, f"pm-blip pm-blip--{blip.movement}")
        svg.words(drawn, x, y + 4, str(blip.number), "middle", "pm-words pm-words--number")
    return svg.text(drawn)


def _category(drawn: Element, name: str, angle: float, middle: float) -> None:
    x, y = middle + (middle - 8) * math.cos(angle) * 0.94, middle + (middle - 8) * math.sin(angle) * 0.97
    side = "start" if math.cos(angle) < -0.3 else "end" if math.cos(angle) > 0.3 else "middle"
    x = 4 if side == "start" else SIZE - 4 if side == "end" else x
    svg.words(drawn, x, y, svg.clipped(name[:1].upper() + name[1:], 150), side, "pm-words pm-words--strong")


def _places(view: Wheel, count: int) -> list[tuple[Blip, float, float]]:
    """Each trend in its sector and ring, those that share both spread evenly."""
    groups: dict[tuple[str, str], list[Blip]] = {}
    for blip in view.blips:
        groups.setdefault((blip.category, blip.ring), []).append(blip)
    found = []
    for (category, ring), blips in groups.items():
        start = 2 * math.pi * view.categories.index(category) / count - math.pi / 2
        for at, blip in enumerate(blips, start=1):
            shift = 0.5 + 0.2 * (-1 if at % 2 else 1) * (len(blips) > 1)
            inner, outer = INNER[RINGS.index(ring)], OUTER[RINGS.index(ring)]
            radius = REACH * (inner + (outer - inner) * shift)
            found.append((blip, start + 2 * math.pi / count * at / (len(blips) + 1), radius))
    return found
