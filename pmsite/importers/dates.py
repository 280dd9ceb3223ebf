"""The days and periods of other systems, never guessed: `13/01/26` needs to be told which number is the day."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from pmsite.messages import said

ORDERS = ("day-first", "month-first", "year-first")
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "zh", "ja", "ko")
"""Languages whose names of months are known."""

WHICH_DAY = said("add `--dates day-first` or `--dates month-first`")
"""What to do about dates that mean different days to different people."""

_HALF = r"(?:[AaPp]\.?\s?[Mm]\.?|上午|下午|午前|午後|오전|오후)"
_CLOCK = (
    rf"(?:[T ,]+(?:{_HALF}\s*)?\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}}(?:\.\d+)?)?(?:\s*{_HALF})?"
    r"\s*(?:Z|(?:UTC|GMT)?(?:[+-]\d{1,2}(?::?\d{2})?)?)?)?"
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.]\s?(\d{{1,2}})[-/.]\s?(\d{{1,2}})\.?{_CLOCK}")
_CHINESE = re.compile(
    r"(\d{4})\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号])?|\s*第?\s*([1-4一二三四])\s*季度|\s*(上|下)半年)?"
    rf"(?:\s*(?:{_HALF}\s*)?\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?"
)
_NUMBERS = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}|\d{{2}}){_CLOCK}")
_DAY_NAME_YEAR = re.compile(
    rf"(?:[^\W\d]+\.?,?\s+)?(\d{{1,2}})\.?[-/\s]+(\d{{0,2}}[^\W\d]+)\.?,?[-/\s]+(\d{{4}}|\d{{2}})(?:\sг\.?)?{_CLOCK}"
)
_NAME_DAY_YEAR = re.compile(rf"(?:[^\W\d]+\.?,?\s+)?([^\W\d]+)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_CLOCK}")
_NAME_YEAR = re.compile(r"([^\W\d]+)\.?[-/\s]+(\d{4})")
_JAVASCRIPT = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{4}) (\d{2}):(\d{2}):\d{2} GMT[+-]\d{4}(?: \([^()]*\))?")
_PART_YEAR = re.compile(r"(?:([QqHh][1-4])[\s/-]*(?:FY)?(\d{4})|(?:FY)?(\d{4})[\s/-]*([QqHh][1-4]))")
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})")
_QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}


_BETWEEN = re.compile(r"\s*(?:→|⟶|⇒|->|=>|~|～|–|—|至|到)\s*|\s+(?:-|to|until|bis)\s+|(?<=\d)/(?=\d{4}-)", re.IGNORECASE)
_ZONE = re.compile(r"\s*\((?:GMT|UTC|[A-Z]{2,4})(?:[+-]\d{1,2}(?::?\d{2})?)?\)")
_YEARLESS = re.compile(r"\d{1,2}\s*月\s*\d{1,2}\s*[日号]?|[^\W\d]{3,12}\.?\s+\d{1,2}|\d{1,2}\.?\s+[^\W\d]{3,12}\.?")
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_NAMED = re.compile(r"(.*?\S)\s*[\[(（【]([^\[\]()（）【】]{9,120})[\])）】]")


class NotADate(ValueError):
    """A text that is no date, or one that means different days to different people; says what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@lru_cache(maxsize=65536)
def period_of(written: str, order: str = "") -> str:
    """A date or period as pmsite writes it, no more precise than it was. Raises NotADate."""
    text = written.strip()
    if len(text) > 100:
        raise NotADate(said("this is not a date"))
    if found := _JAVASCRIPT.fullmatch(text):
        return _day(int(found[3]), _month(found[1]), int(found[2]))
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _CHINESE.fullmatch(text):
        return _chinese(found)
    if found := _PART_YEAR.fullmatch(text):
        return f"{found[2] or found[3]}-{(found[1] or found[4]).upper()}"
    if found := _MONTH.fullmatch(text):
        return _of_month(int(found[1]), int(found[2]))
    if found := _NUMBERS.fullmatch(text):
        return _numbers(text, found, order)
    return _with_names(text)


def ends_of(written: str, order: str = "") -> tuple[str, str] | None:
    """The first and the last day or period that a text names, such as `2026-03-01 ~ 2026-04-01`; nothing where it names no two.

    Raises NotADate where it names two that mean different days to different people.
    """
    text = _ZONE.sub("", written.strip())
    if len(text) > 120:
        return None
    for found in _BETWEEN.finditer(text):
        first, last = text[: found.start()], text[found.end() :]
        try:
            end = period_of(_with_year(last, first), order)
            start = period_of(_with_year(first, end), order)
        except NotADate as fault:
            if fault.hint == WHICH_DAY and _NUMBERS.fullmatch(text[: found.start()].strip()):
                raise
            continue
        return (start, end) if start <= end or len(start) != len(end) else None
    return None


def _with_year(written: str, other: str) -> str:
    """A day that names no year, with that of the other one."""
    text, year = written.strip(), _YEAR.search(other)
    if year is None or not _YEARLESS.fullmatch(text):
        return text
    return f"{year[0]}年{text}" if "月" in text else f"{text}, {year[0]}"


def named_range(written: str, order: str = "") -> tuple[str, str, str] | None:
    """A name with two days in brackets behind it, such as `Sprint 3 (2026-03-01 ~ 2026-03-14)`: the name and both days."""
    found = _NAMED.fullmatch(written.strip()) if len(written) <= 300 else None
    try:
        ends = ends_of(found[2], order) if found else None
    except NotADate:
        return None
    return (found[1], *ends) if found and ends else None


def nearest_day(written: str) -> str:
    """The day of a JavaScript time that stands for a midnight in another zone: the nearest one."""
    found = _JAVASCRIPT.fullmatch(written.strip())
    if not found:
        return written
    moment = datetime(int(found[3]), _month(found[1]), int(found[2]), int(found[4]), int(found[5]))  # noqa: DTZ001 - zones are what is undone here
    return (moment + timedelta(hours=12)).date().isoformat()


def _with_names(text: str) -> str:
    if found := _DAY_NAME_YEAR.fullmatch(text):
        return _day(_year(found[3]), _month(found[2]), int(found[1]))
    if found := _NAME_DAY_YEAR.fullmatch(text):
        return _day(int(found[3]), _month(found[1]), int(found[2]))
    if found := _NAME_YEAR.fullmatch(text):
        return _of_month(int(found[2]), _month(found[1]))
    if re.fullmatch(r"[12]\d{3}", text):
        return text
    raise NotADate(said("this is not a date that can be read"))


def _numbers(text: str, found: re.Match[str], order: str) -> str:
    first, second, third = int(found[1]), int(found[2]), int(found[3])
    if order == "day-first":
        return _day(_year(found[3]), second, first)
    if order == "month-first":
        return _day(_year(found[3]), first, second)
    if order == "year-first" and len(found[3]) == 2:
        return _day(2000 + first, second, third)
    raise NotADate(said("it does not say which number is the day"), WHICH_DAY)


def _chinese(found: re.Match[str]) -> str:
    year, month, day, quarter, half = found.groups()
    if quarter:
        return f"{year}-Q{_QUARTERS.get(quarter, quarter)}"
    if half:
        return f"{year}-H{1 if half == '上' else 2}"
    if not month:
        return str(year)
    return _day(int(year), int(month), int(day)) if day else _of_month(int(year), int(month))


def _year(written: str) -> int:
    return int(written) if len(written) == 4 else 2000 + int(written)


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        written = f"{year:04d}-{month:02d}-{day:02d}"
        raise NotADate(said("there is no day {day}", day=written), said("is the order of the numbers another one?")) from None


def _of_month(year: int, month: int) -> str:
    if not 1 <= month <= 12:
        raise NotADate(said("there is no month {month}", month=month))
    return f"{year:04d}-{month:02d}"


def _month(name: str) -> int:
    found = _months().get(name.casefold().rstrip("."))
    if not found:
        message = said(
            "{name} is not a month that is known; English names are, and those of {languages}",
            name=name,
            languages=list(LANGUAGES[1:]),
        )
        raise NotADate(message)
    return found


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Names and short names of months; one that means different months in different languages is left out."""
    from babel.dates import get_month_names  # here, since most exports write numbers

    found: dict[str, int] = {}
    wrong: set[str] = set()
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    key = name.casefold().rstrip(".")
                    wrong |= {key} if found.setdefault(key, number) != number else set()
    found |= {"sept": 9}
    return {name: number for name, number in found.items() if name not in wrong}
