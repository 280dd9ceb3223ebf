"""The lines that front matter stands between."""

from __future__ import annotations

import re

from pmsite.read.fault import HeadFault
from pmsite.read.text import printable

_CLOSE = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_LONG_DASHES = re.compile(r"(?=.*[‐‑‒–—―−])[-‐‑‒–—―−]{1,9}")  # the dashes themselves
_FACT = re.compile(r"[ \t]+\S|- |#|[^\s:：-][^:：]*[:：](?:\s|$)|[^\s:]+：")  # the marks themselves
_RULE = re.compile(r"-{2}|-{4,}|(?:\* ?){3,}|_{3,}|={3,}|\+{3,}|~{3,}")
"""What people write in place of the three hyphens."""
MOST_LINES = 200
_HINT = "make --- the whole first line of the file, then the facts, then --- again"


def split(text: str) -> tuple[str, str, int]:
    """A file's front matter, its body, and the line that the body begins on. Raises HeadFault, whose lines count in the file."""
    if not text.startswith("---\n"):
        raise _no_front_matter(text)
    close = _CLOSE.search(text, 3)
    if close is None:
        message = "the front matter that begins here is never closed"
        raise HeadFault("front-matter-not-closed", 0, 0, message, _closing_hint(text))
    return text[4 : close.start() + 1], text[close.end() :], 1 + text.count("\n", 0, close.end())


def _closing_hint(text: str) -> str:
    """Where the facts seem to end, in words."""
    for number, line in enumerate(text.split("\n")[1:MOST_LINES], start=2):
        if _LONG_DASHES.fullmatch(line.strip()):
            return f"line {number} is made of long dashes: write three hyphens there, ---"
        if _RULE.fullmatch(line.strip()):
            return f"line {number} is “{printable(line.strip(), 40)}”: write three hyphens there, ---"
        if line.strip() == "---":
            return f"line {number} has a space before its hyphens: remove it"
        if not line.strip() or not _FACT.match(line):
            shown = f", “{printable(line.strip(), 40)}”" if line.strip() else ""
            return f"write three hyphens, ---, on a line of their own after the last fact, which is before line {number}{shown}"
    return "add a line of three hyphens after the last fact"


def _no_front_matter(text: str) -> HeadFault:
    first = text.partition("\n")[0]
    bare = first.strip()
    if not text.strip():
        return HeadFault("front-matter-missing", 0, 0, "the file is empty: its front matter is missing", _HINT)
    if first == "---":
        message = "the front matter that begins here is never closed"
        return HeadFault("front-matter-not-closed", 0, 0, message, "add the facts and a line of three hyphens")
    if not bare:
        message = "the front matter must start on line 1; here stands an empty line"
        return HeadFault("blank-line-before-front-matter", 0, 0, message, "remove the empty lines at the top")
    if _LONG_DASHES.fullmatch(bare):
        message = f"the front matter is missing: the first line is made of long dashes ({printable(bare, 8)}), not of hyphens"
        return HeadFault("front-matter-missing", 0, 0, message, _HINT)
    if first.startswith("%"):
        message = "the front matter must start on line 1; here stands a directive"
        return HeadFault("directive-before-front-matter", 0, 0, message, "remove this line")
    if bare == "---":
        message = "the front matter must start with --- and nothing else on the line; here stands a space beside it"
        return HeadFault("space-beside-front-matter-fence", 0, 0, message, "remove the space")
    if bare.startswith("---"):
        message = "the front matter must start with ---, three hyphens and nothing else on the line"
        return HeadFault("long-front-matter-fence", 0, 0, message, _HINT)
    return HeadFault("front-matter-missing", 0, 0, "the front matter is missing: the file does not start with ---", _HINT)
