"""Dates that cannot all be kept: open work that comes after what needs it, brings it, or is to be reached by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.launch import Launch
from pmsite.model.objective import Objective
from pmsite.model.product import Product
from pmsite.model.release import Release

_UNEVEN = timedelta(days=2)
"""By so much two halves of a year differ."""


class Clash(NamedTuple):
    """What a feature comes too late for: a `release` or a `launch` that brings it, a `goal` that it serves, a feature that `needs` it."""

    kind: str
    other: Item


def clashes(product: Product, feature: Feature) -> Iterator[Clash]:
    """Everything that a feature surely comes too late for, each once."""
    if not feature.is_open:
        return
    if (release := late_for_release(product, feature)) is not None:
        yield Clash("release", release)
    yield from (Clash("goal", goal) for goal in late_for_goals(product, feature))
    for other in product.pointing(feature.id, "features", "depends_on"):
        if isinstance(other, Launch) and _is_late_for(product, feature, other):
            yield Clash("launch", other)
        elif isinstance(other, Feature) and other.is_open and product.comes_too_late(feature, other):
            yield Clash("needs", other)


def late_for_release(product: Product, feature: Feature) -> Release | None:
    """The release that is to bring open work, where it is to come and the work's own target begins after its date."""
    release = product.release(feature) if feature.is_open else None
    if release is None or release.date is None or feature.target is None or product.is_out(release):
        return None
    return release if feature.target.first > release.date.last else None


def late_for_goals(product: Product, feature: Feature) -> Iterator[Objective]:
    """The goals that open work serves, where all of them end before the work is planned to come."""
    planned = product.target(feature) if feature.is_open else None
    goals = [goal for goal in product.named(feature.id, "supports") if isinstance(goal, Objective) and goal.period is not None]
    if planned is not None and all(goal.period is not None and planned.first > goal.period.last for goal in goals):
        yield from goals


def may_carry_over(product: Product, feature: Feature, goal: Objective) -> bool:
    """Whether work that comes after a goal's period may still be meant for it: it has not begun, and comes in the time right after.

    Teams write the goals of the next period late, and what is planned for it still names those of this one.
    """
    planned = product.target(feature)
    if planned is None or goal.period is None or feature.status.stage == "building":
        return False
    return planned.first - goal.period.last < goal.period.last - goal.period.first - _UNEVEN


def _is_late_for(product: Product, feature: Feature, launch: Launch) -> bool:
    planned = product.target(feature)
    is_to_come = launch.status in ("planned", "ready") and launch.date is not None
    return is_to_come and planned is not None and launch.date is not None and planned.first > launch.date.last
