"""Trello's JSON of a board, or its CSV: cards, with the names of their lists as statuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmsite.diagnostics import Report
from pmsite.importers.export import Export, read_table
from pmsite.importers.json_table import entries_of, flat, one_text, parse, table_of
from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.table import Table
from pmsite.importers.words import ARCHIVED

_TOLD = frozenset(
    {"id", "name", "desc", "shortUrl", "url", "closed", "idList", "labels", "idLabels", "attachments", "due", "start", "idMembers"}
)
_NOISE = frozenset({"badges", "cover", "descData", "idChecklists", "checkItemStates", "nodeId", "limits", "idBoard"})
"""What only says again what stands elsewhere, or how the board looked."""


def _read(export: Export, report: Report) -> Table:
    if not export.is_json:
        return read_table(export, report)
    text = export.text(report)
    board = parse(text, export.path, report) if text is not None else None
    if board is None:
        return Table(export.path)
    cards = entries_of(board, export.path, report, "cards")
    around = _Board(board) if isinstance(board, Mapping) else _Board({})
    return table_of(map(around.cells, cards), export.path, report)


class _Board:
    """What cards refer to: lists, people, checklists and remarks, by their ids."""

    def __init__(self, board: Mapping[str, Any]) -> None:
        self.name = one_text(board.get("name"))
        self.lists = {one_text(found.get("id")): found for found in _objects(board.get("lists"))}
        self.people = {
            one_text(found.get("id")): one_text(found.get("fullName") or found.get("username"))
            for found in _objects(board.get("members"))
        }
        self.checklists: dict[str, list[Mapping[str, Any]]] = {}
        for found in _objects(board.get("checklists")):
            self.checklists.setdefault(one_text(found.get("idCard")), []).append(found)
        self.remarks: dict[str, list[str]] = {}
        for action in _objects(board.get("actions")):
            data = action.get("data")
            card = data.get("card") if isinstance(data, Mapping) else None
            if action.get("type") == "commentCard" and isinstance(data, Mapping) and isinstance(card, Mapping):
                self.remarks.setdefault(one_text(card.get("id")), []).append(_remark(action, data))

    def cells(self, card: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """One card."""
        id = one_text(card.get("id"))
        held = self.lists.get(one_text(card.get("idList")), {})
        yield from (("card id", id), ("card name", one_text(card.get("name"))), ("card description", one_text(card.get("desc"))))
        yield from (("card url", one_text(card.get("shortUrl") or card.get("url"))), ("board name", self.name))
        yield "list name", one_text(held.get("name"))
        yield "resolution", ARCHIVED if card.get("closed") is True or held.get("closed") is True else ""
        yield from (("due date", one_text(card.get("due"))), ("start date", one_text(card.get("start"))))
        for label in _objects(card.get("labels")):
            yield "labels", one_text(label.get("name")) or one_text(label.get("color"))
        for person in card.get("idMembers") or ():
            yield "members", self.people.get(one_text(person), one_text(person))
        for found in _objects(card.get("attachments")):
            yield "attachments", f"{one_text(found.get('name'))} {one_text(found.get('url'))}"
        for checklist in self.checklists.get(id, ()):
            for tick in _objects(checklist.get("checkItems")):
                done = "x" if tick.get("state") == "complete" else " "
                yield "checklist", f"[{done}] {one_text(checklist.get('name'))}: {one_text(tick.get('name'))}"
        yield from (("comments", text) for text in reversed(self.remarks.get(id, [])))
        yield from flat({key: value for key, value in card.items() if key not in _TOLD and key not in _NOISE})


def _objects(found: Any) -> list[Mapping[str, Any]]:
    return [entry for entry in found if isinstance(entry, Mapping)] if isinstance(found, list) else []


def _remark(action: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    by = action.get("memberCreator")
    name = one_text(by.get("fullName")) if isinstance(by, Mapping) else ""
    return f"**{name}**, {one_text(action.get('date'))[:10]}:\n\n{one_text(data.get('text'))}"


SOURCE = Source(
    Rules(
        source="Trello",
        text="markdown",
        columns={
            "Card ID": "key",
            "Card Name": "title",
            "Card URL": "url",
            "Card Description": "body",
            "Labels": "tags",
            "Members": "owner",
            "Due Date": "due",
            "Start Date": "start",
            "List Name": "status",
            "List ID": "keep",
            "Board Name": "keep",
            "Board ID": "keep",
            "Archived": "keep",
            "Attachments": "attachment",
            "Attachment Links": "attachment",
            "Checklist": "checklist",
            "Comments": "comment",
            "Resolution": "resolution",
        },
    ),
    read=_read,
)
