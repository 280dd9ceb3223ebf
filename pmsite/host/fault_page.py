"""What the preview shows while there are faults: the faults, readable, on every page."""

from __future__ import annotations

from mkdocs.structure.files import Files

from pmsite.diagnostics import Report, Severity
from pmsite.render.faults import page


def only(files: Files) -> Files:
    """The site's own pages, which will show the faults until they are mended."""
    return files


def html(report: Report) -> str:
    """The page."""
    return page([d for d in report if d.severity is not Severity.NOTICE])
