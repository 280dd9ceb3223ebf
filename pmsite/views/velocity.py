"""How much a team finished in its last cycles. It tells of the past alone: no later cycle follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from pmsite.audience import Projection
from pmsite.model.cycle import Cycle
from pmsite.model.indexes import by_key, index
from pmsite.views.cycle_work import Work, work
from pmsite.views.parts import Ref, ref

LAST, ENOUGH = 6, 3
"""Cycles that are looked back at, and those without which no middle is told."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of some numbers, the lowest and the highest."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Closed:
    """What a cycle that is over finished."""

    ref: Ref
    days: int
    """How long it took."""
    work: Work

    @property
    def finished(self) -> int:
        """How many pieces of work were finished in it."""
        return self.work.finished

    @property
    def effort(self) -> float | None:
        """What they took, where enough of its work has an effort."""
        return self.work.finished_effort if self.work.is_covered else None


@dataclass(frozen=True, slots=True)
class Velocity:
    """What one team's last cycles finished, the oldest first; a middle where there are enough of them."""

    cycles: tuple[Closed, ...]
    count: Spread | None
    effort: Spread | None
    """Only where every one of them tells it."""

    @property
    def lengths_differ(self) -> bool:
        """Whether the cycles were not equally long."""
        return len({closed.days for closed in self.cycles}) > 1

    @property
    def is_part_imported(self) -> bool:
        """Whether for some of them only the days are known that the work itself names."""
        return any(closed.work.tally is None for closed in self.cycles)

    @property
    def has_unestimated(self) -> bool:
        """Whether some work has no effort, where others have."""
        return any(closed.effort is not None and piece.effort is None for closed in self.cycles for piece in closed.work.pieces)


@index
def cycles_of(product: Projection) -> Mapping[str, tuple[str, ...]]:
    """By team, its cycles in the order of their days; those of no team under no name."""
    found: dict[str, list[str]] = {}
    for cycle in product.of(Cycle):
        found.setdefault(cycle.team or "", []).append(cycle.id)
    return {team: tuple(ids) for team, ids in found.items()}


@index
def neighbours(product: Projection) -> Mapping[str, tuple[str | None, str | None]]:
    """By cycle, those of the same team before and after it."""
    found: dict[str, tuple[str | None, str | None]] = {}
    for ids in cycles_of(product).values():
        found |= {id: (before, after) for before, id, after in zip((None, *ids), ids, (*ids[1:], None), strict=False)}
    return found


@by_key
def velocity(product: Projection, team: str) -> Velocity | None:
    """What a team's last cycles finished; nothing where none is over."""
    over = [cycle for id in cycles_of(product).get(team, ()) if (cycle := _cycle(product, id)).state(product.today) == "over"]
    closed = tuple(_closed(product, cycle) for cycle in over[-LAST:])
    told = tuple(one for one in closed if one is not None)
    if not told:
        return None
    return Velocity(told, _spread(one.finished for one in told), _spread_of_all(told, lambda one: one.effort))


def _cycle(product: Projection, id: str) -> Cycle:
    found = product.items[id]
    assert isinstance(found, Cycle)  # its index holds nothing else
    return found


def _closed(product: Projection, cycle: Cycle) -> Closed | None:
    found = work(product, cycle.id)
    if found is None or cycle.starts is None or cycle.ends is None or (found.tally is None and not found.of):
        return None
    return Closed(ref(cycle), (cycle.ends.last - cycle.starts.first).days + 1, found)


def _spread_of_all(closed: Iterable[Closed], value: Callable[[Closed], float | None]) -> Spread | None:
    found = [value(one) for one in closed]
    return _spread(one for one in found if one is not None) if None not in found else None


def _spread(values: Iterable[float]) -> Spread | None:
    found = sorted(values)
    return Spread(median(found), found[0], found[-1]) if len(found) >= ENOUGH else None
