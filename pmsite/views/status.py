"""Each objective on one line: on track, at risk or off track."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pmsite.audience import Projection
from pmsite.model.objective import Objective
from pmsite.views import goals
from pmsite.views.asked import Asked
from pmsite.views.goals import Goal
from pmsite.views.parts import called


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one objective stands, and how sure the team is of its key results on the whole."""

    goal: Goal
    owner: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Status:
    """The objectives that matter now."""

    standings: tuple[Standing, ...]


def build(product: Projection, asked: Asked) -> Status:
    """The objectives that are asked for; of the period that is told, where none are."""
    chosen = asked.select(product.of(Objective))
    if not asked.items and asked.keep is None:
        chosen = [objective for objective in chosen if _is_of(objective, asked, product)]
        chosen.sort(key=lambda o: (o.period is None, o.period.last if o.period else product.today, o.parent is not None, o.key))
    return Status(tuple(standing(product, objective, asked) for objective in chosen[: asked.up_to()]))


def standing(product: Projection, objective: Objective, asked: Asked) -> Standing:
    """Where one objective stands."""
    day = asked.last(product)
    return Standing(goals.goal(product, objective, day=day), called(product, objective.owner), confidence(product, objective, day))


def confidence(product: Projection, objective: Objective, day: date) -> float | None:
    """How sure the team is of an objective's key results on the whole; nothing where it does not say."""
    sure = [(r.confidence, r.weight) for r in product.measured(objective, day) if r.confidence is not None]
    weight = sum(found for _, found in sure)
    return sum(share * found for share, found in sure) / weight if weight else None


def _is_of(objective: Objective, asked: Asked, product: Projection) -> bool:
    period = objective.period
    if period is None:
        return True
    if asked.period is not None:
        return period.first <= asked.period.last and asked.period.first <= period.last
    return period.first <= product.today <= period.last
