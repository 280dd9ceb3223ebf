"""The page of a cycle: what was planned in it, what came and went, what was finished, and how fast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pmsite.audience import Projection
from pmsite.model.cycle import Cycle
from pmsite.model.marks import without_marks
from pmsite.model.period import Period
from pmsite.model.tally import Day, Tally, total
from pmsite.views.cycle_work import Piece, Work, planned_by, work
from pmsite.views.parts import Ref, ref, ref_to
from pmsite.views.velocity import Velocity, cycles_of, neighbours, velocity

MOST = 200
"""Pieces of work that a page lists."""
FEWEST_DAYS = 3
"""Days that have to be known for a picture to say anything."""


@dataclass(frozen=True, slots=True)
class Sum:
    """How much work there is of one kind. `name` is planned, added, re_estimated, finished, removed or left."""

    name: str
    count: int | None
    effort: float | None
    """Nothing where too little of the work has one."""


@dataclass(frozen=True, slots=True)
class Burndown:
    """What was left to do at the end of each day on which that changed; in effort where enough of the work has one, else counted.

    `planned` is where the straight way to nothing begins, on the first of the days.
    """

    points: tuple[tuple[date, float, float], ...]
    """Day, all that is in the cycle, what of it is left."""
    planned: float
    end: date
    today: date
    is_effort: bool


@dataclass(frozen=True, slots=True)
class CyclePage:
    """What the page of a cycle adds to its facts; without work where its readers are not told of any."""

    state: str
    work: Work | None
    sums: tuple[Sum, ...]
    burndown: Burndown | None
    instead: str
    """Why there is only a table of the days and no picture: few_days, one_day, or nothing."""
    pieces: tuple[Piece, ...]
    more: int
    velocity: Velocity | None
    team: Ref | None
    before: Ref | None
    after: Ref | None
    """The cycles of the same team around it."""
    unit: str
    """What effort is counted in."""


def build(product: Projection, cycle: Cycle) -> CyclePage:
    """The page of one cycle."""
    found = work(product, cycle.id)
    counted = found.tally if found else None
    pieces = found.pieces if found else ()
    before, after = _around(product, cycle)
    return CyclePage(
        cycle.state(product.today),
        found,
        tuple(_sums(found)) if found else (),
        _burndown(product, cycle, counted) if counted else None,
        _instead(product, cycle, counted) if counted else "",
        pieces[:MOST],
        max(0, len(pieces) - MOST),
        velocity(product, cycle.team or ""),
        ref_to(product, cycle.team),
        before,
        after,
        product.settings.effort_unit,
    )


@dataclass(frozen=True, slots=True)
class Running:
    """The cycle that a team is in, and how far it is."""

    ref: Ref
    goal: str
    ends: Period
    left: int
    """Days."""
    finished: int
    of: int


def running(product: Projection, team: str) -> tuple[Running, ...]:
    """The cycles that a team is in; several only where two of them overlap."""
    cycles = (product.items[id] for id in cycles_of(product).get(team, ()))
    return tuple(
        _running(product, cycle) for cycle in cycles if isinstance(cycle, Cycle) and cycle.state(product.today) == "running"
    )


def _running(product: Projection, cycle: Cycle) -> Running:
    assert cycle.ends is not None  # else it would not run
    found = work(product, cycle.id)
    left = (cycle.ends.last - product.today).days
    return Running(
        ref(cycle), without_marks(cycle.goal), cycle.ends, left, found.finished if found else 0, found.of if found else 0
    )


def finished(product: Projection, cycle: Cycle) -> tuple[int, int] | None:
    """How many of a cycle's pieces of work are finished, of how many."""
    found = work(product, cycle.id)
    return (found.finished, found.of) if found and found.of else None


def _sums(found: Work) -> list[Sum]:
    counted = found.tally
    if counted is None:
        return []
    effort = total if found.is_covered else lambda efforts: None
    sums = [
        Sum("planned", len(counted.planned), effort(counted.planned)),
        Sum("added", len(counted.added), effort(counted.added)),
        Sum("re_estimated", None, counted.re_estimated if found.is_covered else None),
        Sum("finished", len(counted.finished), effort(counted.finished)),
        Sum("removed", len(counted.removed), effort(counted.removed)),
        Sum("left", len(counted.carried), effort(counted.carried)),
    ]
    return [one for one in sums if one.count is not None or one.effort]


def _instead(product: Projection, cycle: Cycle, counted: Tally) -> str:
    """Why the days of a cycle make no picture."""
    assert cycle.ends is not None  # else it has no tally
    known = (min(product.today, cycle.ends.last) - planned_by(cycle)).days + 1
    if known < FEWEST_DAYS:
        return "few_days"
    changes = counted.changes
    return "one_day" if changes and max(changes.values()) * 2 > sum(changes.values()) else ""


def _burndown(product: Projection, cycle: Cycle, counted: Tally) -> Burndown | None:
    assert cycle.ends is not None  # else it has no tally
    if not counted.work:
        return None
    is_effort = counted.is_covered

    def point(day: Day) -> tuple[date, float, float]:
        return (day.day, day.scope_effort, day.left_effort) if is_effort else (day.day, day.scope, day.left)

    points = tuple(map(point, counted.days))
    return Burndown(points, points[0][2], cycle.ends.last, product.today, is_effort)


def _around(product: Projection, cycle: Cycle) -> tuple[Ref | None, Ref | None]:
    before, after = neighbours(product)[cycle.id]
    return ref_to(product, before), ref_to(product, after)
