"""Scores: how much of the way is covered, 0 to 1, and how much of it is due."""

from __future__ import annotations

from collections.abc import Iterable

from pmsite.model.judgement import scale
from pmsite.model.judgement.readings import Course
from pmsite.model.judgement.verdict import Judgement
from pmsite.model.objective import KeyResult, Objective

MILESTONES = ("milestone", "baseline")


def is_all_or_nothing(result: KeyResult) -> bool:
    """Whether a key result is reached or not, with nothing between: a baseline, and a milestone without steps."""
    return result.kind in MILESTONES and not result.steps


def score(course: Course) -> float | None:
    """How much of the way a key result has covered: (current - start) ÷ (target - start), clamped; nothing where it cannot be told.

    A milestone counts the weights of its finished steps; without steps it is reached or not, as a baseline is.
    """
    if course.result.kind in MILESTONES:
        return _of_steps(course) if course.readers.steps else None
    found = course.value
    way = course.way(found[0]) if found else None
    return None if way is None else min(1.0, max(0.0, way))


def _of_steps(course: Course) -> float:
    steps = course.result.steps
    total = sum(step.weight for step in steps)
    if course.result.done or not total:
        return 1.0 if course.result.done else 0.0
    return sum(step.weight for step in steps if step.done) / total


def due(course: Course) -> float | None:
    """How much of the way is due on the day; nothing before the period and after it, or where there is no way."""
    period = course.period
    if period is None or not period.first <= course.day <= period.last or not course.is_known:
        return None
    if course.result.kind in MILESTONES:
        return sum(weight for weight, is_due in steps_due(course) if is_due)
    if course.way(0.0) is None or course.stays_within:
        return None
    return course.head_start + (1 - course.head_start) * min(1.0, max(0.0, course.due(course.day)))


def steps_due(course: Course) -> Iterable[tuple[float, bool]]:
    """Each step's share of the whole, and whether a straight line has wholly passed it."""
    assert course.period is not None  # nothing is due without one
    over, passed = scale.elapsed(course.period, course.day), 0.0
    total = sum(step.weight for step in course.result.steps)
    for step in course.result.steps:
        passed += step.weight / total
        yield step.weight / total, passed <= over + 1e-9


def of_objective(objective: Objective, parts: Iterable[Judgement], weights: bool) -> tuple[float | None, float | None]:
    """The weighted means of the scores that can be told, and of what is due of them; nothing where weights are hidden."""
    scored = [(part, result.weight) for part, result in zip(parts, objective.key_results, strict=True) if part.score is not None]
    total = sum(weight for _, weight in scored)
    if not total or (not weights and len(objective.key_results) > 1):
        return None, None
    dues = [(part.due, weight) for part, weight in scored]
    return (
        sum((part.score or 0.0) * weight for part, weight in scored) / total,
        None if any(due is None for due, _ in dues) else sum((due or 0.0) * weight for due, weight in dues) / total,
    )
