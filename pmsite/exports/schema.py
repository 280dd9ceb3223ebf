"""JSON Schema of the document, made from the models as the document is."""

from __future__ import annotations

from typing import Any

from pmsite.model.schema import DRAFT, item_schema, settings_schema
from pmsite.model.settings import LANGUAGES, Settings
from pmsite.model.types import TYPES
from pmsite.plan.document import FORMAT, VERSION

_TEXT = {"type": "string"}


def schema(settings: Settings | None = None) -> dict[str, Any]:
    """The schema of a document; with a workspace's settings also of its own statuses and fields."""
    definitions: dict[str, Any] = {}
    for model in TYPES:
        facts = item_schema(model, settings)
        definitions |= facts.pop("$defs", {})
        del facts["$schema"], facts["properties"]["type"], facts["properties"]["id"]
        definitions[model.type] = facts
    known = settings_schema()
    definitions |= known.pop("$defs", {})
    del known["$schema"]
    return {
        "$schema": DRAFT,
        "title": "A plan, as pmsite exports it",
        "description": "Everything that one audience may see of a plan. Facts that are absent are not given, or have their default.",
        "type": "object",
        "required": ["format", "version", "day", "audience", "settings", "items"],
        "additionalProperties": False,
        "properties": {
            "$schema": _TEXT,
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "writer": {**_TEXT, "description": "The version of pmsite that wrote the document."},
            "day": {"type": "string", "format": "date", "description": "The day that the document is true of."},
            "revision": {**_TEXT, "description": "The commit that it was made from; only the team is told."},
            "audience": {**_TEXT, "description": "Who sees what the document holds; `team` sees all."},
            "label": {**_TEXT, "description": "What these readers are called."},
            "site": {**_TEXT, "description": "The address of their site."},
            "fiscal_year_starts": {"type": "integer", "minimum": 1, "maximum": 12, "description": "The month, 1 to 12."},
            "seen": {
                "type": "object",
                "additionalProperties": {"type": "array", "items": _TEXT},
                "description": "By type of item, the fields that these readers get; what is absent in others is hidden from them.",
            },
            "settings": known,
            "items": {"type": "array", "items": _item()},
        },
        "$defs": definitions,
    }


def bare(value: Any) -> Any:
    """A schema without what only tells people what is meant: in a site, an invented example would look like a part of the plan."""
    if isinstance(value, dict):
        return {key: bare(part) for key, part in value.items() if not _is_told(key, part)}
    return [bare(part) for part in value] if isinstance(value, list) else value


def _is_told(key: str, part: Any) -> bool:
    return (key == "examples" and isinstance(part, list)) or (key == "description" and isinstance(part, str))


def _item() -> dict[str, Any]:
    words = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"title": _TEXT, "summary": _TEXT, "body": _TEXT},
    }
    point = {
        "type": "object",
        "required": ["date", "value"],
        "additionalProperties": False,
        "properties": {"date": _TEXT, "value": {"type": "number"}, "note": _TEXT},
    }
    return {
        "type": "object",
        "required": ["type", "id", "path", "facts"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": [model.type for model in TYPES]},
            "id": _TEXT,
            "path": {**_TEXT, "description": "The item's file, relative to the workspace; links in bodies are relative to it."},
            "page": {**_TEXT, "description": "The address of its page, relative to `site`."},
            "facts": {"type": "object", "description": "Its front matter."},
            "counts": {
                "type": "boolean",
                "description": "Of a feature, whether totals count it: at most one on each way from a whole to its parts.",
            },
            "body": {**_TEXT, "description": "The Markdown below the front matter."},
            "series": {"type": "array", "items": point, "description": "A metric's values, the oldest first."},
            "translations": {
                "type": "object",
                "propertyNames": {"enum": list(LANGUAGES)},
                "additionalProperties": words,
                "description": "By language, what is said in other words.",
            },
        },
        "allOf": [
            {
                "if": {"properties": {"type": {"const": model.type}}},
                "then": {"properties": {"facts": {"$ref": f"#/$defs/{model.type}"}}},
            }
            for model in TYPES
        ],
    }
