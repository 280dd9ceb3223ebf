"""What follows from a moved date: which features come with it, and what now comes too late for what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pmsite.model.clashes import clashes
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import members
from pmsite.model.item import Item
from pmsite.model.product import Product
from pmsite.model.release import Release


@dataclass(frozen=True, slots=True)
class Late:
    """Open work that comes after something, since this change: `kind` as model.clashes names it."""

    kind: str
    feature: Feature
    other: Item


def late(before: Product, after: Product, olds: Mapping[str, str]) -> tuple[Late, ...]:
    """What comes too late after a change and did not before. `olds` gives an item's id of before by its id of after."""
    return tuple(_late(before, after, olds))


def _late(before: Product, after: Product, olds: Mapping[str, str]) -> Iterator[Late]:
    for feature in after.of(Feature):
        found = tuple(clashes(after, feature))
        if found:
            old = before.items.get(olds[feature.id])
            was = {(one.kind, one.other.id) for one in clashes(before, old)} if isinstance(old, Feature) else set()
            yield from (Late(one.kind, feature, one.other) for one in found if (one.kind, olds[one.other.id]) not in was)


def moving_with(after: Product, release: Release) -> tuple[Feature, ...]:
    """The open features that come when a release does, since they have no date of their own."""
    found = members(after, after.pointing(release.id, "release"))
    return tuple(feature for feature in found if feature.target is None and feature.is_open)
