"""Where the thread from goal to result is broken: goals nobody works on, work nobody can justify, results nobody measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import chains, walk
from pmsite.model.insight import Feedback, Insight
from pmsite.model.item import Item
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.views.demand import answers
from pmsite.views.parts import Ref, ref

MOST = 100


@dataclass(frozen=True, slots=True)
class Gap:
    """One kind of break: how many of how many items have it, and which."""

    name: str
    refs: tuple[Ref, ...]
    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every kind of break that the workspace's own items make it possible to look for."""

    gaps: tuple[Gap, ...]


class _Break(NamedTuple):
    """One way in which a thread can be broken, at items of one type."""

    name: str
    model: type[Item]
    beside: tuple[type[Item], ...]
    """Types of which the plan has any where the thread could go on."""
    is_asked: Callable[[Any], bool]
    is_broken: Callable[[Projection, Any], bool]


def build(product: Projection) -> Coverage:
    """The breaks of a projection's threads; a kind is left out where the plan has nothing to compare with."""
    gaps = []
    for kind in _BREAKS:
        if product.of(kind.model) and _is_looked_for(product, kind):
            every: tuple[Item, ...] = product.units if kind.model is Feature else product.of(kind.model)
            asked = [item for item in every if kind.is_asked(item)]
            gaps.append(_gap(kind.name, (item for item in asked if kind.is_broken(product, item)), len(asked)))
    return Coverage(tuple(gaps))


def missing(product: Projection, item: Item) -> Iterator[str]:
    """The breaks of the thread at one item, by the names of their kinds."""
    for kind in _BREAKS:
        counts = not isinstance(item, Feature) or product.counts(item)
        if (
            counts
            and isinstance(item, kind.model)
            and _is_looked_for(product, kind)
            and kind.is_asked(item)
            and kind.is_broken(product, item)
        ):
            yield kind.name


def _is_looked_for(product: Projection, kind: _Break) -> bool:
    return not kind.beside or any(product.of(model) for model in kind.beside)


def _gap(name: str, items: Iterable[Item], of: int) -> Gap:
    found = sorted(items, key=_open_first)
    return Gap(name, tuple(ref(item) for item in found[:MOST]), len(found), of)


def _open_first(item: Item) -> tuple[object, ...]:
    return (isinstance(item, Feature) and not item.is_open, item.key)


def _has_features(product: Projection, goal: Objective) -> bool:
    served = any(item.type == "feature" for item in product.pointing(goal.id, "supports"))
    return served or any(isinstance(item, Objective) for item in product.pointing(goal.id, "parent"))


def _has_evidence(product: Projection, feature: Feature) -> bool:
    around = (feature, *chains(product).get(feature.id, ()), *(part for _, part in walk(product, feature.id)))
    return any(
        one.addresses or any(item.type in ("feedback", "experiment") for item in product.pointing(one.id, "features"))
        for one in around
    )


def _is_meant(feature: Feature) -> bool:
    return feature.status.stage != "dropped"


def _any(item: Item) -> bool:
    return True


_BREAKS = (
    _Break("goals_without_features", Objective, (Feature,), _any, lambda product, goal: not _has_features(product, goal)),
    _Break("features_without_goal", Feature, (Objective,), _is_meant, lambda product, found: not product.serves_a_goal(found)),
    _Break("features_without_evidence", Feature, (Insight, Feedback), _is_meant, lambda product, f: not _has_evidence(product, f)),
    _Break(
        "insights_without_action", Insight, (), _any, lambda product, i: not any(product.pointing(i.id, "addresses", "insights"))
    ),
    _Break("feedback_without_answer", Feedback, (), _any, lambda product, f: not f.declined and not answers(product, f)),
    _Break("shipped_without_result", Feature, (Metric,), lambda f: f.status.stage == "shipped", lambda _, f: not f.result),
    _Break("metrics_without_use", Metric, (), _any, lambda product, m: m.id not in product.incoming and not m.drives),
)
