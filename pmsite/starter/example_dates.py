"""The example is written as of one day; its dates move with today by whole quarters, so that what is planned stays ahead."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

WRITTEN = date(2026, 10, 1)

_DATE = re.compile(r"(?<![\w.-])(20[0-9]{2})-(?:(Q|q)([1-4])|([01][0-9])(?:-([0-3][0-9]))?)(?![0-9])")


def quarters_since(today: date) -> int:
    """Whole quarters from the day of writing until tomorrow, so that what is due today is not over; negative before it."""
    tomorrow = today + timedelta(days=1)
    months = (tomorrow.year - WRITTEN.year) * 12 + tomorrow.month - WRITTEN.month
    return months // 3


def moved(text: str, quarters: int) -> str:
    """A text with every date in it moved by quarters: days, months and quarters in the forms of the format."""
    return _DATE.sub(lambda found: _moved(found, quarters), text) if quarters else text


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
