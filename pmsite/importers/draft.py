"""What one row becomes before its place in the workspace is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pmsite.diagnostics import Report, Span

LEFT_OUT = "left out"
"""What becomes of a column that says nothing of the item, or that must not come in."""
Fields = dict[str, Any]
"""Front matter as its author would write it: texts, lists of texts, and groups of them."""


@dataclass(frozen=True, slots=True)
class Note:
    """What became of one column of a row: the field it went to or nothing, and why where that was guessed."""

    column: str
    field: str = ""
    guess: str = ""


@dataclass(slots=True)
class Draft:
    """A row as an item in the making. `links` are still in the source's own keys and titles."""

    span: Span
    type: str
    key: str = ""
    aliases: list[str] = field(default_factory=list)
    """Other names that rows use for it."""
    former: list[str] = field(default_factory=list)
    """What the source called it before."""
    wanted: str = ""
    url: str = ""
    fields: Fields = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    """Items to make where there are none: by type, their title."""
    dates: dict[str, str] = field(default_factory=dict)
    """Dates of the items to make."""
    body: list[str] = field(default_factory=list)
    remarks: dict[str, list[str]] = field(default_factory=dict)
    """Comments, attachments and the like, by what they are."""
    unmapped: dict[str, list[str]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    is_subtask: bool = False
    """Whether its row calls it a part of another row's work."""
    became: str = ""
    """What became of one that is no item of its own."""
    part_of: Draft | None = None
    bad: bool = False
    id: str = ""

    def went(self, column: str, into: str, guess: str = "") -> None:
        """Note for the receipt that a column became a field."""
        self.notes.append(Note(column, into, guess))

    def keep(self, column: str, values: list[str], guess: str = "") -> None:
        """Keep what has no field of its own."""
        self.unmapped.setdefault(column, []).extend(value for value in values if value not in self.unmapped.get(column, ()))
        self.notes.append(Note(column, "", guess))

    def leave_out(self, column: str, what: str) -> None:
        """Note for the receipt that something of a column is in no item."""
        self.notes.append(Note(column, LEFT_OUT, what))

    def refuse(self, report: Report, code: str, message: str, hint: str = "") -> None:
        """Report a fault of the row, which then is not imported."""
        self.bad = True
        report.error(code, self.span, message, hint)
