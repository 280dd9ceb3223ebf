"""How a plan came about, item by item, so that a page reads of the past no more than it tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pmsite.audience import Projection
from pmsite.model.indexes import index
from pmsite.model.past import Event


@index
def of_items(product: Projection) -> Mapping[str, tuple[Event, ...]]:
    """By item, its events, the oldest first; nothing where no history is read."""
    return dict(product.past.by_item) if product.past else {}


@index
def are_whole(product: Projection) -> bool:
    """Whether the history reaches back to the plan's beginning."""
    return product.past is not None and product.past.is_whole


@index
def of_cycles(product: Projection) -> Mapping[str, frozenset[str]]:
    """By cycle, the items that were ever in it."""
    return dict(product.past.by_cycle) if product.past else {}


@index
def of_parts(product: Projection) -> Mapping[str, frozenset[str]]:
    """By feature, the features that ever were a part of it."""
    return dict(product.past.by_parent) if product.past else {}


@index
def began(product: Projection) -> date | None:
    """The day from which on the history is known; nothing where none is read."""
    return product.past.began if product.past else None
