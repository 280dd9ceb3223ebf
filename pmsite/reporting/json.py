"""Diagnostics for programs: one JSON document with every fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pmsite.diagnostics import Diagnostic, Report, Severity, Span
from pmsite.reporting.safe import document

VERSION = 1


def write(report: Report, root: Path, *, colour: bool = False) -> str:  # the same call as every format
    """The document."""
    by_severity = report.counts()
    counts = {severity.value: by_severity[severity] for severity in Severity}
    return document({"version": VERSION, "summary": counts, "diagnostics": [_entry(d) for d in report]})


def _entry(diagnostic: Diagnostic) -> dict[str, Any]:
    span = diagnostic.span
    return {
        "place": str(span),
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "severity": diagnostic.severity.value,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "related": [_place(at, words) for at, words in diagnostic.related],
        "was_there": diagnostic.was_there,
        "is_cause": diagnostic.is_cause,
        "follows": [_place(at, words) for at, words in diagnostic.follows],
    }


def _place(at: Span, words: str) -> dict[str, Any]:
    return {"path": at.path, "line": at.line, "column": at.column, "message": words}
