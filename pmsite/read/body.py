"""What a body may hold, so that no text can stall the Markdown that follows; and the marks around internal passages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmsite.diagnostics import Diagnostic, Severity, Span
from pmsite.read.limits import BODY_LINE, EMPHASIS_MARKS, NESTED_BLOCKS, OPEN_BRACKETS

_FENCE = re.compile(r"( {0,3})(`{3,}+|~{3,}+)(.*)")
_MARKER = re.compile(r"<!--\s*+(/?)internal\s*+-->", re.IGNORECASE)
_LINK = re.compile(r"\[[^\[\]]*+\](?:\((?:[^()]*+(?:\([^()]*+\))?+)*+\)|\[[^\[\]]*+\]|(?!\())")
_LEVELS = re.compile(r"(?:[ \t]*+(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t])))*+[ \t]*+")
_LEVEL = re.compile(r">|[-+*]|\d+[.)]")
_WHITE_SPACE = re.compile(r"[ \t]+")


def faults(body: str, path: str, first_line: int) -> list[Diagnostic]:
    """Everything in a body that is over a limit, and every mark of an internal passage that stands alone."""
    lines = body.split("\n")
    has_passages = "<!--" in body and _MARKER.search(body) is not None
    may_exceed = _may_exceed(body, lines)
    if not (has_passages or may_exceed):
        return []
    code, unclear = code_lines(lines)
    found: list[Diagnostic] = []
    if may_exceed:
        found.extend(_limit_faults(lines, code, path, first_line))
    if has_passages and unclear is not None:
        found.append(_unclear_code(path, first_line + unclear))
    elif has_passages:
        found.extend(_passage_faults(body, code, path, first_line))
    return found


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


def code_lines(lines: list[str]) -> tuple[bytearray, int | None]:
    """Which lines are fenced code, and the first line, if any, that could be read as a fence in more than one way."""
    code = bytearray(len(lines))
    fences = [(number, found) for number, line in enumerate(lines) if (found := _FENCE.fullmatch(line))]
    last_close = {found[2]: number for number, found in fences if not found[1] and not found[3].strip()}
    unclear: int | None = None
    opened: tuple[int, str] | None = None
    for number, found in fences:
        indent, fence, info = found[1], found[2], found[3]
        if opened is None:
            if indent:
                continue  # part of a list at most, and then its marks count as marks
            if "`" not in info and last_close.get(fence, -1) > number:
                opened = (number, fence)
                continue
        elif fence == opened[1] and not indent and not info.strip():
            code[opened[0] : number + 1] = b"\1" * (number + 1 - opened[0])
            opened = None
            continue
        elif fence[0] != opened[1][0] or len(fence) < len(opened[1]):
            continue
        unclear = number if unclear is None else unclear
        if opened is None and "`" not in info:
            break  # a block that is never closed: to no reader does another one begin in it
    return code, unclear


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


def _unclear_code(path: str, line: int) -> Diagnostic:
    message = "it is unclear whether this line begins or ends a code block, and so which of the internal passages are text"
    hint = "close the block with the same marks alone on a line, or use a longer fence around code that holds such lines"
    return Diagnostic("internal-passage-unclear", Severity.ERROR, Span(path, line), message, hint)


def _passage_faults(body: str, code: bytearray, path: str, first_line: int) -> Iterator[Diagnostic]:
    opened: Span | None = None
    number = at = 0
    for marker in _MARKER.finditer(body):
        number += body.count("\n", at, marker.start())
        at = marker.start()
        if code[number]:
            continue
        span = Span(path, first_line + number, at - body.rfind("\n", 0, at))
        if marker[1]:
            if opened is None:
                message, hint = "an internal passage ends here that never began", "write <!-- internal --> before the passage"
                yield Diagnostic("internal-passage-unopened", Severity.ERROR, span, message, hint)
            opened = None
        elif opened is None:
            opened = span
        else:
            message, hint = (
                f"internal passages do not nest: one is open since line {opened.line}",
                "end it first with <!-- /internal -->",
            )
            yield Diagnostic("internal-passage-nested", Severity.ERROR, span, message, hint, ((opened, "it began here"),))
    if opened is not None:
        message, hint = "the internal passage that begins here is never closed", "write <!-- /internal --> after it"
        yield Diagnostic("internal-passage-unclosed", Severity.ERROR, opened, message, hint)
