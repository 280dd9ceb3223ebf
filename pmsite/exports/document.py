"""Everything that one audience may see, as one JSON document: enough to rebuild every page, or to leave with everything."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pmsite import __version__
from pmsite.audience import Projection, seen_fields
from pmsite.exports.facts import Fact, facts, plain
from pmsite.exports.links import Places
from pmsite.exports.site_address import SiteAddress
from pmsite.model.feature import Feature
from pmsite.model.item import Item
from pmsite.model.metric import Metric
from pmsite.model.types import BY_NAME, keys
from pmsite.plan.document import FORMAT, VERSION
from pmsite.read.revision import revision


@dataclass(frozen=True, slots=True)
class Whole:
    """A projection in every language that it is written in. `prefix` is the workspace's folder as the paths of items begin with it."""

    original: Projection
    prefix: str
    translated: Mapping[str, Projection]
    """By language, the items that are translated into it."""
    root: Path | None = field(default=None, repr=False)
    """Where the workspace is."""

    @property
    def revision(self) -> str:
        """The commit that it was read at. Only the team may know that: to others it would say that something has changed."""
        return revision(self.root) if self.root is not None and self.original.is_inside else ""


def write(whole: Whole, schema: str = "", place: SiteAddress | None = None) -> Iterator[str]:
    """The document: a line on when it was written, a line on the plan, and the items, each on its own line.

    `schema` is the address of its JSON Schema, relative to it; `place` is where its readers' site is.
    """
    product, address = whole.original, place or SiteAddress()
    places = Places(product, whole.prefix)
    written = {"format": FORMAT, "version": VERSION, "writer": __version__, "day": product.today.isoformat()}
    if commit := whole.revision:
        written["revision"] = commit
    yield _json(written).removesuffix("}") + ",\n"
    yield _json(_head(product, schema, address)).removeprefix("{").removesuffix("}") + ', "items": ['
    for at, (_, item) in enumerate(sorted(product.items.items())):
        yield (",\n" if at else "\n") + _json(_item(product, item, places, address, whole.translated))
    yield "\n]}\n"


def _head(product: Projection, schema: str, place: SiteAddress) -> dict[str, Any]:
    own = product.settings.audiences.get(product.audience)
    return {
        **({"$schema": schema} if schema else {}),
        "audience": product.audience,
        **({"label": own.label} if own is not None and own.label else {}),
        **({"site": place.root} if place.root else {}),
        "fiscal_year_starts": product.settings.fiscal_year_starts,
        **({} if product.is_inside else {"seen": _seen(product)}),
        "settings": product.settings.model_dump(mode="json", exclude_defaults=True),
    }


def _seen(product: Projection) -> dict[str, list[str]]:
    """By type of item that is there, the fields that readers get, as authors write them."""
    found = {}
    for name in product.by_type:
        model = BY_NAME[name]
        written = {field: key for key, field in keys(model).items()}
        found[name] = sorted(written.get(field, field) for field in seen_fields(product.settings, product.audience, model))
    return found


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _item(
    product: Projection, item: Item, places: Places, address: SiteAddress, translated: Mapping[str, Projection]
) -> dict[str, Any]:
    found: dict[str, Any] = {"type": item.type, "id": item.id, "path": places.of(item)}
    if page := address.inside(f"roadmap/{item.folder}/{item.id}"):
        found["page"] = page
    found["facts"] = facts(product, item)
    if isinstance(item, Feature):
        found["counts"] = product.counts(item)
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
