"""Diagnostics as a page that a product manager can read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pmsite.diagnostics import Diagnostic, Report
from pmsite.render.environment import environment
from pmsite.reporting.sources import SourceLines

MOST = 5
"""Places that are listed of what follows from a fault."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A fault with the line of its file that it is about, and where in that line, counted from 1; 0 where that is not known."""

    fault: Diagnostic
    line: str = ""
    column: int = 0

    @property
    def before(self) -> str:
        """The line as far as the fault."""
        return self.line[: max(self.column - 1, 0)]

    @property
    def rest(self) -> str:
        """The line from the fault on."""
        return self.line[max(self.column - 1, 0) :]


def page(report: Report, root: Path, name: str = "", language: str = "en") -> str:
    """One page with every fault, which looks again by itself until they are gone; `name` is what the site is called.

    `root` is the folder that the shown paths are relative to, where the lines that it quotes are read.
    """
    sources = SourceLines(root)
    shown = [Shown(fault, *sources.excerpt(fault.span)) for fault in report if fault.severity.is_fault]
    template = environment(language).get_template("faults.html")
    return template.render(shown=shown, name=name, most=MOST)
