"""What reading yields: the facts of a file as its author wrote them, the body, and where each key stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmsite.diagnostics import Span

if TYPE_CHECKING:
    from pmsite.read.quotes import Quoted

Value = str | None | list["Value"] | dict[str, "Value"]
"""A scalar is the author's own text (never converted: `no`, `1.10`, `10:20` stay as written), or None where there is none."""

Path = tuple[str | int, ...]
"""Where a value stands: ("score", "reach"), ("key_results", 0, "title")."""


@dataclass(frozen=True, slots=True)
class Record:
    """One file, read. `path` is as shown in messages (`roadmap/features/a.md`), `inside` is relative to the workspace."""

    path: str
    inside: str
    data: Mapping[str, Value]
    head: str
    head_line: int = 1
    body: str = ""
    body_line: int = 1

    def __reduce__(self) -> tuple[type[Record], tuple[object, ...]]:
        """As pickled: by position, since thousands of records travel between processes."""
        return Record, (self.path, self.inside, self.data, self.head, self.head_line, self.body, self.body_line)

    @property
    def is_plain(self) -> bool:
        """Whether the file is a text without front matter, see `read.fragment`."""
        return self.head_line == 0

    def span(self, *path: str | int) -> Span:
        """The place of a value, or of the nearest thing around it that has one. May cost a second parse: for faults only."""
        from pmsite.read.front_matter import place_of

        return Span(self.path, *place_of(self.head, path, self.head_line))

    def place_at(self, line: int, column: int = 0) -> Path:
        """What stands at a place of the file above its body: the nearest value that begins there or before; nothing before the first."""
        from pmsite.read.front_matter import marks

        begun = [(at, place) for place, at in marks(self.head, self.head_line).items() if at <= (line, column or 1 << 30)]
        return max(begun, key=lambda found: (found[0], len(found[1])))[1] if begun else ()

    def quotes(self) -> Iterator[tuple[Span, Quoted]]:
        """The first value of each line that stands between typographic quotes, which are a part of it."""
        if self.is_plain or self.head.isascii():
            return
        from pmsite.read import quotes

        for found in quotes.found(self.head):
            yield Span(self.path, self.head_line + found.line, found.column + 1), found


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a table: its place, its cells by column, and what stands between them."""

    span: Span
    cells: Mapping[str, str]
    separator: str = ","
