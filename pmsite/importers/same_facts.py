"""Whether two texts of an item say the same. They are compared as the model reads them: `80%` is 0.8, and an absent fact its default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from pmsite.diagnostics import Report
from pmsite.model.item import Item
from pmsite.model.load import load_item
from pmsite.model.settings import Settings
from pmsite.model.types import keys
from pmsite.read.record import Record


def differing(names: Iterable[str], record: Record, wanted: Mapping[str, Any], settings: Settings) -> list[str]:
    """Those facts in which a file would say something else with other front matter; facts of groups are `group.fact`."""
    before = load_item(record, settings, Report())
    after = load_item(record._replace(data=wanted), settings, Report())
    if before is None or after is None:
        return [name for name in names if written(record.data, name) != written(wanted, name)]
    return unlike(names, before, after)


def unlike(names: Iterable[str], one: Item, other: Item) -> list[str]:
    """Those facts in which two items of one type say something else."""
    return [name for name in names if _value(one, name) != _value(other, name)]


def written(data: Mapping[str, Any], name: str) -> Any:
    """What front matter says of one fact."""
    key, dot, fact = name.partition(".")
    found = data.get(key)
    if dot:
        found = found.get(fact) if isinstance(found, Mapping) else None
    return found.strip() if isinstance(found, str) else found


def trimmed(body: str) -> str:
    """A body without blank lines around it, which say nothing; the indent of its first line says something."""
    lines = body.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    return "\n".join(lines[first:]).rstrip()


def _value(item: Item, name: str) -> Any:
    key, dot, fact = name.partition(".")
    known = keys(type(item))
    found = getattr(item, known[key]) if key in known else (item.custom.get(key) or None)
    if not dot:
        return found
    return getattr(found, fact, None) if isinstance(found, BaseModel) else (found or {}).get(fact)
