"""Each objective on one line: on track, at risk or off track."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.objective import Objective
from pmsite.model.period import Period
from pmsite.model.product import score_band
from pmsite.model.update import Update
from pmsite.views import goals
from pmsite.views.asked import Asked
from pmsite.views.goals import Goal
from pmsite.views.parts import called

BANDS = {"green": "good", "amber": "fair", "red": "poor"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one objective stands. `band` is good, fair, poor, coming or none; `basis` says what that rests on."""

    goal: Goal
    owner: str
    band: str
    basis: str
    """`said` by the newest update about it, else from the team's `confidence`, else from the `score`."""
    said: Period | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Status:
    """The objectives that matter now."""

    standings: tuple[Standing, ...]


def build(product: Projection, asked: Asked) -> Status:
    """The objectives that are asked for; of the period that is told, where none are."""
    chosen = asked.chosen(product.of(Objective))
    if not asked.items and asked.keep is None:
        chosen = [objective for objective in chosen if _is_of(objective, asked, product)]
        chosen.sort(key=lambda o: (o.period is None, o.period.last if o.period else product.today, o.parent is not None, o.key))
    return Status(tuple(standing(product, objective, asked) for objective in chosen[: asked.up_to()]))


def standing(product: Projection, objective: Objective, asked: Asked) -> Standing:
    """Where one objective stands."""
    goal, owner = goals.goal(product, objective), called(product, objective.owner)
    sure = [(r.confidence, r.weight) for r in product.measured(objective) if r.confidence is not None]
    weight = sum(found for _, found in sure)
    confidence = sum(share * found for share, found in sure) / weight if weight else None
    update = _newest(product, objective, asked)
    if update is not None:
        return Standing(goal, owner, BANDS[update.health or ""], "said", update.date, confidence)
    if goal.band == "coming":
        return Standing(goal, owner, "coming", "", None, confidence)
    if confidence is not None:
        return Standing(goal, owner, score_band(confidence), "confidence", None, confidence)
    return Standing(goal, owner, goal.band, "score", None, None)


def _newest(product: Projection, objective: Objective, asked: Asked) -> Update | None:
    told = [
        found
        for found in product.pointing(objective.id, "about")
        if isinstance(found, Update) and found.health and found.date and found.date.first <= asked.last(product)
    ]
    return max(told, key=lambda found: (found.date or product.quarter, found.id), default=None)


def _is_of(objective: Objective, asked: Asked, product: Projection) -> bool:
    period = objective.period
    if period is None:
        return True
    if asked.period is not None:
        return period.first <= asked.period.last and asked.period.first <= period.last
    return period.first <= product.today <= period.last
