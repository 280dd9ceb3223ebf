"""Risks by probability and impact, before and after what is done about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pmsite.audience import Projection
from pmsite.model.item import Item, review_is_over
from pmsite.model.risk import Risk
from pmsite.views.parts import Ref, ref

ROWS = 300
COLUMNS = ("response", "residual", "trigger", "owner")
"""What the list tells of each risk besides its score, where it is known of one."""


@dataclass(frozen=True, slots=True)
class Threat:
    """One risk. Scores are probability × impact, 1 to 25; the band is low, medium, high or critical."""

    ref: Ref
    summary: str
    status: str
    probability: int
    impact: int
    score: int
    band: str
    response: str
    plan: str
    residual: int
    residual_band: str
    trigger: str
    owner: str
    out_of_date: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the matrix."""

    probability: int
    impact: int
    band: str
    risks: tuple[Threat, ...]


@dataclass(frozen=True, slots=True)
class Risks:
    """The matrix, rows from the most probable down; the list of open risks, worst first, with what it tells of any; and the rest."""

    matrix: tuple[tuple[Field, ...], ...]
    open: tuple[Threat, ...]
    unrated: tuple[Ref, ...]
    over: tuple[Threat, ...]
    more: int = 0
    over_more: int = 0
    """How many open risks, and of those that are over, are left out."""
    columns: tuple[str, ...] = ()


def build(product: Projection, keep: Callable[[Item], bool] | None = None) -> Risks:
    """The risks of a projection."""
    found = [item for item in product.of(Risk) if keep is None or keep(item)]
    rated = sorted(
        (_threat(risk, product.today) for risk in found if risk.probability and risk.impact),
        key=lambda t: (-t.score, t.ref.title, t.ref.id),
    )
    still = [threat for threat in rated if threat.status in ("open", "")]
    gone = [threat for threat in rated if threat.status not in ("open", "")]
    places: dict[tuple[int, int], list[Threat]] = {}
    for threat in still:
        places.setdefault((threat.probability, threat.impact), []).append(threat)
    matrix = tuple(tuple(Field(p, i, band(p * i), tuple(places.get((p, i), ()))) for i in range(1, 6)) for p in range(5, 0, -1))
    return Risks(
        matrix,
        tuple(still[:ROWS]),
        tuple(ref(risk) for risk in found if not (risk.probability and risk.impact)),
        tuple(gone[:ROWS]),
        max(0, len(still) - ROWS),
        max(0, len(gone) - ROWS),
        tuple(name for name in COLUMNS if any(getattr(threat, name) for threat in still)),
    )


def band(score: int) -> str:
    """1 to 4 low, 5 to 9 medium, 10 to 14 high, from 15 critical."""
    return "low" if score < 5 else "medium" if score < 10 else "high" if score < 15 else "critical"


def _threat(risk: Risk, today: date) -> Threat:
    left = risk.residual.score if risk.residual else 0
    return Threat(
        ref(risk),
        risk.in_short,
        risk.status,
        int(risk.probability or 0),
        int(risk.impact or 0),
        risk.score,
        band(risk.score),
        risk.response or "",
        risk.plan,
        left,
        band(left) if left else "",
        risk.trigger,
        risk.owner or "",
        review_is_over(risk, today),
    )
