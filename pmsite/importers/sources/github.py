"""GitHub's issues and projects, as its command line writes them in JSON, or a project's table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from pydantic import Field, model_validator

from pmsite.diagnostics import Report
from pmsite.importers.export import Export, read_table
from pmsite.importers.headers import plain
from pmsite.importers.json_table import Misshapen, entries_of, flat, one_text, table_of
from pmsite.importers.rules import Rules
from pmsite.importers.shapes import Shape, Word, shaped
from pmsite.importers.source import Source
from pmsite.importers.table import SourceRow, Table
from pmsite.messages import said
from pmsite.read.json_text import parse

_REPOSITORY = ("repository", "repository_url", "repo")
_PLACE = re.compile(r"[^/\s]+/[^/\s]+$")
_NUMBER = re.compile(r"#\d+")
_WHOLES = ("parent issue", "parent")
_ADDRESS = re.compile(r"https?://[^/]+/([^/]+/[^/]+)/(?:issues|pull)/(\d+)")


class _Part(Shape):
    """A person, a label and the like: an object with a name, or the name alone."""

    name: Word = ""
    login: Word = ""
    title: Word = ""
    url: Word = ""

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: Any) -> Any:
        return value if isinstance(value, (Mapping, list)) else {"name": value}

    def called(self, *fields: str) -> str:
        """The first of these fields that holds anything, else any that does."""
        return next((found for field in (*fields, "name", "title", "login", "url") if (found := getattr(self, field))), "")


class _Milestone(_Part):
    due: Word = Field("", alias="dueOn")
    due_on: Word = ""
    description: Word = ""


class _Iteration(Shape):
    title: Word = ""
    starts: Word = Field("", alias="startDate")
    days: Word = Field("", alias="duration")

    @model_validator(mode="before")
    @classmethod
    def _from_title(cls, value: Any) -> Any:
        return value if isinstance(value, (Mapping, list)) else {"title": value}


class _Comment(Shape):
    author: _Part = _Part()
    user: _Part = _Part()
    at: Word = Field("", alias="createdAt")
    created_at: Word = ""
    body: Word = ""


class _Project(Shape):
    title: Word = ""
    status: _Part = _Part()


class _Count(Shape):
    total: Word = Field("", alias="totalCount")


class _Reaction(Shape):
    content: Word = ""
    users: _Count = _Count()


def _read(export: Export, report: Report) -> Table:
    if not export.is_json:
        return _with_keys(read_table(export, report))
    text = export.text(report)
    found = parse(text, export.path, report) if text is not None else None
    if found is None:
        return Table(export.path)
    entries = entries_of(found, export.path, report, "items" if isinstance(found, Mapping) and "items" in found else "")
    return table_of(entries, _cells, export.path, report)


def _with_keys(table: Table) -> Table:
    """A project's table, each row with the key that its address gives it, so that it meets the same issue from elsewhere."""
    if "key" not in table.columns:
        wholes = {name for name in table.columns if plain(name) in _WHOLES}
        table.columns = ("key", *table.columns)
        table.rows = [SourceRow(row.span, tuple(_keyed(row, wholes))) for row in table.rows]
    return table


def _keyed(row: SourceRow, wholes: set[str]) -> Iterator[tuple[str, str]]:
    """The cells of a row with its key, and with that of what it is a part of: an address, or a number of the same repository."""
    found = next((found for name, value in row.cells if name not in wholes and (found := _ADDRESS.fullmatch(value))), None)
    if found:
        yield "key", f"{found[1]}#{found[2]}"
    for name, value in row.cells:
        address = _ADDRESS.fullmatch(value) if name in wholes else None
        if address:
            yield name, f"{address[1]}#{address[2]}"
        else:
            yield name, f"{found[1]}{value}" if found and name in wholes and _NUMBER.fullmatch(value) else value


def _cells(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """One issue; raises Misshapen."""
    content = entry.get("content")
    if isinstance(content, Mapping):  # an item of a project: the issue is inside
        rest = {key: value for key, value in entry.items() if key not in ("content", "title", "id", "repository")}
        told = {"project item id": entry.get("id"), "title": entry.get("title") or content.get("title")}
        place = {"repository": entry["repository"]} if "repository" in entry and "repository" not in content else {}
        yield from _cells({**content, **place, **told, **rest})
        return
    yield "key", key_of(entry)
    for name, value in entry.items():
        if name == "state" and "status" in entry:
            yield "issue state", one_text(value)
        elif name == "type" and "issueType" in entry:
            continue  # an issue, or a draft of one
        elif name == "url" and "html_url" in entry:
            yield "api url", one_text(value)
        elif name in _PARTS and not (name == "comments" and not isinstance(value, (Mapping, list))):
            yield from _part(name, value)
        elif name == "comments":
            yield ("comments count", one_text(value)) if value else ("comment", "")
        else:
            yield from flat({name: value})


def _part(name: str, value: Any) -> Iterator[tuple[str, str]]:
    model, write = _PARTS[name]
    if not value:
        yield _COLUMNS.get(name, name), ""
    for at, entry in enumerate(value if isinstance(value, list) else [value] if value else []):
        try:
            part = shaped(model, entry)
        except Misshapen as fault:
            raise Misshapen(
                said("{place}.{message}", place=f"{name}.{at}", message=message) for message in fault.messages
            ) from None
        yield from write(part)


def key_of(entry: Mapping[str, Any]) -> str:
    """`owner/name#12`, where the address tells it; else the number, else the project's own id."""
    address = one_text(entry.get("html_url") or entry.get("url"))
    found = _ADDRESS.search(address)
    number = one_text(entry.get("number"))
    if found:
        return f"{found[1]}#{found[2]}"
    if number:
        repository = next((one_text(entry[name]) for name in _REPOSITORY if entry.get(name)), "")
        place = _PLACE.search(repository.rstrip("/"))
        return f"{place[0] if place else ''}#{number}"
    return one_text(entry.get("id") or entry.get("project item id"))


def _named(column: str, *fields: str) -> Callable[[Any], Iterator[tuple[str, str]]]:
    """What writes the names of parts."""

    def write(part: _Part) -> Iterator[tuple[str, str]]:
        yield column, part.called(*fields)

    return write


def _milestone(part: _Milestone) -> Iterator[tuple[str, str]]:
    yield "milestone", part.called("title")
    yield from (("milestone due", part.due or part.due_on), ("milestone description", part.description))


def _iteration(part: _Iteration) -> Iterator[tuple[str, str]]:
    yield from (("iteration", part.title), ("iteration start", part.starts))
    try:
        yield "iteration end", (date.fromisoformat(part.starts[:10]) + timedelta(days=int(part.days) - 1)).isoformat()
    except (ValueError, OverflowError):
        yield "iteration days", part.days


def _parent(part: _Part) -> Iterator[tuple[str, str]]:
    found = _ADDRESS.search(part.url)
    yield "parent", f"{found[1]}#{found[2]}" if found else part.called("title")


def _comment(part: _Comment) -> Iterator[tuple[str, str]]:
    by = (part.author if part.author.called() else part.user).called("login")
    yield "comment", f"**{by}**, {(part.at or part.created_at)[:10]}:\n\n{part.body}"


def _project(part: _Project) -> Iterator[tuple[str, str]]:
    yield from (("project", part.title), ("project status", part.status.called()))


def _reaction(part: _Reaction) -> Iterator[tuple[str, str]]:
    yield "reactions", f"{part.content}: {part.users.total}"


_PARTS: Mapping[str, tuple[type[Shape], Callable[[Any], Iterator[tuple[str, str]]]]] = {
    "labels": (_Part, _named("labels", "name")),
    "assignees": (_Part, _named("assignees", "name", "login")),
    "author": (_Part, _named("author", "name", "login")),
    "user": (_Part, _named("author", "login")),
    "milestone": (_Milestone, _milestone),
    "iteration": (_Iteration, _iteration),
    "parent": (_Part, _parent),
    "type": (_Part, _named("type", "name")),
    "issueType": (_Part, _named("type", "name")),
    "comments": (_Comment, _comment),
    "projectItems": (_Project, _project),
    "reactionGroups": (_Reaction, _reaction),
    "closedByPullRequestsReferences": (_Part, _named("closed by", "url")),
    "linked pull requests": (_Part, _named("closed by", "url")),
}
"""By the name that a part of an issue has: its model, and what writes its cells."""

_COLUMNS = {
    "comments": "comment",
    "issueType": "type",
    "closedByPullRequestsReferences": "closed by",
    "linked pull requests": "closed by",
}
"""What a part's column is called where that is not its own name: one that is empty says so, too."""

SOURCE = Source(
    Rules(
        source="GitHub",
        text="github",
        below="story",
        types={"initiative": "initiative", "epic": "epic", "feature": "feature", "task": "feature", "bug": "problem"},
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
            "closed": "keep",
            "closedAt": "done",
            "closed_at": "done",
            "url": "url",
            "html_url": "url",
            "id": "keep",
            "number": "alias",
            "type": "type",
            "comment": "comment",
            "closed by": "delivery",
            "repository": "keep",
            "parent issue": "parent",
            "start date": "start",
            "target date": "due",
            "iteration": "sprint",
            "iteration start": "sprint_start",
            "iteration end": "sprint_end",
            "parent": "parent",
            "parent_issue_url": "parent",
            "estimate": "estimate",
        },
    ),
    read=_read,
    signs=(
        ("number", "title", "html_url"),
        ("number", "title", "stateReason"),
        ("number", "title", "closedByPullRequestsReferences"),
        ("number", "title", "assignees", "labels"),
        ("Title", "Linked pull requests"),
        ("content", "repository", "title"),
    ),
    basis="the manual of GitHub's command line and of its API",
)
