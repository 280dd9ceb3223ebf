"""How an objective stands, by the team's word and by its key results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from pmsite.model.judgement.key_result import graded, key_result
from pmsite.model.judgement.known import known
from pmsite.model.judgement.readings import courses
from pmsite.model.judgement.said import said
from pmsite.model.judgement.score import of_objective
from pmsite.model.judgement.verdict import COLOURS, Clause, Found, Judgement, Word, meet
from pmsite.model.objective import Objective
from pmsite.model.product import Product

Weighed = list[tuple[Judgement, float]]


def objective(product: Product, goal: Objective, day: date) -> Judgement:
    """How an objective stands, with the judgements of its key results."""
    readers = known(product)
    parts = tuple(key_result(course) for course in courses(product, goal, day))
    weighed = [(part, result.weight) for part, result in zip(parts, goal.key_results, strict=True)]
    found = _judged(goal, weighed, said(product, goal, day), day, readers.numbers)
    if not readers.inside and found.colour == "none":
        found = Judgement()
    score, due = of_objective(goal, parts, readers.weights)
    return replace(found, score=score, due=due, day=day, parts=parts)


def _judged(goal: Objective, parts: Weighed, word: Word | None, day: date, is_known: bool) -> Judgement:
    period = goal.period
    if period is not None and day > period.last:
        return _grade(goal, parts) if is_known else Judgement()
    if period is not None and day < period.first:
        return meet(word, Found("")) if word else Judgement("coming", message="starts", params={"date": period.first})
    found = counted(goal, parts) if is_known else Found("")
    return meet(word, found) if word and found.state != "reached" else found.judgement()


def counted(goal: Objective, parts: Weighed) -> Found:
    """What the key results say together.

    Off track where results off track carry half of the judged weight; on track where none is off track and more than half is on track;
    else at risk. Nothing where less than half of the weight can be judged.
    """
    whole = sum(weight for _, weight in parts)
    judged = [(part.colour, weight) for part, weight in parts if part.colour in COLOURS]
    weight = sum(share for _, share in judged)
    if not judged or weight * 2 < whole:
        return _unclear(goal, parts, len(judged))
    if all(part.state == "reached" for part, _ in parts):
        return Found("reached", basis="key_results", forecast=1.0)
    good, poor = (sum(share for colour, share in judged if colour == one) for one in ("good", "poor"))
    state = "poor" if poor * 2 >= weight else "good" if not poor and good * 2 > weight else "fair"
    told = "poor" if poor else state
    count = sum(colour == told for colour, _ in judged)
    message = "only_result" if len(parts) == 1 else "results"
    return Found(state, Clause(message, {"n": count, "of": len(parts), "state": told}), "key_results")


def _unclear(goal: Objective, parts: Weighed, judged: int) -> Found:
    if not parts:
        return Found("none", Clause("no_results"), "key_results")
    if goal.period is None and not judged:
        return Found("", Clause("no_period"), "key_results")
    states = {part.state for part, _ in parts}
    state = next((state for state in ("early", "stale") if state in states), "none")
    return Found(state, Clause("judged", {"n": judged, "of": len(parts)}), "key_results")


def _grade(goal: Objective, parts: Weighed) -> Judgement:
    """The weighted mean of the key results' grades (Google's playbook)."""
    if not parts:
        return Judgement("ungraded", "grade", message="no_results")
    missing = sum(part.state == "ungraded" for part, _ in parts)
    if missing:
        return Judgement("ungraded", "grade", message="not_graded", params={"n": missing, "of": len(parts)})
    return graded(_mean((part.forecast or 0.0, weight) for part, weight in parts), goal.ambition)


def _mean(parts: Iterable[tuple[float, float]]) -> float:
    found = list(parts)
    return sum(share * weight for share, weight in found) / sum(weight for _, weight in found)
