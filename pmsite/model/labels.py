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
    return _said(field, "label") or _plain(name)


def _plain(name: str) -> str:
    return name.replace("_", " ").capitalize()


@cache
def labels() -> Mapping[str, str]:
    """What every field of an item, or of a group in one, is called, by its name.

    Where one is called otherwise than its namesakes, that stands by its name with what holds it: `recognition.by`.
    """
    words: dict[str, dict[str, str]] = {}
    for holder, name, field in _every_field():
        words.setdefault(name, {})[holder] = label(name, field)
    found = {}
    for name, by_holder in words.items():
        usual = next((word for word in by_holder.values() if word == _plain(name)), next(iter(by_holder.values())))
        found[name] = usual
        found |= {f"{holder}.{name}": word for holder, word in by_holder.items() if word != usual}
    return MappingProxyType(found)


@cache
def inverses() -> Mapping[str, str]:
    """By the name of a field that names other items: what those call it."""
    said = ((name, _said(field, "inverse")) for _, name, field in _every_field())
    return MappingProxyType({name: inverse for name, inverse in said if inverse})


def _every_field() -> Iterator[tuple[str, str, FieldInfo]]:
    """What holds each field, a type or the field that a group stands in; its name, and the field."""
    for model in TYPES:
        yield from _fields(model, model.type)


def _fields(model: type[BaseModel], holder: str) -> Iterator[tuple[str, str, FieldInfo]]:
    for name, field in model.model_fields.items():
        if not field.exclude:
            yield holder, name, field
        for group in parts_in(field.annotation):
            yield from _fields(group, name)


def _said(field: FieldInfo, key: str) -> str:
    extra = field.json_schema_extra
    return str(extra.get(key, "")) if isinstance(extra, dict) else ""
