"""What a body may hold, so that no text can stall the Markdown that follows, and none of its internal passages is in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmsite.diagnostics import Diagnostic, Severity, Span
from pmsite.read import passages
from pmsite.read.limits import BODY_LINE, EMPHASIS_MARKS, NESTED_BLOCKS, OPEN_BRACKETS
from pmsite.read.passages import code_lines

_LINK = re.compile(r"\[[^\[\]]*+\](?:\((?:[^()]*+(?:\([^()]*+\))?+)*+\)|\[[^\[\]]*+\]|(?!\())")
_LEVELS = re.compile(r"(?:[ \t]*+(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t])))*+[ \t]*+")
_LEVEL = re.compile(r">|[-+*]|\d+[.)]")
_WHITE_SPACE = re.compile(r"[ \t]+")


def faults(body: str, path: str, first_line: int) -> list[Diagnostic]:
    """Everything in a body that is over a limit, or unclear about its internal passages. What is over a limit is not read further."""
    lines = body.split("\n")
    if _may_exceed(body, lines) and (found := list(_limit_faults(lines, code_lines(body), path, first_line))):
        return found
    return passages.faults(body, path, first_line)


def _may_exceed(body: str, lines: list[str]) -> bool:
    """A cheap first look: an ordinary body is under every limit even as a whole."""
    if body.count("[") > OPEN_BRACKETS:
        return True
    if len(body) > EMPHASIS_MARKS and sum(map(body.count, "*_^~")) > EMPHASIS_MARKS:
        return True
    return len(body) > NESTED_BLOCKS and any(
        len(line) > BODY_LINE or _levels(line) > NESTED_BLOCKS for line in lines if len(line) > NESTED_BLOCKS
    )


def _levels(line: str) -> int:
    if line[:1].isalpha():
        return 0  # prose
    found = _LEVELS.match(line)
    lead = found[0] if found else ""
    spaces = max((len(run.replace("\t", "  ")) for run in _WHITE_SPACE.findall(lead)), default=0)
    return len(_LEVEL.findall(lead)) + spaces // 2


def _limit_faults(lines: list[str], code: bytearray, path: str, first_line: int) -> Iterator[Diagnostic]:
    for number, line in enumerate(lines):
        if len(line) > BODY_LINE:
            yield _over(path, first_line + number, f"this line of {len(line)} characters is too long: {BODY_LINE} fit")
        elif len(line) > NESTED_BLOCKS and not code[number] and _levels(line) > NESTED_BLOCKS:
            yield _over(path, first_line + number, f"lists or quotes are nested too deep: {NESTED_BLOCKS} levels fit")
            return
    for start, end in _blocks(lines, code):
        block = "\n".join(lines[start:end])
        if block.count("[") > OPEN_BRACKETS and _open_brackets(block) > OPEN_BRACKETS:
            yield _over(path, first_line + start, f"this paragraph holds too many brackets [ that are no link: {OPEN_BRACKETS} fit")
        if sum(map(block.count, "*_^~")) > EMPHASIS_MARKS:
            yield _over(path, first_line + start, f"this paragraph holds too many of the marks * _ ^ ~: {EMPHASIS_MARKS} fit")


def _blocks(lines: list[str], code: bytearray) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for number, line in enumerate(lines):
        if code[number] or not line.strip():
            if start is not None:
                yield start, number
            start = None
        elif start is None:
            start = number
    if start is not None:
        yield start, len(lines)


def _open_brackets(block: str) -> int:
    return _LINK.sub("", _LINK.sub("", block)).count("[")  # twice: an image may stand inside a link


def _over(path: str, line: int, message: str) -> Diagnostic:
    return Diagnostic("body-over-limit", Severity.ERROR, Span(path, line), message, "split it, or put it into a code block")
