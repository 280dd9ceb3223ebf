"""An item's facts as its author writes them, with numbers, texts, lists and mappings as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from pmsite.audience import Projection
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import GIVEN, parts
from pmsite.model.item import READER_FIELDS, Item, Wording
from pmsite.model.period import Period
from pmsite.model.status import Status

Fact = str | bool | int | float | list["Fact"] | dict[str, "Fact"]

_NOTHING: tuple[object, ...] = ("", None, (), {})


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    key: str
    default: object
    is_required: bool


def facts(product: Projection, item: Item) -> dict[str, Fact]:
    """The facts of an item that say more than their absence would, by the key that authors write."""
    found = {name: fact for name, fact in _facts(item).items() if name != "id"}
    if isinstance(item, Feature):
        found = {name: fact for name, fact in found.items() if name not in GIVEN or name in item.model_fields_set}
        if "status" in item.model_fields_set and item.id in parts(product):
            found["status"] = plain(item.status)  # without it the status would follow from the parts
    if isinstance(item, Feature) and "status" in found and item.status.id not in product.settings.known_statuses:
        del found["status"]  # it is hidden: what is left of it is no status that anybody could write
    if not product.is_inside:
        found |= _outside(product, item, found)
    return found | {name: plain(value) for name, value in item.custom.items() if value not in _NOTHING}


def _outside(product: Projection, item: Item, found: dict[str, Fact]) -> dict[str, Fact]:
    """Who may see it, which to an audience is itself alone; and the words that it gets although its fields are the team's."""
    words = {name: found.pop(name) for name in Wording.model_fields if name in found and not product.sees(type(item), name)}
    return {"visibility": [product.audience], **({"for": {product.audience: words}} if words else {})}


def plain(value: Any) -> Fact:
    """A value as JSON has it; a whole number without decimals."""
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, (Period, Status)):
        return str(value)
    if isinstance(value, BaseModel):
        return _facts(value)
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    return [plain(entry) for entry in value] if isinstance(value, (tuple, list)) else value


def _facts(group: BaseModel) -> dict[str, Fact]:
    found = {}
    for field in _fields(type(group)):
        value = getattr(group, field.name)
        if value is not None and (field.is_required or (value not in _NOTHING and value != field.default)):
            found[field.key] = plain(value)
    return found


@cache
def _fields(model: type[BaseModel]) -> tuple[_Field, ...]:
    kept = READER_FIELDS if issubclass(model, Item) else frozenset()
    return tuple(
        _Field(name, field.alias or name, field.get_default(), field.is_required())
        for name, field in model.model_fields.items()
        if name not in kept
    )
