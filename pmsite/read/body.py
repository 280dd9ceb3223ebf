"""What a body may hold, so that no text can stall the Markdown that follows, and none of its internal passages is in doubt."""

from __future__ import annotations

from pmsite.diagnostics import Diagnostic
from pmsite.read import body_limits, passages
from pmsite.read.passages import code_lines


def faults(body: str, path: str, first_line: int) -> list[Diagnostic]:
    """Everything in a body that is over a limit, or unclear about its internal passages. What is over a limit is not read further."""
    lines = body.split("\n")
    if body_limits.may_exceed(body, lines) and (found := list(body_limits.faults(lines, code_lines(body), path, first_line))):
        return found
    return passages.faults(body, path, first_line)
