"""What was left to do in a cycle, day by day, beside all that was in it and the straight way to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from pmsite.charts import plot as plots
from pmsite.charts import svg
from pmsite.charts.labels import BOLD, Labels, Place, around, box
from pmsite.charts.line import number, ticks
from pmsite.charts.plot import Plot
from pmsite.charts.words import Words

if TYPE_CHECKING:
    from pmsite.views.cycle import Burndown

WIDE, NARROW = svg.Size(640, 220), svg.Size(svg.NARROW, 200)


def draw(burndown: Burndown, words: Words) -> str:
    """Two lines in steps, all of it above and what is left below, and a dotted one that nothing shifts."""
    label = f"{words.translate('left to do')} {number(burndown.points[-1][2])}"
    return svg.text(svg.pair(lambda drawn, size: _draw(drawn, size, burndown, words), WIDE, NARROW, label, "burndown"))


def _draw(drawn: Element, size: svg.Size, burndown: Burndown, words: Words) -> None:
    first, last = burndown.points[0][0], min(burndown.today, burndown.end)
    _, scope, left = burndown.points[-1]
    names = [f"{words.translate('in the cycle')} {number(scope)}", f"{words.translate('left to do')} {number(left)}"]
    scale = ticks(0, max(1.0, burndown.planned, *(found for _, found, _ in burndown.points)))
    room = max(map(svg.width_of, names)) + 14 if last == burndown.end else plots.EDGE
    plot = Plot(size, 10 + max(svg.width_of(number(tick)) for tick in scale), 20, first, burndown.end, 0, scale[-1], room)
    plots.grid(drawn, plot, [(tick, number(tick)) for tick in scale], words)
    labels = Labels((plot.left, 0, size.width, plot.floor + 6))
    way = [(plot.x(first), plot.y(burndown.planned)), (plot.x(burndown.end), plot.y(0))]
    svg.path(drawn, way, "pm-goal-line")
    labels.keep_line(way)
    runs = [_steps(plot, [(day, found[at]) for day, *found in burndown.points], last) for at in (0, 1)]
    for spots, name in zip(runs, ("pm-expected", "pm-line-path"), strict=True):
        svg.path(drawn, spots, name)
        labels.keep_line(spots)
    if last < burndown.end:
        labels.keep_line(plot.upright(last))
    for spots, told in zip(runs, names, strict=True):
        labels.put(drawn, told, _beside(spots[-1], svg.width_of(told) * BOLD, size), "pm-words pm-words--strong")
    if last < burndown.end:
        plots.today(drawn, plot, burndown.today, labels, words)


def _beside(spot: svg.Spot, width: float, size: svg.Size) -> Iterator[Place]:
    """Where the name of a line's end may stand: on neither side of the picture does it leave that."""
    x, y = spot
    further = ((x - 9, y + down, "end") for down in (-20.0, 26.0))
    for place in (*around(spot), *further):
        left, _, right, _ = box(width, place)
        if left >= 0 and right <= size.width:
            yield place


def _steps(plot: Plot, found: list[tuple[date, float]], last: date) -> list[svg.Spot]:
    """A line that keeps each value until the next one."""
    days = [*(day for day, _ in found[1:]), last]
    return [(plot.x(at), plot.y(value)) for (day, value), until in zip(found, days, strict=True) for at in (day, until)]
