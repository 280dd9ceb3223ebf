"""The roadmap over time: lanes of features, each with a bar from its start to its target, on an axis that follows the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import rollups
from pmsite.model.period import Period
from pmsite.views import axis, facets, milestones
from pmsite.views.axis import Axis, Mark
from pmsite.views.facets import Choices
from pmsite.views.groupings import OF_ITEMS, group_ref, in_order, members, says_most, shares
from pmsite.views.milestones import Point
from pmsite.views.parts import Card, Ref, cards, chosen, has_wholes, ref, soonest
from pmsite.views.parts import overdue as by_overdue

ROWS = 400
"""Rows of all lanes together; the table has the rest."""
LANES = 60
"""Lanes at most; what is in others is left for the table."""
SHORT = 8
"""Up to so many rows a lane is unfolded."""


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
    after: Ref | None = None
    """What it needs, and what is planned for later than the feature itself."""
    until: Period | None = None
    """When that is planned for."""
    points: tuple[Point, ...] = ()
    """Its milestones in the window."""

    @property
    def next(self) -> Point | None:
        """The milestone to come next, or the first one that is late."""
        return next((point for point in self.points if point.state in ("late", "ahead")), None)


@dataclass(frozen=True, slots=True)
class Lane:
    """Features with something in common: those in the window by date, then those without a date."""

    key: str
    ref: Ref | None
    rows: tuple[Bar, ...]
    undated: tuple[Card, ...]
    hidden: int
    """How many of its features are left for the table."""
    date: Period | None = None
    span: tuple[float, float] | None = None
    """Where its bars begin, and how far they reach."""
    bar: Bar | None = None
    """That of what its features are parts of."""
    points: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)
    """By feature without a date, its milestones in the window."""

    @property
    def total(self) -> int:
        """How many features the lane has."""
        return len(self.rows) + len(self.undated) + self.hidden

    @property
    def is_open(self) -> bool:
        """Whether it is short enough to be shown at once."""
        return self.total <= SHORT


@dataclass(frozen=True, slots=True)
class Timeline:
    """Quarters as the axis, lanes below it; the first lane is what is past its date."""

    quarters: tuple[Period, ...]
    today: float
    marks: tuple[Mark, ...]
    lanes_by: str
    lanes: tuple[Lane, ...]
    dated: int
    """How many open features have a date that is not past."""
    hidden: int
    """How many features are left for the table: shipped before the window, dropped, or in no lane."""
    ways: tuple[str, ...] = ()
    """What the lanes can be instead."""
    filters: tuple[Choices, ...] = ()
    facets: Mapping[str, str] | None = None


def build(product: Projection, keep: Callable[[Card], bool] | None = None, lanes: str = "", filtered: bool = False) -> Timeline:
    """The timeline of a projection, of the features that `keep` lets through; lanes are what says most where nothing is named."""
    every = chosen(product, keep)
    shown = [found for found in every if found.stage != "dropped"]
    window = axis.window(product, shown)
    inside = [found for found in shown if _is_inside(found, window)]
    lanes_by = lanes or standard(product, inside)
    made = tuple(_lanes(product, lanes_by, inside, window))
    told = Timeline(
        window.quarters,
        window.share(product.today),
        axis.marks(product, window),
        lanes_by,
        made,
        sum(found.is_open and not found.late and found.target is not None for found in inside),
        max(0, len(every) - len({found.id for lane in made for found in _features(lane)}) - sum(lane.hidden for lane in made)),
    )
    if not filtered:
        return told
    known = facets.whole(product) if keep is None else facets.facets(product, every)
    return replace(told, ways=ways(product), filters=known.filters, facets=known.of)


def ways(product: Projection) -> tuple[str, ...]:
    """What lanes there can be: the types of items that features name."""
    of_items = (name for name in OF_ITEMS if product.by_type.get(name) or (name == "parent" and has_wholes(product)))
    return (*of_items, *(["plan"] if product.plans else []))


def standard(product: Projection, shown: list[Card]) -> str:
    """What the lanes are where nobody says: releases where one is to come, else what says most."""
    coming = {release.id for release in product.coming}
    if any(found.is_open and found.release and found.release.id in coming for found in shown):
        return "release"
    return says_most(product, shown)


def _features(lane: Lane) -> Iterator[Card]:
    yield from (bar.card for bar in lane.rows)
    yield from lane.undated


def _is_inside(found: Card, window: Axis) -> bool:
    """Whether a feature is told: what is open always, what is shipped where that was in the window."""
    return found.is_open or (found.target is not None and found.target.last >= window.first)


def _lanes(product: Projection, lanes_by: str, inside: list[Card], window: Axis) -> Iterator[Lane]:
    late = sorted((found for found in inside if found.late), key=by_overdue)
    others = [found for found in inside if not found.late]
    by_key = members(product, lanes_by, others) if lanes_by else {"": others}
    order = in_order(product, lanes_by or "team", by_key)
    order = [*order[: LANES - 1], *order[LANES - 1 :][-1:]]
    room = shares({"overdue": len(late), **{f"-{key}": len(by_key[key]) for key in order}}, ROWS)
    if late:
        yield _lane(product, "overdue", None, late, room["overdue"], window)
    for key in order:
        found = sorted(by_key[key], key=lambda c: (c.target is None, c.target.last if c.target else date.max, soonest(c)))
        item = product.items.get(key) if lanes_by in OF_ITEMS else None
        when = getattr(item, "date", None) or getattr(item, "period", None)
        whole = cards(product)[key] if lanes_by == "parent" and key else None
        lane = _lane(product, key, group_ref(product, lanes_by, key), found, room[f"-{key}"], window)
        bar = _bar(product, _begun(product, whole), whole.target, window) if whole and whole.target else None
        yield replace(lane, date=whole.target if whole else when, bar=bar)


def _begun(product: Projection, whole: Card) -> Card:
    """A whole whose work began when the first of its parts was begun, where it does not say when itself."""
    return whole if whole.started else replace(whole, started=rollups(product)[whole.id].started)


def _lane(product: Projection, key: str, at: Ref | None, found: list[Card], most: int, window: Axis) -> Lane:
    kept = found[:most]
    rows = tuple(_bar(product, card, card.target, window) for card in kept if card.target is not None)
    undated = tuple(card for card in kept if card.target is None)
    begin = min((bar.start for bar in rows), default=0.0)
    end = max((bar.start + bar.length for bar in rows), default=0.0)
    span = (begin, round(end - begin, 4)) if rows else None
    marked = {card.id: milestones.points(product, card.id, window) for card in undated}
    points = {id: told for id, told in marked.items() if told}
    return Lane(key, at, rows, undated, len(found) - len(kept), span=span, points=points)


def _bar(product: Projection, found: Card, target: Period, window: Axis) -> Bar:
    begin = min(_begin(found, target, product.today), target.last)
    end = window.share(target.last + timedelta(days=1) if target.last < date.max else target.last)
    start = min(window.share(begin), 0.985)
    begins = None if found.started or found.stage in ("building", "shipped") else found.starts
    needed = _too_late(product, found)
    return Bar(
        found,
        start,
        round(max(end - start, 0.012), 4),
        begin < window.first,
        target.precision != "day",
        begins,
        ref(needed) if needed else None,
        product.target(needed) if needed else None,
        milestones.points(product, found.id, window),
    )


def _too_late(product: Projection, found: Card) -> Feature | None:
    """What an open feature needs and what is planned to come after it; of several the last one."""
    feature = product.items[found.id]
    if not isinstance(feature, Feature) or not feature.depends_on or not found.is_open:
        return None
    waits = (needed for needed in product.named(feature.id, "depends_on") if isinstance(needed, Feature) and needed.is_open)
    late = [needed for needed in waits if product.comes_too_late(needed, feature)]
    return max(late, key=lambda needed: (product.target(needed), needed.id), default=None)


def _begin(found: Card, target: Period, today: date) -> date:
    """When work began, or is planned to; what is being worked on has begun by today, whatever its dates say."""
    planned = next(when.first for when in (found.started, found.starts, target) if when is not None)
    return min(planned, today) if found.stage == "building" else planned
