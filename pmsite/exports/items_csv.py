"""Items as CSV: a row each, a column for each fact that any of them has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from pmsite.audience import Projection
from pmsite.exports import table
from pmsite.exports.facts import Fact, facts
from pmsite.exports.links import Places
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import has_levels
from pmsite.model.item import Item
from pmsite.model.types import TYPES, keys

_LISTED = re.compile(r"[^\s,;，；、\[\]{}\"'](?:[^,;，；、\n\[\]{}\"]*[^\s,;，；、\[\]{}\"])?")
"""What can stand in a list with commas and be told apart again."""
_NAME = re.compile(r"(?=.{1,60}\Z)[^\W_][\w-]*(?: [\w-]+)*")
"""What can stand in a header after a full stop and be told apart again."""


def write(product: Projection, model: type[Item] | None, prefix: str) -> Iterator[str]:
    """The table of one type, or of all, by rank, then in the order of titles. `prefix` is the workspace's folder as the paths of items begin with it."""
    places = Places(product, prefix)
    models = TYPES if model is None else (model,)
    rows = [_row(product, item, places) for shown in models for item in product.of(shown)]
    found = dict.fromkeys(("id", "type", "title", *(key for row in rows for key in row)))
    known = {key: at for at, key in enumerate(dict.fromkeys(("id", "type", *(key for shown in models for key in keys(shown)))))}
    columns = sorted(found, key=lambda key: (key == "body", known.get(key.partition(".")[0], len(known))))
    return table.write(columns, ([row.get(column, "") for column in columns] for row in rows))


def _row(product: Projection, item: Item, places: Places) -> dict[str, table.Cell]:
    row: dict[str, table.Cell] = {"id": item.id, "type": item.type}
    for key, fact in facts(product, item).items():
        row |= _cells(key, fact)
    if isinstance(item, Feature) and has_levels(product):
        row["counts"] = cell(product.counts(item))
    body = places.body(item)
    return row | ({"body": body} if body else {})


def _cells(key: str, fact: Fact) -> Iterator[tuple[str, table.Cell]]:
    """One cell, or one for each fact of a group that holds single facts alone."""
    if isinstance(fact, Mapping) and fact and all(_NAME.fullmatch(name) and _is_single(entry) for name, entry in fact.items()):
        yield from ((f"{key}.{name}", cell(entry)) for name, entry in fact.items())
    else:
        yield key, cell(fact)


def _is_single(fact: Fact) -> bool:
    return not isinstance(fact, (list, dict)) and fact != ""


def cell(fact: Fact) -> table.Cell:
    """A fact as the cell of a table."""
    if isinstance(fact, bool):
        return "true" if fact else "false"
    if isinstance(fact, list) and fact and all(isinstance(entry, str) and _LISTED.fullmatch(entry) for entry in fact):
        return ", ".join(map(str, fact))
    return json.dumps(fact, ensure_ascii=False) if isinstance(fact, (list, dict)) else fact
