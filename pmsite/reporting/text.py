"""Diagnostics for a person at a terminal: the place, what is wrong, the source line, what to write instead."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from pmsite.diagnostics import Diagnostic, Report, Severity
from pmsite.reporting.safe import one_line
from pmsite.reporting.selection import choose
from pmsite.reporting.sources import SourceLines

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.REMINDER: "34", Severity.NOTICE: "36"}


OLD = "Not of this change"
"""Stands before what the revision that a plan is compared with had already."""


def lines(report: Report, root: Path, *, colour: bool = False) -> Iterator[str]:
    """Every line to print. `root` is the folder that the shown paths are relative to."""
    sources = SourceLines(root)
    kept, more = choose(report)
    for at, diagnostic in enumerate(kept):
        if diagnostic.was_there and not (at and kept[at - 1].was_there):
            yield f"{OLD}:"
        yield from _diagnostic(diagnostic, sources, colour)
    for code, count in more.items():
        yield f"… and {count} more of {code}"
    yield summary(report)


def write(report: Report, root: Path, *, colour: bool = False) -> str:
    """The whole text."""
    return "\n".join(lines(report, root, colour=colour)) + "\n"


def summary(report: Report) -> str:
    """How many faults there are, in words."""
    by_severity = report.counts()
    counts = [(by_severity[severity], severity.value) for severity in Severity]
    found = [f"{count} {name}{'s' if count != 1 else ''}" for count, name in counts if count]
    if not found:
        return "No faults."
    is_sound = not report.holds(Severity.WARNING)
    return ", ".join(["No faults", *found] if is_sound else found)


def and_more(diagnostic: Diagnostic) -> str:
    """How much follows from a fault, in words; nothing where nothing does."""
    return (
        f"and {len(diagnostic.follows)} that follow{'s' if len(diagnostic.follows) == 1 else ''} from it"
        if diagnostic.follows
        else ""
    )


def sentences(diagnostic: Diagnostic) -> str:
    """What is wrong, what to write instead, and how much follows from it."""
    return ". ".join([diagnostic.message, *filter(None, (diagnostic.hint, and_more(diagnostic)))])


def _diagnostic(diagnostic: Diagnostic, sources: SourceLines, colour: bool) -> Iterator[str]:
    severity = diagnostic.severity.value
    shown = f"\x1b[{_COLOURS[diagnostic.severity]}m{severity}\x1b[0m" if colour else severity
    yield f"{one_line(str(diagnostic.span))} {shown} {diagnostic.code} {one_line(diagnostic.message)}"
    excerpt, column = sources.excerpt(diagnostic.span)
    if excerpt.strip():
        yield f"  | {_visible(excerpt)}"  # the bar: no line of a file may begin a line of output
        if column:
            yield f"  | {' ' * _width(_visible(excerpt[: column - 1]))}^"
    if diagnostic.hint:
        yield f"    hint: {one_line(diagnostic.hint)}"
    for span, words in diagnostic.related:
        yield f"    {one_line(str(span))} {one_line(words)}"
    if diagnostic.follows:
        yield f"    {and_more(diagnostic)}"


def _visible(excerpt: str) -> str:
    return one_line(excerpt.replace("\t", "→"))


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
