"""One file with the faults in it mended that have one right answer: read back after each, and left alone where that says anything else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from pmsite.diagnostics import Diagnostic, Edit, Mend, Part, Report, Severity
from pmsite.model.load import type_of
from pmsite.read.record import Path as Place
from pmsite.read.record import Record, Value
from pmsite.read.spans import span_of
from pmsite.read.workspace import is_source_name, read_file
from pmsite.writing import edits
from pmsite.writing.change import changed
from pmsite.writing.operation import Set
from pmsite.writing.raw import RawText
from pmsite.writing.refused import Refused
from pmsite.writing.wanted import same, value_at

_MOST = 100
"""Faults of one file for which it cannot be read that are mended one after the other."""
_IN_TEXT = (Part.LINES, Part.WORDS, Part.KEY, Part.VALUE)
"""What is mended first: lines keep their numbers while lines alone are written anew, and facts their places while only values are."""


def mended(content: bytes, faults: Iterable[Diagnostic], inside: str, path: str) -> tuple[bytes, list[Diagnostic]]:
    """A file's bytes with what can be mended of its faults, and those that were. `inside` is its place in the workspace."""
    faults = [fault for fault in faults if fault.mend is not None]
    done: list[Diagnostic] = []
    for fault in faults:
        if fault.mend is not None and fault.mend.part is Part.ENCODING:
            content = _in_encoding(content, fault.mend)
            done.append(fault)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return content, []
    if is_source_name(inside) and _record(text, inside, path) is None:
        text, more = _made_readable(text, inside, path)
        return (text.encode(), [*done, *more]) if more else (content, done)
    for fault in sorted((fault for fault in faults if fault.mend.part in _IN_TEXT), key=_in_order):  # type: ignore[union-attr]
        after = _after(text, fault, inside, path)
        if after is not None and after != text:
            text = after
            done.append(fault)
    return text.encode(), sorted(done, key=lambda fault: fault.span)


def edits_between(before: str, after: str) -> Iterator[Edit]:
    """What tells two texts apart, as few characters as lines have in common."""
    old, new = before.split("\n"), after.split("\n")
    for step, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            continue
        if start == end or first == last:  # whole lines, with the line break behind them, or before the last of all
            text = "".join(f"{line}\n" for line in new[first:last])
            yield Edit(start + 1, 1, end + 1, 1, text)
            continue
        one, other = "\n".join(old[start:end]), "\n".join(new[first:last])
        most = min(len(one), len(other))
        head = next((at for at in range(most) if one[at] != other[at]), most)
        tail = next((at for at in range(most - head) if one[-1 - at] != other[-1 - at]), most - head)
        left, right = one[:head], one[: len(one) - tail]
        yield Edit(*_place(start, left), *_place(start, right), other[head : len(other) - tail])


def _place(line: int, text: str) -> tuple[int, int]:
    return line + 1 + text.count("\n"), len(text) - text.rfind("\n")


def _in_order(fault: Diagnostic) -> tuple[int, int]:
    assert fault.mend is not None  # the others are left out
    return _IN_TEXT.index(fault.mend.part), -fault.span.line


def _in_encoding(content: bytes, mend: Mend) -> bytes:
    try:
        return content.decode(str(mend.old)).encode(str(mend.new))
    except UnicodeDecodeError:
        return content


def _record(text: str, inside: str, path: str, report: Report | None = None) -> Record | None:
    return read_file(text.encode(), inside, path, report if report is not None else Report(), whole=False)


def _made_readable(text: str, inside: str, path: str) -> tuple[str, list[Diagnostic]]:
    """A text that cannot be read, mended line by line until it can; as it was where it then still cannot."""
    now = text
    done: list[Diagnostic] = []
    for _ in range(_MOST):
        report = Report()
        if _record(now, inside, path, report) is not None:
            return now, done
        fault = next((fault for fault in report if fault.severity is Severity.ERROR), None)
        after = _lines(now, fault, fault.mend) if fault is not None and fault.mend is not None else None
        if fault is None or after is None or after == now:
            break
        now = after
        done.append(fault)
    return text, []


def _after(text: str, fault: Diagnostic, inside: str, path: str) -> str | None:
    """A text that can be read with one fault mended; nothing where it says anything else then."""
    mend = fault.mend
    assert mend is not None  # the others are left out
    if mend.part is Part.WORDS:
        return _words(text, fault, mend)
    record = _record(text, inside, path)
    if record is None:
        return None
    if mend.part is Part.LINES:
        after = _lines(text, fault, mend)
        return after if after is not None and _record(after, inside, path) is not None else None
    place = _with_value(record, mend) if mend.part is Part.VALUE else mend.place
    if not place:
        return None
    if mend.part is Part.KEY:
        return _key(text, record, mend, inside)
    wish = Set("", place, list(mend.new) if isinstance(mend.new, tuple) else mend.new)
    try:
        return changed(text, [wish], type_of(inside) or "feature", inside, path)
    except Refused:
        return None


def _with_value(record: Record, mend: Mend) -> Place:
    """Where the value stands that is mended; a list of one may be written as a text. Nothing where it does not stand there."""
    for place in (mend.place, mend.place[:-1]):
        if place and _frozen(value_at(record.data, place)) == mend.old:
            return place
    return ()


def _frozen(value: Value) -> object:
    return tuple(map(str, value)) if isinstance(value, list) else value.strip() if isinstance(value, str) else value


def _lines(text: str, fault: Diagnostic, mend: Mend) -> str | None:
    if mend.part is not Part.LINES or not isinstance(mend.new, str):
        return None
    raw = RawText(text)
    lines = raw.plain.split("\n")
    first = (mend.line or fault.span.line) - 1
    if not 0 <= first < len(lines) or lines[first] != mend.old:
        return None
    start = sum(len(line) + 1 for line in lines[:first])
    end = start + sum(len(line) + 1 for line in lines[first : first + mend.lines]) - (1 if mend.new else 0)
    raw.change([edits.Edit(start, end, mend.new)])
    return str(raw)


def _words(text: str, fault: Diagnostic, mend: Mend) -> str | None:
    raw = RawText(text)
    lines = raw.plain.split("\n")
    old, number = str(mend.old), fault.span.line - 1
    if not 0 <= number < len(lines) or not old or lines[number].count(old) != 1:
        return None
    start = sum(len(line) + 1 for line in lines[:number]) + lines[number].index(old)
    raw.change([edits.Edit(start, start + len(old), str(mend.new))])
    return str(raw)


def _key(text: str, record: Record, mend: Mend, inside: str) -> str | None:
    """A text in which a fact has another name, and nothing else is otherwise."""
    span = span_of(record, *mend.place)
    raw = RawText(text)
    lines = raw.plain.split("\n")
    line = lines[span.line - 1]
    found = re.compile(rf"([\"']?){re.escape(str(mend.old))}\1").match(line, span.column - 1)
    if found is None:
        return None
    start = sum(len(above) + 1 for above in lines[: span.line - 1])
    raw.change([edits.Edit(start + found.start(), start + found.end(), str(mend.new))])
    after = _record(str(raw), inside, record.path)
    wanted = _renamed(record.data, mend.place, str(mend.new))
    return str(raw) if after is not None and same(dict(after.data), wanted) and after.body == record.body else None


def _renamed(value: object, place: Place, name: str) -> object:
    """Facts in which the one at a place is called otherwise."""
    if isinstance(value, list):
        return [_renamed(entry, place[1:], name) if at == place[0] else entry for at, entry in enumerate(value)]
    assert hasattr(value, "items")  # a place leads through lists and groups
    if len(place) == 1:
        return {name if key == place[0] else key: entry for key, entry in value.items()}
    return {key: _renamed(entry, place[1:], name) if key == place[0] else entry for key, entry in value.items()}
