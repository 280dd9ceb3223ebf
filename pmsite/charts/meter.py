"""How much of a way is covered, as a bar, with a tick at what is due today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmsite.charts import svg
from pmsite.charts.words import Words
from pmsite.model.judgement import two

if TYPE_CHECKING:
    from pmsite.model.judgement import Judgement

WIDTH, HEIGHT, BAR = 120.0, 10.0, 6.0


def draw(found: Judgement, words: Words) -> str:
    """A bar as long as the score, in one colour whatever it means; empty where there is no score. What is due is a tick across it."""
    score = found.score
    drawn = svg.bar_picture(WIDTH, HEIGHT, words.translate("Not scored") if score is None else f"{two(score):.2f}", "meter")
    for share, name in ((1.0, "pm-fill--track"), (score or 0.0, "pm-fill--way")):
        if share:
            svg.rectangle(drawn, 0, WIDTH * share, BAR, name, (HEIGHT - BAR) / 2)
    if score is not None and found.due:
        due = min(WIDTH * found.due, WIDTH - 1)
        svg.line(drawn, (due, 0), (due, HEIGHT), "pm-due")
    return svg.text(drawn)
