"""When readers hear from us again, and the dates until then and soon after."""

from __future__ import annotations

from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.model.period import Period
from pmsite.views import calendar
from pmsite.views.asked import Asked
from pmsite.views.calendar import Date

MOST = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The next time, and the nearest dates of releases, launches and experiments."""

    next: Period | None
    dates: tuple[Date, ...]


def build(product: Projection, asked: Asked) -> Checkpoint:
    """The next dates of a projection."""
    ahead = calendar.build(product, asked.most or MOST).coming
    return Checkpoint(asked.next, tuple(found for stretch in ahead for found in stretch.dates))
