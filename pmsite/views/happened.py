"""What happened to the plan, by the dates that it gives: the newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.decision import REPLACED, Decision
from pmsite.model.feature import Feature
from pmsite.model.indexes import index
from pmsite.model.item import Item
from pmsite.model.launch import Launch
from pmsite.model.objective import Objective
from pmsite.model.period import Period, parse
from pmsite.model.team import Team
from pmsite.model.theme import Theme
from pmsite.model.update import Update
from pmsite.model.version import version
from pmsite.views.finished import finished
from pmsite.views.parts import Ref, called, latest, ref, soonest, units

FOLLOWED: tuple[type[Item], ...] = (Team, Objective, Theme, Feature, Launch)
"""The types whose items can be followed one by one."""
MOST_FOLLOWED, MOST_OF_ONE = 1000, 20
"""How many items of one type can be followed, and how many events each of them has, the newest."""
_ABOUT = frozenset({"team", "supports", "theme", "about", "features", "affects"})
"""Fields by which an item says what it belongs to or tells of."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. An item and a kind name it for good, whatever becomes of title and date."""

    kind: str
    """`started`, `moved`, `shipped`, `released`, `launched`, `decided` or `reported`."""
    ref: Ref
    date: Period
    summary: str
    health: str = ""
    nth: int = 0
    """Which move it was, of an item whose planned date moved."""
    before: Period | str | None = None
    after: Period | str | None = None
    """The planned date before the move and after it, or what the release is called that was to bring it."""


def build(product: Projection) -> tuple[Event, ...]:
    """Everything with a date that has come, as far as its readers get the date. Of two on one day, the later version or id comes first."""
    found = [event for event in _events(product) if event.date.first <= product.today]
    return tuple(sorted(found, key=_order, reverse=True))


def _order(event: Event) -> tuple[object, ...]:
    return event.date.first, event.ref.type, version(event.ref.id).key, event.ref.id, event.kind, event.nth


def followed(product: Projection) -> Iterator[Item]:
    """The items that can be followed one by one; of features those that are open, the soonest first, then those that ended last."""
    for model in FOLLOWED:
        found: Iterator[Item] | tuple[Item, ...] = _features(product) if model is Feature else product.of(model)
        for item, _ in zip(found, range(MOST_FOLLOWED), strict=False):
            yield item


def _features(product: Projection) -> Iterator[Item]:
    every = units(product).values()
    live = sorted((card for card in every if card.is_open), key=soonest)
    ended = sorted((card for card in every if not card.is_open), key=latest)
    return (product.items[card.id] for card in (*live, *ended))


@index
def by_item(product: Projection) -> Mapping[str, tuple[Event, ...]]:
    """By item, what happened to it and to what belongs to it, the newest first; of itself also how its planned date moved."""
    found: dict[str, list[Event]] = defaultdict(list)
    kept = {model.type for model in FOLLOWED}
    for event in build(product):
        links = product.outgoing.get(event.ref.id, ())
        about = dict.fromkeys((event.ref.id, *(link.target for link in links if link.field in _ABOUT)))
        for id in about:
            if len(found[id]) < MOST_OF_ONE and product.items[id].type in kept:
                found[id].append(event)
    for move in _moves(product):
        found[move.ref.id].append(move)
    return {id: tuple(sorted(events, key=_order, reverse=True)[:MOST_OF_ONE]) for id, events in found.items() if events}


def _moves(product: Projection) -> Iterator[Event]:
    for id, past in (product.past.by_item if product.past else {}).items():
        item, stand = product.items.get(id), None
        for event in past:
            if event.move and isinstance(item, Feature) and stand and event.stand:
                ends = (one.target or called(product, one.release) for one in (stand, event.stand))
                yield Event("moved", ref(item), parse(event.day.isoformat()), item.in_short, "", event.move, *ends)
            stand = event.stand


def _events(product: Projection) -> Iterator[Event]:
    for feature in product.units:
        if feature.started:
            yield _event("started", feature, feature.started)
    for one in finished(product, bool, at_once=True):
        yield _event("shipped", one.feature, one.when)
    for release in product.told:
        if release.date:
            yield _event("released", release, release.date)
    for launch in product.of(Launch):
        if launch.date and launch.status == "launched":
            yield _event("launched", launch, launch.date)
    for decision in product.of(Decision):
        if decision.date and decision.status in ("accepted", "deprecated", *REPLACED):
            yield _event("decided", decision, decision.date)
    for update in product.of(Update):
        if update.date and update.kind == "status":
            yield Event("reported", ref(update), update.date, update.in_short, update.health or "")


def _event(kind: str, item: Item, date: Period) -> Event:
    return Event(kind, ref(item), date, item.in_short)
