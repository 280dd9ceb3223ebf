"""All features as a table, in pages of a size that a browser likes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pmsite.audience import Projection
from pmsite.model.status import STAGE_ORDER
from pmsite.model.version import version
from pmsite.views.parts import Card, cards, latest, soonest

PAGE = 500


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of one column that readers can filter by, with how many rows have each."""

    column: str
    values: tuple[tuple[str, str, int], ...]
    """Key, words (empty where the interface names the key itself), count."""


@dataclass(frozen=True, slots=True)
class Table:
    """One page of the table. `columns` are those that any feature fills."""

    rows: tuple[Card, ...]
    columns: tuple[str, ...]
    filters: tuple[Choices, ...]
    number: int
    pages: int
    total: int


def build(product: Projection, page: int = 1, keep: Callable[[Card], bool] | None = None) -> Table:
    """One page of the table, counted from 1: open work first, by stage and date."""
    shown = [found for found in cards(product).values() if keep is None or keep(found)]
    shown.sort(key=lambda c: (STAGE_ORDER.index(c.stage), soonest(c) if c.is_open else latest(c)))
    pages = max(1, -(-len(shown) // PAGE))
    rows = tuple(shown[(page - 1) * PAGE : page * PAGE])
    return Table(rows, _columns(shown), tuple(_filters(shown)), page, pages, len(shown))


def page_count(product: Projection) -> int:
    """How many pages the whole table has."""
    return max(1, -(-len(cards(product)) // PAGE))


def _columns(shown: list[Card]) -> tuple[str, ...]:
    optional = {
        "target": any(c.target for c in shown),
        "release": any(c.release for c in shown),
        "team": any(c.team for c in shown),
        "theme": any(c.theme for c in shown),
        "owner": any(c.owner for c in shown),
        "confidence": any(c.confidence for c in shown),
        "rice": any(c.rice is not None for c in shown),
    }
    return ("title", "status", "horizon", *(name for name, used in optional.items() if used))


def _filters(shown: list[Card]) -> list[Choices]:
    found = []
    for column in ("status", "horizon", "team", "theme", "release"):
        counts: dict[tuple[str, str], int] = {}
        for row in shown:
            key = _key(row, column)
            if key[0]:
                counts[key] = counts.get(key, 0) + 1
        if len(counts) > 1:
            found.append(Choices(column, tuple((*entry, counts[entry]) for entry in sorted(counts, key=_place(column)))))
    return found


def _place(column: str) -> Callable[[tuple[str, str]], Any]:
    """Sort key for the values of a column: releases by number, others by their words."""
    return lambda entry: version(entry[1]).key if column == "release" else entry[1] or entry[0]


def _key(row: Card, column: str) -> tuple[str, str]:
    if column == "status":
        return row.status.id, row.status.label
    if column == "horizon":
        return row.horizon, ""
    at = {"team": row.team, "theme": row.theme, "release": row.release}[column]
    return (at.id, at.title) if at else ("", "")
