"""A text in its parts as Markdown understands them: text, code, comments, and the marks around passages for the team."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from pmsite.read.fenced import Fence
from pmsite.read.misspelt import COMMENT, MARK

Kind = Enum("Kind", ["FENCED", "INDENTED", "INLINE", "COMMENT", "BEGIN", "END"])
CODE = (Kind.FENCED, Kind.INDENTED, Kind.INLINE)
MARKS = (Kind.BEGIN, Kind.END)
CERTAIN = (Kind.FENCED, Kind.INLINE)
"""Code in which a < begins no tag; what is indented may as well be part of an entry."""
_TICKS_OR_COMMENT = re.compile(r"`++|<!--")
TICKS = re.compile(r"`+")
_CONTAINER = re.compile(r"[ ]{0,3}(?:[-+*]|\d{1,9}[.)]|[!?=]{3}|/{3}|:|\[\^|\*\[|>|<|\|)")


class Part(NamedTuple):
    """A part of a text that is not plain text."""

    kind: Kind
    start: int
    end: int


def parts_of(text: str, blocks: tuple[Fence, ...]) -> tuple[list[Part], list[int]]:
    """The parts of a text, and where comments begin that are none."""
    walls = [Part(Kind.FENCED, block.start, block.end) for block in blocks]
    walls = sorted([*walls, *_indented(text, blocks)], key=lambda part: part.start)
    parts: list[Part] = []
    broken: list[int] = []
    at = 0
    for wall in [*walls, None]:
        end = len(text) if wall is None else wall.start
        for part in _between(text, at, end, broken):
            parts.append(part)
        if wall is not None:
            parts.append(wall)
            at = wall.end
    return parts, broken


def _between(text: str, at: int, end: int, broken: list[int]) -> Iterator[Part]:
    while found := _TICKS_OR_COMMENT.search(text, at, end):
        at = found.end()
        if found[0] == "<!--":
            comment = COMMENT.match(text, found.start(), end)
            if comment is None:
                broken.append(found.start())
                continue
            at = comment.end()
            mark = MARK.fullmatch(comment[0])
            kind = Kind.COMMENT if mark is None else Kind.END if mark["end"] else Kind.BEGIN
            yield Part(kind, comment.start(), at)
        elif not _is_escaped(text, found.start()) and (last := closing(text, found[0], at, end)):
            at = last
            yield Part(Kind.INLINE, found.start(), at)


def closing(text: str, ticks: str, at: int, end: int) -> int | None:
    """Where the code ends that such back-ticks begin, on the same line."""
    line_end = text.find("\n", at, end)
    for found in TICKS.finditer(text, at, end if line_end < 0 else line_end):
        if found[0] == ticks:
            return found.end()
    return None


def _is_escaped(text: str, at: int) -> bool:
    before = at
    while before and text[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


def _indented(text: str, blocks: tuple[Fence, ...]) -> Iterator[Part]:
    """Code that is indented after an empty line, where nothing before it could have it as a part of an entry."""
    if "\n    " not in text and "\n\t" not in text and not text.startswith(("    ", "\t")):
        return
    fenced = iter([*((block.start, block.end) for block in blocks), (len(text) + 1, len(text) + 1)])
    wall = next(fenced)
    at, start, last = 0, None, 0
    may_begin, is_contained = True, False
    for line in [*text.split("\n"), "end"]:
        while at > wall[1]:
            wall = next(fenced)
        is_fenced = wall[0] <= at
        if line.strip() and not is_fenced:
            if line.startswith(("    ", "\t")):
                if may_begin and not is_contained and start is None:
                    start = at
                last = at + len(line)
            else:
                is_contained = bool(_CONTAINER.match(line)) or (is_contained and not may_begin)
        if start is not None and (is_fenced or (line.strip() and not line.startswith(("    ", "\t")))):
            yield Part(Kind.INDENTED, start, last)
            start = None
        may_begin = not is_fenced and (not line.strip() or (may_begin and line.startswith(("    ", "\t"))))
        at += len(line) + 1


def ticks_are_paired(block: str) -> bool:
    """Whether every back-tick of a paragraph is part of code that begins and ends on one line."""
    if "`" not in block:
        return True
    for line in block.split("\n"):
        at = 0
        while found := TICKS.search(line, at):
            last = None if line.endswith("\\", 0, found.start()) else closing(line, found[0], found.end(), len(line))
            if last is None:
                return False
            at = last
    return True
