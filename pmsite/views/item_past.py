"""How one item's plan came about: the dates a feature was given, the work a release was to bring, the values a key result had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import role
from pmsite.model.item import Item
from pmsite.model.metric import Point as Value
from pmsite.model.past import Event
from pmsite.model.period import day_of
from pmsite.model.release import Release
from pmsite.views import events, scope
from pmsite.views.parts import Ref
from pmsite.views.plan_changes import Change, by_item, moved
from pmsite.views.record import Move, Record, Statement, records
from pmsite.views.scope import Point

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
    """For each day on which either changed: how many features a release was to bring, or a group had, and how many were finished."""

    points: tuple[Point, ...]
    due: date | None
    today: date
    is_group: bool = False
    moved: tuple[tuple[date, Ref, bool], ...] = ()
    """What came from elsewhere or went there on these days, and whether it came."""


@dataclass(frozen=True, slots=True)
class ItemPast:
    """One item's past. `first` and `moves` say how a feature's date moved; `events` are the newest first."""

    events: tuple[Event, ...]
    more: int
    is_whole: bool
    slip: Slip | None = None
    record: Record | None = None
    burnup: Burnup | None = None
    besides: Mapping[int, Change] = field(default_factory=dict)
    """By revision, what it did to others together with the item."""

    @property
    def moves(self) -> tuple[Move, ...]:
        """The moves of a feature's date, the newest first."""
        return self.record.moves[::-1] if self.record else ()


def build(product: Projection, item: Item) -> ItemPast | None:
    """An item's past, or nothing where there is no more to tell than that it was there."""
    found, is_whole = by_item(product).get(item.id, ()), events.are_whole(product)
    own = _events(product, item, found)
    burnup = _burnup(product, item)
    told = tuple(event for event in reversed(own) if event.kind != "began" or is_whole)
    besides = {one.event.step: one for one in found if one.split or one.instead}
    if not besides and not any(event.differences or event.was or not event.committed for event in told):
        told = ()
    if not burnup and not told:
        return None
    record = records(product).get(item.id) if isinstance(item, Feature) else None
    more = max(0, len(told) - MOST)
    return ItemPast(told[:MOST], more, is_whole, _slip(product, record), record, burnup, besides)


def _events(product: Projection, item: Item, found: Sequence[Change]) -> list[Event]:
    """What happened to an item, also what no file of its own says; an event that is told together with others as it is told there."""
    besides = {one.event.step: one.event for one in found if one.split or one.instead}
    own = [besides.pop(event.step, event) for event in events.of_items(product).get(item.id, ())]
    return sorted((*own, *besides.values()), key=lambda event: event.day) if besides else own


def _slip(product: Projection, record: Record | None) -> Slip | None:
    known = tuple(statement for statement in record.statements if statement.end) if record else ()
    return Slip(known, record.shipped if record else None, product.today) if len(known) > 1 else None


def _burnup(product: Projection, item: Item) -> Burnup | None:
    """What a release was to bring, or what was in a group of features, and what of it was finished."""
    if isinstance(item, Release):
        due = item.date
    elif isinstance(item, Feature) and role(product.settings, item) == "group":
        due = item.target
    else:
        return None
    found = scope.points(product).get(item.id, ())
    return (
        Burnup(found, due.last if due else None, product.today, isinstance(item, Feature), moved(product).get(item.id, ()))
        if len(found) > 1
        else None
    )


def measured(product: Projection, objective: str, result: str) -> tuple[Value, ...]:
    """The values that a key result had in the history of its file, one a day, from the first to the last."""
    found: dict[date, float] = {}
    for event in events.of_items(product).get(objective, ()):
        for one in event.measured:
            if one.result == result:
                found[event.day] = one.current
    days = sorted(found)
    kept = [day for at, day in enumerate(days) if at in (0, len(days) - 1) or found[day] != found[days[at - 1]]]
    return tuple(Value(date=day_of(day), value=found[day]) for day in kept)
