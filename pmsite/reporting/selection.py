"""Which faults a person is shown: all, but not ten thousand of one kind; and the marks by which machines know them again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pmsite.diagnostics import NEWLY_VISIBLE, Diagnostic, Severity

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


def worst_first(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The same faults for readers that show only the first few: what becomes visible before all, since it cannot be called back; then
    what is new of the change before what was there, errors first.
    """
    return sorted(found, key=lambda d: (d.code != NEWLY_VISIBLE, d.was_there is True, list(Severity).index(d.severity)))


def fingerprinted(report: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, str]]:
    """Each fault with a mark of its own, which stays the same when lines above it move."""
    import hashlib  # here, since only reports for machines have marks

    seen: Counter[str] = Counter()
    for diagnostic in report:
        same = f"{diagnostic.span.path}\0{diagnostic.code}\0{diagnostic.message}"
        seen[same] += 1
        yield diagnostic, hashlib.sha256(f"{same}\0{seen[same]}".encode("utf-8", "backslashreplace")).hexdigest()
