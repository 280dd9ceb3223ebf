"""Diagnostics as a GitLab code quality report."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

from pmsite.diagnostics import Report, Severity

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTICE: "info"}


def write(report: Report, root: Path, *, colour: bool = False) -> str:  # the same call as every format
    """The report. A fault keeps its fingerprint when lines above it move."""
    seen: Counter[str] = Counter()
    entries = []
    for diagnostic in report:
        same = f"{diagnostic.span.path}\0{diagnostic.code}\0{diagnostic.message}"
        seen[same] += 1
        entries.append(
            {
                "description": f"{diagnostic.message}. {diagnostic.hint}".strip(". "),
                "check_name": diagnostic.code,
                "fingerprint": hashlib.sha256(f"{same}\0{seen[same]}".encode("utf-8", "backslashreplace")).hexdigest(),
                "severity": _SEVERITIES[diagnostic.severity],
                "location": {"path": diagnostic.span.path, "lines": {"begin": max(1, diagnostic.span.line)}},
            }
        )
    return json.dumps(entries, indent=2) + "\n"
