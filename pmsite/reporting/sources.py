"""The lines of source that messages quote, read when they are asked for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from pmsite.diagnostics import Span
from pmsite.read.files import read_bytes
from pmsite.read.limits import MARKDOWN_BYTES
from pmsite.read.text import decode_quoted

WIDTH = 160
"""Characters of a line that are quoted at most, around the column."""


class SourceLines:
    """Lines of files below a folder, by the path that messages show. `over` are files as they would be."""

    def __init__(self, root: Path, over: Mapping[str, bytes | None] = MappingProxyType({})) -> None:
        self._root, self._over = root, over
        self._lines = lru_cache(maxsize=256)(self._read)

    def excerpt(self, span: Span) -> tuple[str, int]:
        """A line around its column, and where the column is in it, from 1; nothing where there is no such line."""
        lines = self._lines(span.path)
        if not 0 < span.line <= len(lines):
            return "", 0
        line = lines[span.line - 1].rstrip()
        column = min(span.column, len(line) + 1)
        start = max(0, column - WIDTH // 2) if len(line) > WIDTH else 0
        return line[start : start + WIDTH], max(0, column - start)

    def _read(self, path: str) -> list[str]:
        try:
            known = self._over.get(path)
            data = read_bytes(os.path.join(self._root, path), MARKDOWN_BYTES) if known is None else known
        except (OSError, ValueError):
            return []
        text = decode_quoted(data)
        return [] if "\0" in text else text.split("\n")  # a workbook, a picture: it has no lines that anybody could read
