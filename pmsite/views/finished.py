"""What reached users, as it is told: a group that says so itself stands once, and what it is made of is folded under it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import chains, role, rollups
from pmsite.model.indexes import index
from pmsite.model.period import Period


@dataclass(frozen=True, slots=True)
class Finished:
    """A feature that reached users, when it did, and what came with it and is not told besides."""

    feature: Feature
    when: Period
    folded: tuple[Feature, ...] = ()


def finished(product: Projection, is_new: Callable[[Period], bool], at_once: bool = False) -> tuple[Finished, ...]:
    """What was finished in a stretch of time: groups that state it, then what counts and is in none of them.

    With `at_once` only what came at the same time as its group is folded.
    """
    groups = {id: when for id, when in _groups(product).items() if is_new(when)}
    folded: dict[str, list[Feature]] = {id: [] for id in groups}
    alone: list[Finished] = []
    for feature in product.units:
        when = product.shipped(feature) if feature.status.stage == "shipped" else None
        if when is None or not is_new(when):
            continue
        whole = _highest(product, feature, groups)
        if whole is None or (at_once and str(groups[whole]) != str(when)):
            alone.append(Finished(feature, when))
        else:
            folded[whole].append(feature)
    return (*(_group(product, id, groups[id], folded[id]) for id in groups if _highest(product, id, groups) is None), *alone)


def _group(product: Projection, id: str, when: Period, folded: list[Feature]) -> Finished:
    feature = product.items[id]
    assert isinstance(feature, Feature)  # groups are
    return Finished(feature, when, tuple(folded))


@index
def _groups(product: Projection) -> Mapping[str, Period]:
    """By group that states that it reached users, when it did."""
    return dict(_stated(product)) if rollups(product) else {}


def _stated(product: Projection) -> Iterator[tuple[str, Period]]:
    for id, rollup in rollups(product).items():
        feature = product.items[id]
        if not isinstance(feature, Feature) or product.counts(feature) or role(product.settings, feature) != "group":
            continue
        when = product.shipped(feature) or rollup.shipped
        if feature.status.stage == "shipped" and "status" in feature.model_fields_set and when is not None:
            yield id, when


def _highest(product: Projection, feature: Feature | str, groups: Mapping[str, Period]) -> str | None:
    id = feature if isinstance(feature, str) else feature.id
    return next((above.id for above in chains(product).get(id, ()) if above.id in groups), None) if groups else None
