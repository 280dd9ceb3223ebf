"""A difference as JSON, for other tools. Its form is in docs/reference/commands.md."""

from __future__ import annotations

from typing import Any

from pmsite.history.diff import Diff, Named
from pmsite.history.exposure import Exposure
from pmsite.model.compare import Difference
from pmsite.model.metric import Point
from pmsite.reporting.safe import document

VERSION = 2


def write(diff: Diff, base: str, head: str, audience: str) -> str:
    """The whole document; values are as their authors write them."""
    data = {
        "version": VERSION,
        "base": base,
        "head": head,
        "audience": audience,
        "unread": list(diff.unread),
        "newly_visible": [_exposure(found) for found in diff.exposed],
        "no_longer_visible": [_exposure(found) for found in diff.concealed],
        "breaks": [{"kind": b.kind, "item": _named(b.item), "lost": _named(b.lost)} for b in diff.broken],
        "added": [_named(item) for item in diff.added],
        "dropped": [_named(item) for item in diff.dropped],
        "changed": [
            {**_named(changed.item), "was": changed.was or None, "fields": [_difference(d) for d in changed.differences]}
            for changed in diff.changed
        ],
        "settings": [_difference(found) for found in diff.settings],
    }
    return document(data)


def _named(item: Named) -> dict[str, Any]:
    return {"id": item.id, "type": item.type, "title": item.title, "path": item.path}


def _exposure(found: Exposure) -> dict[str, Any]:
    what = {"id": found.id, "type": found.type, "title": found.title, "path": found.path}
    return {"audience": found.audience, **what, "fields": list(found.fields), "words": list(found.words), "new": found.is_new}


def _difference(found: Difference) -> dict[str, Any]:
    if found.shape == "text":
        return {"field": found.field, "part": list(found.part), "text": True}
    if found.shape == "file":
        sides = {"before": found.before is not None, "after": found.after is not None}
        return {"field": found.field, "part": list(found.part), "file": True, **sides}
    told = {"field": found.field, "part": list(found.part), "before": _value(found.before), "after": _value(found.after)}
    return {**told, "fields": [_difference(inner) for inner in found.inner]} if found.inner else told


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_value(entry) for entry in value]
    if isinstance(value, Point):
        return {"date": str(value.date), "value": value.value, **({"note": value.note} if value.note else {})}
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
