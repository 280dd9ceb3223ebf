"""What features are grouped by: the groups that each belongs to, the order of the groups, and which grouping says most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import log2
from typing import Any

from pmsite.audience import Projection
from pmsite.model.component_tree import paths
from pmsite.model.cycle import Cycle
from pmsite.model.feature import HORIZONS, Feature
from pmsite.model.hierarchy import parts
from pmsite.model.indexes import index
from pmsite.model.parsing import apart
from pmsite.model.period import Period
from pmsite.model.status import ENDS
from pmsite.views.parts import Card, Ref, ref_to

OF_ITEMS = ("release", "team", "objective", "theme", "component", "cycle", "parent")
"""Groupings whose groups are items of the plan."""


def keys(product: Projection, group_by: str, found: Card) -> tuple[str, ...]:
    """The groups that a feature belongs to."""
    if group_by == "plan":
        return (f"{apart(found.id)[0]}:",)
    if group_by == "objective":
        links = product.outgoing.get(found.id, ())
        return tuple(dict.fromkeys(link.target for link in links if link.field == "supports"))
    if group_by in ("status", "horizon"):
        return (found.status.id if group_by == "status" else found.horizon,)
    group = getattr(found, group_by)
    return (group.id,) if group else ()


def members(product: Projection, group_by: str, shown: Iterable[Card], once: bool = False) -> Mapping[str, list[Card]]:
    """The features of each group; those of none under no name. With `once` each is in its first group alone."""
    found: dict[str, list[Card]] = defaultdict(list)
    for card in shown:
        own = keys(product, group_by, card) or ("",)
        for key in own[:1] if once else own:
            found[key].append(card)
    return found


def in_order(product: Projection, group_by: str, found: Collection[str]) -> list[str]:
    """The groups that there are, in the order of reading; what is in none comes last."""
    return [key for key in _order(product, group_by) if key in found] + ([""] if "" in found else [])


def group_ref(product: Projection, group_by: str, key: str) -> Ref | None:
    """The item that a group is, where it is one; of plans, what leads to their sites."""
    if group_by == "plan":
        return plan_ref(product, key)
    return ref_to(product, key) if group_by in OF_ITEMS else None


def plan_ref(product: Projection, key: str) -> Ref:
    """A plan of a portfolio by its key, which is its name with a colon; one's own has no name."""
    plan = product.plans.get(key.removesuffix(":"))
    return Ref(key, plan.label if plan else product.settings.name, "plan")


def says_most(product: Projection, shown: Sequence[Card], among: Iterable[str] = OF_ITEMS) -> str:
    """The grouping that tells features apart best, without being nearly as long as they are; nothing where none does."""
    said = {name: _said(members(product, name, shown), len(shown)) for name in among}
    best = max(said, key=said.__getitem__, default="")
    return best if best and said[best] else ""


def _said(groups: Mapping[str, Sequence[Card]], total: int) -> float:
    """How much it says in which group a feature is, in bits; what is in no group says nothing."""
    if not 1 < len(groups) <= max(2, total // 2):
        return 0.0
    return sum(-len(found) / total * log2(len(found) / total) for key, found in groups.items() if key)


def shares(wanted: Mapping[str, int], room: int) -> Mapping[str, int]:
    """Room that is given to all alike; what one does not need goes to the others."""
    given: dict[str, int] = {}
    for left, key in zip(range(len(wanted), 0, -1), sorted(wanted, key=wanted.__getitem__), strict=True):
        given[key] = min(wanted[key], (room - sum(given.values())) // left)
    return given


def _order(product: Projection, group_by: str) -> Iterable[str]:
    if group_by == "horizon":
        return (*HORIZONS, *ENDS)
    if group_by == "plan":
        others = sorted(product.plans.values(), key=lambda plan: (plan.label.casefold(), plan.name))
        return [":", *(f"{plan.name}:" for plan in others)]
    if group_by == "release":
        return [release.id for release in (*product.coming, *(r for r in product.releases if product.turn(r) < 0))]
    if group_by == "component":
        return in_tree(product)
    if group_by == "cycle":
        return in_time(product)
    if group_by == "parent":
        return [feature.id for feature in product.of(Feature) if feature.id in parts(product)]
    if group_by == "status":
        return [*product.settings.known_statuses, "open"]
    if group_by == "objective":
        goals = (*product.by_type.get("vision", ()), *product.by_type.get("objective", ()))
        return [goal.id for goal in sorted(goals, key=lambda goal: _nearness(product, getattr(goal, "period", None), goal.key))]
    return [item.id for item in product.by_type.get(group_by, ())]


@index
def in_time(product: Projection) -> tuple[str, ...]:
    """The cycles in the order in which readers look for them."""
    return tuple(found.id for found in sorted(product.of(Cycle), key=lambda found: found.turn(product.today)))


@index
def in_tree(product: Projection) -> Mapping[str, int]:
    """The places of components as a tree is read: each before those that it is made of, and those in the order of their titles."""
    keys = {item.id: item.key for item in product.by_type.get("component", ())}
    found = paths(product)
    order = sorted(found, key=lambda component: [(keys[one], one) for one in found[component]])
    return {component: place for place, component in enumerate(order)}


def _nearness(product: Projection, period: Period | None, key: tuple[Any, ...]) -> tuple[object, ...]:
    """Sort key for goals: those of today first, then those to come, then those that are over, the latest first."""
    if period is None or period.first <= product.today <= period.last:
        return (0, 0, key)
    return (1, period.first.toordinal(), key) if period.first > product.today else (2, -period.last.toordinal(), key)
