"""Operations as JSON has them, for assistants, editors and journals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from pmsite.diagnostics import Span, printable
from pmsite.messages import AllOf, said
from pmsite.model.faults import did_you_mean
from pmsite.writing.operation import Add, Body, Create, Drop, Measure, Move, Operation, Remove, Rename, Set, Unset
from pmsite.writing.refused import Refused, refused

NAMES: Mapping[str, type[Operation]] = {
    model.__name__.lower(): model for model in (Set, Unset, Add, Remove, Body, Create, Rename, Move, Measure, Drop)
}
"""By what stands under `op`, the operations."""
_TEXTS = frozenset({"item", "id", "type", "language", "text", "body", "folder", "date", "note"})
_HERE = Span("operation")


def as_data(operation: Operation) -> dict[str, Any]:
    """An operation with its name under `op`, and whatever is not as always."""
    found: dict[str, Any] = {"op": type(operation).__name__.lower()}
    for field in fields(operation):
        value = getattr(operation, field.name)
        if value != field.default:
            found[field.name] = list(value) if field.name == "place" else value
    return found


def from_data(data: object) -> Operation:
    """The operation that was written so; raises Refused where it is none."""
    if not isinstance(data, Mapping) or not isinstance(data.get("op"), str) or data["op"] not in NAMES:
        raise _no_operation(said("an operation has a name under `op`"), said("write one of {names}", names=list(NAMES)))
    model = NAMES[data["op"]]
    known = {field.name: field for field in fields(model)}
    found: dict[str, Any] = {}
    for name, value in data.items():
        if name == "op":
            continue
        if name not in known:
            near = did_you_mean(str(name), known)
            hint = said("did you mean {near}?", near=near) if near else said("it has {known}", known=list(known))
            raise _no_operation(said("{operation} has no {name}", operation=data["op"], name=printable(str(name), 60)), hint)
        found[name] = _value(str(name), value)
    missing = [name for name, field in known.items() if field.default is MISSING and name not in found]
    if missing:
        raise _no_operation(
            said("{operation} needs {missing}", operation=data["op"], missing=AllOf(missing)),
            said("it has {known}", known=list(known)),
        )
    operation: Operation = model(**found)
    return operation


def _value(name: str, value: object) -> object:
    if name in _TEXTS and not isinstance(value, str):
        raise _no_operation(said("{name} is not a text", name=name), said("write it in quotes"))
    if name == "place":
        if not isinstance(value, list) or not value or not all(type(part) in (str, int) for part in value):
            raise _no_operation(
                said("place is not a list of names and numbers"), said('write it as ["key_results", "kr1", "current"]')
            )
        return tuple(value)
    if name == "at" and type(value) is not int:
        raise _no_operation(said("at is not a number"), said("count the entries from 0"))
    if name == "leave" and value not in ("refuse", "unset"):
        raise _no_operation(said("leave says what becomes of references"), said("write refuse or unset"))
    if name == "facts" and not isinstance(value, Mapping):
        raise _no_operation(said("facts are names and values"), said('write them as {"title": "Offline mode"}'))
    return value


def _no_operation(message: str, hint: str) -> Refused:
    return refused("not-an-operation", _HERE, message, hint)
