"""Which number of a date is the day, where dates beside it leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable

DATES = frozenset({"created", "done", "due", "start", "began", "sprint_end", "release_date"})
"""Roles of columns that hold dates."""

_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}(?!\d)")
_SHORT = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](?:\d{4}|\d{2})(?!\d)")


def evident_order(values: Iterable[str]) -> tuple[str, str]:
    """The order of all dates of one export, and a date that tells it; two empty texts where none tells, or they contradict each other.

    Wherever dots stand between the numbers, the day is first. Years of two digits tell nothing: they may stand first.
    """
    telling: dict[str, str] = {}
    for value in values:
        if found := _NUMBERS.match(value):
            first, second = int(found[1]), int(found[2])
            if second <= 12 and (first > 12 or "." in value[: found.end()]):
                telling.setdefault("day-first", value)
            elif second > 12 >= first:
                telling.setdefault("month-first", value)
    return next(iter(telling.items())) if len(telling) == 1 else ("", "")


def has_order(value: str) -> bool:
    """Whether a text begins with a date of three numbers, of which the first two may be day and month."""
    return _SHORT.match(value) is not None
