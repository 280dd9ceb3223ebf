"""The dates that a feature was given over time: a step for each move, against the line on which a planned day is there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from pmsite.charts import plot as plots
from pmsite.charts import svg
from pmsite.charts.labels import Labels
from pmsite.charts.plot import Plot
from pmsite.charts.words import Words
from pmsite.model.period import parse
from pmsite.views.parts import Ref

if TYPE_CHECKING:
    from pmsite.model.period import Period
    from pmsite.views.item_past import Slip

WIDE, NARROW = svg.Size(640, 230), svg.Size(svg.NARROW, 220)
LONGEST = 140.0
"""How wide a name may be."""


def draw(slip: Slip, words: Words) -> str:
    """Across is when it was said, up is what was planned. Each step is labelled where there is room."""
    label = f"{_name(slip.statements[0].planned, words)} → {_name(slip.statements[-1].planned, words)}"
    return svg.text(svg.pair(lambda drawn, size: _draw(drawn, size, slip, words), WIDE, NARROW, label, "slip"))


def _draw(drawn: Element, size: svg.Size, slip: Slip, words: Words) -> None:
    said = [statement.day for statement in slip.statements]
    ends = [statement.end for statement in slip.statements if statement.end]
    last = max(slip.came or slip.today, said[-1])
    low, high = min([*ends, said[0]]), max([*ends, last])
    scale = _ticks(low, high, words)
    left = max([svg.width_of(told) for _, told in scale], default=0) + 12
    plot = Plot(size, left, 26, said[0], last, low.toordinal(), high.toordinal())
    plots.grid(drawn, plot, [(day.toordinal(), told) for day, told in scale], words)
    start, stop = max(plot.first, low), min(last, high)
    labels = Labels((plot.left, 0, size.width, plot.floor))
    if start < stop:
        level = [(plot.x(day), plot.y(day.toordinal())) for day in (start, stop)]
        svg.path(drawn, level, "pm-goal-line")
        labels.keep_line(level)
    heights = [plot.y((statement.end or last).toordinal()) for statement in slip.statements]
    until = [*said[1:], last]
    spots = [
        (plot.x(day), height) for begins, ends_on, height in zip(said, until, heights, strict=True) for day in (begins, ends_on)
    ]
    svg.path(drawn, spots, "pm-line-path")
    labels.keep_line(spots)
    _names(drawn, slip, [(plot.x(day), height) for day, height in zip(said, heights, strict=True)], spots[-1], labels, words)
    if slip.came:
        svg.circle(drawn, plot.x(slip.came), plot.y(min(max(slip.came, low), high).toordinal()), 5, "pm-fill--shipped")


def _names(drawn: Element, slip: Slip, starts: list[svg.Spot], end: svg.Spot, labels: Labels, words: Words) -> None:
    """What was planned, the last first, since it counts most; what finds no room is in the list beside the picture."""
    for statement, (x, y) in reversed(list(zip(slip.statements, starts, strict=True))):
        svg.circle(drawn, x, y, 3, "pm-dot")
        told = svg.clipped(_name(statement.planned, words), LONGEST)
        if statement is slip.statements[-1]:
            places = [(end[0], end[1] - 10, "end"), (end[0], end[1] + 18, "end")]
            labels.put(drawn, told, places, "pm-words pm-words--strong")
        else:
            places = [(x + 2, y - 6, "start"), (x - 6, y - 5, "end"), (x + 2, y + 15, "start"), (x - 6, y + 15, "end")]
            labels.put(drawn, told, places, "pm-words pm-words--soft", always=False)


def _ticks(low: date, high: date, words: Words) -> list[tuple[date, str]]:
    """The beginnings of years; of quarters where there are few years."""
    years = [date(year, 1, 1) for year in range(low.year + 1, high.year + 1)]
    if len(years) > 2:
        return [(day, words.year(day)) for day in years]
    parts = (1, 2, 3, 4) if (high - low).days < 500 else (1, 3)
    quarters = [(year, part) for year in range(low.year, high.year + 1) for part in parts]
    days = [(date(year, 3 * part - 2, 1), words.period(parse(f"{year:04d}-Q{part}"))) for year, part in quarters]
    return [(day, told) for day, told in days if low <= day <= high]


def _name(planned: Period | Ref | str, words: Words) -> str:
    return planned.title if isinstance(planned, Ref) else planned if isinstance(planned, str) else words.period(planned)
