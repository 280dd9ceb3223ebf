"""Texts in which marks of passages for the team stand, or may stand.

Whatever one reader of Markdown could take for code and another for text is a doubt in such a text, and a doubt is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pmsite.diagnostics import Diagnostic, Severity, Span
from pmsite.messages import said
from pmsite.read.doubts import Doubt, doubts_about
from pmsite.read.fenced import fences
from pmsite.read.parts import CODE, MARKS, Kind, Part, parts_of


class Reading(NamedTuple):
    """A text in its parts, in their order; what lies between them is text. With doubts, the parts are a guess."""

    text: str
    parts: tuple[Part, ...]
    doubts: tuple[Doubt, ...]

    def hidden(self) -> Iterator[tuple[int, int]]:
        """The places of what is for the team alone: passages with their marks, and comments."""
        begun: int | None = None
        for part in self.parts:
            if part.kind is Kind.BEGIN and begun is None:
                begun = part.start
            elif part.kind is Kind.END and begun is not None:
                yield begun, part.end
                begun = None
            elif part.kind is Kind.COMMENT and begun is None:
                yield part.start, part.end
        if begun is not None:
            yield begun, len(self.text)


def public_text(text: str, *, keep_lines: bool) -> str:
    """A text without what is for the team alone; nothing of it where that is in doubt."""
    reading = read(text)
    if reading.doubts:
        return "\n" * text.count("\n") if keep_lines else ""
    return _without(text, reading.hidden(), keep_lines=keep_lines)


def bare(text: str) -> str:
    """A text without comments and marks."""
    gone = (Kind.COMMENT, *MARKS)
    return _without(text, ((part.start, part.end) for part in read(text).parts if part.kind in gone), keep_lines=False)


def prose(text: str) -> str:
    """A text in which all code is filled with back-ticks."""
    pieces, at = [], 0
    for part in parts_of(text, fences(text).blocks)[0]:
        if part.kind in CODE:
            pieces += [text[at : part.start], re.sub(r"[^\n]", "`", text[part.start : part.end])]
            at = part.end
    return "".join([*pieces, text[at:]])


def code_lines(text: str) -> bytearray:
    """Which lines of a text belong to blocks of code between fences."""
    code = bytearray(text.count("\n") + 1)
    line = at = 0
    for block in fences(text).blocks:
        line += text.count("\n", at, block.start)
        at = block.start
        last = line + text.count("\n", at, block.end)
        code[line : last + 1] = b"\1" * (last + 1 - line)
    return code


def faults(text: str, path: str, first_line: int) -> list[Diagnostic]:
    """Everything about the passages and comments of a body that could be understood in more than one way."""
    return [_diagnostic(doubt, text, path, first_line) for doubt in read(text).doubts]


def read(text: str) -> Reading:
    """A text in its parts, with every doubt about them."""
    found = fences(text)
    parts, broken = parts_of(text, found.blocks)
    return Reading(text, tuple(parts), tuple(doubts_about(text, found, parts, broken)))


def _without(text: str, gone: Iterable[tuple[int, int]], *, keep_lines: bool) -> str:
    pieces, at = [], 0
    for start, end in gone:
        pieces += [text[at:start], "\n" * text.count("\n", start, end) if keep_lines else ""]
        at = end
    return "".join([*pieces, text[at:]])


def _diagnostic(doubt: Doubt, text: str, path: str, first_line: int) -> Diagnostic:
    message, related = doubt.message, tuple[tuple[Span, str], ...]()
    if doubt.before is not None:
        before = _span(text, doubt.before, path, first_line)
        message, related = said("{message} {line}", message=message, line=before.line), ((before, said("it began here")),)
    return Diagnostic(doubt.code, Severity.ERROR, _span(text, doubt.at, path, first_line), message, doubt.hint, related)


def _span(text: str, at: int, path: str, first_line: int) -> Span:
    return Span(path, first_line + text.count("\n", 0, at), at - text.rfind("\n", 0, at))
