"""The roadmap as columns or groups: now-next-later, by goal, team, release, theme or status."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pmsite.audience import Projection
from pmsite.model.feature import HORIZONS
from pmsite.model.period import Period
from pmsite.model.status import ENDS
from pmsite.views.parts import Card, Ref, StageCount, cards, latest, overdue, ref, soonest, stages, under_way

ROWS = 800
"""Rows that a board, or a grouping inside another page, lists at most, shared among its groups; the table has the rest."""
GROUPS, PAGE = 50, 600
"""Groups on one page of a grouping, and the rows that they share."""


@dataclass(frozen=True, slots=True)
class Group:
    """One column or section: what is open, what is past its date, what is shipped, what is dropped."""

    key: str
    ref: Ref | None
    open: tuple[Card, ...]
    late: tuple[Card, ...]
    shipped: tuple[Card, ...]
    dropped: tuple[Card, ...]
    stages: tuple[StageCount, ...]
    hidden: int
    """How many cards are left for the table."""
    date: Period | None = None
    note: str = ""

    @property
    def total(self) -> int:
        """How many features the group has, those left for the table included."""
        return sum(count.count for count in self.stages)


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Features in groups, in the order of reading."""

    group_by: str
    groups: tuple[Group, ...]
    total: int
    stages: tuple[StageCount, ...]
    number: int = 1
    pages: int = 1


def build(
    product: Projection, group_by: str = "horizon", keep: Callable[[Card], bool] | None = None, page: int | None = None
) -> Roadmap:
    """The roadmap of a projection, of the features that `keep` lets through; one page of its groups, counted from 1, where one is named."""
    shown = [found for found in cards(product).values() if keep is None or keep(found)]
    if group_by == "horizon":
        return Roadmap(group_by, tuple(_horizons(shown, whole=keep is None)), len(shown), stages(shown))
    members = _members(product, group_by, shown)
    keys, rows = _keys_in_order(product, group_by, members), ROWS
    pages = _pages(keys) if page else 1
    if page:
        keys, rows = keys[(page - 1) * GROUPS : page * GROUPS], PAGE
    groups = tuple(_sections(product, group_by, keys, members, max(5, rows // max(1, len(keys)))))
    return Roadmap(group_by, groups, len(shown), stages(shown), page or 1, pages)


def page_count(product: Projection, group_by: str) -> int:
    """How many pages a grouping has."""
    return _pages(_members(product, group_by, list(cards(product).values())))


def _pages(groups: Collection[str]) -> int:
    return max(1, -(-len(groups) // GROUPS))


def _horizons(shown: Iterable[Card], whole: bool) -> Iterable[Group]:
    by_horizon: dict[str, list[Card]] = {key: [] for key in (*HORIZONS, *ENDS)}
    for found in shown:
        by_horizon[found.horizon].append(found)
    for key, members in by_horizon.items():
        if members or (whole and key in HORIZONS):
            yield _group(key, None, members, ROWS // 5)


def _members(product: Projection, group_by: str, shown: list[Card]) -> dict[str, list[Card]]:
    """The cards of each group."""
    members: dict[str, list[Card]] = defaultdict(list)
    for found in shown:
        for key in _keys(product, group_by, found) or ("",):
            members[key].append(found)
    return members


def _keys_in_order(product: Projection, group_by: str, members: Collection[str]) -> list[str]:
    return [key for key in _order(product, group_by) if key in members] + ([""] if "" in members else [])


def _sections(
    product: Projection, group_by: str, keys: Iterable[str], members: Mapping[str, list[Card]], most: int
) -> Iterable[Group]:
    for key in keys:
        item = product.items.get(key) if group_by != "status" else None
        yield _group(
            key, ref(item) if item else None, members[key], most, date=getattr(item, "date", None) or getattr(item, "period", None)
        )


def _keys(product: Projection, group_by: str, found: Card) -> tuple[str, ...]:
    if group_by == "objective":
        links = product.outgoing.get(found.id, ())
        return tuple(dict.fromkeys(link.target for link in links if link.field == "supports"))
    if group_by == "status":
        return (found.status.id,)
    group = {"team": found.team, "release": found.release, "theme": found.theme}[group_by]
    return (group.id,) if group else ()


def _order(product: Projection, group_by: str) -> Iterable[str]:
    if group_by == "release":
        coming = list(product.coming)
        return [release.id for release in (*coming, *(r for r in product.releases if product.turn(r) < 0))]
    if group_by == "status":
        return [*product.settings.known_statuses, "open"]
    if group_by == "objective":
        goals = (*product.by_type.get("vision", ()), *product.by_type.get("objective", ()))
        return [goal.id for goal in sorted(goals, key=lambda goal: _nearness(product, getattr(goal, "period", None), goal.key))]
    return [item.id for item in product.by_type.get(group_by, ())]


def _nearness(product: Projection, period: Period | None, key: tuple[Any, ...]) -> tuple[object, ...]:
    """Sort key for goals: those of today first, then those to come, then those that are over, the latest first."""
    if period is None or period.first <= product.today <= period.last:
        return (0, 0, key)
    return (1, period.first.toordinal(), key) if period.first > product.today else (2, -period.last.toordinal(), key)


def _group(key: str, at: Ref | None, members: list[Card], most: int, date: Period | None = None) -> Group:
    order = under_way if key == "now" else soonest
    current = sorted((c for c in members if c.is_open and not c.late), key=order)
    late = sorted((c for c in members if c.late), key=overdue)
    shipped = sorted((c for c in members if c.stage == "shipped"), key=latest)
    dropped = sorted((c for c in members if c.stage == "dropped"), key=latest)
    left = iter((*current, *late, *shipped, *dropped)[:most])
    parts = [tuple(islice(left, len(part))) for part in (current, late, shipped, dropped)]
    hidden = max(0, len(members) - most)
    return Group(key, at, parts[0], parts[1], parts[2], parts[3], stages(members), hidden, date)
