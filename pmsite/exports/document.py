"""Everything that one audience may see, as one JSON document: enough to rebuild every page, or to leave with everything."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pmsite.audience import Projection
from pmsite.exports.facts import Fact, facts, plain
from pmsite.exports.links import Places
from pmsite.model.item import Item
from pmsite.model.metric import Metric

FORMAT, VERSION = "pmsite-plan", 1
"""What the document calls itself. The version rises when a reader of the one before would misread it."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A projection in every language that it is written in. `prefix` is the workspace's folder as the paths of items begin with it."""

    original: Projection
    prefix: str
    translated: Mapping[str, Projection]
    """By language, the items that are translated into it."""


def write(whole: Whole, schema: str = "") -> Iterator[str]:
    """The document, item by item, each on its own line. `schema` is the address of its JSON Schema, relative to it."""
    product = whole.original
    places = Places(product, whole.prefix)
    head = {
        **({"$schema": schema} if schema else {}),
        "format": FORMAT,
        "version": VERSION,
        "audience": product.audience,
        "settings": product.settings.model_dump(mode="json", exclude_defaults=True),
    }
    yield _json(head).removesuffix("}") + ', "items": ['
    for at, (_, item) in enumerate(sorted(product.items.items())):
        yield (",\n" if at else "\n") + _json(_item(product, item, places, whole.translated))
    yield "\n]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _item(product: Projection, item: Item, places: Places, translated: Mapping[str, Projection]) -> dict[str, Any]:
    found: dict[str, Any] = {"type": item.type, "id": item.id, "path": places.of(item), "facts": facts(product, item)}
    if body := places.body(item):
        found["body"] = body
    if isinstance(item, Metric) and item.series:
        found["series"] = [plain(point) for point in item.series]
    words = {language: _words(other.items.get(item.id), item, places) for language, other in translated.items()}
    words = {language: told for language, told in words.items() if told}
    return {**found, "translations": words} if words else found


def _words(told: Item | None, item: Item, places: Places) -> dict[str, Fact]:
    """What a translation says in other words than the item's own file."""
    if told is None:
        return {}
    words: dict[str, Fact] = {n: getattr(told, n) for n in ("title", "summary") if getattr(told, n) != getattr(item, n)}
    return words | ({"body": places.body(told)} if told.body != item.body else {})
