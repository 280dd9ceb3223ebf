"""How one item's plan came about: the dates a feature was given, the work a release was to bring, the values a key result had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.metric import Point
from pmsite.model.past import Event
from pmsite.model.period import day_of
from pmsite.model.release import Release
from pmsite.views import events
from pmsite.views.record import Move, Record, Statement, records

MOST = 60
"""Events that a page lists."""


@dataclass(frozen=True, slots=True)
class Slip:
    """The dates that a feature was given, each from the day it was said; `came` is the day it reached users."""

    statements: tuple[Statement, ...]
    came: date | None
    today: date


@dataclass(frozen=True, slots=True)
class Burnup:
    """For each day on which either changed: how many features a release was to bring, and how many were finished."""

    points: tuple[tuple[date, int, int], ...]
    due: date | None
    today: date


@dataclass(frozen=True, slots=True)
class ItemPast:
    """One item's past. `first` and `moves` say how a feature's date moved; `events` are the newest first."""

    events: tuple[Event, ...]
    more: int
    is_whole: bool
    slip: Slip | None = None
    record: Record | None = None
    burnup: Burnup | None = None

    @property
    def moves(self) -> tuple[Move, ...]:
        """The moves of a feature's date, the newest first."""
        return self.record.moves[::-1] if self.record else ()


def build(product: Projection, item: Item) -> ItemPast | None:
    """An item's past, or nothing where there is no more to tell than that it was there."""
    own, is_whole = events.of_items(product).get(item.id, ()), events.are_whole(product)
    burnup = _burnup(product, item) if isinstance(item, Release) else None
    told = tuple(event for event in reversed(own) if event.kind != "began" or is_whole)
    if not any(event.differences or event.was or not event.committed for event in told):
        told = ()
    if not burnup and not told:
        return None
    record = records(product).get(item.id) if isinstance(item, Feature) else None
    return ItemPast(told[:MOST], max(0, len(told) - MOST), is_whole, _slip(product, record), record, burnup)


def _slip(product: Projection, record: Record | None) -> Slip | None:
    known = tuple(statement for statement in record.statements if statement.end) if record else ()
    return Slip(known, record.shipped if record else None, product.today) if len(known) > 1 else None


def _burnup(product: Projection, release: Release) -> Burnup | None:
    """Replays which features the release was to bring, and which of them were finished."""
    within: dict[str, bool] = {}
    points: list[tuple[date, int, int]] = []
    for event in events.of_releases(product).get(release.id, ()):
        stand = event.stand
        if stand is not None and stand.release == release.id and stand.status.stage != "dropped":
            within[event.id] = stand.status.stage == "shipped"
        else:
            within.pop(event.id, None)
        point = (event.day, len(within), sum(within.values()))
        if points and points[-1][0] == event.day:
            points[-1] = point
        elif not points or points[-1][1:] != point[1:]:
            points.append(point)
    if len(points) < 2:
        return None
    due = release.date.last if release.date else None
    return Burnup(tuple(points), due, product.today)


def measured(product: Projection, objective: str, result: str) -> tuple[Point, ...]:
    """The values that a key result had in the history of its file, one a day, from the first to the last."""
    found: dict[date, float] = {}
    for event in events.of_items(product).get(objective, ()):
        for one in event.measured:
            if one.result == result:
                found[event.day] = one.current
    days = sorted(found)
    kept = [day for at, day in enumerate(days) if at in (0, len(days) - 1) or found[day] != found[days[at - 1]]]
    return tuple(Point(date=day_of(day), value=found[day]) for day in kept)
