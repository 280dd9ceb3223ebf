"""What an item is connected with, as far as its page does not show it elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pmsite.audience import Projection
from pmsite.model import custom
from pmsite.model.component import Component
from pmsite.model.customer import Customer
from pmsite.model.cycle import Cycle
from pmsite.model.decision import Decision
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.launch import Launch
from pmsite.model.metric import Metric
from pmsite.model.person import Person
from pmsite.model.release import Release
from pmsite.model.team import Team
from pmsite.model.theme import Theme
from pmsite.views.facts import CONNECTIONS
from pmsite.views.parts import Ref, ref
from pmsite.views.roadmap import Roadmap

OPEN, MOST = 8, 100
"""Links of one kind that are seen at once, and those that a page has at most."""
BY_TYPE = "features"
"""The field by which items of several types name features: each is called by its type."""


@dataclass(frozen=True, slots=True)
class Connection:
    """Items on the other end of one kind of reference: `refs` are seen at once, `folded` when asked for, `more` not at all.

    `outward` is the direction that the author wrote. `type` is that of the items, where they are called by it.
    """

    name: str
    label: str
    outward: bool
    refs: tuple[Ref, ...]
    folded: tuple[Ref, ...] = ()
    more: int = 0
    type: str = ""

    @property
    def rest(self) -> int:
        """How many are not seen at once."""
        return len(self.folded) + self.more

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.refs) + self.rest


def connections(product: Projection, item: Item, seen: Iterable[str]) -> tuple[Connection, ...]:
    """What an item names and what names it, each once; nothing of what is seen elsewhere."""
    left_out = {item.id, *seen}
    return tuple(
        found
        for name, label, outward, items in _groups(product, item)
        if (found := _connection(name, label, outward, items, left_out)) is not None
    )


def _groups(product: Projection, item: Item) -> Iterator[tuple[str, str, bool, Iterable[Item]]]:
    for name in (*CONNECTIONS, "metric"):
        yield name, "", True, product.named(item.id, name)
    declared = product.settings.custom_fields(item.type)
    shown_as_facts = {name for name, field in declared.items() if custom.reference(field)}
    by_field: dict[tuple[str, str], list[Item]] = {}
    for link in product.incoming.get(item.id, ()):
        source = product.items[link.source]
        by_field.setdefault((link.field, source.type if link.field == BY_TYPE else ""), []).append(source)
    for (name, _), sources in by_field.items():
        label = (
            next((f.label for t in {s.type for s in sources} if (f := product.settings.custom_fields(t).get(name))), "")
            if name not in shown_as_facts
            else declared[name].label
        )
        yield name, label, False, sources


def _connection(name: str, label: str, outward: bool, items: Iterable[Item], left_out: set[str]) -> Connection | None:
    found = sorted({item.id: item for item in items if item.id not in left_out}.values(), key=lambda item: (item.type, item.key))
    if not found:
        return None
    left_out.update(item.id for item in found)
    refs = tuple(ref(item) for item in found[:MOST])
    kind = found[0].type if name == BY_TYPE and not outward else ""
    return Connection(name, label, outward, refs[:OPEN], refs[OPEN:], max(0, len(found) - MOST), kind)


def told(item: Item, extra: Any) -> Iterator[str]:
    """The items that the sections of an item's own type link to."""
    tell = TOLD.get(type(item))
    return tell(extra) if tell else iter(())


def _release(extra: Any) -> Iterator[str]:
    yield from (card.id for card in extra.notes.shipped)
    yield from (promise.card.id for promise in extra.promises) if extra.promises else (card.id for card in extra.notes.open)
    yield from (line.ref.id for group in extra.notes.groups for line in group.lines)


def _work(roadmap: Roadmap) -> Iterator[str]:
    for group in roadmap.groups:
        yield from (card.id for cards in (group.open, group.late, group.shipped, group.dropped) for card in cards)


def _team(extra: Any) -> Iterator[str]:
    yield from _work(extra.roadmap)
    yield from (found.id for _, found in extra.members if found)
    yield from (found.ref.id for found in extra.cycles)
    yield from (closed.ref.id for closed in extra.velocity.cycles) if extra.velocity else ()


def _feature(extra: Any) -> Iterator[str]:
    if extra.place:
        yield from (found.id for found in extra.place.above)
        yield from (part.card.id for part in extra.place.parts)


def _component(extra: Any) -> Iterator[str]:
    yield from _work(extra.roadmap)
    yield from (found.id for found in extra.problems)
    yield from (part.ref.id for part in extra.parts)


def _customer(extra: Any) -> Iterator[str]:
    yield from (request.ref.id for request in extra.requests.shown)


def _cycle(extra: Any) -> Iterator[str]:
    yield from (piece.id for piece in extra.pieces)
    yield from (closed.ref.id for closed in extra.velocity.cycles) if extra.velocity else ()


def _person(extra: Any) -> Iterator[str]:
    yield from (card.id for card in (*extra.workload.features, *extra.workload.work))
    yield from (feature.id for feature, _, _ in extra.workload.tracks)
    yield from (found.id for found, _ in extra.thanks)


TOLD: Mapping[type[Item], Callable[[Any], Iterator[str]]] = {
    Theme: _work,
    Team: _team,
    Component: _component,
    Customer: _customer,
    Cycle: _cycle,
    Feature: _feature,
    Person: _person,
    Release: _release,
    Launch: lambda extra: (card.id for card in extra.features),
    Decision: lambda extra: (found.id for found, _ in extra.chain),
    Metric: lambda extra: (found.id for found, _ in extra.results),
}
"""By type, what its own sections link to."""
