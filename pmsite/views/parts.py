"""The pieces that several views are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.indexes import index
from pmsite.model.item import Item, by_rank
from pmsite.model.period import Period
from pmsite.model.status import STAGE_ORDER, Status


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
    release: Ref | None
    owner: str
    tags: tuple[str, ...]
    rice: float | None
    rank: float | None = None
    score: float | None = None
    """What the workspace's method of prioritisation says of it."""
    turn: int = 0
    """How many releases come before its own; 0 where the date decides."""

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
    return item.title if item else id or ""


@index
def cards(product: Projection) -> Mapping[str, Card]:
    """Every feature as a card, by id; made once for all views of a projection."""
    return {feature.id: _card(product, feature) for feature in product.of(Feature)}


def _card(product: Projection, feature: Feature) -> Card:
    stage = feature.status.stage
    horizon = product.horizon(feature)
    return Card(
        id=feature.id,
        title=feature.title,
        summary=feature.summary,
        status=feature.status,
        horizon=horizon,
        target=product.shipped(feature) if stage == "shipped" else product.target(feature),
        starts=feature.starts,
        started=feature.started,
        late=product.is_late(feature),
        due=horizon == "now" and product.is_due(feature),
        confidence=feature.confidence or "",
        team=ref_to(product, feature.team),
        theme=ref_to(product, feature.theme),
        release=ref_to(product, feature.release),
        owner=feature.owner or "",
        tags=feature.tags,
        rice=feature.score.rice if feature.score else None,
        rank=feature.rank,
        score=feature.value(product.settings.scoring),
        turn=product.turn(release) if (release := product.release(feature)) and product.target(feature) is None else 0,
    )


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
    counts = dict.fromkeys(("shipped", *STAGE_ORDER), 0)
    for found in cards:
        counts[found.stage] += 1
    return tuple(StageCount(stage, count) for stage, count in counts.items() if count)
