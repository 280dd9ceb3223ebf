"""Changes that pages ask for: looked at, done, undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from pmsite.diagnostics import Diagnostic, Report
from pmsite.editing.diff import changes
from pmsite.editing.plan import Verdict, digest
from pmsite.editing.session import Session
from pmsite.editor.asked import Asked, read
from pmsite.editor.effects import Effects
from pmsite.editor.requests import Change
from pmsite.model.load import id_of
from pmsite.read.spans import value_at
from pmsite.read.workspace import read_file
from pmsite.reporting.json import entry

Answer = tuple[HTTPStatus, Mapping[str, Any]]
_STATUS = {
    "changed-meanwhile": HTTPStatus.CONFLICT,
    "undo-another": HTTPStatus.CONFLICT,
    "not-writable": HTTPStatus.LOCKED,
    "busy": HTTPStatus.LOCKED,
    "not-written": HTTPStatus.INSUFFICIENT_STORAGE,
}
"""What codes say of a fault besides that it stands against a change."""


def preview(asked: Asked) -> Answer:
    """What a change would do."""
    wanted = read(Change, asked.body).wanted(asked.desk.prefix)
    with asked.desk.plan.alone:
        verdict = asked.desk.plan.session.preview(wanted)
        effects = Effects(asked.desk.plan.workspace(), asked.say)
    return answered(asked, verdict, verdict.title, effects)


def apply(asked: Asked) -> Answer:
    """Do it."""
    change = read(Change, asked.body)
    wanted = change.wanted(asked.desk.prefix)
    return done(asked, lambda session: session.apply(wanted, seen=change.digest, title=change.name), change.name)


def undo(asked: Asked) -> Answer:
    """Put back what was there before the last change."""
    which = _which(asked)
    return done(asked, lambda session: session.undo(which))


def redo(asked: Asked) -> Answer:
    """Do again what was undone last."""
    which = _which(asked)
    return done(asked, lambda session: session.redo(which))


def _which(asked: Asked) -> str:
    """The change that is meant, as the answer to it called it; the last one where nothing is said."""
    return str(asked.given().get("change") or "")


def mend(asked: Asked) -> Answer:
    """Mend all faults that have one right answer, as it was shown."""
    seen = str(asked.given().get("digest") or "")
    return done(asked, lambda session: session.mend(seen=seen)[0], "check --fix")


def mends(asked: Asked) -> Answer:
    """What mending all faults that have one right answer would change."""
    return done(asked, lambda session: session.mend(write=False)[0])


def done(asked: Asked, do: Callable[[Session], Verdict], title: str = "") -> Answer:
    """What is told of something that a session did, while nobody else had the plan."""
    with asked.desk.plan.alone:
        verdict = do(asked.desk.plan.session)
    return answered(asked, verdict, title or verdict.title)


def answered(asked: Asked, verdict: Verdict, title: str, effects: Effects | None = None) -> Answer:
    """What a page gets of what was done, or was not. With `effects` it tells in words what becomes of each file."""
    prefix = asked.desk.prefix
    words = {f"{prefix}/{inside}": told for inside, told in effects.of(verdict).items()} if effects else {}
    after = {f"{prefix}/{change.inside}": change.after for change in verdict.files}
    status = HTTPStatus.OK
    first: Mapping[str, Any] = {}
    if verdict.faults:
        status, first = refused(next((fault for fault in verdict.faults if fault.code in _STATUS), verdict.faults[0]))
    return status, {
        **first,
        "ok": verdict.ok,
        "digest": verdict.digest,
        "files": [
            {
                "path": one.path,
                "how": one.how,
                "came_from": one.came_from,
                "diff": list(one.diff),
                "hash": digest(after.get(one.path)),
                **words.get(one.path, {}),
            }
            for one in changes(verdict, prefix)
        ],
        "faults": [_fault(fault, after, prefix) for fault in verdict.faults],
        "told": [
            {**(effects.named(found.span.path.removeprefix(f"{prefix}/")) if effects else {}), **_fault(found, after, prefix)}
            for found in verdict.told
        ],
        "undo": title if verdict.ok and verdict.files else "",
        "change": verdict.entry,
    }


def refused(fault: Diagnostic) -> Answer:
    """What is answered where one fault stands against what was asked."""
    told = {"ok": False, "code": fault.code, "message": fault.message, "hint": fault.hint, "path": fault.span.path}
    return _STATUS.get(fault.code, HTTPStatus.UNPROCESSABLE_ENTITY), told


def _fault(fault: Diagnostic, after: Mapping[str, bytes | None], prefix: str) -> dict[str, Any]:
    """A fault with the item and the fact that it is about, and whether that is in a file that was to be changed."""
    path, line, column = fault.span
    inside = path.removeprefix(f"{prefix}/")
    content = after.get(path)
    record = read_file(content, inside, path, Report(), whole=False) if content is not None else None
    id = id_of(inside, record.data if record else {}) if inside.endswith(".md") else ""
    place = value_at(record, line, column) if record and record.head_line <= line < record.body_line else ()
    return {**entry(fault), "item": id, "place": list(place), "mine": path in after}
