"""JSON Schema of front matter and of product.yml, so that editors complete and check them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from pmsite.model.item import READER_FIELDS, Item
from pmsite.model.settings import CustomField, Settings
from pmsite.model.types import TYPES

DRAFT = "https://json-schema.org/draft/2020-12/schema"

_CUSTOM: Mapping[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": ["string", "integer"]},
    "list": {"type": "array", "items": {"type": "string"}},
    "references": {"type": "array", "items": {"type": "string"}},
    "url": {"type": "string", "format": "uri"},
}


def item_schema(model: type[Item], settings: Settings | None = None) -> dict[str, Any]:
    """The schema of one type's front matter; with a workspace's settings also of its statuses, audiences and own fields."""
    found = _written(model.type)
    if settings is not None:
        found["properties"] |= {name: _custom(field) for name, field in settings.custom_fields(model.type).items()}
        _narrow(found["properties"], settings)
    return found


def settings_schema() -> dict[str, Any]:
    """The schema of product.yml."""
    return _written("product")


def _written(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files("pmsite.model") / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def from_models() -> dict[str, dict[str, Any]]:
    """What the models themselves say, by type, and of product.yml under `product`: the source of the files in `schemas/`.

    Asking pydantic takes a fifth of a second, which no build should spend on what changes with the code alone.
    """
    return {model.type: from_model(model) for model in TYPES} | {
        "product": {"$schema": DRAFT, **Settings.model_json_schema(mode="validation"), "title": "product.yml"}
    }


def from_model(model: type[Item]) -> dict[str, Any]:
    """What a model itself says of front matter."""
    found = model.model_json_schema(by_alias=True, mode="validation")
    properties = {name: _clean(part) for name, part in found["properties"].items() if name not in READER_FIELDS}
    properties["type"] = {"const": model.type, "description": "The type of item; the folder gives it where it is absent."}
    definitions = {name: _clean_properties(part) for name, part in found.get("$defs", {}).items()}
    return {
        "$schema": DRAFT,
        "title": model.type,
        "description": (model.__doc__ or "").strip(),
        "type": "object",
        "properties": properties,
        "required": [name for name in found.get("required", ()) if name in properties and name != "id"],
        "additionalProperties": False,
        **({"$defs": definitions} if definitions else {}),
    }


def all_schemas(settings: Settings | None = None) -> dict[str, dict[str, Any]]:
    """The schema of every type, by its name, and of product.yml under `product`."""
    return {model.type: item_schema(model, settings) for model in TYPES} | {"product": settings_schema()}


def _custom(field: CustomField) -> dict[str, Any]:
    if field.kind == "choice":
        return {"type": "string", "enum": list(field.values), "description": field.label}
    if field.kind == "map":
        return {
            "type": "object",
            "additionalProperties": _CUSTOM.get(field.values_are, {"type": "string"}),
            "description": field.label,
        }
    return {**_CUSTOM[field.kind], "description": field.label}


def _narrow(properties: dict[str, Any], settings: Settings) -> None:
    if "visibility" in properties:
        properties["visibility"]["items"] = {"enum": list(settings.audiences)}
    if properties.get("status", {}).get("type") == "string" and "enum" not in properties["status"]:
        properties["status"]["enum"] = list(settings.known_statuses)
    if "level" in properties and "parent" in properties:
        properties["level"]["enum"] = list(settings.known_levels)
    if "concerns" in properties and "kind" in properties:
        properties["kind"]["enum"] = list(settings.kinds)


def _clean_properties(part: dict[str, Any]) -> dict[str, Any]:
    if "properties" in part:
        part = {**part, "properties": {name: _clean(entry) for name, entry in part["properties"].items()}}
    return part


def _clean(part: dict[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in part.items() if key not in ("outside", "label", "inverse", "default", "title")}
    choices = found.get("anyOf")
    if choices and {"type": "null"} in choices and len(choices) == 2:
        found.pop("anyOf")
        found = {**next(choice for choice in choices if choice != {"type": "null"}), **found}
    return found
