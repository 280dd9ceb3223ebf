"""Where the facts of a record stand in its file. May cost a second parse, so it is for faults only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pmsite.diagnostics import Span
from pmsite.read.front_matter import marks, place_of
from pmsite.read.record import Path, Record

if TYPE_CHECKING:
    from pmsite.read.quotes import Quoted


def span_of(record: Record, *path: str | int) -> Span:
    """The place of a value, or of the nearest thing around it that has one."""
    return Span(record.path, *place_of(record.head, path, record.head_line))


def value_at(record: Record, line: int, column: int = 0) -> Path:
    """What stands at a place of the file above its body: the nearest value that begins there or before; nothing before the first."""
    begun = [(at, place) for place, at in marks(record.head, record.head_line).items() if at <= (line, column or 1 << 30)]
    return max(begun, key=lambda found: (found[0], len(found[1])))[1] if begun else ()


def quoted_values(record: Record) -> Iterator[tuple[Span, Quoted]]:
    """The first value of each line that stands between typographic quotes, which are a part of it."""
    if record.is_plain or record.head.isascii():
        return
    from pmsite.read import quotes  # here, since few values have any

    for found in quotes.in_typographic_quotes(record.head):
        yield Span(record.path, record.head_line + found.line, found.column + 1), found
