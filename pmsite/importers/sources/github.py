"""GitHub's issues and projects, as its command line writes them in JSON, or a project's table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pmsite.diagnostics import Report
from pmsite.importers.export import Export, read_table
from pmsite.importers.json_table import entries_of, flat, one_text, parse, table_of
from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.table import Row, Table

_ADDRESS = re.compile(r"https?://[^/]+/([^/]+/[^/]+)/(?:issues|pull)/(\d+)")


def _read(export: Export, report: Report) -> Table:
    if not export.is_json:
        return _with_keys(read_table(export, report))
    text = export.text(report)
    found = parse(text, export.path, report) if text is not None else None
    if found is None:
        return Table(export.path)
    entries = entries_of(found, export.path, report, "items" if isinstance(found, Mapping) and "items" in found else "")
    return table_of(map(_cells, entries), export.path, report)


def _with_keys(table: Table) -> Table:
    """A project's table, each row with the key that its address gives it, so that it meets the same issue from elsewhere."""
    if "key" not in table.columns:
        table.columns = ("key", *table.columns)
        table.rows = [
            Row(row.place, (("key", f"{found[1]}#{found[2]}"), *row.cells))
            if (found := next((found for _, value in row.cells if (found := _ADDRESS.fullmatch(value))), None))
            else row
            for row in table.rows
        ]
    return table


def _cells(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    content = entry.get("content")
    if isinstance(content, Mapping):  # an item of a project: the issue is inside
        rest = {key: value for key, value in entry.items() if key not in ("content", "title", "id", "repository")}
        yield from _cells(
            {**content, "project item id": entry.get("id"), "title": entry.get("title") or content.get("title"), **rest}
        )
        return
    yield "key", key_of(entry)
    for name, value in entry.items():
        if name == "state" and "status" in entry:
            yield "issue state", one_text(value)
        elif name == "url" and "html_url" in entry:
            yield "api url", one_text(value)
        elif name in _PARTS:
            yield from _PARTS[name](value) if value else ((_COLUMNS.get(name, name), ""),)
        else:
            yield from flat({name: value})


def key_of(entry: Mapping[str, Any]) -> str:
    """`owner/name#12`, where the address tells it; else the number, else the project's own id."""
    address = one_text(entry.get("html_url") or entry.get("url"))
    found = _ADDRESS.search(address)
    number = one_text(entry.get("number"))
    return (
        f"{found[1]}#{found[2]}" if found else f"#{number}" if number else one_text(entry.get("id") or entry.get("project item id"))
    )


def _named(column: str, *names: str) -> Any:
    """What writes the names of one object or of several."""

    def write(value: Any) -> Iterator[tuple[str, str]]:
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, Mapping):
                yield column, next((one_text(part[name]) for name in names if part.get(name)), one_text(part))
            else:
                yield column, one_text(part)

    return write


def _milestone(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        yield "milestone", one_text(value.get("title"))
        yield "milestone due", one_text(value.get("dueOn") or value.get("due_on"))
        yield "milestone description", one_text(value.get("description"))
    else:
        yield "milestone", one_text(value)


def _comments(value: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(value, list):
        yield "comments count", one_text(value)
        return
    for part in value:
        if isinstance(part, Mapping):
            author = part.get("author") or part.get("user")
            by = one_text(author.get("login")) if isinstance(author, Mapping) else ""
            at = one_text(part.get("createdAt") or part.get("created_at"))
            yield "comment", f"**{by}**, {at[:10]}:\n\n{one_text(part.get('body'))}"


def _projects(value: Any) -> Iterator[tuple[str, str]]:
    for part in value if isinstance(value, list) else []:
        if isinstance(part, Mapping):
            status = part.get("status")
            yield "project", one_text(part.get("title"))
            yield "project status", one_text(status.get("name")) if isinstance(status, Mapping) else one_text(status)


def _reactions(value: Any) -> Iterator[tuple[str, str]]:
    for part in value if isinstance(value, list) else []:
        if isinstance(part, Mapping):
            users = part.get("users")
            yield (
                "reactions",
                f"{one_text(part.get('content'))}: {one_text(users.get('totalCount') if isinstance(users, Mapping) else users)}",
            )


_PARTS = {
    "labels": _named("labels", "name"),
    "assignees": _named("assignees", "name", "login"),
    "author": _named("author", "name", "login"),
    "user": _named("author", "login"),
    "milestone": _milestone,
    "comments": _comments,
    "projectItems": _projects,
    "reactionGroups": _reactions,
    "closedByPullRequestsReferences": _named("closed by", "url"),
    "linked pull requests": _named("closed by", "url"),
}

_COLUMNS = {"comments": "comment", "closedByPullRequestsReferences": "closed by", "linked pull requests": "closed by"}
"""What a part's column is called where that is not its own name: one that is empty says so, too."""

SOURCE = Source(
    Rules(
        source="GitHub",
        text="markdown",
        columns={
            "key": "key",
            "title": "title",
            "body": "body",
            "state": "status",
            "status": "status",
            "stateReason": "resolution",
            "state_reason": "resolution",
            "labels": "tags",
            "assignees": "owner",
            "author": "keep",
            "milestone": "release",
            "milestone due": "release_date",
            "createdAt": "created",
            "created_at": "created",
            "closedAt": "done",
            "closed_at": "done",
            "url": "url",
            "html_url": "url",
            "id": "keep",
            "number": "alias",
            "type": "keep",
            "comment": "comment",
            "closed by": "delivery",
            "repository": "keep",
            "parent issue": "epic",
            "start date": "start",
            "target date": "due",
            "iteration": "sprint",
        },
    ),
    read=_read,
)
