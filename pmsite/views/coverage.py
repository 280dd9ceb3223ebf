"""Where the thread from goal to result is broken: goals nobody works on, work nobody can justify, results nobody measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.feature import Feature
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


def build(product: Projection) -> Coverage:
    """The breaks of a projection's threads; a kind is left out where the plan has nothing to compare with."""
    features, goals, insights = product.of(Feature), product.of(Objective), product.of(Insight)
    feedback, metrics = product.of(Feedback), product.of(Metric)
    gaps = []
    if goals and features:
        gaps.append(_gap("goals_without_features", (g for g in goals if not _has_features(product, g)), len(goals)))
        justified = [f for f in features if f.status.stage != "dropped"]
        gaps.append(_gap("features_without_goal", (f for f in justified if not product.serves_a_goal(f)), len(justified)))
    if features and (insights or feedback):
        live = [f for f in features if f.status.stage != "dropped"]
        gaps.append(_gap("features_without_evidence", (f for f in live if not _has_evidence(product, f)), len(live)))
    if insights:
        idle = (i for i in insights if not any(product.pointing(i.id, "addresses", "insights")))
        gaps.append(_gap("insights_without_action", idle, len(insights)))
    if feedback:
        gaps.append(
            _gap("feedback_without_answer", (f for f in feedback if not f.declined and not answers(product, f)), len(feedback))
        )
    if metrics:
        shipped = [f for f in features if f.status.stage == "shipped"]
        gaps.append(_gap("shipped_without_result", (f for f in shipped if not f.result), len(shipped)))
        used = {link.target for link in product.links}
        gaps.append(_gap("metrics_without_use", (m for m in metrics if m.id not in used and not m.drives), len(metrics)))
    return Coverage(tuple(gaps))


def _gap(name: str, items: Iterable[Item], of: int) -> Gap:
    found = sorted(items, key=_open_first)
    return Gap(name, tuple(ref(item) for item in found[:MOST]), len(found), of)


def _open_first(item: Item) -> tuple[object, ...]:
    return (isinstance(item, Feature) and not item.is_open, item.key)


def _has_features(product: Projection, goal: Objective) -> bool:
    served = any(item.type == "feature" for item in product.pointing(goal.id, "supports"))
    return served or any(isinstance(item, Objective) for item in product.pointing(goal.id, "parent"))


def _has_evidence(product: Projection, feature: Feature) -> bool:
    return bool(feature.addresses) or any(
        item.type in ("feedback", "experiment") for item in product.pointing(feature.id, "features")
    )
