"""The fields that a workspace adds to an item type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from pmsite.messages import said
from pmsite.model import parsing
from pmsite.model.refusal import excerpt, refuse
from pmsite.model.settings import CustomField, Settings
from pmsite.model.values import Choice, Reference
from pmsite.model.vocabulary import parse_period

SIMPLE: Mapping[str, Callable[[object], Any]] = {
    "text": parsing.prose,
    "number": parsing.number,
    "boolean": parsing.boolean,
    "url": parsing.url,
    "references": lambda value: tuple(parsing.reference(entry) for entry in parsing.listed(value)),
    "list": lambda value: tuple(parsing.text(entry) for entry in parsing.listed(value)),
}


def read(name: str, value: object, field: CustomField, settings: Settings) -> Any:
    """The value of a custom field; raises PydanticCustomError where it does not fit its kind."""
    try:
        return _read(value, field.kind, field, settings)
    except PydanticCustomError as fault:
        label = field.label or name
        context = dict(fault.context or {})
        context["message"] = f"{label}: {context.get('message', '')}"
        raise PydanticCustomError(fault.type, "{message}", context) from None


def reference(field: CustomField) -> Reference | None:
    """What a custom field's ids must name, where it holds ids."""
    if field.kind == "references":
        return Reference((field.to,) if field.to else ())
    if field.kind == "map" and field.values_are not in (*SIMPLE, "date", "choice"):
        return Reference((field.values_are,))
    return None


def _read(value: object, kind: str, field: CustomField, settings: Settings) -> Any:
    if kind in SIMPLE:
        return SIMPLE[kind](value)
    if kind == "date":
        return parse_period(value, settings)
    if kind == "choice":
        return Choice(field.values).check(value)
    if kind == "map":
        return _mapping(value, field, settings)
    return parsing.reference(value)


def _mapping(value: object, field: CustomField, settings: Settings) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        refuse(
            "not-a-mapping",
            said("a mapping is needed here, this is {value}", value=excerpt(value)),
            said("write `name: value` pairs, indented below"),
        )
    return {key: _read(entry, field.values_are, field, settings) for key, entry in value.items()}
