"""The rows of a metric's table become its series: dates in order, one value each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic_core import PydanticCustomError

from pmsite.diagnostics import Answer, Mend, Part, Report, only_told
from pmsite.messages import joined, said
from pmsite.model import parsing
from pmsite.model.hints import suggestions
from pmsite.model.metric import Point
from pmsite.model.period import Period
from pmsite.model.refusal import refuse
from pmsite.model.settings import Settings
from pmsite.model.vocabulary import parse_period
from pmsite.read.record import TableRow

COLUMNS, OPTIONAL = ("date", "value"), ("note",)


_MOST = 5
"""Rows of a table whose numbers or dates are told each; the rest is counted."""
_YEAR_FIRST = re.compile(r"[0-9]{4}[/.年-].*")
_GROUPS = re.compile(r"-?[0-9]{1,3}(?:\.?[0-9]{3})*")
_GROUP_BEHIND_POINT = re.compile(r"(-?[0-9]{1,3})\.([0-9]{3})")


def points(rows: Iterable[TableRow], settings: Settings, report: Report) -> tuple[Point, ...]:
    """The values of a series, oldest first; none where a row is faulty."""
    found: list[Point] = []
    faulty: list[TableRow] = []
    more: _RowFault | None = None
    for row in rows:
        try:
            point = _point(row, settings)
        except _RowFault as fault:
            faulty.append(row)
            if len(faulty) <= _MOST:
                report.error(fault.code, row.span, fault.message, fault.hint)
            elif len(faulty) == _MOST + 1:
                more = fault
            continue
        if found and point.date.first <= found[-1].date.first:
            faulty.append(row)
            same = point.date == found[-1].date
            message = (
                said("date: {date} stands here twice", date=point.date)
                if same
                else said("date: {date} comes after {before}", date=point.date, before=found[-1].date)
            )
            report.error(
                "duplicate-date" if same else "date-out-of-order", row.span, message, said("write each date once, the oldest first")
            )
        else:
            found.append(point)
    if more is not None:
        count = len(faulty) - _MOST
        report.error(
            more.code,
            faulty[_MOST].span,
            joined(more.message, said("{count} rows in all are like this from here on", count=count)),
            more.hint,
        )
    return () if faulty else tuple(found)


class _RowFault(Exception):
    """What is wrong with a row."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def _point(row: TableRow, settings: Settings) -> Point:
    try:
        name = "date"
        date = _date(row.cells["date"], settings)
        name = "value"
        value = _value(row)
        name = "note"
        return Point(date=date, value=value, note=parsing.text(row.cells.get("note", "")))
    except PydanticCustomError as fault:
        told = fault.context or {}
        raise _RowFault(
            fault.type,
            said("{name}: {message}", name=name, message=told.get("message", "")),
            _in_cell(told.get("hint", ""), row.cells[name]),
        ) from None


def _in_cell(hint: object, written: str) -> str:
    """A hint that, where it is the one right answer, knows which words of the row it answers."""
    if isinstance(hint, Answer) and isinstance(hint.mend.new, str):
        return Answer(hint, Mend(Part.WORDS, hint.mend.new, old=written))
    return only_told(hint) if isinstance(hint, str) else ""


def _date(written: str, settings: Settings) -> Period:
    """A date; as spreadsheets write it too, where the year comes first and so nothing is in doubt."""
    text = (suggestions.a_period(written) or written) if _YEAR_FIRST.fullmatch(written) else written
    return parse_period(text, settings)


def _value(row: TableRow) -> float:
    """A number; one that the table's country may write with a mark for thousands or decimals is asked about."""
    written = row.cells["value"]
    if not written.strip():
        refuse("not-a-number", said("this cell is empty"), said("write the number, or remove the row"))
    if row.separator == ";" and (found := _GROUP_BEHIND_POINT.fullmatch(written)):
        refuse(
            "not-a-number",
            said(
                "{written} may be {without} or {as_it_is}: tables with semicolons often have points for thousands",
                written=written,
                without=f"{found[1]}{found[2]}",
                as_it_is=f"{float(written):g}",
            ),
            said("write {without}, or {as_it_is}", without=f"{found[1]}{found[2]}", as_it_is=f"{float(written):g}"),
        )
    note = row.cells.get("note", "")
    if row.separator == "," and len(note) <= 3 and note.isdigit() and _GROUPS.fullmatch(written):
        message = said(
            "{written},{note} may be one number that the comma splits into a value and a note", written=written, note=note
        )
        hint = suggestions.a_number(f"{written},{note}")
        refuse("not-a-number", message, joined(hint, said("if {note} is a note, put a word into it", note=note)))
    return parsing.number(written)
