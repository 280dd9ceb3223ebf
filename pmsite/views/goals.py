"""Objectives as a tree, with how each of them and of their key results stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from pmsite.audience import Projection
from pmsite.model.indexes import index
from pmsite.model.item import Item
from pmsite.model.judgement import Judgement, judge
from pmsite.model.objective import KeyResult, Objective
from pmsite.model.period import Period
from pmsite.model.vision import Vision
from pmsite.views.parts import Ref, StageCount, ref, ref_to, stages, units

WHOLE = 60
"""Objectives that one page shows with their key results; beyond that, the older ones by name only."""


@dataclass(frozen=True, slots=True)
class Result:
    """One key result."""

    key: str
    title: str
    kind: str
    baseline: float | None
    target: float | None
    current: float | None
    unit: str
    done: bool
    judgement: Judgement
    confidence: float | None
    features: int


@dataclass(frozen=True, slots=True)
class Goal:
    """One objective with its key results, and the objectives below it."""

    ref: Ref
    summary: str
    period: Period | None
    team: Ref | None
    owner: str
    ambition: str
    judgement: Judgement
    results: tuple[Result, ...]
    stages: tuple[StageCount, ...]
    children: tuple[Goal, ...]
    current: bool


@dataclass(frozen=True, slots=True)
class Goals:
    """The visions, the objectives that matter today, and the rest by period."""

    visions: tuple[tuple[Ref, str], ...]
    current: tuple[Goal, ...]
    coming: tuple[Goal, ...]
    past: tuple[Goal, ...]
    others: tuple[Ref, ...]
    """Objectives that only their own pages show in full."""


def build(product: Projection, keep: Callable[[Item], bool] | None = None, day: date | None = None) -> Goals:
    """The tree of a projection's objectives; an objective whose parent is hidden or unknown stands at the top."""
    chosen = [o for o in product.of(Objective) if keep is None or keep(o)]
    children = _children(chosen)
    ids = {o.id for o in chosen}
    tops = [o for o in chosen if o.parent not in ids] or chosen
    order = sorted(tops, key=lambda o: (_distance(product, o), o.key))
    goals = [goal(product, o, children, day=day) for o in order[:WHOLE]]
    visions = tuple((ref(v), v.statement or v.in_short) for v in product.of(Vision))
    when = {id(g): _when(product, g) for g in goals}
    return Goals(
        visions,
        tuple(g for g in goals if when[id(g)] == "current"),
        tuple(g for g in goals if when[id(g)] == "coming"),
        tuple(g for g in goals if when[id(g)] == "past"),
        tuple(ref(o) for o in order[WHOLE:]),
    )


def goal(
    product: Projection,
    objective: Objective,
    children: dict[str, list[Objective]] | None = None,
    seen: frozenset[str] = frozenset(),
    day: date | None = None,
) -> Goal:
    """One objective, with those below it where they are given; as of today where no day is given."""
    judgement = judge(product, objective, day)
    found = units(product)
    below = [o for o in (children or {}).get(objective.id, ()) if o.id not in seen]
    period = objective.period
    return Goal(
        ref(objective),
        objective.in_short,
        period,
        ref_to(product, objective.team),
        objective.owner or "",
        objective.ambition,
        replace(judgement, parts=()),
        tuple(
            _result(product, objective, result, part)
            for result, part in zip(product.measured(objective, day), judgement.parts, strict=True)
        ),
        stages(found[item.id] for item in product.pointing(objective.id, "supports") if item.id in found),
        tuple(goal(product, o, children, seen | {objective.id}, day) for o in below) if len(seen) < 8 else (),
        period is None or period.first <= product.today <= period.last,
    )


def _result(product: Projection, objective: Objective, result: KeyResult, judgement: Judgement) -> Result:
    links = product.incoming.get(objective.id, ())
    serving = {link.source for link in links if link.part == result.id and link.field == "supports"} if result.id else ()
    features = [id for id in serving if id in units(product)]
    return Result(
        f"{objective.id}.{result.id}" if result.id else "",
        result.title,
        result.kind,
        result.baseline,
        result.target,
        result.current,
        result.unit,
        result.done,
        judgement,
        result.confidence,
        len(features),
    )


@index
def below(product: Projection) -> dict[str, list[Objective]]:
    """By objective, those below it."""
    return _children(product.of(Objective))


def _children(chosen: Iterable[Objective]) -> dict[str, list[Objective]]:
    found: dict[str, list[Objective]] = defaultdict(list)
    for objective in chosen:
        if objective.parent:
            found[objective.parent].append(objective)
    return dict(found)


def _distance(product: Projection, objective: Objective) -> tuple[int, int]:
    period = objective.period
    if period is None or period.first <= product.today <= period.last:
        return (0, 0)
    if period.first > product.today:
        return (1, (period.first - product.today).days)
    return (2, (product.today - period.last).days)


def _when(product: Projection, found: Goal) -> str:
    if found.current:
        return "current"
    return "coming" if found.period and found.period.first > product.today else "past"
