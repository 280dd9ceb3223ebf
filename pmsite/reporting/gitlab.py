"""Diagnostics as a GitLab code quality report."""

from __future__ import annotations

from pathlib import Path

from pmsite.diagnostics import NEWLY_VISIBLE, Diagnostic, Report, Severity
from pmsite.messages import Say
from pmsite.reporting.safe import document, one_line
from pmsite.reporting.selection import fingerprinted, worst_first
from pmsite.reporting.text import sentences

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.REMINDER: "info", Severity.NOTICE: "info"}


def write(report: Report, root: Path, *, colour: bool = False, say: Say = str) -> str:  # the same call as every format
    """The report, what matters most first. A fault keeps its fingerprint when lines above it move."""
    return document(
        [
            {
                "description": one_line(sentences(fault, say)),
                "check_name": fault.code,
                "fingerprint": fingerprint,
                "severity": _severity(fault),
                "location": {"path": fault.span.path, "lines": {"begin": max(1, fault.span.line)}},
            }
            for fault, fingerprint in fingerprinted(worst_first(report))
        ]
    )


def _severity(fault: Diagnostic) -> str:
    """How grave it is; the host sorts by that, and shows what readers newly see above the rest only as the gravest."""
    return "critical" if fault.code == NEWLY_VISIBLE else _SEVERITIES[fault.severity]
