"""What fields are called, and what the other sides of references are: both are said where the fields are, and gathered here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pmsite.model.types import TYPES, parts_in


def label(name: str, field: FieldInfo) -> str:
    """What a field is called on a page, in English: its own word, else its name."""
    return _said(field, "label") or name.replace("_", " ").capitalize()


@cache
def labels() -> Mapping[str, str]:
    """What every field of an item, or of a group in one, is called, by its name."""
    return MappingProxyType({name: label(name, field) for name, field in _every_field()})


@cache
def inverses() -> Mapping[str, str]:
    """By the name of a field that names other items: what those call it."""
    said = ((name, _said(field, "inverse")) for name, field in _every_field())
    return MappingProxyType({name: inverse for name, inverse in said if inverse})


def _every_field() -> Iterator[tuple[str, FieldInfo]]:
    for model in TYPES:
        yield from _fields(model)


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        if not field.exclude:
            yield name, field
        for group in parts_in(field.annotation):
            yield from _fields(group)


def _said(field: FieldInfo, key: str) -> str:
    extra = field.json_schema_extra
    return str(extra.get(key, "")) if isinstance(extra, dict) else ""
