"""What to write where YAML needs quotes: the whole line, as its author should have it."""

from __future__ import annotations

import re

from pmsite.diagnostics import Part, answer, only_told
from pmsite.messages import said
from pmsite.read.lines import CLOSING, ENTRY

HINT_CHARACTERS = 200
COMMENT = re.compile(r"[ \t]+#(?:[ \t].*)?$")
_TOKEN = re.compile(r"[^\s,\[\]{}][^,\[\]{}]*")
_NEEDS_QUOTES = re.compile(r"[@`%*&!|>#]|.*(?:\s#|:\s)")
_PEOPLE = re.compile(
    r"(?:^|[\s{,])(?:owner|lead|approver|driver|sender|author|by|customer|responsible|accountable|consulted|informed|members|people|to):"
    r" *(?:\[[^\[\]]*)?$"
)
_NUMBER_BEHIND = re.compile(r"[^#]*\s#[0-9]")
_HANDLE = re.compile(r"@([\w.-]+)")


def quoted(value: str) -> str:
    """A text in double quotes, as YAML reads it back."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def quote_hint(line: str, column: int, value: str | None = None) -> str:
    """What to write in place of a line whose value, which begins at a column, needs quotes."""
    if len(line) > HINT_CHARACTERS:
        return said("put the value in double quotes")
    before = line[:column]
    if (handle := _HANDLE.match(line, column)) and _PEOPLE.search(before):
        return answer(
            "write the name without the @: {answer}", before + handle[1] + line[handle.end() :], part=Part.LINES, old=line
        )
    in_brackets = before.count("[") > before.count("]") or before.count("{") > before.count("}")
    if in_brackets and value is None and (whole := list_hint(line)):
        return whole
    token = _TOKEN.match(line, column) if in_brackets else None
    comment = None if token else COMMENT.search(line, column)
    end = token.end() if token else comment.start() if comment else len(line)
    after = line[end:]
    if value is None:
        value = line[column:end]
    return answer("put it in quotes: {answer}", f"{before}{quoted(value.strip())}{after}", part=Part.LINES, old=line)


def rest_hint(line: str, column: int) -> str:
    """What to write in place of a line of which all that begins at a column is one value."""
    before = line[:column].rstrip()
    if len(line) > HINT_CHARACTERS or before.count("[") > before.count("]") or before.count("{") > before.count("}"):
        return said("put the whole value in double quotes")
    whole = answer("put it in quotes: {answer}", f"{before} {quoted(line[column:].strip())}", part=Part.LINES, old=line)
    return whole if _NUMBER_BEHIND.match(line, column) else only_told(whole)  # no comment begins with a number


def list_hint(line: str) -> str:
    """What to write in place of a line that ends in a plain list, with quotes around each entry that needs them; nothing elsewhere."""
    entry = ENTRY.match(line)
    value = entry["value"].strip() if entry else ""
    inner = value[1:].removesuffix("]")
    if entry is None or not value.startswith("[") or len(line) > HINT_CHARACTERS or any(mark in inner for mark in "[]{}\"'"):
        return ""
    written = [part.strip() for part in inner.split(",")]
    if not any(map(_NEEDS_QUOTES.match, written)):
        return ""
    fixed = ", ".join(quoted(part) if _NEEDS_QUOTES.match(part) else part for part in written if part)
    before = line[: entry.start("value")]
    if sum(_NEEDS_QUOTES.match(part) is not None for part in written) == 1:
        return answer("put it in quotes: {answer}", f"{before}[{fixed}]", part=Part.LINES, old=line)
    return answer("put each in quotes: {answer}", f"{before}[{fixed}]", part=Part.LINES, old=line)


def closed(line: str, opening: str) -> str:
    """What to write in place of a line that leaves a bracket open."""
    comment = COMMENT.search(line)
    bare = line[: comment.start()] if comment else line
    fixed = f"{bare.rstrip().rstrip(',')}{CLOSING[opening]}"
    return answer("close it: {answer}", f"{fixed}{comment[0]}" if comment else fixed, part=Part.LINES, old=line)
