"""Which features people ask for, by what they weigh: each customer and each request counts once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.demand import Wanted, requests_for, wanted_of
from pmsite.model.indexes import index
from pmsite.model.item import Item
from pmsite.views.parts import Card, Ref, cards, ref_to

PAGE = 100
NAMED = 3
"""Customers that a row names."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one feature, or several, mean to those who ask."""

    requests: int
    voices: float
    customers: tuple[Ref, ...]
    """The first of them."""
    count: int
    """How many customers ask."""
    lost: tuple[Ref, ...]
    """Who asked and has left."""
    unnamed: float
    revenue: float
    at_stake: float
    weighted: float
    currency: str


@dataclass(frozen=True, slots=True)
class Row:
    """One feature that somebody asks for."""

    card: Card
    weighed: Weighed


@dataclass(frozen=True, slots=True)
class Demanded:
    """One page of the features that anybody asks for, the most wanted first."""

    rows: tuple[Row, ...]
    number: int
    pages: int
    total: int
    currency: str


def is_known(product: Projection) -> bool:
    """Whether the readers see who asks."""
    return "customer" in product.by_type


def page_count(product: Projection) -> int:
    """How many pages the features that anybody asks for take."""
    return max(1, -(-len(_ranked(product)) // PAGE))


def build(product: Projection, keep: Callable[[Item], bool] | None = None, page: int = 1) -> Demanded:
    """One page of a projection's features that anybody asks for, counted from 1."""
    shown = cards(product)
    ids = [id for id in _ranked(product) if keep is None or keep(product.items[id])]
    here = ids[(page - 1) * PAGE : page * PAGE]
    rows = tuple(Row(shown[id], weighed(product, wanted_of(product)[id], NAMED)) for id in here)
    return Demanded(rows, page, max(1, -(-len(ids) // PAGE)), len(ids), product.settings.currency)


def weighed(product: Projection, found: Wanted, most: int) -> Weighed:
    """What is wanted, with links to as many of those who want it."""
    return Weighed(
        len(found.requests),
        found.voices,
        _refs(product, found.customers[:most]),
        len(found.customers),
        _refs(product, found.lost[:most]),
        found.unnamed,
        found.revenue,
        found.at_stake,
        found.weighted,
        product.settings.currency,
    )


def _refs(product: Projection, ids: Iterable[str]) -> tuple[Ref, ...]:
    return tuple(found for id in ids if (found := ref_to(product, id)) is not None)


@index
def _ranked(product: Projection) -> tuple[str, ...]:
    """The features that anybody asks for and that are still to come, the most wanted first, then the others."""
    shown = cards(product)
    known = ((shown[id], found) for id, found in wanted_of(product).items() if id in shown and id in requests_for(product))
    ordered = sorted(known, key=lambda pair: (_is_over(pair[0]), *pair[1].order, pair[0].title.casefold(), pair[0].id))
    return tuple(card.id for card, _ in ordered)


def _is_over(card: Card) -> bool:
    return card.stage in ("shipped", "dropped")
