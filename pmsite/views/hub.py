"""All items of one type, in pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.indexes import index
from pmsite.model.item import Item, by_rank, review_is_over
from pmsite.model.period import Period
from pmsite.model.release import Release
from pmsite.model.status import Status
from pmsite.views.parts import Ref, StageCount, cards, ref, ref_to, stages

PAGE = 300
DATES = ("period", "date", "detected", "as_of")


@dataclass(frozen=True, slots=True)
class HubEntry:
    """One item, with the facts that its kind is scanned by."""

    ref: Ref
    summary: str
    date: Period | None
    state: Status | str
    team: Ref | None
    stages: tuple[StageCount, ...]
    count: int
    """How many other items name it."""
    out_of_date: bool = False


@dataclass(frozen=True, slots=True)
class Hub:
    """One page of all items of a type."""

    type: str
    rows: tuple[HubEntry, ...]
    columns: tuple[str, ...]
    number: int
    pages: int
    total: int


def build(product: Projection, type_name: str, page: int = 1, keep: Callable[[Item], bool] | None = None) -> Hub:
    """One page of a type's items, counted from 1: by rank where they have one, then newest first where they have dates, releases by their numbers, else by title."""
    items = [item for item in _ordered(product).get(type_name, ()) if keep is None or keep(item)]
    rows = tuple(_row(product, item) for item in items[(page - 1) * PAGE : page * PAGE])
    optional = {
        "date": any(r.date for r in rows),
        "state": any(r.state for r in rows),
        "team": any(r.team for r in rows),
        "stages": any(r.stages for r in rows),
    }
    return Hub(
        type_name, rows, ("title", *(n for n, used in optional.items() if used)), page, max(1, -(-len(items) // PAGE)), len(items)
    )


@index
def _ordered(product: Projection) -> Mapping[str, tuple[Item, ...]]:
    """By type, the items in the order of its pages."""
    found = {name: tuple(sorted(items, key=_order)) for name, items in product.by_type.items()}
    return found | {Release.type: product.releases}


def page_count(product: Projection, type_name: str) -> int:
    """How many pages a type's hub has."""
    return max(1, -(-len(product.by_type.get(type_name, ())) // PAGE))


def _order(item: Item) -> tuple[object, ...]:
    date = _date(item)
    return (*by_rank(getattr(item, "rank", None)), date is None, -date.last.toordinal() if date else 0, item.key)


def _date(item: Item) -> Period | None:
    return next((found for name in DATES if isinstance(found := getattr(item, name, None), Period)), None)


def _row(product: Projection, item: Item) -> HubEntry:
    found = cards(product)
    features = {
        link.source
        for link in product.incoming.get(item.id, ())
        if link.source in found and link.field in (item.type, "supports", "addresses")
    }
    state = getattr(item, "status", "") or getattr(item, "strength", "") or getattr(item, "severity", "") or ""
    return HubEntry(
        ref(item),
        item.summary or getattr(item, "mission", "") or getattr(item, "statement", ""),
        _date(item),
        state,
        ref_to(product, getattr(item, "team", None)),
        stages(found[id] for id in features),
        len(product.incoming.get(item.id, ())),
        review_is_over(item, product.today),
    )
