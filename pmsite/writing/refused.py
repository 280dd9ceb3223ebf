"""Why something is not written."""

from __future__ import annotations

from pmsite.diagnostics import Diagnostic, Severity, Span


class Refused(Exception):
    """Nothing is written; `diagnostic` says why, and what to do instead."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def refused(code: str, span: Span, message: str, hint: str = "") -> Refused:
    """A refusal that no reader of files knows of."""
    return Refused(Diagnostic(code, Severity.ERROR, span, message, hint))
