"""What a body may hold, so that no text can stall the Markdown that follows; and the marks around internal passages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmsite.diagnostics import Diagnostic, Severity, Span
from pmsite.read import body_limits

_FENCE = re.compile(r"( {0,3})(`{3,}+|~{3,}+)(.*)")
_MARKER = re.compile(r"<!--\s*+(/?)internal\s*+-->", re.IGNORECASE)


def faults(body: str, path: str, first_line: int) -> list[Diagnostic]:
    """Everything in a body that is over a limit, and every mark of an internal passage that stands alone."""
    lines = body.split("\n")
    has_passages = "<!--" in body and _MARKER.search(body) is not None
    may_exceed = body_limits.may_exceed(body, lines)
    if not (has_passages or may_exceed):
        return []
    code, unclear = code_lines(lines)
    found: list[Diagnostic] = []
    if may_exceed:
        found.extend(body_limits.faults(lines, code, path, first_line))
    if has_passages and unclear is not None:
        found.append(_unclear_code(path, first_line + unclear))
    elif has_passages:
        found.extend(_passage_faults(body, code, path, first_line))
    return found


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
