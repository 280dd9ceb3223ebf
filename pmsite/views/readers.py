"""Who sees what: for each item that leaves the team, the audiences that get it, and in whose words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pmsite.audience import Projection
from pmsite.model.item import Item
from pmsite.views import told
from pmsite.views.parts import Ref, ref
from pmsite.views.told import Told

PAGE = 190

OWN, TEAMS, NOT = "own_words", "teams_words", "not_shown"


@dataclass(frozen=True, slots=True)
class Audience:
    """One group of readers: what it is called, how many items it gets, how finely it is told of plans, and what it was told last."""

    label: str
    count: int
    types: tuple[tuple[str, int], ...]
    """How many of each type that it gets any of."""
    own: int
    """How many of them are told in words for these readers alone."""
    dates: str = ""
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class SharedRow:
    """One item, with what each audience reads: its own words, the team's, or nothing."""

    ref: Ref
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readers:
    """One page of the items that leave the team."""

    audiences: tuple[Audience, ...]
    groups: tuple[tuple[str, tuple[SharedRow, ...]], ...]
    """By type."""
    number: int
    pages: int
    shared: int
    total: int
    """All items of the plan, those included that do not leave the team."""


def build(product: Projection, page: int = 1) -> Readers:
    """One page, counted from 1, in the order of types and titles."""
    items = list(_shared(product))
    names = tuple(product.settings.audiences)
    groups = groupby(items[(page - 1) * PAGE : page * PAGE], key=lambda item: item.type)
    rows = tuple(
        (type_name, tuple(SharedRow(ref(item), tuple(_cell(item, name) for name in names)) for item in found))
        for type_name, found in groups
    )
    total = sum(map(len, product.by_type.values()))
    return Readers(tuple(_audiences(product, items)), rows, page, page_count(product), len(items), total)


def _audiences(product: Projection, items: list[Item]) -> Iterator[Audience]:
    heard = told.by_audience(product)
    for name, setting in product.settings.audiences.items():
        seen = [item for item in items if name in item.visibility]
        types = tuple(Counter(item.type for item in seen).items())
        own = sum(name in item.wordings for item in seen)
        yield Audience(setting.label or name, len(seen), types, own, setting.dates, heard.get(name))


def page_count(product: Projection) -> int:
    """How many pages there are; none where nothing leaves the team, or where the readers are not the team."""
    return -(-sum(1 for _ in _shared(product)) // PAGE) if product.is_inside else 0


def _shared(product: Projection) -> Iterator[Item]:
    for items in product.by_type.values():
        yield from (item for item in items if item.visibility)


def _cell(item: Item, audience: str) -> str:
    if audience not in item.visibility:
        return NOT
    return OWN if audience in item.wordings else TEAMS
