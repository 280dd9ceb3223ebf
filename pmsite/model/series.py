"""The rows of a metric's table become its series: dates in order, one value each."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import cast

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

from pmsite.diagnostics import Report
from pmsite.model import values
from pmsite.model.metric import Point
from pmsite.read.record import Row
from pmsite.settings import Settings

COLUMNS, OPTIONAL = ("date", "value"), ("note",)


def points(rows: Iterable[Row], settings: Settings, report: Report) -> tuple[Point, ...]:
    """The values of a series, oldest first; none where a row is faulty."""
    found: list[Point] = []
    faulty = False
    for row in rows:
        point = _point(row, settings, report)
        if point is None:
            faulty = True
        elif found and point.date.first <= found[-1].date.first:
            faulty = True
            same = point.date == found[-1].date
            message = f"date: {point.date} stands here twice" if same else f"date: {point.date} comes after {found[-1].date}"
            report.error(
                "duplicate-date" if same else "date-out-of-order", row.span, message, "write each date once, the oldest first"
            )
        else:
            found.append(point)
    return () if faulty else tuple(found)


def _point(row: Row, settings: Settings, report: Report) -> Point | None:
    try:
        name = "date"
        date = values.date_or_period(row.cells["date"], cast(ValidationInfo, SimpleNamespace(context=settings)))
        name = "value"
        value = values.number(row.cells["value"])
        name = "note"
        return Point(date=date, value=value, note=values.text(row.cells.get("note", "")))
    except PydanticCustomError as fault:
        told = fault.context or {}
        report.error(fault.type, row.span, f"{name}: {told.get('message', '')}", str(told.get("hint", "")))
        return None
