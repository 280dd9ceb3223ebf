"""Days across and values up, as pictures over time share them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from pmsite.charts import svg
from pmsite.charts.labels import Labels
from pmsite.charts.words import Words

FLOOR, EDGE = 26.0, 12.0
"""Room below the picture for dates, and beside its last day."""


@dataclass(frozen=True, slots=True)
class Plot:
    """The part of a drawing that has days across and values up."""

    size: svg.Size
    left: float
    top: float
    first: date
    last: date
    low: float
    high: float
    edge: float = EDGE

    @property
    def right(self) -> float:
        """Where the last day is."""
        return self.size.width - self.edge

    @property
    def floor(self) -> float:
        """Where the least value is."""
        return self.size.height - FLOOR

    def x(self, day: date) -> float:
        """Where a day is."""
        return self.left + (self.right - self.left) * ((day - self.first).days / ((self.last - self.first).days or 1))

    def y(self, value: float) -> float:
        """Where a value is."""
        return self.floor - (self.floor - self.top) * ((value - self.low) / ((self.high - self.low) or 1))

    def level(self, value: float) -> tuple[svg.Spot, svg.Spot]:
        """The line of one value."""
        return (self.left, self.y(value)), (self.right, self.y(value))

    def upright(self, day: date) -> tuple[svg.Spot, svg.Spot]:
        """The line of one day."""
        return (self.x(day), self.top), (self.x(day), self.floor)


def grid(drawn: Element, plot: Plot, ticks: list[tuple[float, str]], words: Words) -> None:
    """Values up the side, and the beginnings of months or years across; their first and last day where these are few."""
    for value, told in ticks:
        svg.line(drawn, *plot.level(value), "pm-grid")
        svg.words(drawn, plot.left - 8, plot.y(value) + 4, told, "end", "pm-words pm-words--soft")
    y = plot.size.height - 8
    dates = Labels((0, 0, plot.size.width, plot.size.height), apart=8)
    for day, told in _days(plot, words):
        x = plot.x(day)
        side = "start" if x < plot.left + 30 else "end" if x > plot.right - 30 else "middle"
        if dates.put(drawn, told, [(x, y, side)], "pm-words pm-words--soft", always=False):
            svg.line(drawn, (x, plot.floor), (x, plot.floor + 4), "pm-grid")


def today(drawn: Element, plot: Plot, day: date, labels: Labels, words: Words) -> None:
    """A line for today, named where there is room; nothing where the picture does not reach it."""
    if not plot.first <= day <= plot.last:
        return
    start, end = plot.upright(day)
    svg.line(drawn, start, end, "pm-today")
    x = plot.x(day)
    places = [
        (x - 4, plot.floor - 6, "end"),
        (x + 4, plot.floor - 6, "start"),
        (x - 4, plot.top + 10, "end"),
        (x + 4, plot.top + 10, "start"),
    ]
    labels.put(drawn, words.translate("today"), places, "pm-words pm-words--today", always=False)
    labels.keep_line((start, end))


def _days(plot: Plot, words: Words) -> list[tuple[date, str]]:
    most = 6 if plot.size.width > svg.NARROW else 3
    first, last = plot.first, plot.last
    months = range(first.year * 12 + first.month - (first.day == 1), last.year * 12 + last.month)
    for step in (1, 2, 3, 6, 12, 24, 60, 120):
        days = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
        if len(days) <= most:
            break
    if len(days) < 2:
        return [(day, words.day(day)) for day in (first, last)]
    return [(day, words.year(day) if step >= 12 else words.month(day)) for day in days]
