"""What pages ask of the features of the roadmap: where they can go, what that takes, and what many of them have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any

from pydantic import Field

from pmsite.editor import many, offers, periods
from pmsite.editor.asked import Asked, Strict, read
from pmsite.editor.changes import Answer
from pmsite.editor.move import Wish, plan
from pmsite.workspace import Workspace

_Name = Annotated[str, Field(max_length=300)]


class _Move(Strict):
    item: _Name
    to: Annotated[dict[_Name, _Name], Field(default_factory=dict, max_length=4)]
    came_from: Annotated[dict[_Name, _Name], Field(default_factory=dict, max_length=4, alias="from")]
    reason: Annotated[str, Field(max_length=100_000)] | None = None
    above: Annotated[list[_Name], Field(max_length=1000)] | None = None
    below: _Name = ""
    facts: Annotated[dict[_Name, Any], Field(default_factory=dict, max_length=20)]


def move(asked: Asked) -> Answer:
    """What it takes to have a feature somewhere else; nothing is written."""
    wanted = read(_Move, asked.body)
    wish = Wish(wanted.to, wanted.came_from, wanted.reason, wanted.above, wanted.below, wanted.facts)
    return _told(asked, lambda workspace: asdict(plan(workspace, wanted.item, wish)))


class _Row(Strict):
    name: Annotated[str, Field(max_length=1000)]
    value: Annotated[str, Field(max_length=10_000)] | None = None


class _Rows(Strict):
    field: _Name
    rows: Annotated[list[_Row], Field(max_length=2_000)]


def rows(asked: Asked) -> Answer:
    """What many features have, and are to have, of one fact; nothing is written."""
    wanted = read(_Rows, asked.body)
    found = [many.Row(row.name.strip(), row.value) for row in wanted.rows]
    return _told(asked, lambda workspace: many.rows(workspace, wanted.field, found))


def moves(asked: Asked) -> Answer:
    """Whereto a feature can be moved."""
    return _told(asked, lambda workspace: offers.offers(workspace, asked.query.get("item", "")))


def along(asked: Asked) -> Answer:
    """The periods along the axis of a timeline."""
    item, name, first, last = (asked.query.get(key, "") for key in ("item", "field", "first", "last"))
    return _told(asked, lambda workspace: periods.along(workspace, item, name, first, last))


def _told(asked: Asked, answer: Callable[[Workspace], Mapping[str, Any]]) -> Answer:
    with asked.desk.plan.alone:
        return HTTPStatus.OK, answer(asked.desk.plan.workspace())
