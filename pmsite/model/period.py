"""A date as precisely as its author wrote it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, total_ordering
from typing import Literal

from pmsite.messages import OneOf, said

Precision = Literal["day", "month", "quarter", "half", "year"]

_LENGTHS: tuple[Precision, ...] = ("day", "month", "quarter", "half", "year")

FORMS = OneOf(("2026-12-15", "2026-12", "2026-Q4", "2026-H2", "2026"))

_SHAPE = re.compile(r"(?P<year>[0-9]{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?))?")


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A day, month, quarter, half-year or year, with its first and last day.

    Where the fiscal year starts in another month than January, quarters, halves and years are fiscal, and a fiscal
    year has the number of the calendar year in which it ends. Ordered by the last day, since that is what a period
    promises; of two that end together the longer one is greater.
    """

    text: str
    precision: Precision
    first: date
    last: date
    year: int
    part: int = 0
    fiscal: bool = False

    def __str__(self) -> str:
        return self.text

    @property
    def months(self) -> bool:
        """Whether it is told by its months, `2026-02/2026-04`, since no fiscal year of here has such a period."""
        return "/" in self.text

    def __lt__(self, other: Period) -> bool:
        return (self.last, -self.first.toordinal(), self.text) < (other.last, -other.first.toordinal(), other.text)


@lru_cache(maxsize=4096)
def parse(text: str, fiscal_year_starts: int = 1) -> Period:
    """Read a period; raises ValueError, its text a sentence, where it is none."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise ValueError(said("{text} is not a date or period", text=f"{text!r}"))
    year = int(found["year"])
    if year == 0:
        raise ValueError(said("there is no year 0"))
    if found["month"]:
        return _calendar(text, year, int(found["month"]), found["day"])
    return _fiscal(text, year, found["quarter"], found["half"], fiscal_year_starts)


def day_of(day: date) -> Period:
    """A single day as a period."""
    return Period(day.isoformat(), "day", day, day, day.year)


def quarter_of(day: date, fiscal_year_starts: int = 1) -> Period:
    """The quarter that a day lies in."""
    shifted = (day.month - fiscal_year_starts) % 12
    year = day.year if day.month >= fiscal_year_starts else day.year - 1
    if fiscal_year_starts != 1:
        year += 1
    return parse(f"{year:04d}-Q{shifted // 3 + 1}", fiscal_year_starts)


def is_finer(one: Period, other: Period) -> bool:
    """Whether one period says more precisely when than another."""
    return _LENGTHS.index(one.precision) < _LENGTHS.index(other.precision)


def at_least(period: Period, precision: str, fiscal_year_starts: int = 1) -> Period | None:
    """A period no shorter than a precision: as it is, or the longer one that it ends in; nothing where that lies beyond year 9999."""
    if _LENGTHS.index(period.precision) >= _LENGTHS.index(precision):
        return period
    day = period.last
    if precision == "month":
        return parse(f"{day.year:04d}-{day.month:02d}")
    try:
        quarter = quarter_of(day, fiscal_year_starts)
        half, year = f"{quarter.year:04d}-H{(quarter.part + 1) // 2}", f"{quarter.year:04d}"
        return quarter if precision == "quarter" else parse(half if precision == "half" else year, fiscal_year_starts)
    except ValueError:
        return None


def neighbour(period: Period, step: int, fiscal_year_starts: int = 1) -> Period | None:
    """The period of the same length so many after another one, or before it; nothing where that lies beyond the years that there are."""
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(period.precision)
    try:
        if months is None:
            return day_of(period.first + timedelta(days=step))
        at = period.first.year * 12 + period.first.month - 1 + step * months
        return at_least(day_of(date(at // 12, at % 12 + 1, 1)), period.precision, fiscal_year_starts)
    except (ValueError, OverflowError):
        return None


def _calendar(text: str, year: int, month: int, day: str | None) -> Period:
    if not 1 <= month <= 12:
        raise ValueError(said("there is no month {month}", month=month))
    days = monthrange(year, month)[1]
    if day is None:
        return Period(text, "month", date(year, month, 1), date(year, month, days), year, month)
    if not 1 <= int(day) <= days:
        raise ValueError(said("{year}-{month} has no day {day}", year=f"{year:04d}", month=f"{month:02d}", day=int(day)))
    only = date(year, month, int(day))
    return Period(text, "day", only, only, year, month)


def _fiscal(text: str, year: int, quarter: str | None, half: str | None, starts: int) -> Period:
    offset, months, precision, part = _shape(quarter, half)
    begin = (year if starts == 1 else year - 1) * 12 + (starts - 1) + offset
    end = begin + months - 1
    if begin < 12:
        raise ValueError(said("there is no year 0"))
    first = date(begin // 12, begin % 12 + 1, 1)
    last_year, last_month = end // 12, end % 12 + 1
    last = date(last_year, last_month, monthrange(last_year, last_month)[1])
    return Period(text, precision, first, last, year, part, fiscal=starts != 1)


def _shape(quarter: str | None, half: str | None) -> tuple[int, int, Precision, int]:
    if quarter:
        return (int(quarter) - 1) * 3, 3, "quarter", int(quarter)
    if half:
        return (int(half) - 1) * 6, 6, "half", int(half)
    return 0, 12, "year", 0
