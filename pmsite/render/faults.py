"""Diagnostics as a page that a product manager can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmsite.diagnostics import Diagnostic
from pmsite.render.environment import environment

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


def page(shown: Sequence[Shown], language: str = "en") -> str:
    """One page with every fault, which looks again by itself until they are gone."""
    return environment(language).get_template("faults.html").render(shown=shown, most=MOST)
