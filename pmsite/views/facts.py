"""The facts of one item: short ones, texts, and what they link to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import BaseModel

from pmsite.audience import Projection
from pmsite.model import custom
from pmsite.model.component_tree import paths
from pmsite.model.feature import HORIZONS, Feature
from pmsite.model.item import READER_FIELDS, Item
from pmsite.model.period import Period
from pmsite.model.status import Status
from pmsite.model.types import references, shape
from pmsite.views.parts import Ref, ref_to

ELSEWHERE = frozenset({"title", "summary", "id", "wordings", "visibility", "domains"})
"""Fields that every page shows in a place of their own, or not at all."""
CONNECTIONS = (
    "depends_on", "together_with", "replaces", "related", "addresses", "features", "evidence", "against", "affects", "supersedes", "personas",
    "metrics", "guardrails", "insights", "about", "changed", "briefs", "scope",
)  # fmt: skip
"""Fields shown as lists of links, each with the other direction."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One short fact: its field, its label where the workspace gave it one, and its values."""

    name: str
    label: str
    values: tuple[str | float | bool | Period | Status | Ref, ...]
    keys: tuple[str, ...] = ()
    """What each value is called, where they have names."""
    shape: str = "fact"
    """What the field holds, as `model.types.shape` says; choices are words of the format, shares of one are percentages."""


@dataclass(frozen=True, slots=True)
class Text:
    """One field that holds more than a few words: a text, or a list of texts."""

    name: str
    text: str
    lines: tuple[str, ...]


def texts(item: Item) -> Iterator[Text]:
    """The fields of an item that hold more than a few words."""
    model = type(item)
    for name in model.model_fields:
        kind = shape(model, name)
        if kind in ("text", "lines") and name not in ELSEWHERE and name not in READER_FIELDS and (value := getattr(item, name)):
            yield Text(name, value, ()) if kind == "text" else Text(name, "", value)


def facts(product: Projection, item: Item) -> Iterator[Fact]:
    """The short facts of an item, those of the workspace's own fields last."""
    model = type(item)
    for name, field in model.model_fields.items():
        value = getattr(item, name)
        kind = shape(model, name)
        if name == "horizon" and isinstance(item, Feature) and not value:
            value = _column(product, item)
        if (
            name in READER_FIELDS
            or name in ELSEWHERE
            or kind in ("text", "lines", "group")
            or name in CONNECTIONS
            or value is None
            or value == ()
            or value == ""
            or (value == field.default and name != "status")
        ):
            continue
        yield Fact(name, "", tuple(_values(product, model, name, value)), shape=kind)
    for name, value in item.custom.items():
        declared = product.settings.custom_fields(item.type)[name]
        named = isinstance(value, Mapping)
        values = tuple(_shown(product, tuple(value.values()) if named else value, custom.reference(declared) is not None))
        if values:
            yield Fact(name, declared.label or name, values, tuple(value) if named else ())


def _column(product: Projection, feature: Feature) -> str | None:
    """The column of the roadmap that a feature is in, where nobody wrote it down."""
    found = product.horizon(feature)
    return found if found in HORIZONS else None


def shown(product: Projection, item: Item, name: str) -> Iterator[Any]:
    """The values of one field, with links for what it names."""
    value = getattr(item, name)
    if value is not None and value != "":
        yield from _values(product, type(item), name, value)


def _values(product: Projection, model: type[Item], name: str, value: Any) -> Iterator[Any]:
    mark = references(model).get(name)
    if mark is not None and mark.to == ("component",):
        return map(partial(_on_its_way, product), value if isinstance(value, tuple) else (value,))
    return _shown(product, value, mark is not None)


def _on_its_way(product: Projection, id: str) -> Ref | str:
    """A component under the names of all that it is in."""
    path = [product.items[one].title for one in paths(product).get(id, ())]
    return Ref(id, " › ".join(path), "component") if path else id


def _shown(product: Projection, value: Any, is_reference: bool) -> Iterator[Any]:
    for entry in value if isinstance(value, tuple) else (value,):
        if isinstance(entry, BaseModel):
            continue
        yield _linked(product, entry) if is_reference else entry


def _linked(product: Projection, written: str) -> Ref | str:
    found = ref_to(product, written)
    if found is not None:
        return found
    above, _, part = written.rpartition(".")
    objective = ref_to(product, above)
    return Ref(objective.id, _part_title(product, above, part) or objective.title, objective.type, part) if objective else written


def _part_title(product: Projection, objective: str, part: str) -> str:
    results = getattr(product.items[objective], "key_results", ())
    return next((result.title for result in results if result.id == part), "")
