"""The thread through the plan: up to the reasons, and from what users said over goals and work to what was shipped and measured."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import members
from pmsite.model.item import Item
from pmsite.model.objective import Objective
from pmsite.views.parts import Ref, ref

MOST = 6
UP = ("supports", "parent", "theme", "features", "addresses", "insights", "affects", "drives")
"""Fields that name what an item is there for, the nearest first."""
UP_FROM = (
    ("objective", "metric"),
    ("vision", "north_star"),
    ("vision", "guardrails"),
    ("insight", "evidence"),
    ("decision", "evidence"),
    ("feature", "addresses"),
    ("feature", "metrics"),
)
"""Types and fields by which others say that they need an item, where it does not say itself what it is there for."""
WORK_OF = ("supports", "addresses", "release", "metrics", "theme", "personas")
"""Fields by which features hang on an item."""
WORK_FOR = ("features", "affects", "about", "changed")
"""Fields by which an item hangs on features."""
BETWEEN = ("evidence", "insights", "metric", "parent", "personas")
"""Fields of what stands between an item and the features: insights and goals."""


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the thread: evidence, goals, work, delivered or measured."""

    name: str
    refs: tuple[Ref, ...]
    more: int
    besides: tuple[str, ...] = ()
    """Those to which the page links already: here they are named."""


def reasons(product: Projection, item: Item) -> tuple[Item, ...]:
    """The chain of 'why are we doing this': from an item over goals up to the vision, one step each."""
    chain: list[Item] = []
    seen = {item.id}
    step = _reason(product, item)
    while step is not None and step.id not in seen:
        seen.add(step.id)
        chain.append(step)
        step = _reason(product, step)
    return tuple(chain)


def _reason(product: Projection, item: Item) -> Item | None:
    return next((link.item for link in above(product, item)), None)


class Above(NamedTuple):
    """One thing that an item is there for, and the field that says so: its own, or one of that other item."""

    field: str
    item: Item
    is_own: bool
    part: str = ""
    """The key result that it names."""


def above(product: Projection, item: Item) -> Iterator[Above]:
    """What an item is there for, one step up: all that the first field names which names anything, else what needs it."""
    if item.type == "vision":
        return
    links = product.outgoing.get(item.id, ())
    for name in UP:
        named = {(link.target, link.part): link for link in links if link.field == name}
        if named:
            yield from (Above(name, product.items[link.target], True, link.part) for link in named.values())
            return
    if isinstance(item, Objective):
        yield from (Above("", vision, True) for vision in product.by_type.get("vision", ())[:1])
        return
    for type_name, field in UP_FROM:
        for other in product.pointing(item.id, field):
            if other.type == type_name:
                yield Above(field, other, False)
                return


def build(product: Projection, item: Item, besides: Container[str] = ()) -> tuple[Step, ...]:
    """The parts of the thread that an item hangs on, with what its page links to `besides`; none where it is on no thread."""
    steps = tuple(_step(name, items, besides) for name, items in hangs_on(product, item) if items)
    return steps if len(steps) > 1 else ()


def hangs_on(product: Projection, item: Item, part: str = "") -> Iterator[tuple[str, list[Item]]]:
    """By part of the thread, all that an item hangs on, or of an objective one of its key results; nothing where it is on no thread."""
    work = _work(product, item)
    if part:
        serving = {link.source for link in product.incoming.get(item.id, ()) if link.field == "supports" and link.part == part}
        work = {id: feature for id, feature in work.items() if id in serving}
    if not work:
        return
    goals: dict[str, Item] = {item.id: item} if isinstance(item, Objective) else _each(product, work, "supports")
    evidence = _each(product, work, "addresses") | _naming(product, work, "feedback", "experiment")
    evidence |= _each(product, evidence, "evidence")
    delivered = _each(product, work, "release") | _naming(product, work, "change", "launch")
    measured = _each(product, work, "metrics") | _each(product, goals, "metric")
    evidence = {id: each for id, each in evidence.items() if id not in measured}
    found = (("evidence", evidence), ("goals", goals), ("work", work), ("delivered", delivered), ("measured", measured))
    yield from ((name, _ordered(items)) for name, items in found)


def _step(name: str, items: list[Item], besides: Container[str]) -> Step:
    shown = tuple(map(ref, items[:MOST]))
    return Step(name, shown, max(0, len(items) - MOST), tuple(found.id for found in shown if found.id in besides))


def _work(product: Projection, item: Item) -> dict[str, Item]:
    found = (item,) if isinstance(item, Feature) else members(product, _features(product, item))
    return {each.id: each for each in found if each.status.stage != "dropped"}


def _features(product: Projection, item: Item) -> Iterator[Item]:
    yield from product.pointing(item.id, *WORK_OF)
    yield from product.named(item.id, *WORK_FOR)
    below = product.of(Objective) if item.type == "vision" else ()
    for between in (*product.pointing(item.id, *BETWEEN), *product.named(item.id, "insights"), *below):
        yield from product.pointing(between.id, "supports", "addresses")


def _each(product: Projection, items: dict[str, Item], *fields: str) -> dict[str, Item]:
    return {found.id: found for item in items.values() for found in product.named(item.id, *fields)}


def _naming(product: Projection, items: dict[str, Item], *types: str) -> dict[str, Item]:
    """The items of the given types that name some of the items as their features."""
    return {found.id: found for item in items.values() for found in product.pointing(item.id, "features") if found.type in types}


def _ordered(items: dict[str, Item]) -> list[Item]:
    return sorted(items.values(), key=lambda item: (item.type, item.key))
