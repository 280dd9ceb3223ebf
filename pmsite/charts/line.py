"""Values over time, with the target, the expected run, and what happened meanwhile; and the same as a small line."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from pmsite.charts import plot as plots
from pmsite.charts import svg
from pmsite.charts.labels import Labels, Place, around
from pmsite.charts.plot import Plot
from pmsite.charts.words import Words

if TYPE_CHECKING:
    from pmsite.views.metric import Line, Mark

WIDE, NARROW = svg.Size(640, 250), svg.Size(svg.NARROW, 220)
SPARK_WIDTH, SPARK_HEIGHT = 120.0, 28.0
ROW, LEAST = 14.0, 48.0
"""How far apart the names of marks stand above each other, and how much of one says anything."""


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


def draw(line: Line, words: Words) -> str:
    """The chart of one line, labelled where things are rather than in a legend."""
    values = [point.value for point in line.points]
    label = words.named(line.title, f"{number(values[0])} → {number(values[-1])} {line.unit}".strip())
    return svg.text(svg.pair(lambda drawn, size: onto(drawn, size, line, words), WIDE, NARROW, label, "line"))


def onto(drawn: Element, size: svg.Size, line: Line, words: Words) -> None:
    """Draw it into a picture, as large as that is."""
    plot, scale = _plot(size, line)
    spots = [(plot.x(point.date.first), plot.y(point.value)) for point in line.points]
    due = [(plot.x(day), plot.y(value)) for day, value in line.expected]
    plots.grid(drawn, plot, [(tick, number(tick)) for tick in scale], words)
    if line.low is not None and line.high is not None:
        top = plot.y(line.high)
        svg.rectangle(drawn, plot.left, plot.right - plot.left, plot.y(line.low) - top, "pm-zone", top)
    labels = Labels((plot.left, 0, size.width, plot.floor + 6))
    labels.keep_line(spots)
    labels.keep_line(due)
    _marks(drawn, plot, line.marks, labels, _lift(line, scale))
    if due:
        svg.path(drawn, due, "pm-expected")
    svg.path(drawn, spots, "pm-line-path")
    svg.circle(drawn, *spots[-1], 4, "pm-dot")
    labels.keep(spots[-1:], 5)
    labels.put(drawn, number(line.points[-1].value), around(spots[-1]), "pm-words pm-words--strong")
    if line.today:
        plots.today(drawn, plot, line.today, labels, words)
    for told, value in (("target", line.target), ("at least", line.low), ("at most", line.high)):
        if value is not None:
            svg.line(drawn, *plot.level(value), "pm-goal-line")
            labels.put(drawn, f"{words.translate(told)} {number(value)}", _beside_level(plot, value), "pm-words pm-words--goal")


def _plot(size: svg.Size, line: Line) -> tuple[Plot, list[float]]:
    """The days and values of a line: as far as today, where its last value is not long ago."""
    values = [point.value for point in line.points] + [value for _, value in line.expected]
    bounds = _bounds(line)
    scale = ticks(min(values + bounds), max(values + bounds))
    days = [point.date.first for point in line.points] + [day for day, _ in line.expected]
    first, last = min(days), max(days)
    if line.today and last < line.today and 2 * (line.today - last) < last - first:
        last = line.today
    end = line.points[-1]
    left = max(svg.width_of(number(tick)) for tick in scale) + 10
    after = (size.width - left) * (last - end.date.first).days / ((last - first).days or 1)
    room = max(plots.EDGE if after else 0.0, svg.width_of(number(end.value)) + 14 - after)
    top = 10 + ROW * min(_rows(size), len(line.marks)) + _lift(line, scale)
    return Plot(size, left, top, first, last, scale[0], scale[-1], room), scale


def _beside_level(plot: Plot, value: float) -> Iterator[Place]:
    """Where the name of a level may stand: above or below it, at its end, else at its beginning or between."""
    y, third = plot.y(value), (plot.right - plot.left) / 3
    for x, anchor in (
        (plot.right - 6, "end"),
        (plot.left + 6, "start"),
        (plot.right - third, "middle"),
        (plot.left + third, "middle"),
    ):
        for down in (-5.0, 13.0):
            yield (x, y + down, anchor)


def _bounds(line: Line) -> list[float]:
    return [value for value in (line.target, line.low, line.high) if value is not None]


def _lift(line: Line, scale: list[float]) -> float:
    """How far the names of marks stand above a level at the top of the picture, so that its own name has room."""
    return ROW if line.marks and scale[-1] in _bounds(line) else 0.0


def _rows(size: svg.Size) -> int:
    """In how many rows the names of marks stand."""
    return 3 if size.width > svg.NARROW else 2


def _marks(drawn: Element, plot: Plot, marks: tuple[Mark, ...], labels: Labels, lift: float) -> None:
    """What happened, each with its number in the list beside the picture, and as much of its name as there is room for."""
    rows = _rows(plot.size)
    free = [plot.left, *[0.0] * (rows - 1)]
    for at, mark in enumerate(marks):
        row = at % rows
        x, y = plot.x(mark.day), plot.top - 6 - lift - ROW * row
        svg.line(drawn, (x, plot.top - 2), (x, plot.floor), "pm-event")
        start = max(x - 3, free[row])
        after = (plot.x(marks[at + rows].day) if at + rows < len(marks) else plot.size.width) - start - 8
        before = x + 3 - free[row]
        name = f"{at + 1} · {mark.ref.title}"
        is_before = before > after and after < svg.width_of(name)
        room = before if is_before else after
        told = svg.clipped(name, room) if room >= LEAST else str(at + 1)
        if is_before and room >= LEAST:
            labels.put(drawn, told, [(x + 3, y, "end")], "pm-words pm-words--event")
            free[row] = x + 9
        else:
            left = min(start, plot.size.width - svg.width_of(told))
            labels.put(drawn, told, [(left, y, "start")], "pm-words pm-words--event")
            free[row] = left + svg.width_of(told) + 6


def spark(line: Line, words: Words) -> str:
    """A small line without axes, for tables."""
    values = [point.value for point in line.points]
    low, high = min(values), max(values)
    first, last = line.points[0].date.first, line.points[-1].date.first
    told = words.named(line.title, f"{number(values[0])} → {number(values[-1])}")
    drawn = svg.picture(SPARK_WIDTH, SPARK_HEIGHT, told, "spark")
    span, days = (high - low) or 1, (last - first).days or 1
    spots = [
        (3 + (SPARK_WIDTH - 8) * (p.date.first - first).days / days, SPARK_HEIGHT - 4 - (SPARK_HEIGHT - 8) * (p.value - low) / span)
        for p in line.points
    ]
    svg.path(drawn, spots, "pm-line-path")
    svg.circle(drawn, *spots[-1], 2.5, "pm-dot")
    return svg.text(drawn)
