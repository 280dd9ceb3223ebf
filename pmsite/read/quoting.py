"""What to write where YAML needs quotes: the whole line, as its author should have it."""

from __future__ import annotations

import re

from pmsite.read.lines import CLOSING, ENTRY
from pmsite.read.text import printable

HINT_CHARACTERS = 200
COMMENT = re.compile(r"[ \t]+#(?:[ \t].*)?$")
_TOKEN = re.compile(r"[^\s,\[\]{}][^,\[\]{}]*")
_NEEDS_QUOTES = re.compile(r"[@`%*&!|>#]|.*(?:\s#|:\s)")
_PEOPLE = re.compile(
    r"(?:^|[\s{,])(?:owner|lead|approver|driver|sender|author|by|customer|responsible|accountable|consulted|informed|members|people|to):"
    r" *(?:\[[^\[\]]*)?$"
)
_HANDLE = re.compile(r"@([\w.-]+)")


def quoted(value: str) -> str:
    """A text in double quotes, as YAML reads it back."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def quote_hint(line: str, column: int, value: str | None = None) -> str:
    """What to write in place of a line whose value, which begins at a column, needs quotes."""
    if len(line) > HINT_CHARACTERS:
        return "put the value in double quotes"
    before = line[:column]
    if (handle := _HANDLE.match(line, column)) and _PEOPLE.search(before):
        return f"write the name without the @: {printable(before.lstrip() + handle[1] + COMMENT.sub('', line[handle.end() :]))}"
    in_brackets = before.count("[") > before.count("]") or before.count("{") > before.count("}")
    if in_brackets and value is None and (whole := list_hint(line)):
        return whole
    token = _TOKEN.match(line, column) if in_brackets else None
    end = token.end() if token else len(line)
    after = line[end:]
    if value is None:
        value = line[column:end] if token else COMMENT.sub("", line[column:])
    return "put it in quotes: " + printable(f"{before}{quoted(value.strip())}{after}".strip())


def rest_hint(line: str, column: int) -> str:
    """What to write in place of a line of which all that begins at a column is one value."""
    before = line[:column].rstrip()
    if len(line) > HINT_CHARACTERS or before.count("[") > before.count("]") or before.count("{") > before.count("}"):
        return "put the whole value in double quotes"
    return f"put it in quotes: {printable(f'{before} {quoted(line[column:].strip())}'.strip())}"


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
    what = "it" if sum(_NEEDS_QUOTES.match(part) is not None for part in written) == 1 else "each"
    fixed = ", ".join(quoted(part) if _NEEDS_QUOTES.match(part) else part for part in written if part)
    before = line[: entry.start("value")]
    return f"put {what} in quotes: {printable(f'{before}[{fixed}]'.strip())}"


def closed(line: str, opening: str) -> str:
    """A line with the bracket that it leaves open closed at its end."""
    return f"{printable(COMMENT.sub('', line).strip().rstrip(','))}{CLOSING[opening]}"
