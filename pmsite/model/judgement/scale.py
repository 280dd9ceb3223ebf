"""The scale that scores, forecasts and grades are judged on, and how long a word or a value counts."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from math import floor
from statistics import median

from pmsite.model.period import Period

GRADES = {"good": "achieved", "fair": "partly", "poor": "missed"}
FIRST_FIFTH, HALF, LAST_FIFTH, SLACK = 0.2, 0.5, 0.8, 0.1
CADENCES = {
    "daily": 1, "weekly": 7, "fortnightly": 14, "biweekly": 14, "monthly": 31, "quarterly": 92, "yearly": 366,
    "每天": 1, "每日": 1, "每周": 7, "双周": 14, "每月": 31, "每季度": 92, "每年": 366,
}  # fmt: skip
_CLOSE = 1e-9


def two(share: float) -> float:
    """A share with the two decimals that are shown, rounded half up."""
    return floor(share * 100 + 0.5 + _CLOSE) / 100


def days(period: Period) -> int:
    """How many days a period has."""
    return (period.last - period.first).days + 1


def day_of(period: Period, day: date) -> int:
    """Which day of a period it is, counted from 1: 0 before the first, the last day's after the last."""
    return min(max((day - period.first).days + 1, 0), days(period))


def elapsed(period: Period, day: date) -> float:
    """The share of a period that is over at the end of a day."""
    return day_of(period, day) / days(period)


def lasts(period: Period | None) -> int:
    """For how many days a word, or a value that nobody measures regularly, counts: a sixth of the period, 14 to 45."""
    return min(45, max(14, round(days(period) / 6))) if period else 30


def interval(cadence: str, measured: list[date]) -> float | None:
    """How many days lie between two values of a metric: by its cadence, else the median of those that there are."""
    word = cadence.strip().casefold()
    if word in CADENCES:
        return CADENCES[word]
    gaps = [(after - before).days for before, after in pairwise(measured)]
    return median(gaps) if len(gaps) > 1 else None


def band(share: float, ambition: str, over: float) -> str:
    """Good, fair or poor, of a grade or a forecast, when a share of the period is over.

    Aspirational: from 0.7 and 0.4 (Google's playbook). Committed: all of it, with a tenth of slack at the start that is gone at the
    end, and 0.7.
    """
    shown = two(share)
    stretch = ambition == "aspirational"
    enough, some = (0.7, 0.4) if stretch else (two(1 - SLACK * (1 - over)), 0.7)
    return "good" if shown >= enough else "fair" if shown >= some else "poor"


def sure(confidence: float, ambition: str) -> str:
    """Good, fair or poor, of the team's confidence: a stretch goal begins at five of ten (Wodtke)."""
    enough, some = (0.5, 0.3) if ambition == "aspirational" else (0.8, 0.5)
    return "good" if confidence >= enough - _CLOSE else "fair" if confidence >= some - _CLOSE else "poor"
