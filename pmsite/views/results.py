"""Key results over time: check-ins and metrics against what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pmsite.audience import Projection
from pmsite.model.judgement import due_lines
from pmsite.model.metric import Metric, Point
from pmsite.model.objective import CheckIn, KeyResult, Objective, Step
from pmsite.model.period import day_of
from pmsite.views import goals
from pmsite.views.goals import Goal
from pmsite.views.item_past import measured
from pmsite.views.metric import Line


def line(product: Projection, objective: Objective, result: KeyResult, due: tuple[tuple[date, float], ...]) -> Line | None:
    """The run of one measured key result beside what is due, or nothing where fewer than two values are known."""
    if result.kind in ("milestone", "baseline"):
        return None
    points = _points(product, objective, result)
    if len(points) < 2:
        return None
    return Line(result.title, result.unit, points, result.target, expected=due, today=product.today)


@dataclass(frozen=True, slots=True)
class Run:
    """How one key result got where it is: its line, its check-ins with the newest first, the steps of a milestone."""

    title: str
    line: Line | None
    checkins: tuple[CheckIn, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ObjectivePage:
    """What the page of one objective adds to its facts."""

    goal: Goal
    runs: tuple[Run, ...]


def build(product: Projection, objective: Objective) -> ObjectivePage:
    """The page of one objective, with the objectives below it."""
    runs = tuple(
        Run(
            result.title,
            line(product, objective, result, due),
            tuple(sorted(result.checkins, key=lambda found: found.date.first, reverse=True)),
            result.steps,
        )
        for result, due in zip(product.measured(objective), due_lines(product, objective), strict=True)
    )
    return ObjectivePage(
        goals.goal(product, objective, goals.below(product)), tuple(run for run in runs if run.line or run.checkins or run.steps)
    )


def _points(product: Projection, objective: Objective, result: KeyResult) -> tuple[Point, ...]:
    checked = sorted((found for found in result.checkins if found.value is not None), key=lambda found: found.date.first)
    own = tuple(Point(date=found.date, value=found.value, note=found.note) for found in checked if found.value is not None)
    metric = product.items.get(result.metric or "")
    if own or not isinstance(metric, Metric):
        if own and result.baseline is not None and objective.period and own[0].date.first > objective.period.first:
            own = (Point(date=day_of(objective.period.first), value=result.baseline), *own)
        return own or measured(product, objective.id, result.id)
    period = objective.period
    return tuple(p for p in metric.series if period is None or (period.first <= p.date.last and p.date.first <= period.last))
