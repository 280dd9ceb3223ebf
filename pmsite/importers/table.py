"""What every export becomes first: rows of texts, each with its place, under columns that may repeat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from pmsite.diagnostics import Report, Span
from pmsite.messages import said
from pmsite.read.limits import SCALAR_CHARACTERS
from pmsite.read.text import code_point

FILE_BYTES = 20 * 1024 * 1024
ROWS = 100_000
COLUMNS = 2_000
COLUMN_CHARACTERS = 200

_BLANK_LINES = re.compile("\\A\ufeff?(?:[ \t]*[\r\n])*")
SOFT_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row: its place, and its cells that hold anything, by column, in the order of the columns."""

    span: Span
    cells: tuple[tuple[str, str], ...]
    withheld: tuple[tuple[str, str], ...] = ()
    """In which columns something was that must not come in, and what."""

    def all(self, column: str) -> list[str]:
        """Every value of a column."""
        return [value for name, value in self.cells if name == column]

    def first(self, column: str) -> str:
        """The first value of a column, or nothing."""
        return next((value for name, value in self.cells if name == column), "")


@dataclass(slots=True)
class Table:
    """The columns and rows of one export. `guesses` are what reading had to guess, in words."""

    path: str
    columns: tuple[str, ...] = ()
    rows: list[SourceRow] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """What the export holds besides and no row has: names of what only says again what rows say, or how it looked."""
    head: str = ""
    """What a changelog begins with, above its first release."""

    @property
    def repeated(self) -> list[str]:
        """Columns that stand there more than once."""
        return [name for name, count in Counter(self.columns).items() if count > 1]

    def rewrite(self, cells: Callable[[SourceRow], Iterable[tuple[str, str]]]) -> None:
        """Put the cells of every row as a function of it gives them; columns that it brings up are added, empty cells left out."""
        self.rows = [SourceRow(row.span, tuple((name, value) for name, value in cells(row) if value)) for row in self.rows]
        known = set(self.columns)
        new = dict.fromkeys(name for row in self.rows for name, _ in row.cells if name not in known)
        self.columns = (*self.columns, *new)


def column_names(cells: list[str]) -> tuple[str, ...]:
    """Headers as columns are called: on one line, and by their number where they are empty."""
    found = (" ".join(UNSEEN.sub("", cell).split())[:COLUMN_CHARACTERS] for cell in cells)
    return tuple(name or f"column {at}" for at, name in enumerate(found, start=1))


def clean_cells(cells: Iterator[tuple[str, str]], place: Span, report: Report) -> tuple[tuple[str, str], ...] | None:
    """The cells that hold anything, line ends as LF; nothing where one cannot be kept, which is reported."""
    found = []
    for column, written in cells:
        value = written if written.isprintable() else SOFT_BREAKS.sub("\n", written)
        value = _BLANK_LINES.sub("", value).rstrip(" \t\n\ufeff")
        value = value if "\n" in value else value.strip(" \t\ufeff")  # of several lines, the first one's indent may mean code
        if not value:
            continue
        if not value.isprintable() and (unseen := UNSEEN.search(value)):
            message = said(
                "the cell {column} holds {character}, a control character that nobody can see",
                column=column,
                character=code_point(unseen[0]),
            )
            report.error("control-character", place, message, said("remove it"))
            return None
        if len(value) > SCALAR_CHARACTERS:
            message = said(
                "the cell {column} is too long: {count} characters, {limit} fit",
                column=column,
                count=f"{len(value):,}",
                limit=f"{SCALAR_CHARACTERS:,}",
            )
            report.error("cell-too-long", place, message, said("keep long texts in files of their own"))
            return None
        found.append((column, value))
    return tuple(found)


def too_many_rows(place: Span, report: Report) -> None:
    """Report that a table is longer than fits."""
    report.error(
        "too-many-rows", place, said("the export is too long: {limit} rows fit", limit=f"{ROWS:,}"), said("export it in parts")
    )
