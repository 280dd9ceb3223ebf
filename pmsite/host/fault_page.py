"""What the preview shows while there are faults: the faults, readable, on every page."""

from __future__ import annotations

from pathlib import Path

from pmsite.diagnostics import Report
from pmsite.render.faults import Shown, page
from pmsite.reporting.sources import SourceLines


def html(report: Report, root: Path) -> str:
    """The page. `root` is the folder that the shown paths are relative to, where the lines that it quotes are read."""
    sources = SourceLines(root)
    return page([Shown(fault, *sources.excerpt(fault.span)) for fault in report if fault.severity.is_fault])
