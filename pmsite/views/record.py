"""What a plan said about when, feature by feature, and what came of it: the numbers behind slippage and forecasts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import role
from pmsite.model.indexes import index
from pmsite.model.past import Event, Stand
from pmsite.model.period import Period
from pmsite.model.release import Release
from pmsite.model.replaced import heirs, kept
from pmsite.views.events import of_items
from pmsite.views.parts import Ref

PROMISED = frozenset({"planned", "building"})
"""Stages in which a date is a promise; before them it is a wish."""

Planned = Period | Ref | str
"""What a plan said about when: a period, a release, or the id of a release that is gone."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One date that the plan gave a feature. `end` is its last day, as far as it is known today."""

    day: date
    planned: Planned
    end: date | None
    is_promise: bool
    committed: bool = True


@dataclass(frozen=True, slots=True)
class Move:
    """A planned date that took the place of another one; `days` is how much later, below zero where it is earlier."""

    day: date
    nth: int
    before: Planned
    after: Planned
    days: int | None


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that the plan said about one feature's date. `shipped` is the day that it reached users, where it has."""

    feature: Feature
    statements: tuple[Statement, ...]
    moves: tuple[Move, ...]
    shipped: date | None
    is_replaced: bool = False
    """Whether others took its place: what was promised is open until the last of them ships."""
    is_group: bool = False
    """Whether it is a group of features, with a date of its own."""

    @property
    def is_over(self) -> bool:
        """Whether nothing will come of it."""
        return self.feature.status.stage == "dropped" and not self.is_replaced

    @property
    def promise(self) -> Statement | None:
        """The first date that was given when the work was planned or under way."""
        return next((found for found in self.statements if found.is_promise), None)

    def lateness(self, statement: Statement, today: date) -> int | None:
        """Days from what a statement promised to what came: at least those until today where nothing has come yet.

        Nothing where the day is still to come, or the feature was dropped.
        """
        if statement.end is None or self.is_over:
            return None
        if self.shipped is not None:
            return (self.shipped - statement.end).days
        return (today - statement.end).days if statement.end < today else None


@index
def records(product: Projection) -> Mapping[str, Record]:
    """The record of every feature that ever had a date, by id."""
    found = {}
    for feature in product.of(Feature):
        is_told = product.counts(feature) or feature.id in heirs(product)
        if not (is_told or (feature.target and role(product.settings, feature) == "group")):
            continue
        own = of_items(product).get(feature.id, ())
        if any(event.stand and event.stand.planned for event in own):
            found[feature.id] = _record(product, feature, own)
    return found


def _record(product: Projection, feature: Feature, events: Sequence[Event]) -> Record:
    statements: list[Statement] = []
    moves: list[Move] = []
    before: Stand | None = None
    came: date | None = None
    for event in events:
        stand = event.stand
        if stand is None:
            continue
        is_open = stand.status.is_open
        if event.move and before is not None and before.planned and stand.planned:
            old, new = end_of(product, before.planned), end_of(product, stand.planned)
            days = (new - old).days if old and new else None
            moves.append(
                Move(event.day, event.move, planned_ref(product, before.planned), planned_ref(product, stand.planned), days)
            )
        became_promise = before is not None and before.status.stage not in PROMISED and stand.status.stage in PROMISED
        if (
            stand.planned
            and (is_open or event.move)
            and (before is None or str(before.planned) != str(stand.planned) or became_promise)
        ):
            end = end_of(product, stand.planned)
            statements.append(
                Statement(event.day, planned_ref(product, stand.planned), end, stand.status.stage in PROMISED, event.committed)
            )
        if stand.status.stage == "shipped" and (before is None or before.status.stage != "shipped"):
            came = event.day
        before = stand
    is_replaced = feature.id in heirs(product)
    is_group = not product.counts(feature) and not is_replaced
    return Record(feature, tuple(statements), tuple(moves), _shipped(product, feature, came), is_replaced, is_group)


def _shipped(product: Projection, feature: Feature, came: date | None) -> date | None:
    if (instead := kept(product, feature)) is not None:
        return min(instead.last, product.today)
    if feature.status.stage != "shipped":
        return None
    release = product.release(feature)
    for period in (feature.shipped, release.date if release else None):
        if period is not None and period.first <= product.today:
            return min(period.last, product.today)
    return came


def end_of(product: Projection, planned: Period | str) -> date | None:
    """The last day of what was planned; a release counts with the date that the plan gives it today."""
    if isinstance(planned, Period):
        return planned.last
    release = product.items.get(planned)
    return release.date.last if isinstance(release, Release) and release.date else None


def planned_ref(product: Projection, planned: Period | str) -> Planned:
    """What was planned, as pages show it."""
    if isinstance(planned, Period):
        return planned
    release = product.items.get(planned)
    return Ref(release.id, release.name, release.type) if isinstance(release, Release) else planned


def quantile(values: Iterable[int], share: float) -> int:
    """The smallest value that at least a share of all values do not exceed (nearest rank); there is at least one value."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def errors(found: Iterable[Record], today: date) -> Iterator[int]:
    """How many days late each promised date turned out to be, or is by today."""
    for record in found:
        for statement in record.statements:
            late = record.lateness(statement, today) if statement.is_promise else None
            if late is not None:
                yield late
