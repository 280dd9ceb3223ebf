"""How much there was to do, and how much of it reached users, day by day: of releases, and of groups of features, by the tree of each day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from pmsite.audience import Projection
from pmsite.model.indexes import index
from pmsite.model.past import Event, Past, Stand

Point = tuple[date, int, int]
"""A day on which either changed, how much there was to do, and how much of it was finished."""


@index
def points(product: Projection) -> Mapping[str, tuple[Point, ...]]:
    """By release, and by group that has parts, its points, the oldest first."""
    if product.past is None:
        return {}
    return {id: tuple(found) for id, found in _replayed(product.past).items()}


def _replayed(past: Past) -> dict[str, list[Point]]:
    woods, found = _Woods(past), defaultdict[str, list[Point]](list)
    events = (event for event in past.events if event.type == "feature")
    for day, group in groupby(events, key=lambda event: event.day):
        for id, counts in woods.grow(day, tuple(group)):
            if not found[id] or found[id][-1][1:] != counts:
                found[id].append((day, *counts))
    return found


@dataclass(frozen=True, slots=True)
class _Cell:
    """What one feature that counts adds, and to which releases and groups."""

    to: tuple[str, ...]
    live: int
    done: int


@dataclass(slots=True)
class _Woods:
    """All trees as they stood on the last day that was looked at. A day costs what happened in it, and not what there is."""

    past: Past
    stands: dict[str, Stand] = field(default_factory=dict)
    parts: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    cells: dict[str, _Cell] = field(default_factory=dict)
    sums: dict[str, tuple[int, int]] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)

    def grow(self, day: date, events: tuple[Event, ...]) -> Iterator[tuple[str, tuple[int, int]]]:
        """Take in a day's events; gives what changed."""
        changed: dict[str, None] = {}
        moved = {event.id for event in events if self._moves(event)}
        roles = self.past.roles(day)
        is_new_ladder = roles != self.roles
        around = {parent for event in events if event.stand and (parent := event.stand.parent)}
        touched = self._touched(events, moved) | around | (self.stands.keys() if is_new_ladder else set())
        for unit in self._units(touched):
            self._add(self.cells.pop(unit, _Cell((), 0, 0)), -1, changed)
        self.roles = roles
        for event in events:
            self._put(event.id, event.stand)
        touched |= self._touched(events, moved)
        for unit in self._units(touched):
            self.cells[unit] = self._cell(unit)
            self._add(self.cells[unit], 1, changed)
        yield from ((id, self.sums.get(id, (0, 0))) for id in changed)

    def _moves(self, event: Event) -> bool:
        """Whether other features may count otherwise by an event: what is below it, or what it was a part of."""
        old, new = self.stands.get(event.id), event.stand
        return old is None or new is None or (old.parent, old.level, old.release) != (new.parent, new.level, new.release)

    def _touched(self, events: Iterable[Event], moved: set[str]) -> set[str]:
        found = set()
        for event in events:
            found.add(event.id)
            if event.id in moved:
                found.update(self._below(event.id))
            if (stand := self.stands.get(event.id)) and stand.parent:
                found.add(stand.parent)
        return found

    def _put(self, id: str, stand: Stand | None) -> None:
        old = self.stands.pop(id, None)
        if old is not None and old.parent:
            self.parts[old.parent].pop(id, None)
        if stand is not None:
            self.stands[id] = stand
            if stand.parent:
                self.parts[stand.parent][id] = None

    def _units(self, ids: Iterable[str]) -> set[str]:
        """What counts at or above some features."""
        return {unit for id in ids if (unit := next(filter(self._counts, self._path(id)), None)) is not None}

    def _path(self, id: str) -> list[str]:
        """A feature and all that it is a part of, the highest first; what is in a loop is a part of nothing."""
        path: dict[str, None] = {}
        here: str | None = id
        while here is not None and here in self.stands:
            if here in path:
                return [id]
            path[here] = None
            here = self.stands[here].parent
        return [*path][::-1]

    def _below(self, id: str) -> list[str]:
        """A feature and all that is made of it, each after what it is a part of."""
        found = {id: None}
        waiting = [id]
        for one in waiting:  # it grows as it is gone through
            new = [part for part in self.parts.get(one, ()) if part not in found]
            found |= dict.fromkeys(new)
            waiting.extend(new)
        return waiting

    def _cell(self, unit: str) -> _Cell:
        """What a feature that counts adds to its releases, those that parts of it name alone among them, and to the groups that it is in."""
        *groups, _ = self._path(unit)
        below = [self.stands[id] for id in self._below(unit)]
        named = [stand.release for stand in below if stand.release and stand.status.stage != "dropped"]
        if not self.stands[unit].release:  # the nearest word above it
            named += [release for id in reversed(groups) if (release := self.stands[id].release)][:1]
        stage = self.stands[unit].status.stage
        return _Cell(tuple(dict.fromkeys((*named, *groups))), int(stage != "dropped"), int(stage == "shipped"))

    def _counts(self, id: str) -> bool:
        what = self._role(id)
        return what != "work" and not (what == "group" and any(self._role(part) != "work" for part in self.parts.get(id, ())))

    def _role(self, id: str) -> str:
        return self.roles.get(self.stands[id].level, "unit")

    def _add(self, cell: _Cell, sign: int, changed: dict[str, None]) -> None:
        for id in cell.to:
            live, done = self.sums.get(id, (0, 0))
            self.sums[id] = (live + sign * cell.live, done + sign * cell.done)
            changed[id] = None
