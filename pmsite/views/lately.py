"""What changed since last week, in a few lines: from the plan's history where it is known, else from the dates in the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pmsite.audience import Projection
from pmsite.model.compare import Difference
from pmsite.model.indexes import index
from pmsite.model.period import Period
from pmsite.model.update import Update
from pmsite.views import changed, what_changed
from pmsite.views.asked import Asked
from pmsite.views.changed import Moved
from pmsite.views.parts import Ref, ref
from pmsite.views.plan_changes import Change
from pmsite.views.plan_changes import changes as told_changes

LINES, ALIKE, TOLD = 5, 2, 2
"""How many lines there are, how many of one kind come before those of other kinds, and how many differences one line tells."""
_FIRST = ("status", "target", "release", "date", "horizon")
"""Fields whose differences tell the most, the first before the others."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened by the dates in the plan. `kind` is what the view `changed` lists it under."""

    kind: str
    ref: Ref
    when: Period | None = None
    state: str = ""
    moved: Moved | None = None


@dataclass(frozen=True, slots=True)
class Lately:
    """What changed since a day: changes of the plan, or else facts with a date. `more` is what is left out."""

    since: date
    changes: tuple[Change, ...] = ()
    facts: tuple[Fact, ...] = ()
    more: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is told."""
        return not (self.changes or self.facts)


@index
def build(product: Projection) -> Lately:
    """What changed since the Monday of last week."""
    since = product.today - timedelta(days=7 + product.today.weekday())
    if product.past is not None and product.past.events:
        return _of_history(product, since)
    found = list(_facts(product, Asked(since=since - timedelta(days=1))))
    return Lately(since, facts=tuple(found[:LINES]), more=max(0, len(found) - LINES))


def _of_history(product: Projection, since: date) -> Lately:
    kinds = ("added", "changed", "dropped")
    found = [told for told in told_changes(product) if told.event.day >= since and told.event.kind in kinds]
    first = {told.event.id: told for told in sorted(found, key=_weight, reverse=True)}
    told = sorted(first.values(), key=_weight)
    shown = (replace(one, event=replace(one.event, differences=_telling(one.event.differences))) for one in told[:LINES])
    return Lately(since, tuple(shown), more=max(0, len(told) - LINES))


def _weight(told: Change) -> tuple[int, str, str]:
    return what_changed.weight(told.event)


def _telling(found: Iterable[Difference]) -> tuple[Difference, ...]:
    """The differences that tell the most."""
    rank = {name: at for at, name in enumerate(_FIRST)}
    return tuple(sorted(found, key=lambda one: rank.get(one.field, len(rank)))[:TOLD])


def _facts(product: Projection, asked: Asked) -> Iterator[Fact]:
    """The first of each kind, then the others."""
    kinds = [list(found) for found in _kinds(product, asked)]
    for found in kinds:
        yield from found[:ALIKE]
    for found in kinds:
        yield from found[ALIKE:]


def _kinds(product: Projection, asked: Asked) -> Iterator[Iterable[Fact]]:
    new = changed.build(product, asked)
    yield (Fact("released", one.ref, one.when) for one in new.released)
    yield (Fact("launched", one.ref, one.when) for one in new.launched)
    yield (Fact("shipped", Ref(card.id, card.title, "feature"), card.target) for card in new.shipped)
    yield (Fact("started", Ref(card.id, card.title, "feature")) for card in new.started)
    yield (Fact("decided", one.ref, one.when, one.state) for one in new.decided)
    yield (Fact("moved", one.ref, moved=one) for one in new.moved)
    reports = [u for u in product.of(Update) if asked.is_new(product, u.date)]
    reports.sort(key=lambda u: (-u.date.first.toordinal() if u.date else 0, u.key))
    yield (Fact("reported", ref(update), update.date, update.health or "") for update in reports)
