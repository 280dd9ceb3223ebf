"""What will not be done, and why: said openly, it need not be asked again."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.insight import Feedback
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
    features = product.of(Feature)
    dropped = [_refusal(f, f.reason) for f in features if f.status.stage == "dropped"]
    dropped.sort(key=lambda found: not found.reason)
    later = [_refusal(f, f.reason) for f in features if f.moscow == "wont" and f.status.stage not in ("dropped", "shipped")]
    declined = [_refusal(f, f.declined) for f in product.of(Feedback) if f.declined]
    return NotDoing(
        tuple(dropped[:ROWS]),
        tuple(later[:ROWS]),
        tuple(declined[:ROWS]),
        sum(max(0, len(part) - ROWS) for part in (dropped, later, declined)),
    )


def _refusal(item: Feature | Feedback, reason: str) -> Refusal:
    return Refusal(ref(item), item.summary, reason)
