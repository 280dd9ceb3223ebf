"""What will not be done, and why: said openly, it need not be asked again."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import chains, role
from pmsite.model.insight import Feedback
from pmsite.model.replaced import heirs
from pmsite.views.parts import Ref, ref

ROWS = 400


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that will not be done."""

    ref: Ref
    summary: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotDoing:
    """Dropped features, those not for this time, and requests that were declined."""

    dropped: tuple[Refusal, ...]
    later: tuple[Refusal, ...]
    declined: tuple[Refusal, ...]
    hidden: int
    """How many of all three are left out."""


def build(product: Projection) -> NotDoing:
    """The list of a projection; those with a reason first."""
    features = product.units
    above = chains(product)
    dropped = [
        _refusal(f, f.reason)
        for f in product.of(Feature)
        if f.status.stage == "dropped" and _is_told(product, f) and not any(_ended(one) for one in above.get(f.id, ()))
    ]
    dropped.sort(key=lambda found: not found.reason)
    later = [_refusal(f, f.reason) for f in features if f.moscow == "wont" and f.status.stage not in ("dropped", "shipped")]
    declined = [_refusal(f, f.declined) for f in product.of(Feedback) if f.declined]
    return NotDoing(
        tuple(dropped[:ROWS]),
        tuple(later[:ROWS]),
        tuple(declined[:ROWS]),
        sum(max(0, len(part) - ROWS) for part in (dropped, later, declined)),
    )


def _is_told(product: Projection, feature: Feature) -> bool:
    if feature.id in heirs(product):
        return False  # something else is done in its place
    return product.counts(feature) or (role(product.settings, feature) == "group" and _ended(feature))


def _ended(feature: Feature) -> bool:
    """Whether somebody said that it will not be done."""
    return feature.status.stage == "dropped" and "status" in feature.model_fields_set


def _refusal(item: Feature | Feedback, reason: str) -> Refusal:
    return Refusal(ref(item), item.in_short, reason)
