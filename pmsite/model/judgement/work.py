"""What features and launches have in common: reasons why work may come late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from pmsite.model.item import Item
from pmsite.model.judgement.said import said
from pmsite.model.judgement.verdict import Clause, Found, Judgement, meet
from pmsite.model.period import Period
from pmsite.model.product import Product

SOON = 14
"""Days before the date in which what was a risk is one no more."""


class Reason(NamedTuple):
    """One thing that stands against a date; `state` is poor or fair."""

    state: str
    clause: Clause


def judged(product: Product, item: Item, reasons: Iterable[Reason], otherwise: Found, day: date) -> Judgement:
    """The first reason that means off track, else the first that means at risk, else what holds otherwise; and the team's word."""
    found = list(reasons)
    first = next((one for state in ("poor", "fair") for one in found if one.state == state), None)
    numbers = Found(first.state, first.clause, "plan") if first else otherwise
    word = said(product, item, day)
    return replace(meet(word, numbers) if word else numbers.judgement(), day=day)


def by(limit: int, left: int) -> str:
    """Off track within so many days of the date, at risk before."""
    return "poor" if left <= limit else "fair"


def later(after: Period | None, due: Period | None, day: date) -> str:
    """Off track where something that is needed comes after the date; at risk where its period merely ends after it, and the date is near."""
    if after is None or due is None or after.last <= due.last:
        return ""
    if after.first > due.last:
        return "poor"
    return "fair" if is_soon((due.last - day).days) else ""


MANY_DAYS, MANY_MONTHS = 92, 730
"""From how many days on a time is told in months, and in years."""


def span(days: int) -> Clause:
    """A number of days in words as coarse as it is long: 51 days, 7 months, 6 years."""
    if days < MANY_DAYS:
        return Clause("days", {"n": days})
    if days < MANY_MONTHS:
        return Clause("months", {"n": round(days / 30.44)})
    return Clause("years", {"n": round(days / 365.25)})


def ago(last: date, day: date) -> dict[str, Any]:
    """For how long a day has been past: in days, and in words."""
    days = (day - last).days
    return {"n": days, "ago": span(days)}


def days_left(left: int) -> Clause:
    """How many days are left."""
    return Clause("days_left", {"n": left})


def is_soon(left: int | None) -> bool:
    """Whether the date is in the last fourteen days."""
    return left is not None and 0 <= left <= SOON


Reasons = Iterator[Reason]
