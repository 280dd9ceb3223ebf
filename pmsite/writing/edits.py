"""Edits of front matter, and where its lines begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_TRAILING_COMMENT = re.compile(r"[ \t]*(?:#[^\n]*)?")
_COMMENTS_ABOVE = re.compile(r"(?:^[ \t]*#[^\n]*\n)+\Z", re.MULTILINE)


class Edit(NamedTuple):
    """Characters of a text, and what is to stand in their place."""

    start: int
    end: int
    text: str


def line_start(head: str, at: int) -> int:
    """Where the line begins that a place is on."""
    return head.rfind("\n", 0, at) + 1


def line_end(head: str, at: int) -> int:
    """Where the line ends that a place is on, before its line break."""
    found = head.find("\n", at)
    return len(head) if found < 0 else found


def column(head: str, at: int) -> int:
    """How far a place is from the margin."""
    return at - line_start(head, at)


def is_first(head: str, at: int) -> bool:
    """Whether nothing stands before a place on its line."""
    return not head[line_start(head, at) : at].strip()


def has_rest(head: str, at: int) -> bool:
    """Whether anything but a comment follows a place on its line."""
    found = _TRAILING_COMMENT.match(head, at)
    return found is None or found.end() != line_end(head, at)


def whole_lines(head: str, start: int, end: int) -> Edit:
    """Takes out the lines from one place to another, the comment behind the second included."""
    return Edit(line_start(head, start), min(line_end(head, end) + 1, len(head)), "")


def below(head: str, at: int, lines: Iterable[str]) -> Edit:
    """Puts lines below the one that a place is on."""
    end = line_end(head, at)
    text = "\n".join(lines)
    return Edit(end, end, f"\n{text}") if end == len(head) else Edit(end + 1, end + 1, f"{text}\n")


def above(head: str, at: int, lines: Iterable[str]) -> Edit:
    """Puts lines above the one that a place is on, and above the comments that belong to it."""
    start = line_start(head, at)
    comments = _COMMENTS_ABOVE.search(head, 0, start)
    start = comments.start() if comments else start
    return Edit(start, start, "".join(f"{line}\n" for line in lines))


def after(head: str, edits: Iterable[Edit]) -> str:
    """A text after edits that do not overlap. Of those at one place the first comes first."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [head[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, head[at:]])
