"""Dates of plans no finer than an audience is told them. What has happened keeps its day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from pmsite.model.experiment import Experiment
from pmsite.model.feature import Feature
from pmsite.model.item import READER_FIELDS, Item
from pmsite.model.launch import Launch
from pmsite.model.milestone import Milestone
from pmsite.model.period import Period, at_least
from pmsite.model.release import Release
from pmsite.model.settings import PRECISIONS

PLANNED = (Feature, Release, Launch, Experiment)
"""Types that say when something is to come. The dates of others are of what happened, of goals, or said to readers who have to act by then."""
PLANS = frozenset({"target", "starts"})
"""A feature's fields that say what was planned, and never what happened."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How finely somebody is told of what is to come; `precision` is one of PRECISIONS."""

    precision: str
    today: date
    fiscal_year_starts: int

    def item(self, item: Item) -> Item:
        """An item with its plans told so. A plan that is past stays coarse while nothing says that it came true."""
        if not isinstance(item, PLANNED):
            return item
        known = {name: value for name, value in item.__dict__.items() if name == "custom" or name not in READER_FIELDS}
        changes = {name: found for name, value in known.items() if (found := self._told(value, self._way(item, name))) is not value}
        return item.model_copy(update=changes) if changes else item

    def _way(self, item: Item, name: str) -> Callable[[Period], Period | None]:
        if isinstance(item, Feature) and name in PLANS:
            return self._plan
        if isinstance(item, Launch) and name == "date" and item.status in ("planned", "ready"):
            return self._plan
        return self._began if isinstance(item, Feature) and name in ("started", "shipped") else self._date

    def _plan(self, when: Period) -> Period | None:
        return at_least(when, self.precision, self.fiscal_year_starts)

    def _date(self, when: Period) -> Period | None:
        return self._plan(when) if when.last > self.today else when

    def _began(self, when: Period) -> Period | None:
        return self._plan(when) if when.first > self.today else when

    def _told(self, value: Any, way: Callable[[Period], Period | None]) -> Any:
        """A value, at any depth; the same object where nothing in it changes."""
        if isinstance(value, Period):
            return way(value)
        if isinstance(value, tuple):
            found = tuple(self._told(entry, way) for entry in value)
            return value if all(map(_same, found, value)) else found
        if isinstance(value, Mapping):
            told = {key: self._told(entry, way) for key, entry in value.items()}
            return value if all(map(_same, told.values(), value.values())) else told
        if isinstance(value, BaseModel):
            way = self._plan if isinstance(value, Milestone) and not value.done else way
            changes = {name: one for name, old in value.__dict__.items() if (one := self._told(old, way)) is not old}
            return value.model_copy(update=changes) if changes else value
        return value


def coarser(one: str, other: str) -> str:
    """The coarser of two precisions; nothing is as precise as written."""
    return max(one, other, key=("", *PRECISIONS).index)


def _same(one: object, other: object) -> bool:
    return one is other
