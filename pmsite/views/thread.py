"""The thread through the plan: up to the reasons, and from what users said over goals and work to what was shipped and measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.feature import Feature
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
    if item.type == "vision":
        return None
    for name in UP:
        for above in product.named(item.id, name):
            return above
    if isinstance(item, Objective):
        return next(iter(product.by_type.get("vision", ())), None)
    for type_name, field in UP_FROM:
        for above in product.pointing(item.id, field):
            if above.type == type_name:
                return above
    return None


def build(product: Projection, item: Item) -> tuple[Step, ...]:
    """The parts of the thread that an item hangs on; none where it is on no thread."""
    work = _work(product, item)
    if not work:
        return ()
    goals: dict[str, Item] = {item.id: item} if isinstance(item, Objective) else _each(product, work, "supports")
    evidence = _each(product, work, "addresses") | _naming(product, work, "feedback", "experiment")
    evidence |= _each(product, evidence, "evidence")
    delivered = _each(product, work, "release") | _naming(product, work, "change", "launch")
    measured = _each(product, work, "metrics") | _each(product, goals, "metric")
    found = (("evidence", evidence), ("goals", goals), ("work", work), ("delivered", delivered), ("measured", measured))
    steps = tuple(
        Step(name, tuple(ref(i) for i in _ordered(items)[:MOST]), max(0, len(items) - MOST)) for name, items in found if items
    )
    return steps if len(steps) > 1 else ()


def _work(product: Projection, item: Item) -> dict[str, Item]:
    found = (item,) if isinstance(item, Feature) else _features(product, item)
    return {each.id: each for each in found if isinstance(each, Feature) and each.status.stage != "dropped"}


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
