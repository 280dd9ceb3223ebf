"""Goals as a tree: each with how it stands, and its key results."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.charts import svg
from pmsite.pictures.sheet import EDGE, WIDTH, NothingToDraw, Pen
from pmsite.views.goals import Goal, Goals, Result
from pmsite.wording import dates

GOALS, DEPTH, INDENT = 14, 4, 28.0
METER, VALUES, STATE, VERDICT = 130.0, 190.0, 150.0, 380.0
"""How wide the columns of a key result are, from the right: its meter, its values, how it stands; and what is said of a goal."""


def draw(found: Goals, pen: Pen, top: float) -> float:
    """Draw it below a line; gives where it ends."""
    every = list(_flat([*found.current, *found.coming]))
    if not every:
        raise NothingToDraw("these readers see no goal of today or to come", "give goals a `visibility`")
    y = top
    for goal, depth in every[:GOALS]:
        y = _goal(goal, pen, EDGE + min(depth, DEPTH) * INDENT, y) + 10
    if len(every) > GOALS:
        pen.more((EDGE, y + 12), len(every) - GOALS)
        y += 24
    return y


def _flat(found: list[Goal], depth: int = 0) -> Iterator[tuple[Goal, int]]:
    for goal in found:
        yield goal, depth
        yield from _flat(list(goal.children), depth + 1)


def _goal(goal: Goal, pen: Pen, x: float, y: float) -> float:
    svg.line(pen.drawn, (x, y), (WIDTH - EDGE, y), "pm-rule")
    right = WIDTH - EDGE
    pen.judged((right, y + 24), goal.judgement, VERDICT, "end")
    used = pen.write((x, y + 24), goal.ref.title, "head", right - VERDICT - x - 110)
    if goal.period is not None:
        pen.write((x + used + 10, y + 24), pen.when(goal.period), "soft", 100)
    y += 36
    for result in goal.results:
        _result(result, pen, x + 14, y)
        y += 26
    return y


def _result(result: Result, pen: Pen, x: float, y: float) -> None:
    right = WIDTH - EDGE
    meter = right - STATE - METER
    pen.write((x, y + 16), result.title, "", meter - VALUES - 16 - x)
    pen.write((meter - 16, y + 16), _values(result, pen), "soft", VALUES - 16, "end")
    if result.judgement.score is not None:
        svg.rectangle(pen.drawn, meter, METER, 8, "pm-fill--track", y + 7, 4)
    if result.judgement.score:
        svg.rectangle(pen.drawn, meter, METER * max(0.0, min(1.0, result.judgement.score)), 8, "pm-fill--way", y + 7, 4)
    pen.judged((right, y + 16), result.judgement, STATE - 16, "end", reason=False)


def _values(result: Result, pen: Pen) -> str:
    if result.current is None or result.target is None:
        return ""
    now, wanted = (dates.number_words(value, pen.language) for value in (result.current, result.target))
    return f"{now} → {wanted} {result.unit}".strip()
