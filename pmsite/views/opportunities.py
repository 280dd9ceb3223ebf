"""The opportunity map: from goals over what was learned to what is built and tested for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.insight import Insight
from pmsite.model.item import Item, review_is_over
from pmsite.model.objective import Objective
from pmsite.views.parts import Card, Ref, cards, ref, soonest


@dataclass(frozen=True, slots=True)
class Solution:
    """One feature that answers an insight, with the experiments that try it out."""

    card: Card
    experiments: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """One insight, with how well it is supported and what answers it."""

    ref: Ref
    strength: str
    evidence: int
    against: int
    solutions: tuple[Solution, ...]
    experiments: tuple[Ref, ...]
    """Experiments that test the insight itself, besides those of its solutions."""
    out_of_date: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A goal and the insights whose answers would serve it; no goal where none is known."""

    goal: Ref | None
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """The whole map, goals in the order of their titles, insights without a goal last."""

    branches: tuple[Branch, ...]


def build(product: Projection, keep: Callable[[Item], bool] | None = None) -> Map:
    """The map of a projection."""
    by_goal: dict[str, list[Opening]] = {}
    for insight in product.of(Insight):
        if keep is not None and not keep(insight):
            continue
        opening = _opening(product, insight)
        for goal in _goals(product, insight, opening) or {""}:
            by_goal.setdefault(goal, []).append(opening)
    ordered = sorted(by_goal, key=lambda goal: (not goal, product.items[goal].key if goal else ("", "")))
    return Map(tuple(Branch(ref(product.items[id]) if id else None, tuple(by_goal[id])) for id in ordered))


def _opening(product: Projection, insight: Insight) -> Opening:
    shown = cards(product)
    answered = sorted((shown[item.id] for item in product.pointing(insight.id, "addresses") if item.id in shown), key=soonest)
    solutions = tuple(Solution(card, tuple(ref(e) for e in _experiments(product, card.id, "features"))) for card in answered)
    shown_there = {found.id for solution in solutions for found in solution.experiments}
    return Opening(
        ref(insight),
        insight.strength or "",
        len(insight.evidence),
        len(insight.against),
        solutions,
        tuple(ref(e) for e in _experiments(product, insight.id, "insights") if e.id not in shown_there),
        review_is_over(insight, product.today),
    )


def _experiments(product: Projection, id: str, field: str) -> list[Item]:
    return [item for item in product.pointing(id, field) if item.type == "experiment"]


def _goals(product: Projection, insight: Insight, opening: Opening) -> set[str]:
    own = {item.id for item in product.named(insight.id, "supports")}
    if own:
        return own
    return {
        item.id
        for solution in opening.solutions
        for item in product.named(solution.card.id, "supports")
        if isinstance(item, Objective)
    }
