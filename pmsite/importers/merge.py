"""What a draft changes in the workspace: a three-way merge of the last import, the source now, and the file as people left it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pmsite.diagnostics import Diagnostic, Severity
from pmsite.importers import remarks
from pmsite.importers.bookkeeping import is_passing
from pmsite.importers.draft import Draft, Fields
from pmsite.importers.known import Known
from pmsite.importers.rules import Rules
from pmsite.importers.same_facts import differing, trimmed, written
from pmsite.messages import said
from pmsite.model.refusal import excerpt
from pmsite.model.settings import Settings
from pmsite.model.types import BY_NAME, home
from pmsite.read.record import Record
from pmsite.writing.change import with_changes
from pmsite.writing.front import new_text

RESOLUTIONS = ("report", "mine", "source")
"""What to do where file and source both changed: keep the file's value and report it, keep it for good, or take the source's."""
_DIGEST = "sha256:"
_SHORT = 200


@dataclass(slots=True)
class Change:
    """What becomes of one draft: a new file, another text for an existing one, or nothing."""

    draft: Draft
    inside: str
    did: str
    text: str = ""
    fields: list[str] = field(default_factory=list)
    told: list[Diagnostic] = field(default_factory=list)
    """What was replaced, since the row names the item by its own id."""
    conflicts: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True)
class Merger:
    """How drafts meet what is there."""

    rules: Rules
    spoken: frozenset[str]
    """Fields that the export speaks of: one that it does not is not changed."""
    columns: frozenset[str]
    """Columns that the export has: what others left under `imported` stays."""
    settings: Settings
    known: Known
    resolution: str = "report"

    def merged(self, draft: Draft, record: Record | None, text: str) -> Change:
        """What the draft changes. `record` and `text` are the file that it is in, where it is in one."""
        passage = remarks.passage(draft, self.rules.source, self.rules.text, self.settings.language)
        body = remarks.body_of(draft.body, beside=bool(passage) or (record is not None and "<!--" in record.body))
        if record is None:
            return self._new(draft, body, passage)
        if self.rules.exact:
            return self._replace(draft, record, text, body)
        return self._update(draft, record, text, body, passage)

    def _new(self, draft: Draft, body: str, passage: str) -> Change:
        folder = home(BY_NAME[draft.type], self.known.folders)
        inside = self.known.place_for(folder, draft.id)
        name = {} if inside == f"{folder}/{draft.id}.md" else {"id": draft.id}
        fields = name | _grouped(draft.fields, {})
        if not self.rules.exact:
            last = {name: _short(value) for name, value in flat(draft.fields).items()}
            last |= {name: _digest(text) for name, text in (("body", body), ("remarks", passage)) if text}
            fields["imported"] = _imported(self.rules.source, draft, draft.unmapped, last)
        return Change(
            draft, inside, "new", new_text(draft.type, fields, "\n\n".join(filter(None, (body, passage)))), list(flat(fields))
        )

    def _replace(self, draft: Draft, record: Record, text: str, body: str) -> Change:
        """What a row says of an item that it names by its own id; every value that it replaces is told."""
        change = Change(draft, record.inside, "unchanged")
        names = [name for name in draft.fields if name.partition(".")[0] != "imported"]
        wanted = {**record.data, **_grouped(draft.fields, record.data)}
        found = {name: draft.fields[name] for name in differing(names, record, wanted, self.settings)}
        for name, new in found.items():
            mine = written(record.data, name)
            if mine is not None:
                change.told.append(_replaced(draft, record, name, mine, new))
        story = body if body and trimmed(body) != trimmed(record.body) else None
        if story is not None and record.body.strip():
            change.told.append(_replaced(draft, record, "body", record.body, body))
        if found or story is not None:
            change.did = "updated"
            new_body = None if story is None else _joined(record.body, "", "", "", story, None)
            change.text = with_changes(text, record, draft.type, _grouped(found, record.data), new_body)
            change.fields = [*dict.fromkeys(name.partition(".")[0] for name in found), *(["body"] if story is not None else [])]
        return change

    def _update(self, draft: Draft, record: Record, text: str, body: str, passage: str) -> Change:
        change = Change(draft, record.inside, "unchanged")
        imported = _mapping(record.data.get("imported"))
        last = dict(_mapping(imported.get("last")))
        fields = self._merged_fields(draft, record, last, change)
        before, there, after = remarks.parted(record.body, self.rules.source)
        story = before.strip() if not after.strip() else f"{before.strip()}\n\n{after.strip()}"
        new_body = self._merged_text("body", story, body, last, change) if "body" in self.spoken else None
        new_passage = self._merged_passage(there, passage, last, change)
        changes = _grouped(fields, record.data)
        kept = {name: value for name, value in _mapping(imported.get("fields")).items() if name not in self.columns}
        source = self.rules.source if not imported else str(imported.get("source") or self.rules.source)
        wanted = _imported(source, draft, {**kept, **draft.unmapped}, last, str(imported.get("url") or ""))
        if _lasting(wanted) != _lasting(imported):
            changes["imported"] = wanted
        whole = _joined(record.body, before, there, after, new_body, new_passage)
        if changes or whole is not None:
            change.did = "updated"
            change.text = with_changes(text, record, draft.type, changes, whole)
            change.fields = [*(key for key in changes if key != "imported"), *(["body"] if whole is not None else [])]
        return change

    def _merged_fields(self, draft: Draft, record: Record, last: dict[str, Any], change: Change) -> dict[str, Any]:
        """The facts to write, by name; a fact to take out is None. Brings `last` up to date."""
        theirs, ours = flat(draft.fields), flat(record.data)
        found: dict[str, Any] = {}
        for name in dict.fromkeys((*theirs, *(name for name in last if name in self.spoken and name not in ("body", "remarks")))):
            base, mine, new = last.get(name), _text(ours.get(name)), theirs.get(name)
            if isinstance(new, list) and isinstance(mine or [], list) and isinstance(base or [], list):
                value = _merged_list(base or [], mine or [], new)
                last[name] = _short(new)
                if value != (mine or []):
                    found[name] = value or None
            elif _is(base, new):
                continue
            elif mine == new or _is(base, mine) or self.resolution == "source":
                last[name] = _short(new)
                if mine != new:
                    found[name] = new
            elif self.resolution == "mine":
                last[name] = _short(new)
            else:
                change.conflicts.append(_conflict(draft, record, name, mine, new))
            if last.get(name, "") is None:
                del last[name]
        return found

    def _merged_passage(self, there: str, new: str, last: dict[str, Any], change: Change) -> str | None:
        """The passage to write, or None where the file's stays: with those parts of which the export does not speak."""
        if not new and "remarks" not in last:
            return None
        whole = remarks.carried(new, there, self.spoken, self.rules.source, self.settings.language)
        if whole != new and not _is_text(last.get("remarks", ""), there):  # people wrote into parts that would be carried over
            if any(line not in there for line in new.split("\n")):
                change.conflicts.append(_conflict(change.draft, change.inside, "remarks", there, new))
            return None
        return self._merged_text("remarks", there, whole, last, change)

    def _merged_text(self, name: str, mine: str, new: str, last: dict[str, Any], change: Change) -> str | None:
        """A long text to write, or None where the file's stays."""
        base = last.get(name, "")
        if _is_text(base, new):
            return None
        if mine == new or _is_text(base, mine) or self.resolution == "source":
            last[name] = _digest(new)
            found = new if mine != new else None
        elif self.resolution == "mine":
            last[name], found = _digest(new), None
        else:
            change.conflicts.append(_conflict(change.draft, change.inside, name, mine, new))
            return None
        if not new:
            last.pop(name)
        return found


def _merged_list(base: list[str], mine: list[Any], new: list[Any]) -> list[Any]:
    """The file's list without what the source took away and with what it added; the source's own where nobody edited it."""
    ours, theirs = [*map(_entry, mine)], [*map(_entry, new)]
    if ours == base:
        return new
    return [
        *(entry for entry, name in zip(mine, ours, strict=True) if name in theirs or name not in base),
        *(entry for entry, name in zip(new, theirs, strict=True) if name not in base and name not in ours),
    ]


def _entry(value: Any) -> str:
    """An entry of a list as the memory of an import holds it."""
    if isinstance(value, Mapping) and value.keys() == {"text", "done"} and value["done"] == "true":
        return f"[x] {value['text']}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def flat(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Facts by name, those of groups as `group.fact`."""
    found: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "imported":
            continue
        if isinstance(value, Mapping):
            found |= {f"{name}.{inner}": entry for inner, entry in value.items()}
        else:
            found[name] = value
    return found


def _grouped(found: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """Facts by their key in front matter, those of groups with what `data` says besides; a fact to take out is None."""
    changes: dict[str, Any] = {}
    for name, value in found.items():
        key, dot, inner = name.partition(".")
        if not dot:
            changes[key] = value
            continue
        group = {**_mapping(changes.get(key) or data.get(key)), inner: value}
        changes[key] = {name: entry for name, entry in group.items() if entry is not None} or None
    return changes


def _imported(source: str, draft: Draft, kept: Mapping[str, Any], last: Mapping[str, Any], url: str = "") -> Fields:
    values = {name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in kept.items() if value}
    found: Fields = {"source": source, "id": draft.key, "url": draft.url or url, "fields": values, "last": dict(last)}
    return {name: value for name, value in found.items() if value}


def _lasting(imported: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an item keeps of its source without what changes there by itself."""
    fields = {name: value for name, value in _mapping(imported.get("fields")).items() if not is_passing(name)}
    return {**imported, "fields": fields}


def _joined(body: str, before: str, there: str, after: str, new_body: str | None, new_passage: str | None) -> str | None:
    """The body with a new story, a new passage, or both; None where neither is new."""
    if new_body is None and new_passage is None:
        return None
    story = before.strip("\n") if new_body is None else new_body
    passage = there if new_passage is None else new_passage
    rest = after.strip("\n") if new_body is None else ""
    lead = "\n" if body.startswith("\n") else ""
    return lead + "\n\n".join(filter(None, (story, passage, rest))) + "\n"


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _digest(text: str) -> str:
    return _DIGEST + hashlib.sha256(text.encode()).hexdigest()[:16]


def _short(value: Any) -> Any:
    if isinstance(value, list):
        return [*map(_entry, value)]
    return _digest(value) if isinstance(value, str) and len(value) > _SHORT else value


def _is(base: Any, value: Any) -> bool:
    return bool(base == value or (isinstance(value, str) and isinstance(base, str) and base == _short(value)))


def _is_text(base: str, text: str) -> bool:
    return base == (_digest(text) if text else "")


def _conflict(draft: Draft, record: Record | str, name: str, mine: Any, new: Any) -> Diagnostic:
    path = record if isinstance(record, str) else record.path
    if name in ("body", "remarks"):
        words = said("{path}: the body was changed here and in the source", path=path)
        passage = said("{path}: the passage from the source was changed here and in the source", path=path)
        message = words if name == "body" else passage
    else:
        message = said(
            "{path}: {name} is {old} here and {new} in the source, both changed since the last import",
            path=path,
            name=name,
            old=_quoted(mine),
            new=_quoted(new),
        )
    hint = said("the file stays as it is; make them agree, or import again with `--conflicts mine` or `--conflicts source`")
    return Diagnostic("import-conflict", Severity.WARNING, draft.span, message, hint)


def _replaced(draft: Draft, record: Record, name: str, mine: Any, new: Any) -> Diagnostic:
    message = said("{path}: {name} was {old} and is now {new}", path=record.path, name=name, old=_quoted(mine), new=_quoted(new))
    return Diagnostic("import-replaced", Severity.NOTICE, draft.span, message)


def _quoted(value: Any) -> str:
    if isinstance(value, (list, tuple)) and all(isinstance(entry, str) for entry in value):
        return ", ".join(value)
    return said("nothing") if value is None else excerpt(value)
