"""Diagnostics as workflow commands, which GitHub shows beside the changed lines of a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pmsite.diagnostics import Diagnostic, Report, Severity
from pmsite.messages import Say, said
from pmsite.reporting.safe import one_line
from pmsite.reporting.selection import choose, worst_first
from pmsite.reporting.text import and_others, sentences, summary

SHOWN = 10
"""Annotations of a kind that the host shows of one step."""
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.REMINDER: "notice", Severity.NOTICE: "notice"}


def write(report: Report, root: Path, *, colour: bool = False, say: Say = str) -> str:  # the same call as every format
    """The lines, what matters most first, since the host shows only ten of a kind: where there are more, the tenth counts the others."""
    kept, more = choose(report)
    told = [*_commands(worst_first(kept), report, say), *_more(more, say), f"pmsite: {summary(report, say)}"]
    return "\n".join(told) + "\n"


def _commands(found: Iterable[Diagnostic], report: Report, say: Say) -> Iterator[str]:
    waiting: dict[str, Counter[str]] = {name: Counter() for name in _COMMANDS.values()}
    for diagnostic in report:
        waiting[_COMMANDS[diagnostic.severity]][diagnostic.code] += 1
    has_more = {name for name, codes in waiting.items() if codes.total() > SHOWN}
    told = Counter[str]()
    for diagnostic in found:
        name = _COMMANDS[diagnostic.severity]
        if name in has_more and told[name] == SHOWN - 1:
            yield _others(name, waiting[name], say)
        yield _command(diagnostic, say)
        told[name] += 1
        waiting[name][diagnostic.code] -= 1


def _others(name: str, waiting: Counter[str], say: Say) -> str:
    codes = [f"{count} {code}" for code, count in waiting.items() if count]
    told = said("and {count} more, which the log of this step tells: {codes}", count=waiting.total(), codes=codes)
    return f"::{name} title=pmsite::{_data(say(told))}"


def _more(more: dict[str, int], say: Say) -> Iterator[str]:
    for code, count in more.items():
        yield f"pmsite: {say(and_others(count, code))}"


def _command(diagnostic: Diagnostic, say: Say) -> str:
    span = diagnostic.span
    properties = {
        "file": span.path,
        "line": str(span.line or 1),
        **({"col": str(span.column)} if span.column else {}),
        "title": diagnostic.code,
    }
    told = f"{span} {sentences(diagnostic, say)}"  # a runner's plain log shows this text alone
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[diagnostic.severity]} {written}::{_data(told)}"


def _data(text: str) -> str:
    return one_line(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
