"""The dates that a feature was given over time: a step for each move, against the line on which a planned day is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from pmsite.charts import svg
from pmsite.views.parts import Ref

if TYPE_CHECKING:
    from pmsite.model.period import Period
    from pmsite.views.item_past import Slip

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640.0, 220.0, 52.0, 120.0, 14.0, 26.0
ROOM = 15.0


def draw(slip: Slip, translate: Callable[[str], str]) -> str:
    """Across is when it was said, up is what was planned. Each step is labelled where there is room."""
    said = [statement.day for statement in slip.statements]
    ends = [statement.end for statement in slip.statements if statement.end]
    last_day = slip.came or max(slip.today, said[-1])
    first, last = said[0], max(last_day, said[-1])
    low, high = min([*ends, first]), max([*ends, last])
    label = f"{_name(slip.statements[0].planned)} → {_name(slip.statements[-1].planned)}"
    drawn = svg.picture(WIDTH, HEIGHT, label, "slip")

    def x(day: date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * ((day - first).days / ((last - first).days or 1))

    def y(day: date) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * ((day - low).days / ((high - low).days or 1))

    for at, name in _ticks(low, high):
        svg.line(drawn, (LEFT, y(at)), (WIDTH - RIGHT, y(at)), "pm-grid")
        svg.words(drawn, LEFT - 8, y(at) + 4, name, "end")
    start, end = max(first, low), min(last, high)
    if start < end:
        svg.line(drawn, (x(start), y(start)), (x(end), y(end)), "pm-goal-line")
    spots: list[svg.Spot] = []
    used: list[float] = []
    for place, statement in enumerate(slip.statements):
        until = slip.statements[place + 1].day if place + 1 < len(slip.statements) else last
        height = y(statement.end or last)
        spots += [(x(statement.day), height), (x(until), height)]
    svg.path(drawn, spots, "pm-line-path")
    for statement in reversed(slip.statements):
        height = y(statement.end or last)
        svg.circle(drawn, x(statement.day), height, 3, "pm-dot")
        if all(abs(height - other) >= ROOM for other in used):
            is_last = statement is slip.statements[-1]
            text = svg.clipped(_name(statement.planned), RIGHT - 30 if is_last else 140)
            if is_last:
                svg.words(drawn, WIDTH - RIGHT + 8, height + 4, text, name="pm-words pm-words--strong")
            else:
                svg.words(
                    drawn,
                    x(statement.day) - 6,
                    height - 5,
                    text,
                    "end" if x(statement.day) > LEFT + 60 else "start",
                    "pm-words pm-words--soft",
                )
            used.append(height)
    if slip.came:
        svg.circle(drawn, x(slip.came), y(min(max(slip.came, low), high)), 5, "pm-fill--shipped")
    for day, side in ((first, "start"), (last, "end")):
        svg.words(drawn, x(day), HEIGHT - 8, day.isoformat(), side)
    return svg.text(drawn)


def _ticks(low: date, high: date) -> list[tuple[date, str]]:
    """The beginnings of years; of quarters where there are few years."""
    years = [date(year, 1, 1) for year in range(low.year + 1, high.year + 1)]
    if len(years) > 2:
        return [(day, str(day.year)) for day in years]
    quarters = [date(year, month, 1) for year in range(low.year, high.year + 1) for month in (1, 4, 7, 10)]
    return [(day, day.isoformat()[:7]) for day in quarters if low <= day <= high]


def _name(planned: Period | Ref | str) -> str:
    return planned.title if isinstance(planned, Ref) else str(planned)
