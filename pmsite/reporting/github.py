"""Diagnostics as workflow commands, which GitHub shows beside the changed lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pmsite.diagnostics import Diagnostic, Report, Severity
from pmsite.reporting.safe import one_line
from pmsite.reporting.selection import choose, worst_first
from pmsite.reporting.text import sentences, summary

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.REMINDER: "notice", Severity.NOTICE: "notice"}


def write(report: Report, root: Path, *, colour: bool = False) -> str:  # the same call as every format
    """The lines, what matters most first, since a runner shows only ten of a kind."""
    kept, more = choose(report)
    return "\n".join([*(_command(d) for d in worst_first(kept)), *_more(more), f"pmsite: {summary(report)}"]) + "\n"


def _more(more: dict[str, int]) -> Iterator[str]:
    for code, count in more.items():
        yield f"pmsite: and {count} more of {code}"


def _command(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    properties = {
        "file": span.path,
        "line": str(span.line or 1),
        **({"col": str(span.column)} if span.column else {}),
        "title": diagnostic.code,
    }
    told = f"{span} {sentences(diagnostic)}"  # a runner's plain log shows this text alone
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[diagnostic.severity]} {written}::{_data(told)}"


def _data(text: str) -> str:
    return one_line(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
