"""Diagnostics for a person at a terminal: the place, what is wrong, the source line, what to write instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from pmsite.diagnostics import Diagnostic, Report, Severity
from pmsite.messages import Say, counted, listed, said
from pmsite.reporting.safe import columns, one_line
from pmsite.reporting.selection import choose
from pmsite.reporting.sources import SourceLines

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.REMINDER: "34", Severity.NOTICE: "36"}


OLD = said("Not of this change:")
"""Stands before what the revision that a plan is compared with had already."""
SEVERITIES: Mapping[Severity, str] = MappingProxyType(
    {
        Severity.ERROR: said("error"),
        Severity.WARNING: said("warning"),
        Severity.REMINDER: said("reminder"),
        Severity.NOTICE: said("notice"),
    }
)
"""What each is called in a text. At a terminal it is called as programs know it, since editors read those lines."""


def lines(
    report: Report,
    root: Path,
    *,
    colour: bool = False,
    over: Mapping[str, bytes | None] = MappingProxyType({}),
    say: Say = str,
) -> Iterator[str]:
    """Every line to print. `root` is the folder that the shown paths are relative to, `over` are files as they would be."""
    sources = SourceLines(root, over)
    kept, more = choose(report)
    for at, diagnostic in enumerate(kept):
        if diagnostic.was_there and not (at and kept[at - 1].was_there):
            yield say(OLD)
        yield from _diagnostic(diagnostic, sources, colour, say)
    for code, count in more.items():
        yield f"… {say(and_others(count, code))}"
    yield summary(report, say)


def write(report: Report, root: Path, *, colour: bool = False, say: Say = str) -> str:
    """The whole text."""
    return "\n".join(lines(report, root, colour=colour, say=say)) + "\n"


def summary(report: Report, say: Say = str) -> str:
    """How many faults there are, in words."""
    by_severity = report.counts()
    found = [_count(severity, by_severity[severity]) for severity in Severity if by_severity[severity]]
    if not found:
        return say(said("No faults."))
    told = found if report.holds(Severity.WARNING) else [said("No faults"), *found]
    return say(listed(told))


def _count(severity: Severity, count: int) -> str:
    match severity:
        case Severity.ERROR:
            return counted(count, "{count} error", "{count} errors")
        case Severity.WARNING:
            return counted(count, "{count} warning", "{count} warnings")
        case Severity.REMINDER:
            return counted(count, "{count} reminder", "{count} reminders")
    return counted(count, "{count} notice", "{count} notices")


def and_others(count: int, code: str) -> str:
    """How many more there are of one kind."""
    return said("and {count} more of {code}", count=count, code=code)


def and_more(diagnostic: Diagnostic) -> str:
    """How much follows from a fault, in words; nothing where nothing does."""
    if not diagnostic.follows:
        return ""
    return counted(len(diagnostic.follows), "and {count} that follows from it", "and {count} that follow from it")


def sentences(diagnostic: Diagnostic, say: Say = str) -> str:
    """What is wrong, what to write instead, and how much follows from it."""
    whole = diagnostic.message
    for part in filter(None, (diagnostic.hint, and_more(diagnostic))):
        whole = said("{first}. {second}", first=whole, second=part)
    return say(whole)


def _diagnostic(diagnostic: Diagnostic, sources: SourceLines, colour: bool, say: Say) -> Iterator[str]:
    severity = diagnostic.severity.value
    shown = f"\x1b[{_COLOURS[diagnostic.severity]}m{severity}\x1b[0m" if colour else severity
    yield f"{one_line(str(diagnostic.span))} {shown} {diagnostic.code} {one_line(say(diagnostic.message))}"
    excerpt, column = sources.excerpt(diagnostic.span)
    if excerpt.strip():
        yield f"  | {_visible(excerpt)}"  # the bar: no line of a file may begin a line of output
        if column:
            yield f"  | {' ' * columns(_visible(excerpt[: column - 1]))}^"
    if diagnostic.hint:
        told = said("hint: {hint}", hint=diagnostic.hint)
        yield f"    {one_line(say(told))}"
    for span, words in diagnostic.related:
        yield f"    {one_line(str(span))} {one_line(say(words))}"
    if diagnostic.follows:
        yield f"    {say(and_more(diagnostic))}"


def _visible(excerpt: str) -> str:
    return one_line(excerpt.replace("\t", "→"))
