"""Which faults a person is shown: all, but not ten thousand of one kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pmsite.diagnostics import Diagnostic

MOST = 200
"""Faults of one code that are printed."""


def choose(report: Iterable[Diagnostic]) -> tuple[list[Diagnostic], dict[str, int]]:
    """The faults to print, in order, and by code how many more there are."""
    counts: Counter[str] = Counter()
    kept = []
    for diagnostic in report:
        counts[diagnostic.code] += 1
        if counts[diagnostic.code] <= MOST:
            kept.append(diagnostic)
    return kept, {code: count - MOST for code, count in counts.items() if count > MOST}
