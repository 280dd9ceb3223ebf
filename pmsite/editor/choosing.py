"""The periods that somebody may choose from, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pmsite.model.period import Period, at_least, day_of, neighbour, parse
from pmsite.wording.dates import period_words

_SPANS = {"day": (0, 0), "month": (6, 18), "quarter": (4, 8), "half": (3, 5), "year": (3, 6)}
"""By precision, how many periods before and after are near enough to be offered."""


def choosing(precision: str, around: str, today: date, fiscal_year_starts: int, language: str) -> dict[str, Any]:
    """The periods of some precision that are near to today or to `around`: { value, label, periods }.

    `value` is the one that `around` ends in. What is no precision is a quarter.
    """
    precision = precision if precision in _SPANS else "quarter"
    try:
        day = parse(around, fiscal_year_starts).last if around else today
    except ValueError:  # what somebody wrote otherwise, such as a version
        day = today
    own = at_least(day_of(day), precision, fiscal_year_starts)
    near = {one.text: one for day in (day, today) for one in _near(precision, day, fiscal_year_starts)}
    periods = sorted(near.values(), key=lambda one: one.first)
    return {
        "value": own.text if own else "",
        "label": period_words(own, language) if own else "",
        "periods": [{"value": one.text, "label": period_words(one, language)} for one in periods],
    }


def _near(precision: str, day: date, starts: int) -> Iterator[Period]:
    before, after = _SPANS[precision]
    at = at_least(day_of(day), precision, starts)
    steps = range(-before, after + 1)
    return filter(None, (neighbour(at, step, starts) for step in steps)) if at is not None else iter(())
