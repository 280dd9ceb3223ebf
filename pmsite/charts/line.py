"""Values over time, with the target, the expected run, and what happened meanwhile; and the same as a small line."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from pmsite.charts import svg

if TYPE_CHECKING:
    from pmsite.views.metric import Line

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640.0, 240.0, 52.0, 96.0, 22.0, 26.0
SPARK_WIDTH, SPARK_HEIGHT = 120.0, 28.0


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers that span a range: steps of 1, 2 or 5 times a power of ten."""
    if low == high:
        low, high = low - (abs(low) * 0.1 or 1), high + (abs(high) * 0.1 or 1)
    raw = (high - low) / about
    power = 10 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if raw <= factor * power)
    first = math.floor(low / step)
    return [round(n * step, 10) for n in range(first, math.ceil(high / step) + 1)]


def number(value: float) -> str:
    """A number as an axis shows it."""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def draw(line: Line, translate: Callable[[str], str]) -> str:
    """The chart of one line, labelled at its ends rather than in a legend."""
    values = [point.value for point in line.points]
    bounds = [v for v in (line.target, line.low, line.high) if v is not None]
    bounds += [value for _, value in line.expected]
    scale = ticks(min(values + bounds), max(values + bounds))
    low, high = scale[0], scale[-1]
    days = [point.date.first for point in line.points] + [day for day, _ in line.expected]
    first, last = min(days), max(days)
    label = f"{line.title}: {number(values[0])} → {number(values[-1])} {line.unit}".strip()
    drawn = svg.picture(WIDTH, HEIGHT, label, "line")

    def x(day: date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * ((day - first).days / ((last - first).days or 1))

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * ((value - low) / (high - low))

    for tick in scale:
        svg.line(drawn, (LEFT, y(tick)), (WIDTH - RIGHT, y(tick)), "pm-grid")
        svg.words(drawn, LEFT - 8, y(tick) + 4, number(tick), "end")
    if line.low is not None and line.high is not None:
        svg.rectangle(drawn, LEFT, WIDTH - LEFT - RIGHT, y(line.low) - y(line.high), "pm-zone", y(line.high))
    used = [y(values[-1])]
    for words, value in ((translate("target"), line.target), (translate("at least"), line.low), (translate("at most"), line.high)):
        if value is not None:
            svg.line(drawn, (LEFT, y(value)), (WIDTH - RIGHT, y(value)), "pm-goal-line")
            place = _free(y(value), used)
            svg.words(drawn, WIDTH - RIGHT + 8, place + 4, f"{words} {number(value)}", name="pm-words pm-words--goal")
    if line.expected:
        svg.path(drawn, [(x(day), y(value)) for day, value in line.expected], "pm-expected")
    free = LEFT
    for place, mark in enumerate(line.marks, start=1):
        svg.line(drawn, (x(mark.day), TOP), (x(mark.day), HEIGHT - BOTTOM), "pm-event")
        free = max(free, x(mark.day))
        svg.words(drawn, free, TOP - 8, str(place), "middle", "pm-words pm-words--number pm-words--event")
        free += 13
    svg.path(drawn, [(x(point.date.first), y(point.value)) for point in line.points], "pm-line-path")
    end = line.points[-1]
    svg.circle(drawn, x(end.date.first), y(end.value), 4, "pm-dot")
    svg.words(drawn, WIDTH - RIGHT + 8, y(end.value) + 4, number(end.value), name="pm-words pm-words--strong")
    for day, side in ((first, "start"), (last, "end")):
        svg.words(drawn, x(day), HEIGHT - 8, day.isoformat(), side)
    return svg.text(drawn)


def _free(place: float, used: list[float]) -> float:
    """The nearest place where a label does not stand on another one."""
    while any(abs(place - other) < 14 for other in used):
        place += 14 if place < HEIGHT / 2 else -14
    used.append(place)
    return place


def spark(line: Line, translate: Callable[[str], str]) -> str:
    """A small line without axes, for tables."""
    values = [point.value for point in line.points]
    low, high = min(values), max(values)
    first, last = line.points[0].date.first, line.points[-1].date.first
    drawn = svg.picture(SPARK_WIDTH, SPARK_HEIGHT, f"{line.title}: {number(values[0])} → {number(values[-1])}", "spark")
    span, days = (high - low) or 1, (last - first).days or 1
    spots = [
        (3 + (SPARK_WIDTH - 8) * (p.date.first - first).days / days, SPARK_HEIGHT - 4 - (SPARK_HEIGHT - 8) * (p.value - low) / span)
        for p in line.points
    ]
    svg.path(drawn, spots, "pm-line-path")
    svg.circle(drawn, *spots[-1], 2.5, "pm-dot")
    return svg.text(drawn)
