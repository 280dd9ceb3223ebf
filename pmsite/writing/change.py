"""One file changed: its text after some operations, or a refusal. Only the characters of what changes are others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pmsite.diagnostics import Report, Severity, Span
from pmsite.messages import said
from pmsite.model.settings import Settings
from pmsite.read.nodes import FAULTS, nodes
from pmsite.read.record import Path as Place
from pmsite.read.record import Record, Value
from pmsite.read.workspace import SETTINGS, read_file
from pmsite.writing.edits import Edit, after
from pmsite.writing.front import order
from pmsite.writing.operation import ANY, Body, InFile, Set, Unset
from pmsite.writing.raw import RawText
from pmsite.writing.refused import Refused, refused
from pmsite.writing.splice import NoWay, difference
from pmsite.writing.wanted import must_be, same, wanted

_FENCE = "---\n"


def changed(text: str, operations: Iterable[InFile], type_name: str, inside: str, path: str) -> str:
    """A file's text after operations on it, in their order. Raises Refused.

    `inside` is the file's place in the workspace, `path` is as messages show it. product.yml is all facts, and of no type.
    """
    record = _record(text, inside, path)
    operations = list(operations)
    if record.is_plain and any(not isinstance(operation, Body) for operation in operations):
        message = said("this change is written without front matter, so it has no facts that could be changed")
        raise refused("no-front-matter", Span(path, 1), message, said("write --- above it, its title and kind, and --- again"))
    known = list(Settings.model_fields) if inside == SETTINGS else order(type_name)
    facts, body, head = dict(record.data), record.body, record.head
    raw = RawText(text)
    for operation in operations:
        if isinstance(operation, Body):
            if operation.was is not ANY:
                must_be(operation.was, body, said("the body"), path)
            body = RawText(operation.text).plain
        else:
            before = facts
            facts, place = wanted(facts, operation, path)
            head = head if same(facts, before) else _bring(raw, head, facts, known, place, path)
    if body != record.body:
        _set_body(raw, record, body, path)
    _verify(str(raw), record, facts, body)
    return str(raw)


def with_changes(text: str, record: Record, type_name: str, changes: Mapping[str, Any], body: str | None = None) -> str:
    """A file's text with facts changed, or taken out where their value is None, and with another body where there is one.

    Raises Refused.
    """
    wishes: list[InFile] = [
        Unset(record.path, (key,)) if value is None else Set(record.path, (key,), value) for key, value in changes.items()
    ]
    wishes += [] if body is None else [Body(record.path, body)]
    return changed(text, wishes, type_name, record.inside, record.path)


def _record(text: str, inside: str, path: str) -> Record:
    report = Report()
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise refused("control-character", Span(path), said("the text holds half of a character"), said("remove it")) from None
    record = read_file(data, inside, path, report, whole=False)
    if record is None:
        raise Refused(next(fault for fault in report if fault.severity is Severity.ERROR))
    return record


def _bring(raw: RawText, head: str, facts: Mapping[str, Value], known: Sequence[str], place: Place, path: str) -> str:
    """Bring the head of a text to what is wanted; gives the new one."""
    try:
        for _ in range(2 * (_parts(nodes(head).value) + _parts(dict(facts)))):  # enough to take out all, and to put in all
            edits = difference(head, facts, known, place)
            if not edits:
                return head
            before = 0 if raw.plain == head else len(_FENCE)  # product.yml has none
            raw.change([Edit(start + before, end + before, text) for start, end, text in edits])
            head = after(head, edits)
    except (NoWay, *FAULTS):
        pass
    raise _no_way(path)


def _parts(value: Value) -> int:
    """How many texts, lists and groups there are in a value, itself included."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_parts, inner))


def _set_body(raw: RawText, record: Record, body: str, path: str) -> None:
    if record.is_plain:
        raise refused(
            "no-front-matter", Span(path, 1), said("this change is written without front matter"), said("write --- above it first")
        )
    end = len(raw.plain)
    start = end - len(record.body)
    lead = "" if raw.plain[start - 1] == "\n" else "\n"
    raw.change([Edit(start, end, f"{lead}{body}")])


def _verify(text: str, before: Record, facts: Mapping[str, Value], body: str) -> None:
    """Read what is to be written, as it will be read; raises Refused where it says anything else than what is wanted."""
    found = _record(text, before.inside, before.path)
    if not same(dict(found.data), dict(facts)) or found.body != body:
        raise _no_way(before.path)


def _no_way(path: str) -> Refused:
    message = said("what stands there is written in a way that only a person can change safely")
    return refused("only-by-hand", Span(path), message, said("change it in the file itself"))
