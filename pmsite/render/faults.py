"""Diagnostics as a page that a product manager can read."""

from __future__ import annotations

from collections.abc import Sequence

from pmsite.diagnostics import Diagnostic
from pmsite.render.environment import environment


def page(diagnostics: Sequence[Diagnostic], language: str = "en") -> str:
    """One page with every fault, which looks again by itself until they are gone."""
    return environment(language).get_template("faults.html").render(diagnostics=diagnostics)
