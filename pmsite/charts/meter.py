"""How much of a way is covered, as a bar, with a tick at what is due today."""

from __future__ import annotations

from collections.abc import Callable

from pmsite.charts import svg
from pmsite.model.judgement import Judgement, two

WIDTH, HEIGHT, TICK = 120.0, 8.0, 1.6


def draw(found: Judgement, translate: Callable[[str], str]) -> str:
    """A bar as long as the score, in one colour whatever it means; empty where there is no score. What is due is a tick across it."""
    score = found.score
    drawn = svg.bar_picture(WIDTH, HEIGHT, translate("Not scored") if score is None else f"{two(score):.2f}", "meter")
    svg.rectangle(drawn, 0, WIDTH, HEIGHT, "pm-fill--track")
    if score:
        svg.rectangle(drawn, 0, round(WIDTH * score, 2), HEIGHT, "pm-fill--way")
    if score is not None and found.due:
        svg.rectangle(drawn, round(min(WIDTH * found.due, WIDTH - TICK), 2), TICK, HEIGHT, "pm-fill--due")
    return svg.text(drawn)
