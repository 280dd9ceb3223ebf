"""Trello's JSON of a board, or its CSV: cards, with the names of their lists as statuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from pmsite.diagnostics import Report, Span
from pmsite.importers.export import Export, read_table
from pmsite.importers.json_table import AGAIN, Misshapen, entries_of, flat, table_of
from pmsite.importers.rules import Rules
from pmsite.importers.shapes import Shape, Word, shaped, untold
from pmsite.importers.source import Source
from pmsite.importers.table import Table
from pmsite.importers.words import ARCHIVED
from pmsite.read.json_text import parse

_USED = frozenset({"closed", "idList", "idMembers"})
"""What of a card stands in its row in other words."""
_NOISE = frozenset({"badges", "cover", "descData", "idChecklists", "checkItemStates", "nodeId", "limits", "idBoard", "idLabels"})
"""What of a card only says again what stands elsewhere, or how the board looked."""


class _List(Shape):
    id: Word = ""
    name: Word = ""
    closed: bool = False


class _Person(Shape):
    id: Word = ""
    full_name: Word = Field("", alias="fullName")
    username: Word = ""


class _Label(Shape):
    name: Word = ""
    color: Word = ""


class _File(Shape):
    name: Word = ""
    url: Word = ""


class _Card(Shape):
    id: Word = ""
    name: Word = ""
    text: Word = Field("", alias="desc")
    short_url: Word = Field("", alias="shortUrl")
    url: Word = ""
    closed: bool = False
    list_id: Word = Field("", alias="idList")
    due: Word = ""
    start: Word = ""
    people: tuple[Word, ...] = Field((), alias="idMembers")
    labels: tuple[_Label, ...] = ()
    files: tuple[_File, ...] = Field((), alias="attachments")


class _Tick(Shape):
    name: Word = ""
    state: Word = ""


class _Checklist(Shape):
    card_id: Word = Field("", alias="idCard")
    name: Word = ""
    ticks: tuple[_Tick, ...] = Field((), alias="checkItems")


class _Named(Shape):
    id: Word = ""


class _Said(Shape):
    text: Word = ""
    card: _Named = _Named()


class _Action(Shape):
    type: Word = ""
    date: Word = ""
    by: _Person = Field(_Person(), alias="memberCreator")
    data: _Said = _Said()


class _Around(Shape):
    """A board but for its cards: what they refer to by ids."""

    name: Word = ""
    lists: tuple[_List, ...] = ()
    members: tuple[_Person, ...] = ()
    checklists: tuple[_Checklist, ...] = ()
    actions: tuple[_Action, ...] = ()


def _read(export: Export, report: Report) -> Table:
    if not export.is_json:
        return read_table(export, report)
    text = export.text(report)
    found = parse(text, export.path, report) if text is not None else None
    if found is None:
        return Table(export.path)
    found = _board_of_card(found)
    cards = entries_of(found, export.path, report, "cards")
    try:
        around = shaped(
            _Around, {name: value for name, value in found.items() if name != "cards"} if isinstance(found, Mapping) else {}
        )
    except Misshapen as fault:
        for message in fault.messages:
            report.error("wrong-shape", Span(export.path), message, AGAIN)
        return Table(export.path)
    board = _Board(around)
    table = table_of(cards, board.cells, export.path, report, _USED)
    table.left_out = [*(f"cards.{name}" for name in table.left_out), *dict.fromkeys(untold(around, "board."))]
    return table


def _board_of_card(found: Any) -> Any:
    """The export of one card as that of a board with this card alone; anything else as it is."""
    if not isinstance(found, Mapping) or "cards" in found or "idList" not in found:
        return found
    board, held = found.get("board"), found.get("list")
    around = {name: found[name] for name in ("actions", "checklists", "members") if isinstance(found.get(name), list)}
    card = {name: value for name, value in found.items() if name not in {*around, "board", "list"}}
    name = board.get("name", "") if isinstance(board, Mapping) else ""
    return {**around, "name": name, "lists": [held] if isinstance(held, Mapping) else [], "cards": [card]}


class _Board:
    """What cards refer to, by its ids."""

    def __init__(self, around: _Around) -> None:
        self.name = around.name
        self.lists = {found.id: found for found in around.lists}
        self.people = {found.id: found.full_name or found.username for found in around.members}
        self.checklists: dict[str, list[_Checklist]] = {}
        for found in around.checklists:
            self.checklists.setdefault(found.card_id, []).append(found)
        self.remarks: dict[str, list[str]] = {}
        for action in around.actions:
            if action.type == "commentCard":
                remark = f"**{action.by.full_name}**, {action.date[:10]}:\n\n{action.data.text}"
                self.remarks.setdefault(action.data.card.id, []).append(remark)

    def cells(self, entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """One card; raises Misshapen."""
        card = shaped(_Card, entry)
        held = self.lists.get(card.list_id, _List())
        yield from (("card id", card.id), ("card name", card.name), ("card description", card.text))
        yield from (("card url", card.short_url or card.url), ("board name", self.name), ("list name", held.name))
        yield "resolution", ARCHIVED if card.closed or held.closed else ""
        yield from (("due date", card.due), ("start date", card.start))
        yield from (("labels", label.name or label.color) for label in card.labels)
        yield from (("members", self.people.get(person) or person) for person in card.people)
        yield from (("attachments", f"{file.name} {file.url}") for file in card.files)
        for checklist in self.checklists.get(card.id, ()):
            for tick in checklist.ticks:
                yield "checklist", f"[{'x' if tick.state == 'complete' else ' '}] {checklist.name}: {tick.name}"
        yield from (("comments", text) for text in reversed(self.remarks.get(card.id, [])))
        yield from flat({name: value for name, value in (card.model_extra or {}).items() if name not in _NOISE})


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
    signs=(("Card ID", "Card Name"), ("idList", "idBoard"), ("cards", "lists", "idOrganization"), ("cards", "lists", "checklists")),
    basis="exports of boards in public repositories",
)
