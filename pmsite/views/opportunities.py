"""The opportunity map: from goals over what was learned to what is built and tested for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.indexes import index
from pmsite.model.insight import Insight
from pmsite.model.item import Item, review_is_over
from pmsite.model.objective import Objective
from pmsite.model.replaced import standing_for
from pmsite.views.parts import Card, Ref, cards, ref, soonest

GOALS, LINES = 50, 900
"""Goals on one page, and the insights and solutions that they share evenly."""
FEWEST = 4
"""Lines that a goal has at least."""


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
    more: int = 0
    """Solutions that only the insight's own page shows."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A goal and the insights whose answers would serve it; no goal where none is known."""

    goal: Ref | None
    openings: tuple[Opening, ...]
    more: int = 0
    """Insights that only the list of all of them shows."""


@dataclass(frozen=True, slots=True)
class Map:
    """The map, goals in the order of their titles, insights without a goal last."""

    branches: tuple[Branch, ...]
    number: int = 1
    pages: int = 1


def build(product: Projection, keep: Callable[[Item], bool] | None = None, page: int | None = None) -> Map:
    """The map of a projection; one page of its goals, counted from 1, where one is named."""
    whole = _grown(product) if keep is None else _grow(product, keep)
    pages = _pages(whole) if page else 1
    shown = whole[(page - 1) * GOALS : page * GOALS] if page else whole
    lines = max(FEWEST, LINES // max(1, len(shown)))
    return Map(tuple(_branch(goal, openings, lines) for goal, openings in shown), page or 1, pages)


def page_count(product: Projection) -> int:
    """How many pages the map has."""
    return _pages(_grown(product))


def _pages(whole: Sequence[object]) -> int:
    return max(1, -(-len(whole) // GOALS))


@index
def _grown(product: Projection) -> tuple[tuple[Ref | None, list[Opening]], ...]:
    return tuple(_grow(product))


def _grow(product: Projection, keep: Callable[[Item], bool] | None = None) -> list[tuple[Ref | None, list[Opening]]]:
    """Every goal with its insights."""
    by_goal: dict[str, list[Opening]] = {}
    for insight in product.of(Insight):
        if keep is None or keep(insight):
            for goal, opening in _by_goal(product, insight):
                by_goal.setdefault(goal, []).append(opening)
    ordered = sorted(by_goal, key=lambda goal: (not goal, product.items[goal].key if goal else ("", "")))
    return [(ref(product.items[id]) if id else None, by_goal[id]) for id in ordered]


def _branch(goal: Ref | None, openings: list[Opening], lines: int) -> Branch:
    """A branch of so many lines at most."""
    shown: list[Opening] = []
    for opening in openings:
        if lines < 1:
            break
        fit = opening.solutions[: max(1, lines - 1)]
        shown.append(replace(opening, solutions=fit, more=len(opening.solutions) - len(fit)))
        lines -= 1 + len(fit)
    return Branch(goal, tuple(shown), len(openings) - len(shown))


def _by_goal(product: Projection, insight: Insight) -> Iterator[tuple[str, Opening]]:
    """An insight under each goal that it names; where it names none, under those of its solutions, with those that serve it."""
    opening = _opening(product, insight)
    if own := dict.fromkeys(item.id for item in product.named(insight.id, "supports")):
        yield from ((goal, opening) for goal in own)
        return
    serving: dict[str, list[Solution]] = {}
    for solution in opening.solutions:
        goals = [item.id for item in product.named(solution.card.id, "supports") if isinstance(item, Objective)]
        for goal in goals or [""]:
            serving.setdefault(goal, []).append(solution)
    if serving.keys() <= {""}:
        yield "", opening
        return
    for goal, solutions in serving.items():
        yield goal, replace(opening, solutions=tuple(solutions))


def _opening(product: Projection, insight: Insight) -> Opening:
    shown = cards(product)
    named = (item for item in product.pointing(insight.id, "addresses") if isinstance(item, Feature))
    answered = sorted((shown[feature.id] for feature in standing_for(product, named)), key=soonest)
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
