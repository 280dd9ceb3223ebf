"""Diagnostics for programs: one JSON document with every fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pmsite.diagnostics import Diagnostic, Fix, Report, Severity, Span
from pmsite.messages import Say
from pmsite.reporting.safe import document

VERSION = 1


def write(report: Report, root: Path, *, colour: bool = False, say: Say = str) -> str:  # the same call as every format
    """The document."""
    return document(as_json(report))


def as_json(report: Report) -> dict[str, Any]:
    """The document as data."""
    by_severity = report.counts()
    counts = {severity.value: by_severity[severity] for severity in Severity}
    return {"version": VERSION, "summary": counts, "diagnostics": [entry(d) for d in report]}


def entry(diagnostic: Diagnostic) -> dict[str, Any]:
    """One fault."""
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
        **({"fix": _fix(diagnostic.fix)} if diagnostic.fix else {}),
        "related": [_place(at, words) for at, words in diagnostic.related],
        "was_there": diagnostic.was_there,
        "is_cause": diagnostic.is_cause,
        "follows": [_place(at, words) for at, words in diagnostic.follows],
    }


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [edit._asdict() for edit in fix.edits]
    return {"path": fix.path, **({"moves_to": fix.moves_to} if fix.moves_to else {"edits": edits})}


def _place(at: Span, words: str) -> dict[str, Any]:
    return {"path": at.path, "line": at.line, "column": at.column, "message": words}
