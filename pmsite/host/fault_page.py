"""What the preview shows while there are faults: the faults, readable, on every page."""

from __future__ import annotations

from pmsite.diagnostics import Report
from pmsite.render.faults import page


def html(report: Report) -> str:
    """The page."""
    return page([d for d in report if d.severity.is_fault])
