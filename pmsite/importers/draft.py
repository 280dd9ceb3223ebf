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
class Sprint:
    """What a row says of the cycle that it is in: by a column, its name or the path to it, its number among those of its team, its days."""

    column: str = ""
    name: str = ""
    number: str = ""
    starts: str = ""
    ends: str = ""

    @property
    def title(self) -> str:
        """What readers call it."""
        return self.name.rpartition("\\")[2] or f"Cycle {self.number}"

    def key(self, team: str) -> str:
        """By what a later import finds it: numbers count for each team anew."""
        return (
            f"cycle: {' '.join(filter(None, (team, self.number)))}"
            if self.number
            else f"cycle: {self.name.replace(chr(92), ' / ')}"
        )


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
    """Items to make where there are none: by what they are, their title."""
    components: list[tuple[str, str]] = field(default_factory=list)
    """The parts of the product that it is in, the first, and that it touches: each a column, and a name or a path of names."""
    sprint: Sprint = field(default_factory=Sprint)
    dates: dict[str, str] = field(default_factory=dict)
    """Dates of the items to make."""
    body: list[str] = field(default_factory=list)
    remarks: dict[str, list[str]] = field(default_factory=dict)
    """Comments, attachments and the like, by what they are."""
    unmapped: dict[str, list[str]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    word: str = ""
    """What its row calls its kind."""
    rank: str = ""
    """Where its kind stands in the standard ladder."""
    level: str = ""
    """The level of a feature, as items write it."""
    is_orphan: bool = False
    """Whether its row says that it is a part of what nobody knows."""
    is_subtask: bool = False
    """Whether its row calls it a part of another row's work."""
    stays: list[str] = field(default_factory=list)
    """What stays as an earlier import made it, though a new one makes something else of it."""
    became: str = ""
    """What became of one that is no item of its own."""
    part_of: Draft | None = None
    bad: bool = False
    is_made: bool = False
    """Whether rows name it, and it is none itself."""
    id: str = ""
    before: str = ""
    """Its id, where an earlier import made it."""

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
