"""What reading yields: the facts of a file as its author wrote them, the body, and where each key stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pmsite.diagnostics import Span

Value = str | None | list["Value"] | dict[str, "Value"]
"""A scalar is the author's own text (never converted: `no`, `1.10`, `10:20` stay as written), or None where there is none."""

Path = tuple[str | int, ...]
"""Where a value stands: ("score", "reach"), ("key_results", 0, "title")."""


class Record(NamedTuple):
    """One file, read. `path` is as shown in messages (`roadmap/features/a.md`), `inside` is relative to the workspace."""

    path: str
    inside: str
    data: Mapping[str, Value]
    head: str
    head_line: int = 1
    body: str = ""
    body_line: int = 1

    @property
    def is_plain(self) -> bool:
        """Whether the file is a text without front matter, see `read.fragment`."""
        return self.head_line == 0


class TableRow(NamedTuple):
    """One row of a table: its place, its cells by column, and what stands between them."""

    span: Span
    cells: Mapping[str, str]
    separator: str = ","
