"""CSV as RFC 4180 has it, with the mark that lets Excel read UTF-8, and no cell that a spreadsheet would compute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain

from pmsite.read.guard import guarded

Cell = str | int | float
BOM = "\ufeff"


def write(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """A table, line by line. Numbers stay numbers; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    yield BOM
    for row in chain([header], rows):
        line = io.StringIO()
        csv.writer(line).writerow([guarded(cell) if isinstance(cell, str) else in_digits(cell) for cell in row])
        yield line.getvalue()


def in_digits(number: float) -> str:
    """A number as people write it, never as a power of ten."""
    return format(Decimal(repr(number)), "f")
