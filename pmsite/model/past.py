"""How a plan came about, as far as its readers may know: what became of each item, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pmsite.model.compare import Difference
from pmsite.model.period import Period
from pmsite.model.status import Status


class Stand(NamedTuple):
    """Where a feature stood after an event; a problem that is resolved stands as finished."""

    status: Status
    target: Period | None
    release: str | None
    team: str | None
    parent: str | None = None
    level: str = ""
    effort: float | None = None
    cycle: str | None = None

    @property
    def done(self) -> bool:
        """Whether the work was finished, whether or not it had reached users."""
        return self.status.is_finished

    @property
    def planned(self) -> Period | str | None:
        """What the plan said about when: a target, or the id of the release that was to bring it."""
        return self.target or self.release


class Ladder(NamedTuple):
    """The levels of work from a day on: by name what work of each is for. Work that names none is of the level without a name."""

    since: date
    roles: Mapping[str, str]


class Measured(NamedTuple):
    """A key result's value after an event."""

    result: str
    current: float


@dataclass(frozen=True, slots=True)
class Event:
    """What became of one item on one day. `kind` is `began` for what was there when the history began, `added`, `changed` or `dropped`.

    It is `settings` where product.yml changed: such an event is about no item. A text is told by what names it, never by its words.
    """

    day: date
    kind: str
    id: str
    title: str
    type: str
    differences: tuple[Difference, ...] = ()
    move: int = 0
    """Which move of its planned date this was, counted from 1; 0 where it was none."""
    stand: Stand | None = None
    measured: tuple[Measured, ...] = ()
    committed: bool = True
    was: str = ""
    """The id that the item had before, where this event gave it another one."""
    step: int = 0
    """The number of the revision, which all that it brought has in common."""


@dataclass(frozen=True)
class Past:
    """Every event, the oldest first. `began` is the day of the first revision; a history that is not whole may have begun before."""

    events: tuple[Event, ...]
    began: date
    is_whole: bool = True
    retold: Mapping[str, tuple[tuple[date, str], ...]] = field(default_factory=dict)
    """By item, the days on which its readers got other words in a field, and the field: words that are no event, since they may hold what is no longer theirs."""
    ladders: tuple[Ladder, ...] = ()
    """The ladders of work, the oldest first, each from the day on which it held."""

    def roles(self, day: date) -> Mapping[str, str]:
        """By level, what part work of it played in the plan on a day; of one that is not named, that of a unit."""
        return next((ladder.roles for ladder in reversed(self.ladders) if ladder.since <= day), {})

    @cached_property
    def by_item(self) -> Mapping[str, tuple[Event, ...]]:
        """The events of each item, the oldest first."""
        found: dict[str, list[Event]] = defaultdict(list)
        for event in self.events:
            found[event.id].append(event)
        return {id: tuple(events) for id, events in found.items()}

    @cached_property
    def by_cycle(self) -> Mapping[str, frozenset[str]]:
        """By cycle, the items that were ever in it."""
        found: dict[str, set[str]] = defaultdict(set)
        for event in self.events:
            if event.stand and event.stand.cycle:
                found[event.stand.cycle].add(event.id)
        return {cycle: frozenset(items) for cycle, items in found.items()}

    @cached_property
    def by_parent(self) -> Mapping[str, frozenset[str]]:
        """By feature, the features that ever were a part of it."""
        found: dict[str, set[str]] = defaultdict(set)
        for event in self.events:
            if event.stand and event.stand.parent:
                found[event.stand.parent].add(event.id)
        return {parent: frozenset(items) for parent, items in found.items()}
