"""The roadmap over time: one row per feature, with a bar from its start to its target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pmsite.audience import Projection
from pmsite.model.period import Period, quarter_of
from pmsite.views.parts import Card, cards, soonest
from pmsite.views.parts import overdue as by_overdue

BEFORE, AFTER = 2, 4
"""Quarters shown before and after the current one."""
ROWS, PAGE = 500, 300
"""Rows that a timeline inside another page shows at most, and those on one page of its own."""


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
    dated: int
    """How many features have their date in the window, on whatever page."""
    number: int = 1
    pages: int = 1


def build(product: Projection, keep: Callable[[Card], bool] | None = None, page: int | None = None) -> Timeline:
    """The timeline around today; one page of its rows, counted from 1, where one is named: the first also has all that is outside of it."""
    quarters = _window(product.quarter, product.settings.fiscal_year_starts)
    first, last = quarters[0].first, quarters[-1].last
    shown = [found for found in cards(product).values() if (keep is None or keep(found)) and found.stage != "dropped"]
    dated = _dated(shown, first, last)
    rows = sorted(dated, key=lambda c: (c.target.last if c.target else date.max, soonest(c)))
    undated = sorted((c for c in shown if c.target is None and c.is_open), key=soonest)
    overdue = sorted((c for c in shown if c.late and c.target is not None and c.target.last < first), key=by_overdue)
    beyond = sorted((c for c in shown if c.target is not None and c.target.first > last), key=soonest)
    total = sum(keep is None or keep(found) for found in cards(product).values())
    pages = _pages(rows) if page else 1
    kept = rows if page else rows[:ROWS], undated[: ROWS // 2], overdue[: ROWS // 2], beyond[: ROWS // 4]
    outside = kept[1:] if page in (None, 1) else ((), (), ())
    bars = kept[0][(page - 1) * PAGE : page * PAGE] if page else kept[0]
    return Timeline(
        quarters,
        _share(product.today, first, last),
        tuple(_bar(found, first, last, product.today) for found in bars),
        tuple(outside[0]),
        tuple(outside[1]),
        tuple(outside[2]),
        total - sum(len(part) for part in kept),
        len(dated),
        page or 1,
        pages,
    )


def page_count(product: Projection) -> int:
    """How many pages the timeline has."""
    quarters = _window(product.quarter, product.settings.fiscal_year_starts)
    shown = (found for found in cards(product).values() if found.stage != "dropped")
    return _pages(_dated(shown, quarters[0].first, quarters[-1].last))


def _dated(shown: Iterable[Card], first: date, last: date) -> list[Card]:
    """The features with a date in a window."""
    return [c for c in shown if c.target is not None and c.target.last >= first and c.target.first <= last]


def _pages(rows: Sequence[Card]) -> int:
    return max(1, -(-len(rows) // PAGE))


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
