"""The lines that front matter stands between."""

from __future__ import annotations

import re

from pmsite.diagnostics import Answer, Mend, Part
from pmsite.messages import said
from pmsite.read.fault import HeadFault
from pmsite.read.text import printable

_CLOSE = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_LONG_DASHES = re.compile(r"(?=.*[‐‑‒–—―−])[-‐‑‒–—―−]{1,9}")  # the dashes themselves
_FACT = re.compile(r"[ \t]+\S|- |#|[^\s:：-][^:：]*[:：](?:\s|$)|[^\s:]+：")  # the marks themselves
_FACT_FOR_SURE = re.compile(r"[a-z][a-z_]*:(?:\s|$)")
_RULE = re.compile(r"-{2}|-{4,}|(?:\* ?){3,}|_{3,}|={3,}|\+{3,}|~{3,}")
"""What people write in place of the three hyphens."""
MOST_LINES = 200
_HINT = said("make --- the whole first line of the file, then the facts, then --- again")


def split(text: str) -> tuple[str, str, int]:
    """A file's front matter, its body, and the line that the body begins on. Raises HeadFault, whose lines count in the file."""
    if not text.startswith("---\n"):
        raise _no_front_matter(text)
    close = _CLOSE.search(text, 3)
    if close is None:
        message = said("the front matter that begins here is never closed")
        raise HeadFault("front-matter-not-closed", 0, 0, message, _closing_hint(text))
    return text[4 : close.start() + 1], text[close.end() :], 1 + text.count("\n", 0, close.end())


def _closing_hint(text: str) -> str:
    """Where the facts seem to end, in words."""
    lines = text.split("\n")
    for number, line in enumerate(lines[1:MOST_LINES], start=2):
        bare = line.strip()
        if _LONG_DASHES.fullmatch(bare):
            return _fence_at(
                number, line, said("line {number} is made of long dashes: write three hyphens there, ---", number=number)
            )
        if _RULE.fullmatch(bare):
            return _fence_at(
                number,
                line,
                said("line {number} is “{bare}”: write three hyphens there, ---", number=number, bare=printable(bare, 40)),
            )
        if bare == "---":
            return _fence_at(number, line, said("line {number} has a space before its hyphens: remove it", number=number))
        if not bare or not _FACT.match(line):
            hint = (
                said(
                    "write three hyphens, ---, on a line of their own after the last fact, which is before line {number}, “{bare}”",
                    number=number,
                    bare=printable(bare, 40),
                )
                if bare
                else said(
                    "write three hyphens, ---, on a line of their own after the last fact, which is before line {number}",
                    number=number,
                )
            )
            facts_go_on = any(map(_FACT_FOR_SURE.match, lines[number:MOST_LINES]))
            return hint if facts_go_on else Answer(hint, Mend(Part.LINES, f"---\n{line}", old=line, line=number))
    return said("add a line of three hyphens after the last fact")


def _fence_at(number: int, line: str, hint: str) -> Answer:
    return Answer(hint, Mend(Part.LINES, "---", old=line, line=number))


def _no_front_matter(text: str) -> HeadFault:
    first = text.partition("\n")[0]
    bare = first.strip()
    if not text.strip():
        return HeadFault("front-matter-missing", 0, 0, said("the file is empty: its front matter is missing"), _HINT)
    if first == "---":
        message = said("the front matter that begins here is never closed")
        return HeadFault("front-matter-not-closed", 0, 0, message, said("add the facts and a line of three hyphens"))
    if not bare:
        message = said("the front matter must start on line 1; here stands an empty line")
        hint = said("remove the empty lines at the top")
        blank = len(text) - len(text.lstrip())
        if text[blank:].startswith("---\n"):
            hint = Answer(hint, Mend(Part.LINES, "", old=first, lines=text.count("\n", 0, blank)))
        return HeadFault("blank-line-before-front-matter", 0, 0, message, hint)
    if _LONG_DASHES.fullmatch(bare):
        message = said(
            "the front matter is missing: the first line is made of long dashes ({bare}), not of hyphens", bare=printable(bare, 8)
        )
        return HeadFault("front-matter-missing", 0, 0, message, _fence_at(1, first, _HINT))
    if first.startswith("%"):
        message = said("the front matter must start on line 1; here stands a directive")
        return HeadFault("directive-before-front-matter", 0, 0, message, said("remove this line"))
    if bare == "---":
        message = said("the front matter must start with --- and nothing else on the line; here stands a space beside it")
        return HeadFault("space-beside-front-matter-fence", 0, 0, message, _fence_at(1, first, said("remove the space")))
    if bare.startswith("---"):
        message = said("the front matter must start with ---, three hyphens and nothing else on the line")
        hint = _fence_at(1, first, _HINT) if _RULE.fullmatch(bare) else _HINT
        return HeadFault("long-front-matter-fence", 0, 0, message, hint)
    return HeadFault("front-matter-missing", 0, 0, said("the front matter is missing: the file does not start with ---"), _HINT)
