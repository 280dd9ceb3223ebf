"""Diagnostics as Markdown, for the summary that a code host shows with a run."""

from __future__ import annotations

from pathlib import Path

from pmsite.diagnostics import Diagnostic, Report
from pmsite.reporting.safe import escaped
from pmsite.reporting.selection import choose, worst_first
from pmsite.reporting.text import OLD, sentences, summary

LIMIT = 900_000
"""Bytes of a summary, of the mebibyte that hosts take."""


def write(report: Report, root: Path, *, colour: bool = False) -> str:  # the same call as every format
    """The list, errors first, with how many are left out at its end."""
    kept, more = choose(report)
    lines = [f"### pmsite: {summary(report)}", ""]
    left, size = sum(more.values()), 0
    told = sorted(worst_first(kept), key=lambda fault: fault.was_there is True)
    for at, fault in enumerate(told):
        line = _line(fault)
        if fault.was_there and not (at and told[at - 1].was_there):
            line = f"\n{OLD}:\n\n{line}"
        size += len(line.encode()) + 1
        if size > LIMIT:
            left += len(kept) - at
            break
        lines.append(line)
    return "\n".join([*lines, *([f"- and {left} more"] if left else [])]) + "\n"


def _line(fault: Diagnostic) -> str:
    return f"- **{fault.severity.value}** {escaped(str(fault.span))} {escaped(fault.code)}: {escaped(sentences(fault))}"
