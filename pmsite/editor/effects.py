"""What a change does to files, in the words of whoever sees items and facts and not files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from pmsite.diagnostics import Report
from pmsite.editing.plan import FileChange, Verdict
from pmsite.editor.said import label
from pmsite.history.contents import language_of, original
from pmsite.model.controls import controls
from pmsite.model.load import id_of, type_of
from pmsite.model.types import BY_NAME
from pmsite.read.record import Record
from pmsite.read.workspace import SETTINGS, read_file
from pmsite.wording import labels
from pmsite.wording.words import N_, Gettext
from pmsite.workspace import Workspace

MOST = 200
"""Files of a change that are told in words."""


class Effects:
    """Tells it of the files of a plan, as the plan was before."""

    def __init__(self, workspace: Workspace, say: Gettext) -> None:
        self._workspace, self._say = workspace, say

    def of(self, verdict: Verdict) -> dict[str, dict[str, Any]]:
        """By place in the workspace, what changes there: the item's title and type, and the facts that become others, go or come."""
        before = {change.inside: change.before for change in verdict.files}
        return {change.inside: self._told(change, before.get(change.came_from or change.inside)) for change in verdict.files[:MOST]}

    def named(self, inside: str, content: bytes | None = None) -> dict[str, str]:
        """What a file is called: the title of its item with the label of its type, or its own name where it is of none."""
        language = language_of(inside)
        if record := self._records.get(original(inside)) or _read(content, inside):
            name = str(record.data.get("type") or type_of(original(record.inside)) or "")
            title = str(record.data.get("title") or record.inside.rpartition("/")[2].partition(".")[0])
            kind = self._say(labels.TYPES[name][0]) if name in labels.TYPES else ""
            return {"item": id_of(record.inside, record.data), "title": title, "label": kind, "type": name, "language": language}
        title = self._say(N_("Settings")) if inside == SETTINGS else inside.rpartition("/")[2]
        return {"item": "", "title": title, "label": "", "type": "", "language": language}

    @cached_property
    def _records(self) -> Mapping[str, Record]:
        return {record.inside: record for record in self._workspace.records.values()}

    def _told(self, change: FileChange, before: bytes | None) -> dict[str, Any]:
        name = self.named(change.came_from or change.inside, change.after if before is None else before)
        is_fact = change.inside.endswith(".md") and None not in (before, change.after)
        return {**name, "facts": list(self._facts(name["type"], change, before)) if is_fact else []}

    def _facts(self, type_name: str, change: FileChange, before: bytes | None) -> Iterator[dict[str, str]]:
        """Each fact that is another: what it is called, and whether it is `changed`, `new` or `gone`; the text below is one of them."""
        old, new = _read(before, change.inside), _read(change.after, change.inside)
        if old is None or new is None:
            return
        for name in dict.fromkeys((*old.data, *new.data)):
            if old.data.get(name) != new.data.get(name):
                how = "new" if name not in old.data else "gone" if name not in new.data else "changed"
                yield {"label": self._label(name, type_name), "how": how}
        if old.body.strip() != new.body.strip():
            yield {"label": self._label("body", type_name), "how": "changed"}

    def _label(self, name: str, type_name: str) -> str:
        model, settings = BY_NAME.get(type_name), self._workspace.settings
        found = controls(model, settings).get(name) if model and settings else None
        return label(name, found, type_name, self._say)


def _read(content: bytes | None, inside: str) -> Record | None:
    return read_file(content, inside, inside, Report()) if content is not None and inside.endswith(".md") else None
