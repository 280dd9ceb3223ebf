"""What a fault quotes is told on one line in which nothing is unseen."""

from __future__ import annotations

import pytest

from pmsite.diagnostics import Diagnostic, Severity, Span


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("plan\u200bned", "plan\\u200bned"),
        ("[\xad]", "[\\u00ad]"),
        ("a\nb", "a\\u000ab"),
        ("\x1b[2J", "\\u001b[2J"),
        ("\ud800", "\\ud800"),
        ("离线 ≥ 2", "离线 ≥ 2"),
    ],
)
def test_words_of_a_fault(written: str, told: str) -> None:
    fault = Diagnostic("a-code", Severity.ERROR, Span("roadmap/a.md"), f"this is {written}", f"write {written}")
    assert (fault.message, fault.hint) == (f"this is {told}", f"write {told}")
