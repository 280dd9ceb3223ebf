"""ClickUp's CSV of tasks: days as milliseconds, lists in brackets, comments and checklists as JSON, `null` for nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from pmsite.diagnostics import Report
from pmsite.importers.export import Export, read_table
from pmsite.importers.headers import plain
from pmsite.importers.json_table import one_text
from pmsite.importers.people import name_of
from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.table import SourceRow, Table
from pmsite.messages import said

_EPOCH = re.compile(r"\d{12,13}(?:\.0+)?|1\.\d{1,8}E\+12")
_WRITTEN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b")
_MAILED = re.compile(r'"by":\s*"[^"@]+@')
_NOTHING = frozenset({"null", "[]", "{}", '""', "NaN"})
_PRIORITIES = {"1": "Urgent", "2": "High", "3": "Normal", "4": "Low"}
_MEANT = timezone(timedelta(hours=9))
"""A day without a time is four in the morning where it was set; seen from here it is the right day from Samoa to Tokyo."""
_WORDS = ("task name", "task content", "description")
"""Columns in which people write, where `null` is their word."""
_LISTS = ("assignees", "assignee")
_JSON = ("attachments", "checklists", "comments")


def _read(export: Export, report: Report) -> Table:
    table = read_table(export, report)
    headers = {plain(name): name for name in table.columns}
    texts = {
        name: headers[f"{header} text"] for header, name in headers.items() if f"{header} text" in headers and "date" in header
    }
    if texts and table.rows:
        table.left_out.append(said("dates in milliseconds, which stand beside as texts"))
    values = {value for row in table.rows for _, value in row.cells}
    if values & _NOTHING:
        table.left_out.append(said("cells that say nothing, such as null, [] and {}"))
    if any(_MAILED.search(value) for value in values):
        table.left_out.append(said("mail addresses of those who commented"))
    table.rewrite(lambda row: _cells(row, texts))
    return table


def _cells(row: SourceRow, texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """One task. `texts` are the columns of dates that say in words what others say in milliseconds."""
    for name, value in row.cells:
        header = plain(name)
        if value in _NOTHING and header not in _WORDS:
            continue
        if _EPOCH.fullmatch(value) and ("date" in header or header in ("closed", "created", "updated")):
            yield name, _day(float(value), row.first(texts.get(name, "")), header)
        elif header == "priority":
            yield name, _PRIORITIES.get(value, value)
        elif header in _LISTS and value[:1] == "[" and value[-1:] == "]":
            yield from ((name, part.strip()) for part in value[1:-1].split(","))
        elif header in _JSON and value[:1] in "[{":
            yield from ((name, text) for text in _entries(header, value))
        else:
            yield name, value


def _day(milliseconds: float, text: str, header: str) -> str:
    """The day that was set: of the two that a text may mean the one that is nearest to its milliseconds, which spreadsheets round."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    if found := _WRITTEN.match(text):
        first, second, year = (int(number) for number in found.groups())
        days = [date(year, month, day) for month, day in ((first, second), (second, first)) if _is_day(year, month, day)]
        if days:
            return min(days, key=lambda day: abs((day - moment.date()).days)).isoformat()
    return moment.astimezone(_MEANT if header in ("due date", "start date") else UTC).isoformat()


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _entries(header: str, value: str) -> list[str]:
    """The entries of a cell in JSON, the cell itself where it is none."""
    try:
        found = json.loads(value)
        entries = [_CELLS[header](entry) for entry in (found.items() if isinstance(found, dict) else found)]
    except (ValueError, TypeError, RecursionError, AttributeError):
        return [value]
    return [text for entry in entries for text in entry]


def _attachment(entry: Any) -> list[str]:
    return [" ".join(filter(None, (one_text(entry.get("title")), one_text(entry.get("url")), *_rest(entry, "title", "url"))))]


def _comment(entry: Any) -> list[str]:
    by, date, text = (one_text(entry.get(name)) for name in ("by", "date", "text"))
    by = name_of(by) or by
    return [
        "\n\n".join(
            filter(
                None,
                (f"**{by}**, {date}:" if by and date else f"**{by}**:" if by else date, text, *_rest(entry, "by", "date", "text")),
            )
        )
    ]


def _checklist(entry: Any) -> list[str]:
    name, ticks = entry
    return [f"[ ] {name}: {one_text(tick)}" for tick in ticks]


def _rest(entry: Any, *used: str) -> list[str]:
    return [f"{name}: {one_text(value)}" for name, value in entry.items() if name not in used and value not in (None, "")]


_CELLS = {"attachments": _attachment, "comments": _comment, "checklists": _checklist}

SOURCE = Source(
    Rules(
        source="ClickUp",
        text="markdown",
        types={
            "Task": "feature",
            "Feature": "feature",
            "Milestone": "feature",
            "Epic": "epic",
            "Initiative": "initiative",
            "Bug": "problem",
        },
        columns={
            "Task ID": "key",
            "Task Custom ID": "alias",
            "Task Name": "title",
            "Task Content": "body",
            "Description": "body",
            "Task Type": "type",
            "Task Link": "url",
            "Subtask IDs": "keep",
            "Status": "status",
            "Date Created": "created",
            "Date Updated": "leave_out",
            "Date Done": "done",
            "Date Closed": "done",
            "Closed": "done",
            "Start Date": "start",
            "Due Date": "due",
            "Date Created Text": "keep",
            "Start Date Text": "keep",
            "Due Date Text": "keep",
            "Parent ID": "parent",
            "Assignees": "owner",
            "Assignee": "owner",
            "Tags": "tags",
            "Priority": "priority",
            "Attachments": "attachment",
            "Comments": "comment",
            "Assigned Comments": "keep",
            "Checklists": "checklist",
            "List Name": "keep",
            "Folder Name": "keep",
            "Space Name": "keep",
            "Time Estimate": "keep",
            "Time Estimated": "keep",
            "Time Spent": "keep",
        },
    ),
    read=_read,
    signs=(("Task ID", "Task Name", "List Name"), ("Task ID", "Task Name", "Space Name"), ("Task ID", "Task Name", "Task Content")),
    basis="an export in a public repository, and other tools' tests of theirs; the day of a date in milliseconds is the one that was set",
)
