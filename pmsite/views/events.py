"""How a plan came about, item by item, so that a page reads of the past no more than it tells."""

from __future__ import annotations

from collections.abc import Mapping

from pmsite.audience import Projection
from pmsite.model.indexes import index
from pmsite.model.past import Event


@index
def of_items(product: Projection) -> Mapping[str, tuple[Event, ...]]:
    """By item, its events, the oldest first; nothing where no history is read."""
    return dict(product.past.by_item) if product.past else {}


@index
def of_releases(product: Projection) -> Mapping[str, tuple[Event, ...]]:
    """By release, the events of features that were to come with it before or after the event."""
    return dict(product.past.by_release) if product.past else {}


@index
def are_whole(product: Projection) -> bool:
    """Whether the history reaches back to the plan's beginning."""
    return product.past is not None and product.past.is_whole
