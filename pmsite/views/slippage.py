"""How well the plan's dates held: what moved, what came on time, and what that says about open work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pmsite.audience import Projection
from pmsite.model.item import Item
from pmsite.model.past import Past
from pmsite.model.period import Period, quarter_of
from pmsite.views.parts import Card, Ref, cards, ref_to
from pmsite.views.record import Planned, Record, errors, quantile, records

ENOUGH = 10
"""Promised dates of which the outcome is known that a forecast needs."""
LIKELY, SAFE = 0.5, 0.85
MOST = 100


@dataclass(frozen=True, slots=True)
class Moved:
    """A feature whose planned date moved: what it was first, what it is now or was last, and how much later in all."""

    card: Card
    first: Planned
    last: Planned
    moves: int
    days: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """How many promised dates fell due, and how many of them were kept. `period` or `team` says whose they are; neither means all."""

    period: Period | None
    team: Ref | None
    due: int
    kept: int
    moves: int = 0

    @property
    def rate(self) -> float:
        """The share that was kept."""
        return self.kept / self.due


@dataclass(frozen=True, slots=True)
class Forecast:
    """When open work may really come: `likely` half of the time, `safe` in 85 of 100 cases, going by `known` dates of the past."""

    card: Card
    planned: Planned
    quarter: Period
    """That of the likely day."""
    likely: date
    safe: date
    known: int
    own: bool
    """Whether the record is the team's own; otherwise it is that of all teams."""


@dataclass(frozen=True, slots=True)
class Slippage:
    """The report. `median` is that of all moves, in days; `unknown` counts moves whose length nobody can tell."""

    began: date
    is_whole: bool
    features: int
    moves: int
    moved_count: int
    later: int
    earlier: int
    unknown: int
    median: int | None
    all: Kept | None
    quarters: tuple[Kept, ...]
    teams: tuple[Kept, ...]
    moved: tuple[Moved, ...]
    forecasts: tuple[Forecast, ...]
    forecast_count: int
    days: tuple[tuple[str, date], ...]
    """The plan as it was: names of pages, and their days."""
    groups: Kept | None = None
    """Promises of groups of features, which say when all that is in them comes and are none of those above."""
    groups_moved: tuple[Moved, ...] = ()


def build(product: Projection, past: Past, keep: Callable[[Item], bool] | None = None) -> Slippage:
    """The report of a projection with a past."""
    every = [record for record in records(product).values() if keep is None or keep(record.feature)]
    found = [record for record in every if not record.is_group]
    wholes = [record for record in every if record.is_group]
    wholes_due = [record for record in wholes if _is_due(record, product.today)]
    moves = [move for record in found for move in record.moves]
    lengths = [move.days for move in moves if move.days is not None]
    moved = _most_moved(product, found)
    forecasts = _forecasts(product, found)
    due = [record for record in found if _is_due(record, product.today)]
    return Slippage(
        past.began,
        past.is_whole,
        len(found),
        len(moves),
        len(moved),
        sum(days > 0 for days in lengths),
        sum(days < 0 for days in lengths),
        len(moves) - len(lengths),
        quantile(lengths, 0.5) if lengths else None,
        _kept(due) if due else None,
        _by_quarter(product, due),
        _by_team(product, found, due),
        tuple(moved[:MOST]),
        tuple(forecasts[:MOST]),
        len(forecasts),
        tuple((day.name, day.day) for day in product.days),
        _kept(wholes_due, moves=sum(len(record.moves) for record in wholes)) if wholes_due else None,
        tuple(_most_moved(product, wholes)[:MOST]),
    )


def _most_moved(product: Projection, found: Iterable[Record]) -> list[Moved]:
    moved = [_moved(product, record) for record in found if record.moves]
    return sorted(moved, key=lambda one: (-one.moves, -(one.days or 0), one.card.title.casefold(), one.card.id))


def _moved(product: Projection, record: Record) -> Moved:
    known = [move.days for move in record.moves]
    total = sum(days for days in known if days is not None) if None not in known else None
    return Moved(cards(product)[record.feature.id], record.moves[0].before, record.moves[-1].after, len(record.moves), total)


def _is_due(record: Record, today: date) -> bool:
    promise = record.promise
    ended = promise is not None and promise.end is not None and promise.end < today
    return ended and not record.is_over


def _is_kept(record: Record) -> bool:
    promise = record.promise
    assert promise is not None  # it is due
    assert promise.end is not None
    return record.shipped is not None and record.shipped <= promise.end


def _kept(due: Iterable[Record], period: Period | None = None, team: Ref | None = None, moves: int = 0) -> Kept:
    found = [_is_kept(record) for record in due]
    return Kept(period, team, len(found), sum(found), moves)


def _by_quarter(product: Projection, due: Iterable[Record]) -> tuple[Kept, ...]:
    groups: dict[Period, list[Record]] = defaultdict(list)
    for record in due:
        if record.promise and record.promise.end:
            groups[quarter_of(record.promise.end, product.settings.fiscal_year_starts)].append(record)
    return tuple(_kept(groups[quarter], period=quarter) for quarter in sorted(groups, reverse=True))


def _by_team(product: Projection, found: Iterable[Record], due: Iterable[Record]) -> tuple[Kept, ...]:
    groups: dict[str, list[Record]] = defaultdict(list)
    moves: dict[str, int] = defaultdict(int)
    for record in due:
        groups[record.feature.team or ""].append(record)
    for record in found:
        moves[record.feature.team or ""] += len(record.moves)
    teams = [(ref_to(product, id), id) for id in moves]
    told = [_kept(groups[id], team=team, moves=moves[id]) for team, id in teams if team and (groups[id] or moves[id])]
    return tuple(sorted(told, key=lambda one: one.team.title.casefold() if one.team else ""))


def _forecasts(product: Projection, found: list[Record]) -> list[Forecast]:
    by_team: dict[str, list[Record]] = defaultdict(list)
    for record in found:
        by_team[record.feature.team or ""].append(record)
    own = {team: tuple(errors(group, product.today)) for team, group in by_team.items() if team}
    everybody = tuple(late for record in found for late in errors([record], product.today))
    told = [one for record in found if (one := _forecast(product, record, own, everybody))]
    return sorted(told, key=lambda one: (one.card.late, one.likely, one.safe, one.card.title.casefold(), one.card.id))


def _forecast(product: Projection, record: Record, own: dict[str, tuple[int, ...]], everybody: tuple[int, ...]) -> Forecast | None:
    last = record.statements[-1] if record.statements else None
    if last is None or last.end is None or not record.feature.is_open:
        return None
    card = cards(product)[record.feature.id]
    sample = own.get(record.feature.team or "", ())
    is_own = len(sample) >= ENOUGH
    sample = sample if is_own else everybody
    late = (product.today - last.end).days
    sample = tuple(days for days in sample if days > late) if late > 0 else sample
    if len(sample) < ENOUGH:
        return None
    likely, safe = (max(product.today, last.end + timedelta(days=quantile(sample, share))) for share in (LIKELY, SAFE))
    quarter = quarter_of(likely, product.settings.fiscal_year_starts)
    return Forecast(card, last.planned, quarter, likely, safe, len(sample), is_own)
