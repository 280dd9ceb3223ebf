"""Trends around the product: by ring and category, with how they moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.item import Item, review_is_over
from pmsite.model.trend import RINGS, Trend
from pmsite.views.parts import Ref, ref


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
class Radar:
    """The radar of trends: a picture and the list beside it."""

    wheel: Wheel


def build(product: Projection, keep: Callable[[Item], bool] | None = None) -> Radar:
    """The radar of a projection."""
    found = [item for item in product.of(Trend) if keep is None or keep(item)]
    found.sort(key=lambda trend: (trend.category, RINGS.index(trend.ring) if trend.ring else len(RINGS), trend.key))
    blips = tuple(
        Blip(
            number,
            ref(trend),
            trend.summary or trend.impact,
            trend.ring,
            trend.movement,
            trend.category,
            review_is_over(trend, product.today),
        )
        for number, trend in enumerate(found, start=1)
    )
    return Radar(Wheel(tuple(dict.fromkeys(trend.category for trend in found)), blips))
