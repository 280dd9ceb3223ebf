"""The pieces that several views are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pmsite.audience import Projection
from pmsite.model import hierarchy
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import planned, rollups
from pmsite.model.indexes import index
from pmsite.model.item import Item, by_rank
from pmsite.model.judgement import judge
from pmsite.model.parsing import apart
from pmsite.model.period import Period
from pmsite.model.status import STAGE_ORDER, Status
from pmsite.model.vision import Vision

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class First(Generic[T]):
    """The first of several, and how many there are."""

    shown: tuple[T, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are left out."""
        return self.total - len(self.shown)


def first(found: Iterable[T], most: int) -> First[T]:
    """The first of several, as many as there is room for."""
    every = tuple(found)
    return First(every[:most], len(every))


@dataclass(frozen=True, slots=True)
class Ref:
    """A link to an item's page; `part` is the key result that it means."""

    id: str
    title: str
    type: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A feature as boards, lists and tables show it: at most a handful of facts."""

    id: str
    title: str
    summary: str
    status: Status
    horizon: str
    target: Period | None
    starts: Period | None
    started: Period | None
    late: bool
    due: bool
    """Whether it is now because this quarter is its time, and not because anybody works on it."""
    confidence: str
    team: Ref | None
    theme: Ref | None
    component: Ref | None
    release: Ref | None
    owner: str
    tags: tuple[str, ...]
    state: str
    """How it stands where that is poor or fair, and not told by its date."""
    rice: float | None
    rank: float | None = None
    score: float | None = None
    """What the workspace's method of prioritisation says of it."""
    turn: int = 0
    """How many releases come before its own; 0 where the date decides."""
    level: str = ""
    """Its level of work, where that is not the usual one."""
    parent: Ref | None = None
    progress: tuple[int, int] | None = None
    """How many of its parts are done, of how many."""
    cycle: Ref | None = None
    from_parts: bool = False
    """Whether only its parts say when it comes."""

    @property
    def stage(self) -> str:
        """The stage of its status."""
        return self.status.stage

    @property
    def is_open(self) -> bool:
        """Whether the work is not finished."""
        return self.status.is_open


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many features are in one stage."""

    stage: str
    count: int
    label: str = ""
    """The workspace's own word for it, where all of them have one and the same."""


def ref(item: Item, part: str = "") -> Ref:
    """A link to an item."""
    return Ref(item.id, item.title, item.type, part)


def ref_to(product: Projection, id: str | None) -> Ref | None:
    """A link to the item with an id, where there is one."""
    item = product.items.get(id or "")
    return ref(item) if item else None


def called(product: Projection, id: str | None) -> str:
    """What a person, a team or a role is called: by their item's title where they have one."""
    item = product.items.get(id or "")
    return item.title if item else apart(id or "")[1]


def visions(product: Projection) -> tuple[Vision, ...]:
    """The visions of one's own plan: a portfolio is not what one of its products is."""
    return tuple(vision for vision in product.of(Vision) if not apart(vision.id)[0])


@index
def cards(product: Projection) -> Mapping[str, Card]:
    """Every feature as a card, by id; made once for all views of a projection."""
    return {feature.id: _card(product, feature) for feature in product.of(Feature)}


@index
def units(product: Projection) -> Mapping[str, Card]:
    """The features that count, as cards, by id."""
    every = cards(product)
    return {feature.id: every[feature.id] for feature in product.units}


@dataclass(frozen=True, slots=True)
class OfEveryLevel:
    """A choice among all features: whoever asks for a level wants its items, whether or not they count."""

    keep: Callable[[Any], bool]

    def __call__(self, found: Any) -> bool:
        """Whether a feature is chosen."""
        return self.keep(found)


def chosen(product: Projection, keep: Callable[[Card], bool] | None) -> list[Card]:
    """The features that a view is of: what counts of them, but where levels are chosen."""
    every = cards(product) if isinstance(keep, OfEveryLevel) else units(product)
    return [found for found in every.values() if keep is None or keep(found)]


def has_wholes(product: Projection) -> bool:
    """Whether anything that counts is a part of something."""
    return any(card.parent is not None for card in units(product).values())


def members(product: Projection, items: Iterable[Item]) -> tuple[Card, ...]:
    """What counts of items that name a release or the like, as cards."""
    shown = units(product)
    return tuple(shown[feature.id] for feature in hierarchy.members(product, items))


def _card(product: Projection, feature: Feature) -> Card:
    stage = feature.status.stage
    planned_for, from_parts = planned(product, feature)
    below = rollups(product).get(feature.id)
    horizon = product.horizon(feature)
    return Card(
        id=feature.id,
        title=feature.title,
        summary=feature.in_short,
        status=feature.status,
        horizon=horizon,
        target=product.shipped(feature) if stage == "shipped" else planned_for,
        starts=feature.starts,
        started=feature.started,
        late=product.is_late(feature),
        due=horizon == "now" and product.is_due(feature),
        confidence=feature.confidence or "",
        team=ref_to(product, feature.team),
        theme=ref_to(product, feature.theme),
        component=ref_to(product, feature.component),
        release=ref_to(product, feature.release),
        owner=feature.owner or "",
        tags=feature.tags,
        state="" if product.is_late(feature) else _trouble(product, feature),
        rice=feature.score.rice if feature.score else None,
        rank=feature.rank,
        score=feature.value(product.settings.scoring),
        turn=product.turn(release) if (release := product.release(feature)) and planned_for is None else 0,
        level="" if feature.level == product.settings.standard_level else feature.level,
        parent=ref_to(product, feature.parent),
        progress=(below.done, below.of) if below and below.of else None,
        cycle=ref_to(product, feature.cycle),
        from_parts=from_parts and stage != "shipped",
    )


def _trouble(product: Projection, feature: Feature) -> str:
    state = judge(product, feature).state
    return state if state in ("poor", "fair") else ""


def soonest(item: Card) -> tuple[Any, ...]:
    """Sort key for open work, everywhere: by rank; then by the end of its period, late ones last; then by score, then by title."""
    at = item.target.last.toordinal() if item.target else 0
    return (
        *by_rank(item.rank),
        item.late,
        item.target is None,
        item.target is None and item.release is None,
        at,
        item.turn,
        -item.score if item.score is not None else 1.0,
        item.title.casefold(),
        item.id,
    )


def under_way(item: Card) -> tuple[Any, ...]:
    """Sort key for what is now: by rank, then what is being worked on before what is only due."""
    return (*by_rank(item.rank), item.stage != "building", soonest(item))


def overdue(item: Card) -> tuple[Any, ...]:
    """Sort key for open work that is past its date: by rank, then what was due last."""
    return (*by_rank(item.rank), latest(item))


def latest(item: Card) -> tuple[Any, ...]:
    """Sort key for finished work: the newest first, undated last."""
    return (item.target is None, -item.target.last.toordinal() if item.target else 0, item.title.casefold(), item.id)


def stages(cards: Iterable[Card]) -> tuple[StageCount, ...]:
    """How many cards each stage has: what is shipped, then the other stages in their order; empty ones left out."""
    found: dict[str, Counter[str]] = {stage: Counter() for stage in ("shipped", *STAGE_ORDER)}
    for card in cards:
        found[card.stage][card.status.label] += 1
    return tuple(
        StageCount(stage, labels.total(), next(iter(labels)) if len(labels) == 1 else "")
        for stage, labels in found.items()
        if labels
    )
