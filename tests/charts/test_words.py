"""What pictures say without being seen, in the signs of the page's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest

from pmsite.charts import bars, fishbone, graph, line, matrix, radar, scatter, stages
from pmsite.charts.words import Words
from pmsite.model.metric import Point
from pmsite.model.period import day_of
from pmsite.views.alignment import Cell, Matrix
from pmsite.views.dependencies import _graph
from pmsite.views.market import Scatter, Spot
from pmsite.views.metric import Line
from pmsite.views.parts import Ref, StageCount
from pmsite.views.radar import Blip, Wheel
from pmsite.wording.words import gettext

CHINESE = Words(gettext("zh"))
GOAL, TEAM = Ref("g", "目标一", "objective"), Ref("t", "团队一", "team")
BLIPS = tuple(Blip(n, Ref(f"b{n}", f"趋势{n}", "trend"), "", "adopt", "none", "人", False) for n in (1, 2))
SPOTS = tuple(Spot(f"功能{n}", 0.2 * n, 0.2 * n, False, str(n)) for n in (1, 2))
RUN = Line("班组", "个", tuple(Point(date=day_of(date(2026, 10, n)), value=float(n)) for n in (1, 2)))
WAYS, _ = _graph({name: (name, "planned") for name in "甲乙丙"}, [("甲", "乙"), ("乙", "丙")])


@pytest.mark.parametrize(
    ("draw", "view", "told"),
    [
        (stages.draw, (StageCount("shipped", 2, "已发布"), StageCount("idea", 1)), "已上线：2、想法：1"),
        (
            matrix.draw,
            Matrix((GOAL,), (TEAM,), (Cell("g", "t", 3, 1), Cell("g", "t", 1, 0))),
            "目标一 – 团队一 3；目标一 – 团队一 1",
        ),
        (radar.draw, Wheel(("人",), BLIPS), "1 趋势1、2 趋势2"),
        (scatter.draw, Scatter(SPOTS, "易用", "深度", ("", "", "", "")), "易用 / 深度：功能1、功能2"),
        (graph.draw, WAYS, "甲 → 乙；乙 → 丙"),
        (fishbone.draw, ("丢失", {"人": ("甲", "乙"), "机": ("丙",)}), "丢失 ← 人：甲、乙；机：丙"),
        (line.draw, RUN, "班组：1 → 2 个"),
        (line.spark, RUN, "班组：1 → 2"),
        (bars.draw, ("变更", ("推迟", "其他"), (("第4季度", "", "2", 2.0, 1.0, "1"),)), "变更：第4季度 2、推迟 1"),
    ],
)
def test_what_a_picture_says_is_joined_with_the_signs_of_its_language(
    draw: Callable[[Any, Words], str], view: Any, told: str
) -> None:
    assert fromstring(draw(view, CHINESE)).attrib["aria-label"] == told
