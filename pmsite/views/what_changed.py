"""What changed in the plan, week by week and month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pmsite.audience import Projection
from pmsite.model.past import Event, Past
from pmsite.model.period import Period, parse, quarter_of
from pmsite.model.status import Status
from pmsite.views.plan_changes import Change, changes
from pmsite.views.record import records

WEEKS = 8
"""Weeks with changes that the first page shows."""
MOST, FEW = 100, 30
"""Changes of one week that a page lists; of one that is folded on the first page, since its month has a page of its own."""
LATELY = 30
"""Days that the first page sums up."""
BARS = 12
"""Months that are drawn; of a longer history as many quarters are."""


@dataclass(frozen=True, slots=True)
class Week:
    """The changes of one week, those that matter most first. `first` is its Monday; `began` counts what was there at the beginning."""

    first: date
    last: date
    changes: tuple[Change, ...]
    total: int
    moves: int
    added: int
    began: int
    address: str
    """The page of the month that it ends in, as far as anything changed."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What changed from one day to another: in all, dates that moved to a later day, what reached users, what is new."""

    first: date
    last: date
    total: int
    later: int
    shipped: int
    added: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """How much changed in a month or a quarter, and how many dates moved to a later day."""

    period: Period
    total: int
    later: int


@dataclass(frozen=True, slots=True)
class Month:
    """How much changed in one month, and the page that tells it."""

    month: Period
    address: str
    total: int
    moves: int
    added: int


@dataclass(frozen=True, slots=True)
class WhatChanged:
    """Weeks, the newest first, and every month that has a page of its own; `month` is the one that this page tells, where it tells one."""

    month: Period | None
    sum: Sum
    week: int
    """How much of it changed in the last seven days."""
    bars: tuple[Stretch, ...]
    weeks: tuple[Week, ...]
    months: tuple[Month, ...]
    began: date
    is_whole: bool
    days: tuple[tuple[str, date], ...]


def build(product: Projection, past: Past, month: str = "") -> WhatChanged:
    """The page of one month such as 2026-10, or the first page: the last weeks in which anything changed, and all months."""
    chosen = [told for told in changes(product) if not month or _month(told.event.day) == month]
    groups: dict[date, list[Change]] = {}
    for one in reversed(chosen):
        groups.setdefault(one.event.day - timedelta(days=one.event.day.weekday()), []).append(one)
    shown = list(groups.items()) if month else list(groups.items())[:WEEKS]
    weeks = tuple(_week(past, monday, found, FEW if nth and not month else MOST) for nth, (monday, found) in enumerate(shown))
    days = tuple((day.name, day.day) for day in product.days)
    told = parse(month) if month else None
    newest = _sum(product, product.today - timedelta(days=6), product.today)
    return WhatChanged(
        told,
        _sum(product, told.first, told.last) if told else _lately(product),
        newest.total if told is None else 0,
        _bars(product) if told is None else (),
        weeks,
        months(product) if not month else (),
        past.began,
        past.is_whole,
        days,
    )


def _lately(product: Projection) -> Sum:
    """The last days; where nothing changed in them, the last month in which anything did."""
    found = _sum(product, product.today - timedelta(days=LATELY - 1), product.today)
    last = next((told.event.day for told in reversed(changes(product)) if told.event.kind != "began"), None)
    if found.total or last is None:
        return found
    month = parse(_month(last))
    return _sum(product, month.first, month.last)


def _sum(product: Projection, first: date, last: date) -> Sum:
    found = [told.event for told in changes(product) if first <= told.event.day <= last]
    later = sum(first <= day <= last for day in _later(product))
    return Sum(first, last, _total(found), later, sum(map(_is_shipped, found)), _added(found))


def _later(product: Projection) -> list[date]:
    """The days on which a planned date moved to a later one."""
    return [move.day for record in records(product).values() for move in record.moves if move.days is not None and move.days > 0]


def _is_shipped(event: Event) -> bool:
    return any(
        found.field == "status" and isinstance(found.after, Status) and found.after.stage == "shipped"
        for found in event.differences
    )


def _bars(product: Projection) -> tuple[Stretch, ...]:
    """The last months, or the last quarters where the history is longer, the oldest first; also those without a change."""
    days = [told.event.day for told in changes(product) if told.event.kind != "began"]
    if not days:
        return ()
    starts = product.settings.fiscal_year_starts
    is_long = (days[-1].year - days[0].year) * 12 + days[-1].month - days[0].month >= BARS

    def stretch(day: date) -> Period:
        return quarter_of(day, starts) if is_long else parse(_month(day))

    totals, later = Counter(map(stretch, days)), Counter(map(stretch, _later(product)))
    found: list[Stretch] = []
    at = stretch(days[-1])
    while len(found) < BARS and at.last >= days[0]:
        found.append(Stretch(at, totals[at], later[at]))
        at = stretch(at.first - timedelta(days=1))
    return tuple(reversed(found))


def months(product: Projection) -> tuple[Month, ...]:
    """Every month in which anything changed, the newest first."""
    groups: dict[str, list[Event]] = {}
    for told in changes(product):
        groups.setdefault(_month(told.event.day), []).append(told.event)
    return tuple(
        Month(parse(name), address(name), _total(events), _moves(events), _added(events))
        for name, events in sorted(groups.items(), reverse=True)
    )


def address(month: str) -> str:
    """The page of a month."""
    return f"roadmap/what-changed/{month}"


def _week(past: Past, monday: date, found: list[Change], most: int) -> Week:
    shown = sorted((change for change in found if change.event.kind != "began"), key=lambda change: weight(change.event))
    told = [change.event for change in shown]
    return Week(
        monday,
        monday + timedelta(days=6),
        tuple(shown[:most]),
        len(told),
        _moves(told),
        _added(told),
        len(found) - len(told) if past.is_whole else 0,
        address(_month(max(change.event.day for change in found))),
    )


def weight(event: Event) -> tuple[int, str, str]:
    """Moves first, then what is dropped, new, changed in status, and the rest."""
    fields = {difference.field for difference in event.differences}
    rank = 0 if event.move else 1 if event.kind == "dropped" else 2 if event.kind == "added" else 3 if "status" in fields else 4
    return rank, event.title.casefold(), event.id


def _month(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def _total(events: Iterable[Event]) -> int:
    return sum(event.kind != "began" for event in events)


def _moves(events: Iterable[Event]) -> int:
    return sum(event.move > 0 for event in events)


def _added(events: Iterable[Event]) -> int:
    return sum(event.kind == "added" for event in events)
