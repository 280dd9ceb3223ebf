"""The thread through the plan: from what users said over goals and work to what was shipped and measured."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.objective import Objective
from pmsite.views.parts import Ref, ref

MOST = 6
STARTS = ("objective", "insight", "feedback", "problem", "risk", "study", "metric", "release", "change", "experiment", "feature")
"""Types whose pages show the thread."""


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the thread: evidence, goals, work, delivered or measured."""

    name: str
    refs: tuple[Ref, ...]
    more: int


def build(product: Projection, item: Item) -> tuple[Step, ...]:
    """The parts of the thread that an item hangs on; none where it is on no thread."""
    if item.type not in STARTS:
        return ()
    work = _work(product, item)
    if not work:
        return ()
    goals = _each(product, work, "supports") if item.type != "objective" else {item.id: item}
    evidence = _each(product, work, "addresses")
    for feature in work.values():
        evidence |= {f.id: f for f in product.pointing(feature.id, "features") if f.type in ("feedback", "experiment")}
    evidence |= _each(product, evidence, "evidence")
    delivered = _each(product, work, "release")
    for feature in work.values():
        delivered |= {c.id: c for c in product.pointing(feature.id, "features") if c.type == "change"}
    measured = _each(product, work, "metrics")
    for goal in goals.values():
        if isinstance(goal, Objective):
            measured |= {m.id: m for m in product.named(goal.id, "metric")}
    found = (("evidence", evidence), ("goals", goals), ("work", work), ("delivered", delivered), ("measured", measured))
    steps = tuple(
        Step(name, tuple(ref(i) for i in _ordered(items)[:MOST]), max(0, len(items) - MOST)) for name, items in found if items
    )
    return steps if len(steps) > 1 else ()


def _work(product: Projection, item: Item) -> dict[str, Item]:
    if isinstance(item, Feature):
        return {item.id: item}
    found = {i.id: i for i in product.pointing(item.id, "supports", "addresses", "release", "metrics") if i.type == "feature"}
    found |= {i.id: i for i in product.named(item.id, "features")}
    for above in product.pointing(item.id, "evidence", "metric"):
        field = "addresses" if above.type == "insight" else "supports"
        found |= {i.id: i for i in product.pointing(above.id, field) if i.type == "feature"}
    return {id: i for id, i in found.items() if isinstance(i, Feature) and i.status.stage != "dropped"}


def _each(product: Projection, items: dict[str, Item], *fields: str) -> dict[str, Item]:
    return {found.id: found for item in items.values() for found in product.named(item.id, *fields)}


def _ordered(items: dict[str, Item]) -> list[Item]:
    return sorted(items.values(), key=lambda item: (item.type, item.key))
