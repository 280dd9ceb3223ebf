"""All items of one type, in pages: each with the facts that its readers look for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pmsite.audience import Projection
from pmsite.model.indexes import by_key
from pmsite.model.item import Item, review_is_over
from pmsite.views.answers import ANSWERS, NUMBERS, Heading
from pmsite.views.parts import Ref, ref

PAGE = 40


@dataclass(frozen=True, slots=True)
class Head:
    """What the facts of one column are called, and the macro that shows them."""

    name: str
    kind: str
    bare: bool

    @property
    def is_number(self) -> bool:
        """Whether they are numbers."""
        return self.kind in NUMBERS


@dataclass(frozen=True, slots=True)
class HubEntry:
    """One item with a fact for each column; nothing where it has none."""

    ref: Ref
    summary: str
    out_of_date: bool
    cells: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class HubGroup:
    """Items that belong together; `count` is how many there are on all pages."""

    name: Heading
    rows: tuple[HubEntry, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Hub:
    """One page of all items of a type. Columns in which none of them has a fact are left out."""

    type: str
    columns: tuple[Head, ...]
    groups: tuple[HubGroup, ...]
    number: int
    pages: int
    total: int

    @property
    def rows(self) -> tuple[HubEntry, ...]:
        """The items of all groups."""
        return tuple(row for group in self.groups for row in group.rows)


def build(product: Projection, type_name: str, page: int = 1, keep: Callable[[Item], bool] | None = None) -> Hub:
    """One page of a type's items, counted from 1, in the groups and the order that its readers look for."""
    found = [(item, group) for item, group in _ordered(product, type_name) if keep is None or keep(item)]
    shown = [(item, group, _cells(product, item)) for item, group in found[(page - 1) * PAGE : page * PAGE]]
    used = [at for at in range(len(ANSWERS[type_name].columns)) if any(_is_told(cells[at]) for _, _, cells in shown)]
    counts = Counter(group for _, group in found)
    groups = tuple(
        HubGroup(
            group if len(counts) > 1 else "", tuple(_row(product, item, cells, used) for item, _, cells in members), counts[group]
        )
        for group, members in groupby(shown, key=lambda one: one[1])
    )
    columns = (ANSWERS[type_name].columns[at] for at in used)
    heads = tuple(Head(column.name, column.kind, column.bare) for column in columns)
    return Hub(type_name, heads, groups, page, max(1, -(-len(found) // PAGE)), len(found))


def ordered(product: Projection, type_name: str) -> tuple[Item, ...]:
    """The items of a type in the order of its pages."""
    return tuple(item for item, _ in _ordered(product, type_name))


@by_key
def _ordered(product: Projection, type_name: str) -> tuple[tuple[Item, Heading], ...]:
    """The items of a type in the order of its pages, each with the group that it stands in."""
    answers = ANSWERS[type_name]
    items = sorted(product.by_type.get(type_name, ()), key=lambda item: answers.key(product, item))
    return tuple((item, answers.place(product, item)[1]) for item in items)


def page_count(product: Projection, type_name: str) -> int:
    """How many pages a type's hub has."""
    return max(1, -(-len(product.by_type.get(type_name, ())) // PAGE))


def _cells(product: Projection, item: Item) -> tuple[Any, ...]:
    return tuple(column.find(product, item) for column in ANSWERS[item.type].columns)


def _is_told(value: Any) -> bool:
    return value is not None and value not in ("", ())


def _row(product: Projection, item: Item, cells: tuple[Any, ...], used: Iterable[int]) -> HubEntry:
    summary = item.in_short or getattr(item, "mission", "") or getattr(item, "statement", "")
    told = tuple(cells[at] if _is_told(cells[at]) else None for at in used)
    return HubEntry(ref(item), summary, review_is_over(item, product.today), told)
