"""What a view is asked for, besides the plan that it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from pmsite.audience import Projection
from pmsite.model.item import Item
from pmsite.model.period import Period

Keep = Callable[[Any], bool] | None

T = TypeVar("T", bound=Item)

LATELY = timedelta(days=91)
"""How far back what is new begins, where nothing says."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A choice of items, and a stretch of time. What happened on `since` itself was told before."""

    keep: Keep = None
    group_by: str = "horizon"
    lanes: str = ""
    columns: tuple[str, ...] = ()
    sort: str = ""
    type: str = ""
    items: tuple[str, ...] = ()
    most: int = 0
    since: date | None = None
    until: date | None = None
    period: Period | None = None
    next: Period | None = None
    show: str = ""
    customer: str = ""
    """The one customer that is told."""

    def select(self, found: Iterable[T]) -> list[T]:
        """The items that are asked for: those named, in their order, or all that the filter lets through."""
        kept = [item for item in found if self.keep is None or self.keep(item)]
        if not self.items:
            return kept
        by_id = {item.id: item for item in kept}
        return [by_id[id] for id in self.items if id in by_id]

    def first(self, product: Projection) -> date:
        """The day after which things are new."""
        return self.since or self.last(product) - LATELY

    def last(self, product: Projection) -> date:
        """The last day that is told."""
        return self.until or product.today

    def is_new(self, product: Projection, when: Period | None) -> bool:
        """Whether something happened in the stretch of time."""
        return when is not None and self.first(product) < when.first <= self.last(product)

    def up_to(self, default: int = 0) -> int | None:
        """How many at most, to cut a list with."""
        return self.most or default or None
