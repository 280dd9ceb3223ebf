"""Problems and risks: what is done about them, and what is overdue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.metric import Metric
from pmsite.model.period import Period
from pmsite.model.problem import Action, Problem
from pmsite.model.risk import Risk
from pmsite.views import risks
from pmsite.views.metric import Line, reading


@dataclass(frozen=True, slots=True)
class Deed:
    """One action, and whether its date is over."""

    text: str
    kind: str
    owner: str
    due: Period | None
    done: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """What the page of one problem adds. `days` is how long it lasted, or lasts."""

    deeds: tuple[Deed, ...]
    overdue: int
    days: int | None
    bones: tuple[str, Mapping[str, tuple[str, ...]]] | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RiskPage:
    """What the page of one risk adds: its scores before and after the response."""

    deeds: tuple[Deed, ...]
    score: int
    band: str
    left: int
    left_band: str


def build(product: Projection, problem: Problem) -> ProblemPage:
    """The page of one problem."""
    deeds = tuple(deed(product, action) for action in problem.actions)
    days = None
    if problem.detected:
        end = problem.resolved.first if problem.resolved else product.today if problem.status != "resolved" else None
        days = (end - problem.detected.first).days if end else None
    measured = [product.items[id] for id in problem.metrics if id in product.items]
    return ProblemPage(
        deeds,
        sum(found.overdue for found in deeds),
        days,
        (problem.title, problem.causes) if problem.causes else None,
        tuple(
            reading(product, metric, marks=True).line
            for metric in measured
            if isinstance(metric, Metric) and len(metric.series) > 1
        ),
    )


def risk(product: Projection, found: Risk) -> RiskPage:
    """The page of one risk."""
    left = found.residual.score if found.residual else 0
    return RiskPage(
        tuple(deed(product, action) for action in found.actions),
        found.score,
        risks.band(found.score) if found.score else "",
        left,
        risks.band(left) if left else "",
    )


def deed(product: Projection, action: Action) -> Deed:
    """One action as of today."""
    return Deed(action.text, action.kind, action.owner or "", action.due, action.done, action.is_overdue(product.today))
