"""Diagnostics as a GitLab code quality report."""

from __future__ import annotations

from pathlib import Path

from pmsite.diagnostics import Report, Severity
from pmsite.reporting.safe import document, one_line
from pmsite.reporting.selection import fingerprinted
from pmsite.reporting.text import sentences

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.REMINDER: "info", Severity.NOTICE: "info"}


def write(report: Report, root: Path, *, colour: bool = False) -> str:  # the same call as every format
    """The report. A fault keeps its fingerprint when lines above it move."""
    return document(
        [
            {
                "description": one_line(sentences(fault)),
                "check_name": fault.code,
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[fault.severity],
                "location": {"path": fault.span.path, "lines": {"begin": max(1, fault.span.line)}},
            }
            for fault, fingerprint in fingerprinted(report)
        ]
    )
