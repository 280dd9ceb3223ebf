"""What reached users lately."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.views.asked import Asked
from pmsite.views.parts import Card, cards, latest

MOST = 12


@dataclass(frozen=True, slots=True)
class Shipped:
    """Shipped features, the newest first."""

    cards: tuple[Card, ...]
    more: int = 0
    """How many are left out."""


def build(product: Projection, asked: Asked) -> Shipped:
    """Features that were shipped in the stretch of time, or those that are named."""
    found = cards(product)
    done = [f for f in asked.select(product.of(Feature)) if f.status.stage == "shipped"]
    if asked.items:
        return Shipped(tuple(found[f.id] for f in done))
    new = [found[f.id] for f in done if asked.is_new(product, product.shipped(f))]
    most = asked.most or MOST
    return Shipped(tuple(sorted(new, key=latest)[:most]), max(0, len(new) - most))
