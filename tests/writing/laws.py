"""What holds for every change of one file, whatever its dress."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pmsite.diagnostics import Report
from pmsite.read.nodes import Entry, Node, nodes
from pmsite.read.record import Path as Place
from pmsite.read.record import Record
from pmsite.read.workspace import read_file
from pmsite.writing.change import changed
from pmsite.writing.edits import is_first, line_end
from pmsite.writing.operation import Add, Body, InFile, Remove, Set, Unset
from pmsite.writing.refused import Refused
from pmsite.writing.wanted import same, value_at, wanted

INSIDE, PATH = "features/a.md", "roadmap/features/a.md"
_COMMENT = re.compile(r"#[^#\n]*?\bc(\d+)")
REFUSED = "refused"
MEANT = {"no-such-place", "not-a-list", "not-in-list"}
"""Refusals of what does not fit the facts."""


def read(text: str) -> Record | None:
    return read_file(text.encode(), INSIDE, PATH, Report(), whole=False)


def broken(text: str, operation: InFile) -> str:
    """What is wrong with the change, in a line; nothing where all is well. A refusal begins with `refused`."""
    before = read(text)
    if before is None:
        return ""
    try:
        after_text = changed(text, [operation], "feature", INSIDE, PATH)
    except Refused as fault:
        return "" if fault.diagnostic.code in MEANT else f"{REFUSED} {fault.diagnostic.code}: {fault.diagnostic.message}"
    after = read(after_text)
    if after is None:
        return "unreadable: what was written cannot be read"
    goal: Mapping[str, Any] = before.data if isinstance(operation, Body) else wanted(before.data, operation, PATH).facts
    if not same(dict(after.data), dict(goal)):
        return f"wrong facts: {after.data!r} in place of {goal!r}"
    return next(_otherwise(text, after_text, before, after, operation), "")


def _otherwise(text: str, after_text: str, before: Record, after: Record, operation: InFile) -> Iterator[str]:
    if after_text.startswith("\ufeff") != text.startswith("\ufeff"):
        yield "mark: the byte order mark is another"
    if {"\r\n", "\n", "\r"} & set(re.findall("\r\n|\r|\n", after_text)) - set(re.findall("\r\n|\r|\n", text)):
        yield "line ends: there are others than before"
    if isinstance(operation, Body):
        if after.head != before.head:
            yield "head: the front matter is another"
        return
    if after.body != before.body:
        yield "body: the body is another"
    if same(dict(after.data), dict(before.data)) and after_text != text:
        yield "nothing: the text is another although nothing was to change"
    yield from _lines(before, after, operation)
    yield from _comments(before, after, operation)
    if isinstance(operation, Set) and changed(after_text, [operation], "feature", INSIDE, PATH) != after_text:
        yield "twice: the same again changes something"


def _chain(head: str, place: Place) -> list[tuple[Node, Entry]]:
    """The entries on the way to a place, as far as they are there, each with what it is in."""
    found, node = [], nodes(head)
    for name in place:
        entry = node.entry(name)
        if entry is None:
            break
        found.append((node, entry))
        node = entry.value
    return found


def _lines(before: Record, after: Record, operation: Any) -> Iterator[str]:
    """Lines outside what is changed are the same, in the same order."""
    chain = _chain(before.head, operation.place)
    old = before.head.split("\n")
    new = after.head.split("\n")
    if len(chain) < len(operation.place):  # something new: nothing goes, but for a template, or a line that it joins
        chain = chain if chain and (chain[-1][1].value.in_brackets or not chain[-1][1].value.entries) else []
    elif isinstance(operation, Unset):
        goal = wanted(before.data, operation, "").facts
        while len(chain) > 1 and (value_at(goal, operation.place[: len(chain) - 1]) is None or len(chain[-1][0].entries) == 1):
            chain.pop()
    while chain and (not is_first(before.head, chain[-1][1].start) or chain[-1][0].in_brackets):
        chain.pop()
    if chain:
        entry = chain[-1][1]
        first, last = before.head.count("\n", 0, entry.start), before.head.count("\n", 0, line_end(before.head, entry.end))
        if new[:first] != old[:first] or new[len(new) - len(old) + last + 1 :] != old[last + 1 :]:
            yield f"lines: others than those of {'.'.join(map(str, operation.place))} changed"
    elif not nodes(before.head).in_brackets:
        left = iter(new)
        gone = [line for line in old if not line.startswith(("# moscow", "#   -")) and not any(line == one for one in left)]
        if gone:
            yield f"lines: {gone[0]!r} is not there any more"


def _comments(before: Record, after: Record, operation: Any) -> Iterator[str]:
    chain = _chain(before.head, operation.place)
    value = chain[-1][1].value if len(chain) == len(operation.place) else None
    gone = ""
    if isinstance(operation, Remove) and value is not None:
        at = next(number for number, entry in enumerate(value.entries) if entry.value.value == operation.value)
        gone = _text_of(before.head, value.entries[at])
    elif isinstance(operation, (Set, Unset)) and value is not None:
        whole = chain[0][1] if isinstance(operation, Unset) else chain[-1][1]
        gone = _text_of(before.head, whole) if isinstance(operation, Unset) or value.entries or value.style in ("|", ">") else ""
    elif (
        isinstance(operation, Set) and value is None and chain and chain[-1][1].value.in_brackets and not chain[-1][1].value.entries
    ):
        gone = _text_of(before.head, chain[-1][1])
    left = Counter(_COMMENT.findall(before.head)) - Counter(_COMMENT.findall(after.head)) - Counter(_COMMENT.findall(gone))
    if left and not isinstance(operation, Add):
        yield f"comments: c{next(iter(left))} is lost"
    elif left:
        yield f"comments: c{next(iter(left))} is lost by adding"


def _text_of(head: str, entry: Entry) -> str:
    return head[entry.start : line_end(head, entry.end)]
