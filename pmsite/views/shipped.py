"""What reached users lately."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.views.asked import Asked
from pmsite.views.finished import finished
from pmsite.views.parts import Card, cards, latest

MOST = 12


@dataclass(frozen=True, slots=True)
class Shipped:
    """Shipped features, the newest first."""

    cards: tuple[Card, ...]
    more: int = 0
    """How many are left out."""
    folded: Mapping[str, tuple[Card, ...]] = field(default_factory=dict)
    """By group, what came with it."""


def build(product: Projection, asked: Asked) -> Shipped:
    """Features that were shipped in the stretch of time, or those that are named."""
    found = cards(product)
    if asked.items:
        return Shipped(tuple(found[f.id] for f in asked.select(product.of(Feature)) if f.status.stage == "shipped"))
    new = [one for one in finished(product, partial(asked.is_new, product)) if asked.keep is None or asked.keep(one.feature)]
    most = asked.most or MOST
    shown = sorted((found[one.feature.id] for one in new), key=latest)[:most]
    folded = {one.feature.id: tuple(found[f.id] for f in one.folded) for one in new if one.folded}
    return Shipped(tuple(shown), max(0, len(new) - most), folded)
