"""The roadmap as columns or groups: now-next-later, by goal, team, release, theme or status, and two of these at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from pmsite.audience import Projection
from pmsite.model.feature import HORIZONS
from pmsite.model.period import Period
from pmsite.model.status import ENDS
from pmsite.views import facets
from pmsite.views.facets import Choices
from pmsite.views.groupings import group_ref, in_order, members, says_most, shares
from pmsite.views.parts import Card, Ref, StageCount, cards, chosen, latest, overdue, soonest, stages, under_way, units

ROWS = 540
"""Rows that a board, or a grouping inside another page, lists at most, in fair shares; the table has the rest."""
ENDED = 24
"""What a board lists of finished work, the newest first."""
GROUPS, PAGE = 50, 540
"""Groups on one page of a grouping, and the rows that they share."""
CARDS = 8
"""Up to so many features are cards; more are rows in groups."""
UNFOLDED = 10
"""Rows that a long column shows before anybody unfolds a group."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the open features of a long column, and what they have in common."""

    key: str
    ref: Ref | None
    cards: tuple[Card, ...]
    is_open: bool
    """Whether there is room to show them at once."""


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
    parts: tuple[Part, ...] = ()
    """What is open in groups, where it is too much for cards."""
    whole: Card | None = None
    """What its features are parts of, where they are grouped by that."""

    @property
    def total(self) -> int:
        """How many features the group has, those left for the table included."""
        return sum(count.count for count in self.stages)


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of a roadmap that is grouped in two ways: the same columns as all others."""

    key: str
    ref: Ref | None
    groups: tuple[Group, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Roadmap:
    """Features in groups, in the order of reading."""

    group_by: str
    groups: tuple[Group, ...]
    total: int
    stages: tuple[StageCount, ...]
    number: int = 1
    pages: int = 1
    lanes_by: str = ""
    lanes: tuple[Lane, ...] = ()
    more_lanes: int = 0
    filters: tuple[Choices, ...] = ()
    facets: Mapping[str, str] | None = None
    """By feature, the numbers of the values by which it is found; nothing where there is no filter."""


def build(
    product: Projection,
    group_by: str = "horizon",
    keep: Callable[[Card], bool] | None = None,
    page: int | None = None,
    lanes: str = "",
    filtered: bool = False,
) -> Roadmap:
    """The roadmap of a projection, of the features that `keep` lets through; one page of its groups, counted from 1, where one is named.

    With `lanes` the groups are columns, and each lane has them; `filtered` says whether readers can filter it further.
    """
    shown = chosen(product, keep)
    found = _grouped(product, group_by, shown, keep, page)
    if lanes:
        found = _with_lanes(product, found, lanes, shown)
    if not filtered:
        return found
    told = facets.whole(product) if keep is None else facets.facets(product, shown)
    return replace(found, filters=told.filters, facets=told.of)


def page_count(product: Projection, group_by: str) -> int:
    """How many pages a grouping has."""
    return _pages(members(product, group_by, units(product).values()))


def _pages(groups: Collection[str]) -> int:
    return max(1, -(-len(groups) // GROUPS))


def _grouped(
    product: Projection, group_by: str, shown: list[Card], keep: Callable[[Card], bool] | None, page: int | None
) -> Roadmap:
    if group_by == "horizon":
        return Roadmap(group_by, tuple(_horizons(product, shown, whole=keep is None)), len(shown), stages(shown))
    by_key = members(product, group_by, shown)
    order, rows = in_order(product, group_by, by_key), ROWS
    pages = _pages(order) if page else 1
    if page:
        order, rows = order[(page - 1) * GROUPS : page * GROUPS], PAGE
    room = shares({key: len(by_key[key]) for key in order}, max(rows, 5 * len(order)))
    groups = tuple(_section(product, group_by, key, by_key[key], room[key]) for key in order)
    return Roadmap(group_by, groups, len(shown), stages(shown), page or 1, pages)


def _horizons(product: Projection, shown: Iterable[Card], whole: bool) -> Iterator[Group]:
    by_key = members(product, "horizon", shown)
    room = shares({key: len(by_key.get(key, ())) for key in HORIZONS}, ROWS)
    found = [_group(key, None, by_key.get(key, []), room.get(key, ENDED)) for key in (*HORIZONS, *ENDS)]
    long = {group.key for group in found if group.key in HORIZONS and len(group.open) + len(group.late) > CARDS}
    parted = says_most(product, [card for group in found if group.key in long for card in group.open])
    for group in found:
        if group.stages or (whole and group.key in HORIZONS):
            yield replace(group, parts=tuple(_parts(product, parted, group.open))) if group.key in long else group


def _parts(product: Projection, group_by: str, open: tuple[Card, ...]) -> Iterator[Part]:
    """What is open in a long column, in groups; the first of them unfolded as far as there is room."""
    by_key = members(product, group_by, open, once=True) if group_by else {"": open}
    room = UNFOLDED
    for key in in_order(product, group_by or "team", by_key):
        found = tuple(by_key[key])
        room -= len(found)
        yield Part(key, group_ref(product, group_by, key), found, room >= 0)


def _section(product: Projection, group_by: str, key: str, found: list[Card], most: int) -> Group:
    item = product.items.get(key) if group_by != "status" else None
    date = getattr(item, "date", None) or getattr(item, "period", None)
    group = _group(key, group_ref(product, group_by, key), found, most, date=date)
    return replace(group, whole=cards(product)[key]) if group_by == "parent" and key else group


def _with_lanes(product: Projection, found: Roadmap, lanes: str, shown: list[Card]) -> Roadmap:
    """The same columns, once for each group of another kind."""
    by_lane = members(product, lanes, shown)
    columns = [group for group in found.groups if group.key not in ENDS]
    order = in_order(product, lanes, by_lane)
    most = max(3, ROWS // max(1, len(columns) * len(order[:GROUPS])))
    rows = []
    for key in order[:GROUPS]:
        by_column = members(product, found.group_by, by_lane[key])
        cells = tuple(_group(column.key, column.ref, by_column.get(column.key, []), most) for column in columns)
        if any(cell.stages for cell in cells):
            rows.append(Lane(key, group_ref(product, lanes, key), cells, sum(cell.total for cell in cells)))
    return replace(found, lanes_by=lanes, lanes=tuple(rows), more_lanes=max(0, len(order) - GROUPS))


def _group(key: str, at: Ref | None, found: list[Card], most: int, date: Period | None = None) -> Group:
    order = under_way if key == "now" else soonest
    current = sorted((c for c in found if c.is_open and not c.late), key=order)
    late = sorted((c for c in found if c.late), key=overdue)
    shipped = sorted((c for c in found if c.stage == "shipped"), key=latest)
    dropped = sorted((c for c in found if c.stage == "dropped"), key=latest)
    left = iter((*current, *late, *shipped, *dropped)[:most])
    parts = [tuple(islice(left, len(part))) for part in (current, late, shipped, dropped)]
    hidden = max(0, len(found) - most)
    return Group(key, at, parts[0], parts[1], parts[2], parts[3], stages(found), hidden, date)
