"""The example is written for one quarter; its dates move with today by whole quarters, and what is dated after today is left out.

So its plan lies ahead on any day, and its newest values, check-ins and updates are a few days old. A fact with a date of its own is there
from that day: a row of a series, a list entry that begins with its date, an update, a thanks. Any other line of an item says it at its end:
`  # from 2026-11-23`, `  # until 2026-11-22` (that day included), or both; the mark itself is not written.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

WRITTEN = date(2026, 10, 1)

_DATE = re.compile(r"(?<![\w.-])(20[0-9]{2})-(?:(Q|q)([1-4])|([01][0-9])(?:-([0-3][0-9]))?)(?![0-9])")

_DAY = "(20[0-9]{2}-[01][0-9]-[0-3][0-9])"
_ROW = re.compile(rf"{_DAY},")
_ENTRY = re.compile(rf"\s*- \{{date: {_DAY}\b")
_HAPPENED = ("/updates/", "/recognition/")
_DATE_OF_ITEM = re.compile(rf"^date: {_DAY}$", re.MULTILINE)
_MARK = re.compile(rf"  #(?: from {_DAY})?(?: until {_DAY})?$")


def quarters_since(today: date) -> int:
    """Whole quarters from the day of writing until tomorrow, so that what is due today is not over; negative before it."""
    tomorrow = today + timedelta(days=1)
    months = (tomorrow.year - WRITTEN.year) * 12 + tomorrow.month - WRITTEN.month
    return months // 3


def moved(text: str, quarters: int) -> str:
    """A text with every date in it moved by quarters: days, months and quarters in the forms of the format."""
    return _DATE.sub(lambda found: _moved(found, quarters), text) if quarters else text


def until(today: date, path: str, text: str) -> str:
    """What of a file is known on a day; nothing of an update or a thanks that is yet to come."""
    day = today.isoformat()
    if any(folder in path for folder in _HAPPENED) and (dated := _DATE_OF_ITEM.search(text)) and dated[1] > day:
        return ""
    own = _ROW if path.endswith(".csv") else _ENTRY
    return "\n".join(_MARK.sub("", line) for line in text.split("\n") if _is_of(line, own, day))


def _is_of(line: str, own: re.Pattern[str], day: str) -> bool:
    mark, dated = _MARK.search(line), own.match(line)
    begins, ends = mark.groups() if mark else (None, None)
    return (begins or (dated[1] if dated else day)) <= day <= (ends or day)


def _moved(found: re.Match[str], quarters: int) -> str:
    year = int(found[1])
    if found[3]:
        at = year * 4 + int(found[3]) - 1 + quarters
        return f"{at // 4}-{found[2]}{at % 4 + 1}"
    at = year * 12 + int(found[4]) - 1 + 3 * quarters
    year, month = at // 12, at % 12 + 1
    if not found[5]:
        return f"{year}-{month:02d}"
    return f"{year}-{month:02d}-{min(int(found[5]), monthrange(year, month)[1]):02d}"
