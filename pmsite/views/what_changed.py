"""What changed in the plan, week by week and month by month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pmsite.audience import Projection
from pmsite.model.past import Event, Past
from pmsite.model.period import Period, parse
from pmsite.views.parts import Ref

WEEKS = 8
"""Weeks with changes that the first page shows."""
MOST = 100
"""Changes of one week that a page lists."""


@dataclass(frozen=True, slots=True)
class Change:
    """One event; `ref` is nothing for an item that is gone."""

    event: Event
    ref: Ref | None


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
    weeks: tuple[Week, ...]
    months: tuple[Month, ...]
    began: date
    is_whole: bool
    days: tuple[tuple[str, date], ...]


def build(product: Projection, past: Past, month: str = "") -> WhatChanged:
    """The page of one month such as 2026-10, or the first page: the last weeks in which anything changed, and all months."""
    chosen = [event for event in past.events if not month or _month(event.day) == month]
    groups: dict[date, list[Event]] = {}
    for event in reversed(chosen):
        groups.setdefault(event.day - timedelta(days=event.day.weekday()), []).append(event)
    shown = list(groups.items()) if month else list(groups.items())[:WEEKS]
    weeks = tuple(_week(product, past, monday, events) for monday, events in shown)
    days = tuple((day.name, day.day) for day in product.days)
    return WhatChanged(parse(month) if month else None, weeks, months(past) if not month else (), past.began, past.is_whole, days)


def months(past: Past) -> tuple[Month, ...]:
    """Every month in which anything changed, the newest first."""
    groups: dict[str, list[Event]] = {}
    for event in past.events:
        groups.setdefault(_month(event.day), []).append(event)
    return tuple(
        Month(parse(name), address(name), _total(events), _moves(events), _added(events))
        for name, events in sorted(groups.items(), reverse=True)
    )


def address(month: str) -> str:
    """The page of a month."""
    return f"roadmap/what-changed/{month}"


def _week(product: Projection, past: Past, monday: date, events: list[Event]) -> Week:
    told = [event for event in events if event.kind != "began"]
    told.sort(key=_weight)
    changes = tuple(Change(event, _ref(product, event)) for event in told[:MOST])
    return Week(
        monday,
        monday + timedelta(days=6),
        changes,
        len(told),
        _moves(told),
        _added(told),
        len(events) - len(told) if past.is_whole else 0,
    )


def _ref(product: Projection, event: Event) -> Ref | None:
    return Ref(event.id, event.title, event.type) if event.id in product.items else None


def _weight(event: Event) -> tuple[int, str, str]:
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
