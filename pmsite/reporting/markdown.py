"""Diagnostics as Markdown, for the summary that a code host shows with a run."""

from __future__ import annotations

from pathlib import Path

from pmsite.diagnostics import Diagnostic, Report
from pmsite.reporting.chosen import choose, worst_first
from pmsite.reporting.safe import escaped
from pmsite.reporting.text import sentences, summary

LIMIT = 900_000
"""Bytes of a summary, of the mebibyte that hosts take."""


def write(report: Report, root: Path, *, colour: bool = False) -> str:  # the same call as every format
    """The list, errors first, with how many are left out at its end."""
    kept, more = choose(report)
    lines = [f"### pmsite: {summary(report)}", ""]
    left, size = sum(more.values()), 0
    for at, fault in enumerate(worst_first(kept)):
        line = _line(fault)
        size += len(line.encode()) + 1
        if size > LIMIT:
            left += len(kept) - at
            break
        lines.append(line)
    return "\n".join([*lines, *([f"- and {left} more"] if left else [])]) + "\n"


def _line(fault: Diagnostic) -> str:
    return f"- **{fault.severity.value}** {escaped(str(fault.span))} {escaped(fault.code)}: {escaped(sentences(fault))}"
