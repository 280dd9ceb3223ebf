"""Diagnostics as Markdown, for the summary that a code host shows with a run."""

from __future__ import annotations

from pathlib import Path

from pmsite.diagnostics import Diagnostic, Report
from pmsite.messages import Say, said
from pmsite.reporting.safe import escaped
from pmsite.reporting.selection import choose, worst_first
from pmsite.reporting.text import OLD, SEVERITIES, sentences, summary

LIMIT = 900_000
"""Bytes of a summary, of the mebibyte that hosts take."""


def write(report: Report, root: Path, *, colour: bool = False, say: Say = str) -> str:  # the same call as every format
    """The list, errors first, with how many are left out at its end."""
    kept, more = choose(report)
    lines = [f"### pmsite: {summary(report, say)}", ""]
    left, size = sum(more.values()), 0
    told = sorted(worst_first(kept), key=lambda fault: fault.was_there is True)
    for at, fault in enumerate(told):
        line = _line(fault, say)
        if fault.was_there and not (at and told[at - 1].was_there):
            line = f"\n{say(OLD)}\n\n{line}"
        size += len(line.encode()) + 1
        if size > LIMIT:
            left += len(kept) - at
            break
        lines.append(line)
    others = said("and {count} more", count=left)
    return "\n".join([*lines, *([f"- {say(others)}"] if left else [])]) + "\n"


def _line(fault: Diagnostic, say: Say) -> str:
    return f"- **{say(SEVERITIES[fault.severity])}** {escaped(str(fault.span))} {escaped(fault.code)}: {escaped(sentences(fault, say))}"
