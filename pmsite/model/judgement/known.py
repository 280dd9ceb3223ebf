"""Which facts readers get by the settings, whatever the plan holds: what is hidden is empty, and emptiness is no fact."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.memoized import memoized
from pmsite.model.feature import Feature
from pmsite.model.launch import Launch
from pmsite.model.metric import Metric
from pmsite.model.objective import KeyResult, Objective
from pmsite.model.product import Product
from pmsite.model.types import leaves

_RESULT = ("kind", "metric", "baseline", "target", "done", "steps", "plan", "weight")
_METRIC = ("unit", "direction", "target", "low", "high", "timing", "cadence", "series")


@dataclass(frozen=True, slots=True)
class Known:
    """What readers know of every objective, metric, feature and launch."""

    inside: bool
    goals: bool
    """An objective's period and ambition, without which neither number nor confidence says anything."""
    numbers: bool
    """All that a key result's numbers are judged by."""
    steps: bool
    """How far a milestone or a baseline is."""
    weights: bool
    metrics: bool
    """All that a metric brings to that."""
    confidence: bool
    """The team's confidence, check-in by check-in."""
    feature_dates: bool
    """Whether work is over, and when it was due."""
    launch_dates: bool


@memoized
def known(product: Product) -> Known:
    """What the readers of a product know."""

    def result(*names: str) -> bool:
        return all(leaves(KeyResult, name) or product.sees(Objective, f"key_results.{name}") for name in names)

    steps = result("kind", "done", "steps") and product.sees(Objective, "key_results.steps.weight")
    goal = all(product.sees(Objective, name) for name in ("period", "ambition", "key_results"))
    checkins = result("checkins")
    values = result("current") or (checkins and product.sees(Objective, "key_results.checkins.value"))
    return Known(
        product.is_inside,
        goal,
        product.is_inside or (goal and result(*_RESULT) and steps and values),
        steps,
        result("weight"),
        all(product.sees(Metric, name) for name in _METRIC),
        product.is_inside or (goal and checkins and product.sees(Objective, "key_results.checkins.confidence")),
        all(product.sees(Feature, name) for name in ("target", "release"))
        and any(product.sees(Feature, name) for name in ("status", "horizon")),
        all(product.sees(Launch, name) for name in ("status", "date")),
    )
