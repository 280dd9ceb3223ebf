"""Where an item's file stands in a document, and the links between such files.

The team's document keeps files where they are. What a file is called may say more than others should know, so in theirs files are
named by type and id, and links follow.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from pmsite.audience import Projection
from pmsite.model.item import Item
from pmsite.read.passages import code_lines

_LINK = re.compile(r"(?P<before>\]\(\s*<?|^ {0,3}\[(?!\^)[^\]]+\]:\s*<?)(?P<path>[^()\s<>#?]+)", re.MULTILINE)
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|/|#|\?)", re.IGNORECASE)


class Places:
    """The files of a document. `prefix` is the workspace's folder as the paths of items begin with it."""

    def __init__(self, product: Projection, prefix: str) -> None:
        self._start, self._keeps = f"{prefix}/", product.is_inside
        self._of: Mapping[str, str] = {
            item.path: item.path.removeprefix(self._start) if product.is_inside else f"{item.folder}/{item.id}.md"
            for item in product.items.values()
        }

    def of(self, item: Item) -> str:
        """Where an item's file stands, relative to the workspace."""
        return self._of[item.path]

    def body(self, item: Item) -> str:
        """An item's body, its links to other files as the document has them.

        To others no blank lines tell where something was taken out.
        """
        if self._keeps:
            return item.body
        lines = item.body.split("\n")
        code = code_lines(item.body)
        if "](" in item.body or "]:" in item.body:
            lines = [line if code[at] else self._line(item, line) for at, line in enumerate(lines)]
        told: list[str] = []
        for at, line in enumerate(lines):
            if code[at]:
                told.append(line)
            elif line.strip() or (told and told[-1]):
                told.append(line if line.strip() else "")
        return "\n".join(told).rstrip("\n") + "\n" if any(told) else ""

    def _line(self, item: Item, line: str) -> str:
        """A line with its links pointed anew; empty where it only defines a link to what the document does not have."""
        for link in _LINK.finditer(line):
            if not link["before"].startswith("](") and link["path"].endswith(".md") and self._target(item, link["path"]) is None:
                return ""
        return _LINK.sub(lambda link: link["before"] + (self._target(item, link["path"]) or link["path"]), line)

    def _target(self, item: Item, written: str) -> str | None:
        if _ADDRESS.match(written):
            return written
        path = posixpath.normpath(posixpath.join(posixpath.dirname(item.path), unquote(written)))
        inside = self._of.get(path)
        if inside is None and not path.endswith(".md") and path.startswith(self._start):
            inside = path.removeprefix(self._start)
        return None if inside is None else quote(posixpath.relpath(inside, posixpath.dirname(self.of(item))))
