"""The day that the plan is looked at."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """Today, or the day of SOURCE_DATE_EPOCH, so that a build can be repeated byte for byte."""
    return _fixed() or datetime.now().astimezone().date()


def utc_today() -> date:
    """Today as it is in UTC, wherever this runs, or the day of SOURCE_DATE_EPOCH."""
    return _fixed() or datetime.now(UTC).date()


def _fixed() -> date | None:
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(seconds), UTC).date() if seconds.isdigit() else None
