"""What a body may hold, so that no text can stall the Markdown that follows, and none of its internal passages is in doubt."""

from __future__ import annotations

from dataclasses import replace

from pmsite.diagnostics import Diagnostic, Severity
from pmsite.read import body_limits, passages
from pmsite.read.passages import code_lines, resembles
from pmsite.read.signs import COMMENT_UNCLEAR


def faults(body: str, path: str, first_line: int, *, is_for_team: bool = False) -> list[Diagnostic]:
    """Everything in a body that is over a limit, or unclear about its internal passages. What is over a limit is not read further.

    A comment that does not end is only a warning where the body is for nobody but the team, and no passage is near.
    """
    lines = body.split("\n")
    if body_limits.may_exceed(body, lines) and (found := list(body_limits.faults(lines, code_lines(body), path, first_line))):
        return found
    found = passages.faults(body, path, first_line)
    if found and is_for_team and not resembles(body):
        found = [replace(fault, severity=Severity.WARNING) if fault.code == COMMENT_UNCLEAR else fault for fault in found]
    return found
