"""Work that other work took the place of: it was split, or became one with other work. What was said of it goes on with that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, TypeVar

from pmsite.model.feature import Feature
from pmsite.model.indexes import index
from pmsite.model.item import Item
from pmsite.model.period import Period

T = TypeVar("T", bound=Item)


class Plan(Protocol):
    """What this is read from."""

    def of(self, model: type[T]) -> tuple[T, ...]:
        """The items of a type."""

    def shipped(self, feature: Feature) -> Period | None:
        """When a feature reached users."""


@index
def heirs(product: Plan) -> Mapping[str, tuple[Feature, ...]]:
    """By dropped feature that others replace, those which are there in the end: of a replacement that was replaced, its own."""
    naming: dict[str, list[Feature]] = {}
    for feature in product.of(Feature):
        for id in feature.replaces:
            naming.setdefault(id, []).append(feature)
    if not naming:
        return {}
    found: dict[str, tuple[Feature, ...]] = {}
    for feature in product.of(Feature):
        if feature.id in naming and feature.status.stage == "dropped":
            last = {one.id: one for one in _last(feature.id, naming)}
            if last:
                found[feature.id] = tuple(last.values())
    return found


def _last(id: str, naming: Mapping[str, list[Feature]]) -> Iterator[Feature]:
    """What replaces a feature and is not dropped, each way followed to its end; a loop has none."""
    waiting, seen = [*naming[id]], {id}
    for one in waiting:  # it grows as it is gone through
        if one.id not in seen:
            seen.add(one.id)
            if one.status.stage != "dropped":
                yield one
            else:
                waiting.extend(naming.get(one.id, ()))


@index
def forebears(product: Plan) -> Mapping[str, tuple[str, ...]]:
    """By feature, the dropped ones that it stands for."""
    found: dict[str, list[str]] = {}
    for id, taking in heirs(product).items():
        for feature in taking:
            found.setdefault(feature.id, []).append(id)
    return {id: tuple(ids) for id, ids in found.items()}


def standing_for(product: Plan, features: Iterable[Feature]) -> tuple[Feature, ...]:
    """The same features, each once, with those that took the place of what was dropped."""
    known = heirs(product)
    return tuple({one.id: one for feature in features for one in known.get(feature.id, (feature,))}.values())


def kept(product: Plan, feature: Feature) -> Period | None:
    """When all that took the place of a feature had reached users; nothing while any of it is open, or nobody knows."""
    taking = heirs(product).get(feature.id, ())
    if not taking or any(one.status.stage != "shipped" for one in taking):
        return None
    return max((day for one in taking if (day := product.shipped(one))), key=lambda day: day.last, default=None)
