"""Trends around the product: by ring and category, with how they moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.item import Item, review_is_over
from pmsite.model.period import Period
from pmsite.model.trend import RINGS, Trend
from pmsite.views.parts import Ref, ref

EDITIONS, ROWS = 6, 200
"""Earlier editions, and trends with such, that the table of them has."""


@dataclass(frozen=True, slots=True)
class Blip:
    """One trend, with the number that stands for it in the picture."""

    number: int
    ref: Ref
    summary: str
    ring: str
    movement: str
    category: str
    out_of_date: bool


@dataclass(frozen=True, slots=True)
class Wheel:
    """All trends, by category and ring, numbered in that order."""

    categories: tuple[str, ...]
    blips: tuple[Blip, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One trend and the ring that it was in at each edition, nothing where it was in none; the last one is now."""

    ref: Ref
    rings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Radar:
    """The radar of trends: a picture and the list beside it, and how each came to where it is."""

    wheel: Wheel
    editions: tuple[Period, ...] = ()
    """Earlier editions, the oldest first."""
    ways: tuple[Way, ...] = ()
    ways_more: int = 0
    last: Wheel | None = None
    """The radar of the edition before, in the numbers of today."""


def build(product: Projection, keep: Callable[[Item], bool] | None = None) -> Radar:
    """The radar of a projection."""
    labels = product.settings.trend_categories
    order = {name: at for at, name in enumerate(labels)}
    found = [item for item in product.of(Trend) if keep is None or keep(item)]
    found.sort(
        key=lambda trend: (
            order.get(trend.category, len(order)),
            trend.category,
            RINGS.index(trend.ring) if trend.ring else len(RINGS),
            trend.key,
        )
    )
    blips = tuple(_blip(product, trend, number, trend.ring, trend.moved) for number, trend in enumerate(found, start=1))
    categories = tuple(dict.fromkeys(labels.get(trend.category, trend.category) for trend in found))
    editions = tuple(sorted({one.date for trend in found for one in trend.history}, key=lambda date: date.last))[-EDITIONS:]
    told = [trend for trend in found if trend.history]
    ways = [Way(ref(trend), (*map(trend.stood, editions), trend.ring)) for trend in told]
    return Radar(
        Wheel(categories, blips),
        editions,
        tuple(ways[:ROWS]),
        max(0, len(ways) - ROWS),
        _last(product, categories, found, editions[-1]) if editions else None,
    )


def _last(product: Projection, categories: tuple[str, ...], found: list[Trend], edition: Period) -> Wheel:
    blips = (
        _blip(product, trend, number, ring, "none") for number, trend in enumerate(found, start=1) if (ring := trend.stood(edition))
    )
    return Wheel(categories, tuple(blips))


def _blip(product: Projection, trend: Trend, number: int, ring: str, movement: str) -> Blip:
    return Blip(
        number,
        ref(trend),
        trend.in_short or trend.impact,
        ring,
        movement,
        product.settings.trend_categories.get(trend.category, trend.category),
        review_is_over(trend, product.today),
    )
