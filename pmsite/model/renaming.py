"""Items under other ids, with all that names them: those of another time, or of another plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from pmsite.model import custom
from pmsite.model.item import Item
from pmsite.model.links import written_references
from pmsite.model.settings import Settings
from pmsite.model.types import groups_with_references, references

Names = Mapping[str, str]
"""By id, the one that the same item has at another time, or elsewhere; ids that stay need not be there."""


def called(item: Item, settings: Settings, names: Names) -> Item:
    """An item whose id, and the ids that it names, are others."""
    if not names:
        return item
    changes: dict[str, Any] = {"id": names[item.id]} if item.id in names else {}
    if any(_name(written, names) != written for _, written, _, _ in written_references(item, settings)):
        changes |= _fields(item, names)
        if item.custom:
            changes["custom"] = _custom(item, settings, names)
    return item.model_copy(update=changes) if changes else item


def _name(written: str, names: Names) -> str:
    """What a reference leads to; that of a key result begins with its objective's."""
    if written in names:
        return names[written]
    above, dot, part = written.rpartition(".")
    return f"{names[above]}{dot}{part}" if above in names else written


def _fields(group: BaseModel, names: Names) -> dict[str, Any]:
    model = type(group)
    found = {name: _ids(getattr(group, name), names) for name in references(model)}
    return found | {name: _groups(getattr(group, name), names) for name in groups_with_references(model)}


def _groups(value: Any, names: Names) -> Any:
    if isinstance(value, BaseModel):
        return value.model_copy(update=_fields(value, names))
    if isinstance(value, Mapping):
        return {key: _groups(entry, names) for key, entry in value.items()}
    return tuple(_groups(entry, names) for entry in value) if isinstance(value, tuple) else value


def _ids(value: Any, names: Names) -> Any:
    if isinstance(value, tuple):
        return tuple(_ids(entry, names) for entry in value)
    if isinstance(value, Mapping):
        return {key: _ids(entry, names) for key, entry in value.items()}
    return _name(value, names) if isinstance(value, str) else value


def _custom(item: Item, settings: Settings, names: Names) -> dict[str, Any]:
    declared = settings.custom_fields(item.type)
    named = {name for name in item.custom if name in declared and custom.reference(declared[name]) is not None}
    return {name: _ids(value, names) if name in named else value for name, value in item.custom.items()}
