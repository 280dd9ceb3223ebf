"""The periods of one precision along the axis of a timeline, and those beside one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pmsite.diagnostics import Span
from pmsite.editor.move import known, period_of
from pmsite.messages import said
from pmsite.model.period import Period, at_least, day_of, neighbour
from pmsite.wording.dates import period_words
from pmsite.workspace import Workspace
from pmsite.writing.refused import refused

MOST = 1100
"""Periods of one axis; it has eight quarters, so there are no more days."""
FACTS = ("target", "starts", "started")


def along(workspace: Workspace, item: str, name: str, first: str, last: str) -> dict[str, Any]:
    """The periods that a fact of a feature can be moved to on an axis, as shares of it, at the precision that it has. Raises Refused."""
    product, feature, _ = known(workspace, item)
    if name not in FACTS:
        raise refused(
            "unknown-place", Span(workspace.prefix), said("{name} is no date of a feature", name=name), said("show the page anew")
        )
    begin, end = _day(workspace, first), _day(workspace, last)
    own: Period | None = getattr(feature, name) or (product.target(feature) if name == "target" else None)
    starts, language = product.settings.fiscal_year_starts, product.settings.language
    precision = own.precision if own is not None else "quarter"
    whole = (end - begin).days + 1
    found = []
    for period in _row(begin, end, precision, starts):
        at, until = (period.first - begin).days / whole, ((period.last - begin).days + 1) / whole
        told = {"value": period.text, "label": period_words(period, language), "from": round(at, 5), "to": round(until, 5)}
        found.append(told)
    return {"periods": found, "precision": precision, "value": own.text if own else ""}


def beside(period: Period, starts: int, language: str) -> Iterator[dict[str, str]]:
    """The periods before and after one, at its own precision; of a day the same one a week away."""
    steps = (-7, 7) if period.precision == "day" else (-1, 1)
    for step in steps:
        if (found := neighbour(period, step, starts)) is not None:
            yield {"value": found.text, "label": period_words(found, language), "way": "earlier" if step < 0 else "later"}


def _day(workspace: Workspace, text: str) -> date:
    found = period_of(workspace, text)
    if found.precision != "day":
        raise refused("bad-period", Span(workspace.prefix), said("{text} is no day", text=text), said("show the page anew"))
    return found.first


def _row(begin: date, end: date, precision: str, starts: int) -> Iterator[Period]:
    at = at_least(day_of(begin), precision, starts)
    for _ in range(MOST):
        if at is None or at.first > end:
            return
        yield at
        at = neighbour(at, 1, starts)
