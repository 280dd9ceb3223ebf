"""Which findings a change brings: those of after that were not there before, wherever in their files they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from pmsite.diagnostics import Diagnostic, Report, Severity


def compared(before: Report, after: Report, names: Mapping[str, str]) -> Report:
    """The findings of after, each told whether it was there before. `names` gives a file's path of today by its path of before.

    A finding is the same where its file, its code and its words are: lines move. As many as there were are known.
    """
    known = Counter((names.get(found.span.path, found.span.path), found.code, found.message) for found in before)
    told = Report()
    for found in after:
        key = (found.span.path, found.code, found.message)
        known[key] -= 1
        told.add(replace(found, was_there=known[key] >= 0))
    return told


def new(report: Report) -> tuple[Diagnostic, ...]:
    """The findings that a change brings, the gravest first; notices are none."""
    found = [one for one in report if one.was_there is False and one.severity is not Severity.NOTICE]
    return tuple(sorted(found, key=lambda one: list(Severity).index(one.severity)))
