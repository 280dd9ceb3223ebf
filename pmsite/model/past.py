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
    """Where a feature stood after an event."""

    status: Status
    target: Period | None
    release: str | None
    team: str | None

    @property
    def planned(self) -> Period | str | None:
        """What the plan said about when: a target, or the id of the release that was to bring it."""
        return self.target or self.release


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


@dataclass(frozen=True)
class Past:
    """Every event, the oldest first. `began` is the day of the first revision; a history that is not whole may have begun before."""

    events: tuple[Event, ...]
    began: date
    is_whole: bool = True
    retold: Mapping[str, tuple[tuple[date, str], ...]] = field(default_factory=dict)
    """By item, the days on which its readers got other words in a field, and the field: words that are no event, since they may hold what is no longer theirs."""

    @cached_property
    def by_item(self) -> Mapping[str, tuple[Event, ...]]:
        """The events of each item, the oldest first."""
        found: dict[str, list[Event]] = defaultdict(list)
        for event in self.events:
            found[event.id].append(event)
        return {id: tuple(events) for id, events in found.items()}

    @cached_property
    def by_release(self) -> Mapping[str, tuple[Event, ...]]:
        """By release, the events of features that were to come with it before or after the event."""
        found: dict[str, list[Event]] = defaultdict(list)
        last: dict[str, str | None] = {}
        for event in self.events:
            if event.type == "feature":
                now = event.stand.release if event.stand else None
                for release in {now, last.get(event.id)} - {None}:
                    found[str(release)].append(event)
                last[event.id] = now
        return {release: tuple(events) for release, events in found.items()}
