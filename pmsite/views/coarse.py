"""Dates of open work as readers outside should hear them: quarters at most."""

from __future__ import annotations

from dataclasses import replace

from pmsite.audience import Projection
from pmsite.model.period import Period, quarter_of
from pmsite.model.product import OPEN_STAGES
from pmsite.views.parts import Card


def coarse(when: Period | None, product: Projection) -> Period | None:
    """A day or a month as the quarter that it ends in; longer periods as they are."""
    if when is None or when.precision not in ("day", "month"):
        return when
    return quarter_of(when.last, product.settings.fiscal_year_starts)


def coarse_card(card: Card, product: Projection) -> Card:
    """A card of open work with its date as a quarter."""
    return replace(card, target=coarse(card.target, product)) if card.stage in OPEN_STAGES else card
