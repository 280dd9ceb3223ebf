"""What a release was to bring over time, and how much of it was finished."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from pmsite.charts import plot as plots
from pmsite.charts import svg
from pmsite.charts.labels import Labels, around
from pmsite.charts.line import number, ticks
from pmsite.charts.plot import Plot
from pmsite.charts.words import Words

if TYPE_CHECKING:
    from pmsite.views.item_past import Burnup

STEP = 150
"""How wide the name of a step may be."""
WIDE, NARROW = svg.Size(640, 220), svg.Size(svg.NARROW, 200)


def draw(burnup: Burnup, words: Words) -> str:
    """Two lines in steps: planned above, finished below."""
    _, planned, finished = burnup.points[-1]
    label = f"{words.translate('planned')} {planned}, {words.translate('finished')} {finished}"
    return svg.text(svg.pair(lambda drawn, size: onto(drawn, size, burnup, words), WIDE, NARROW, label, "burnup"))


def onto(drawn: Element, size: svg.Size, burnup: Burnup, words: Words) -> None:
    """Draw it into a picture, as large as that is."""
    days = [day for day, _, _ in burnup.points]
    last = max(days[-1], min(burnup.today, burnup.due or days[-1]))
    scale = [tick for tick in ticks(0, max(planned for _, planned, _ in burnup.points)) if tick == int(tick)]
    ends = max(last, burnup.due or last)
    ends_here = [
        f"{words.translate(told)} {count}" for told, count in zip(("planned", "finished"), burnup.points[-1][1:], strict=True)
    ]
    room = max(map(svg.width_of, ends_here)) + 14 if last == ends else plots.EDGE
    plot = Plot(size, 10 + svg.width_of(number(scale[-1])), 20, days[0], ends, 0, scale[-1] or 1, room)
    plots.grid(drawn, plot, [(tick, number(tick)) for tick in scale], words)
    labels = Labels((plot.left, 0, size.width, plot.floor + 6))
    if burnup.due and days[0] < burnup.due:
        svg.line(drawn, *plot.upright(burnup.due), "pm-event")
        x = plot.x(burnup.due)
        told = f"{words.translate('due')} {words.day(burnup.due)}"
        labels.put(drawn, told, [(x, plot.top - 6, side) for side in ("middle", "end", "start")], "pm-words pm-words--event")
    steps = list(zip(days, [*days[1:], last], strict=True))
    counts = [[planned for _, planned, _ in burnup.points], [finished for _, _, finished in burnup.points]]
    runs = [[(plot.x(day), plot.y(count)) for step, count in zip(steps, found, strict=True) for day in step] for found in counts]
    for spots, name in zip(runs, ("pm-expected", "pm-line-path"), strict=True):
        svg.path(drawn, spots, name)
        labels.keep_line(spots)
    if last < ends:
        labels.keep_line(plot.upright(last))
    for spots, told in zip(runs, ends_here, strict=True):
        labels.put(drawn, told, around(spots[-1]), "pm-words pm-words--strong")
    if last < ends:
        plots.today(drawn, plot, burnup.today, labels, words)
    _name_steps(drawn, plot, burnup, labels)


def _name_steps(drawn: Element, plot: Plot, burnup: Burnup, labels: Labels) -> None:
    """What came from elsewhere or went there, at the step that it makes, where there is room."""
    moved: dict[date, list[str]] = {}
    for day, part, came in burnup.moved:
        moved.setdefault(day, []).append(f"{'+' if came else '−'} {part.title}")
    for day, planned, _ in burnup.points:
        told = moved.get(day, [])
        if told:
            more = f" +{len(told) - 1}" if len(told) > 1 else ""
            label = svg.clipped(told[0], STEP) + more
            labels.put(drawn, label, around((plot.x(day), plot.y(planned))), always=False)
