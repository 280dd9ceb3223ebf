"""A difference as JSON, for other tools. Its form is in docs/reference/commands.md."""

from __future__ import annotations

from typing import Any

from pmsite.comparison.compare import Comparison
from pmsite.comparison.effects import late
from pmsite.comparison.goals import Standing, standings
from pmsite.comparison.readers import Reading
from pmsite.diagnostics import Diagnostic
from pmsite.history.diff import Named, named
from pmsite.history.exposure import Exposure
from pmsite.model.compare import Difference
from pmsite.model.judgement import Judgement
from pmsite.model.metric import Point
from pmsite.reporting.safe import document

VERSION = 2


def write(found: Comparison, base: str, head: str, audience: str) -> str:
    """The whole document; values are as their authors write them."""
    diff = found.diff
    goals = standings(found.before, found.after, found.olds)
    data = {
        "version": VERSION,
        "base": base,
        "head": head,
        "audience": audience,
        "unread": list(found.unread),
        "readers": [_reading(reading) for reading in found.readings],
        "newly_visible": [_exposure(found) for found in diff.exposed],
        "no_longer_visible": [_exposure(found) for found in diff.concealed],
        "breaks": [{"kind": b.kind, "item": _named(b.item), "lost": _named(b.lost)} for b in diff.broken],
        "goals": [_standing(goal) for goal in goals],
        "late": [
            {"kind": one.kind, "item": _named(named(one.feature)), "for": _named(named(one.other))}
            for one in late(found.before, found.after, found.olds)
        ],
        "faults": [_fault(fault) for fault in found.faults],
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
    return {
        "audience": found.audience,
        **what,
        "fields": list(found.fields),
        "words": list(found.words),
        "opened": list(found.opened),
        "new": found.is_new,
    }


def _reading(found: Reading) -> dict[str, Any]:
    fields = [_difference(one) for one in found.differences]
    return {"audience": found.audience, "what": found.what, **_named(found.item), "shown": list(found.revealed), "fields": fields}


def _standing(found: Standing) -> dict[str, Any]:
    return {
        **_named(named(found.goal)),
        "before": _judgement(found.before),
        "after": _judgement(found.after),
        "values": [{"key_result": result.id, "before": before, "after": after} for result, before, after in found.values],
        "checkins": [
            {"key_result": r.id, "date": str(c.date), "value": c.value, "confidence": c.confidence, "note": c.note}
            for r, c in found.checkins
        ],
    }


def _judgement(found: Judgement) -> dict[str, Any]:
    return {"state": found.state or None, "score": found.score, "forecast": found.forecast}


def _fault(found: Diagnostic) -> dict[str, Any]:
    at = found.span
    place = {"path": at.path, "line": at.line, "column": at.column}
    return {**place, "severity": found.severity.value, "code": found.code, "message": found.message, "hint": found.hint}


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
