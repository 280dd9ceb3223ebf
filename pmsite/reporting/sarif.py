"""Diagnostics as SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pmsite
from pmsite.diagnostics import Diagnostic, Report, Severity

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
MOST = 25_000
"""Results that a reader of SARIF takes."""


def write(report: Report, root: Path, *, colour: bool = False) -> str:  # the same call as every format
    """The log with one run."""
    found = list(report)[:MOST]
    rules = [{"id": code} for code in sorted({d.code for d in found})]
    driver = {"name": "pmsite", "version": pmsite.__version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": [_result(d) for d in found]}
    return (
        json.dumps({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}, indent=2) + "\n"
    )


def _result(diagnostic: Diagnostic) -> dict[str, Any]:
    span = diagnostic.span
    region = {"startLine": max(1, span.line), **({"startColumn": span.column} if span.column else {})}
    same = f"{span.path}\0{diagnostic.code}\0{diagnostic.message}".encode("utf-8", "backslashreplace")
    uri = quote(span.path.encode("utf-8", "backslashreplace"))
    return {
        "ruleId": diagnostic.code,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": f"{diagnostic.message}. {diagnostic.hint}" if diagnostic.hint else diagnostic.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
        "partialFingerprints": {"fault/v1": hashlib.sha256(same).hexdigest()},
    }
