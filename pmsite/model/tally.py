"""What was planned in a cycle, what came and went, and what was finished: counted from where its work stood at the end of each day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import NamedTuple

COVERED = 0.8
"""The share of the work that must have an effort before sums of effort say anything."""

Efforts = dict[str, float | None]
"""By item, its effort where it has one."""


class State(NamedTuple):
    """Where a piece of work stood at the end of a day. What was dropped, or was not there, is in no cycle."""

    cycle: str | None
    finished: bool
    effort: float | None = None


Moment = tuple[date, str, State]
"""The day on which an item came to stand somewhere, the item, and where."""


class Day(NamedTuple):
    """What a cycle held at the end of a day on which that changed: all of it, and what of it was left to do."""

    day: date
    scope: int
    left: int
    scope_effort: float
    left_effort: float


@dataclass(frozen=True, slots=True)
class Tally:
    """A cycle's work: planned + added = finished + removed + carried, each item once.

    With effort as it was when the item came, `re_estimated` stands with the left side; what is finished or removed has its last effort.
    """

    planned: Mapping[str, float | None]
    added: Mapping[str, float | None]
    removed: Mapping[str, float | None]
    finished: Mapping[str, float | None]
    carried: Mapping[str, float | None]
    """What is still open at the end; until then what is open now."""
    re_estimated: float
    days: tuple[Day, ...]
    """The first is that on which planning ended."""
    changes: Mapping[date, int]
    """By day, how many items came, went, were finished or opened again."""

    @property
    def work(self) -> Mapping[str, float | None]:
        """All that was ever in it, with its last effort."""
        return {**self.finished, **self.removed, **self.carried}

    @property
    def kept(self) -> int:
        """How much of what was planned is finished."""
        return sum(id in self.finished for id in self.planned)

    @property
    def is_covered(self) -> bool:
        """Whether enough of the work has an effort to add it up."""
        known = sum(effort is not None for effort in self.work.values())
        return bool(self.work) and known >= COVERED * len(self.work)


def total(efforts: Mapping[str, float | None]) -> float:
    """The effort of some work, as far as it has one."""
    return sum(effort or 0.0 for effort in efforts.values())


def tally(moments: Iterable[Moment], cycle: str, start: date, end: date, is_later: Callable[[str], bool]) -> Tally:
    """What became of a cycle's work between the end of planning and the end of its last day.

    `is_later` says of another cycle whether work that moves there on the last day is carried over.
    """
    states: dict[str, State] = {}
    during: list[tuple[date, dict[str, State]]] = []
    for day, found in _by_day(moments):
        if day <= start:
            states |= found
        elif day <= end:
            during.append((day, found))
    count = _Count(cycle, {id: state.effort for id, state in states.items() if state.cycle == cycle and not state.finished})
    days, changes = [count.at(start)], Counter[date]()
    for day, found in during:
        for id, state in found.items():
            goes_on = day == end and state.cycle is not None and is_later(state.cycle)
            changes[day] += count.take(id, states.get(id), state, goes_on)
        states |= found
        days.append(count.at(day))
    return Tally(count.planned, count.added, count.removed, count.finished, count.left, count.re_estimated, tuple(days), +changes)


def _by_day(moments: Iterable[Moment]) -> Iterator[tuple[date, dict[str, State]]]:
    for day, found in groupby(sorted(moments, key=lambda moment: moment[0]), key=lambda moment: moment[0]):
        yield day, {id: state for _, id, state in found}


@dataclass(slots=True)
class _Count:
    """A cycle's work while its days are gone through."""

    cycle: str
    planned: Efforts
    added: Efforts = field(default_factory=dict)
    removed: Efforts = field(default_factory=dict)
    finished: Efforts = field(default_factory=dict)
    left: Efforts = field(init=False)
    re_estimated: float = 0.0

    def __post_init__(self) -> None:
        self.left = dict(self.planned)

    def at(self, day: date) -> Day:
        """What the cycle holds at the end of a day."""
        left, done = total(self.left), total(self.finished)
        return Day(day, len(self.left) + len(self.finished), len(self.left), left + done, left)

    def take(self, id: str, before: State | None, now: State, goes_on: bool) -> bool:
        """Take in where an item stands; says whether it came, went, was finished or opened again."""
        if now.cycle != self.cycle:
            if id not in self.left or goes_on:
                return False
            self.removed[id] = self.left.pop(id)
            return True
        moved = self._let_in(id, before, now)
        if id in self.left:
            self.re_estimated += (now.effort or 0.0) - (self.left[id] or 0.0)
            self.left[id] = now.effort
            if now.finished:
                self.finished[id] = self.left.pop(id)
                return True
        return moved

    def _let_in(self, id: str, before: State | None, now: State) -> bool:
        """Put an item that is in the cycle with what is left, unless it is there, or was finished before it came."""
        if id in self.left:
            return False
        if id in self.finished:
            if now.finished:
                return False
            self.left[id] = self.finished.pop(id)
        elif now.finished and before is not None and before.finished:
            return False
        elif id in self.removed:
            self.left[id] = self.removed.pop(id)
        else:
            self.left[id] = self.added[id] = now.effort
        return True
