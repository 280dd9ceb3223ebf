"""A score from 0 to 1 as a bar, with the marks of 0.4 and 0.7 where the bands change."""

from __future__ import annotations

from collections.abc import Callable

from pmsite.charts import svg
from pmsite.model.product import score_band

WIDTH, HEIGHT = 120.0, 8.0


def draw(score: float | None, translate: Callable[[str], str]) -> str:
    """A bar as long as the score; empty where there is none."""
    drawn = svg.bar_picture(WIDTH, HEIGHT, translate("Not scored") if score is None else f"{score:.2f}", "meter")
    svg.rectangle(drawn, 0, WIDTH, HEIGHT, "pm-fill--track")
    if score:
        svg.rectangle(drawn, 0, round(WIDTH * score, 2), HEIGHT, f"pm-fill--{score_band(score)}")
    for mark in (0.4, 0.7):
        svg.rectangle(drawn, WIDTH * mark, 0.8, HEIGHT, "pm-fill--mark")
    return svg.text(drawn)
