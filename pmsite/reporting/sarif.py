"""Diagnostics as SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pmsite
from pmsite.diagnostics import Diagnostic, Fix, Report, Severity, Span
from pmsite.messages import Say
from pmsite.reporting.safe import document, one_line
from pmsite.reporting.selection import fingerprinted, worst_first
from pmsite.reporting.text import sentences

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.REMINDER: "note", Severity.NOTICE: "note"}
MOST = 25_000
"""Results that a reader of SARIF takes."""
MOST_BESIDE = 100
"""Places that a result names besides its own."""


def write(report: Report, root: Path, *, colour: bool = False, say: Say = str) -> str:  # the same call as every format
    """The log with one run; where there are too many faults for a reader, the worst are in it."""
    found = list(islice(fingerprinted(worst_first(report)), MOST))
    rules = [{"id": code} for code in sorted({d.code for d, _ in found})]
    driver = {"name": "pmsite", "version": pmsite.__version__, "rules": rules}
    results = [_result(fault, fingerprint, say) for fault, fingerprint in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return document({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def _result(fault: Diagnostic, fingerprint: str, say: Say) -> dict[str, Any]:
    beside = [
        {**_location(at), "message": {"text": one_line(say(words))}} for at, words in (*fault.related, *fault.follows[:MOST_BESIDE])
    ]
    return {
        "ruleId": fault.code,
        "level": _LEVELS[fault.severity],
        "message": {"text": one_line(sentences(fault, say))},
        "locations": [_location(fault.span)],
        **({"baselineState": "unchanged" if fault.was_there else "new"} if fault.was_there is not None else {}),
        **({"relatedLocations": beside} if beside else {}),
        **({"fixes": [_fix(fault.fix, say(fault.hint))]} if fault.fix and fault.fix.edits else {}),
        "partialFingerprints": {"fault/v1": fingerprint},
    }


def _fix(fix: Fix, hint: str) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": {
                "startLine": edit.line,
                "startColumn": edit.column,
                "endLine": edit.end_line,
                "endColumn": edit.end_column,
            },
            "insertedContent": {"text": edit.text},
        }
        for edit in fix.edits
    ]
    changes = [
        {"artifactLocation": _location(Span(fix.path))["physicalLocation"]["artifactLocation"], "replacements": replacements}
    ]
    return {"description": {"text": one_line(hint)}, "artifactChanges": changes}


def _location(span: Span) -> dict[str, Any]:
    region = {"startLine": max(1, span.line), **({"startColumn": span.column} if span.column else {})}
    uri = quote(span.path.encode("utf-8", "backslashreplace"))
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
