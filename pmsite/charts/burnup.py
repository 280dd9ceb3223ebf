"""What a release was to bring over time, and how much of it was finished."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from pmsite.charts import svg
from pmsite.charts.line import number, ticks

if TYPE_CHECKING:
    from pmsite.views.item_past import Burnup

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640.0, 200.0, 40.0, 120.0, 18.0, 26.0


def draw(burnup: Burnup, translate: Callable[[str], str]) -> str:
    """Two lines in steps: planned above, finished below."""
    points = burnup.points
    first, last = points[0][0], max(points[-1][0], min(burnup.today, burnup.due or points[-1][0]))
    end = max(last, burnup.due or last)
    scale = [tick for tick in ticks(0, max(planned for _, planned, _ in points)) if tick == int(tick)]
    top = scale[-1] or 1
    planned_words, finished_words = translate("planned"), translate("finished")
    drawn = svg.picture(WIDTH, HEIGHT, f"{planned_words} {points[-1][1]}, {finished_words} {points[-1][2]}", "burnup")

    def x(day: date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * ((day - first).days / ((end - first).days or 1))

    def y(count: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * count / top

    for tick in scale:
        svg.line(drawn, (LEFT, y(tick)), (WIDTH - RIGHT, y(tick)), "pm-grid")
        svg.words(drawn, LEFT - 8, y(tick) + 4, number(tick), "end")
    if burnup.due and first < burnup.due:
        svg.line(drawn, (x(burnup.due), TOP), (x(burnup.due), HEIGHT - BOTTOM), "pm-event")
    days = [day for day, _, _ in points]
    steps = list(zip(days, [*days[1:], last], strict=True))
    above = -HEIGHT
    for counts, name, words in (
        ([planned for _, planned, _ in points], "pm-expected", planned_words),
        ([finished for _, _, finished in points], "pm-line-path", finished_words),
    ):
        svg.path(drawn, [(x(day), y(count)) for step, count in zip(steps, counts, strict=True) for day in step], name)
        above = max(y(counts[-1]), above + 14)
        svg.words(drawn, WIDTH - RIGHT + 8, above + 4, f"{words} {counts[-1]}", name="pm-words pm-words--strong")
    for day, side in ((first, "start"), (end, "end")):
        svg.words(drawn, x(day), HEIGHT - 8, day.isoformat(), side)
    return svg.text(drawn)
