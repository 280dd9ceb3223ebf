"""The roadmap over time: one row per feature, with a bar from its start to its target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from pmsite.audience import Projection
from pmsite.model.period import Period, quarter_of
from pmsite.views.parts import Card, cards, soonest
from pmsite.views.parts import overdue as by_overdue

BEFORE, AFTER = 2, 4
"""Quarters shown before and after the current one."""
ROWS = 500


@dataclass(frozen=True, slots=True)
class Bar:
    """A feature in the window. `start` and `length` are shares of the axis, 0 to 1; soft ends are beyond what is known."""

    card: Card
    start: float
    length: float
    opens_before: bool
    soft_end: bool
    begins: Period | None = None
    """When work is planned to begin, where it has not begun."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Quarters as the axis; rows in the window, open ones by date; then what has no date, and what lies outside."""

    quarters: tuple[Period, ...]
    today: float
    rows: tuple[Bar, ...]
    undated: tuple[Card, ...]
    overdue: tuple[Card, ...]
    beyond: tuple[Card, ...]
    hidden: int
    """How many features are left for the table: shipped before the window, dropped, or over the limit."""


def build(product: Projection, keep: Callable[[Card], bool] | None = None) -> Timeline:
    """The timeline around today."""
    starts = product.settings.fiscal_year_starts
    quarters = _window(product.quarter, starts)
    first, last = quarters[0].first, quarters[-1].last
    shown = [found for found in cards(product).values() if (keep is None or keep(found)) and found.stage != "dropped"]
    dated = [c for c in shown if c.target is not None and c.target.last >= first and c.target.first <= last]
    rows = sorted(dated, key=lambda c: (c.target.last if c.target else date.max, soonest(c)))
    undated = sorted((c for c in shown if c.target is None and c.is_open), key=soonest)
    overdue = sorted((c for c in shown if c.late and c.target is not None and c.target.last < first), key=by_overdue)
    beyond = sorted((c for c in shown if c.target is not None and c.target.first > last), key=soonest)
    total = sum(keep is None or keep(found) for found in cards(product).values())
    kept = rows[:ROWS], undated[: ROWS // 2], overdue[: ROWS // 2], beyond[: ROWS // 4]
    return Timeline(
        quarters,
        _share(product.today, first, last),
        tuple(_bar(found, first, last, product.today) for found in kept[0]),
        tuple(kept[1]),
        tuple(kept[2]),
        tuple(kept[3]),
        total - sum(len(part) for part in kept),
    )


def _window(quarter: Period, starts: int) -> tuple[Period, ...]:
    found = [quarter]
    for _ in range(BEFORE):
        if found[0].first.toordinal() > 366:
            found.insert(0, quarter_of(found[0].first - timedelta(days=1), starts))
    for _ in range(AFTER):
        if found[-1].last.year < 9999:
            found.append(quarter_of(found[-1].last + timedelta(days=1), starts))
    return tuple(found)


def _bar(found: Card, first: date, last: date, today: date) -> Bar:
    target = found.target
    assert target is not None  # only dated features have bars
    begin = min(_begin(found, target, today), target.last)
    start = _share(begin, first, last)
    end = _share(target.last + timedelta(days=1) if target.last < date.max else target.last, first, last)
    begins = None if found.started or found.stage in ("building", "shipped") else found.starts
    return Bar(found, start, max(end - start, 0.012), begin < first, target.precision != "day", begins)


def _begin(found: Card, target: Period, today: date) -> date:
    """When work began, or is planned to; what is being worked on has begun by today, whatever its dates say."""
    planned = next(when.first for when in (found.started, found.starts, target) if when is not None)
    return min(planned, today) if found.stage == "building" else planned


def _share(day: date, first: date, last: date) -> float:
    inside = min(max(day, first), last)
    return round((inside - first).days / ((last - first).days + 1), 4)
