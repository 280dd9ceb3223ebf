"""A file's text as it is, changed at places that were found in it with plain line ends."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pmsite.read.text import marked
from pmsite.writing.edits import Edit, after

_LINE_END = re.compile(r"\r\n|\r|\n")


class RawText:
    """A text with its byte order mark and its own line ends; `plain` is the same as reading has it."""

    def __init__(self, text: str) -> None:
        self._mark, self._raw = marked(text)
        self.plain = _LINE_END.sub("\n", self._raw) if "\r" in self._raw else self._raw

    def __str__(self) -> str:
        return self._mark + self._raw

    def change(self, edits: Sequence[Edit]) -> None:
        """Make edits, whose places count line ends as one character. What is new gets the line ends of the line above it."""
        if "\r" in self._raw:
            doubles = [found.start() - number for number, found in enumerate(re.finditer("\r\n", self._raw))]
            self._raw = after(self._raw, [self._in_raw(edit, doubles) for edit in edits])
        else:
            self._raw = after(self._raw, edits)
        self.plain = after(self.plain, edits)

    def _in_raw(self, edit: Edit, doubles: list[int]) -> Edit:
        start, end = (place + bisect_left(doubles, place) for place in (edit.start, edit.end))
        return Edit(start, end, edit.text.replace("\n", self._line_end(start, end)))

    def _line_end(self, start: int, end: int) -> str:
        inside = _LINE_END.search(self._raw, start, end)
        if inside is not None:
            return inside[0]
        before = self._raw[:start]
        return (
            "\r\n"
            if before.endswith("\r\n")
            else next((found[0] for found in reversed(list(_LINE_END.finditer(before)))), _first(self._raw))
        )


def _first(text: str) -> str:
    found = _LINE_END.search(text)
    return found[0] if found else "\n"
