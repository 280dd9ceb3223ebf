"""Blocks of code between fences, and which of them every reader of Markdown sees alike."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

_FENCE = re.compile(
    r"^(?P<lead>[ \t>]*+(?:(?:[-+*]|\d{1,9}[.)])[ \t]++[ \t>]*+)*+)(?P<fence>`{3,}+|~{3,}+)(?P<info>[^\n]*)$", re.MULTILINE
)
_PAD = re.compile(r"[ >]*")
_PLAIN_INFO = re.compile(r" *(?:\.?[\w#.+-]*|\{ *\.[\w-]+(?: +\.[\w-]+)* *\}) *", re.ASCII)
"""What every reader takes for the name of a language."""
_OPTION = r" +(?:title|hl_lines|linenums)=(?:\"[^\"\n`]*\"|'[^'\n`]*')"
_OPTIONS = re.compile(rf" *\.?[\w#.+-]*(?:{_OPTION})+ *| *\{{ *\.[\w-]+(?: +\.[\w-]+|{_OPTION})* *\}} *", re.ASCII)
"""What some readers take for the name of a language with options, and others for no fence at all."""
_INDENTED = re.compile(r" {4}| {0,3}\t")
_TAG = re.compile(r" {0,3}</?[A-Za-z?]")


class Fence(NamedTuple):
    """One block of code: its place in the text, with both fences, and what its first fence says."""

    start: int
    end: int
    info: str
    is_plain: bool
    """Whether it begins and ends at the start of a line, with nothing in or about it that could be read in another way."""
    inner: tuple[int, int]
    """The place of the code itself."""
    lead: str
    """What stands before its fences: spaces in a list, signs of a quote."""
    is_apart: bool = True
    """Whether nothing right above it, indented code or HTML, could draw it in."""


class Fences(NamedTuple):
    """The blocks of code of a text, and where the first line stands, if any, that could be a fence in more than one way."""

    blocks: tuple[Fence, ...]
    unclear: int | None
    foreign: tuple[int, int] | None = None
    """Where the first fence begins that not all readers know, and the last of all, if there is any: between them they may disagree."""


def fences(text: str) -> Fences:
    """All blocks of code between fences, at the start of a line, in lists and in quotes."""
    if "```" not in text and "~~~" not in text:
        return Fences((), None)
    found = list(_FENCE.finditer(text))
    rivals = _rivals(found)
    closing: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(found):
        if not line["info"].strip(" \t"):  # other spaces than these end no block
            closing[line["lead"] + line["fence"]].append(number)
    blocks: list[Fence] = []
    unclear: int | None = None
    foreign: tuple[int, int] | None = None
    at = 0
    while at < len(found):
        opening, rival = found[at], rivals[at]
        ends = closing.get(opening["lead"] + opening["fence"], ())
        end = ends[next_end] if (next_end := bisect_right(ends, at)) < len(ends) else None
        if end is None and not opening["lead"] and "`" not in opening["info"]:
            unclear = opening.start() if unclear is None else unclear
            break  # a block that is never closed: to some readers no other one begins in it
        if (
            end is None
            or "`" in opening["info"]
            or (opening["lead"] and (end != rival or not _is_inside(text, opening, found[end])))
        ):
            unclear = opening.start() if unclear is None else unclear
            at += 1
            continue
        if end != rival and unclear is None:
            unclear = found[rival].start()
        is_plain = not opening["lead"] and end == rival
        if not _PLAIN_INFO.fullmatch(opening["info"]):
            is_plain = False
            if _OPTIONS.fullmatch(opening["info"]):
                foreign = foreign or (opening.start(), found[-1].start())
            else:
                unclear = opening.start() if unclear is None else unclear
        inner = (opening.end() + 1, found[end].start())
        is_apart = _is_apart(text, blocks[-1] if blocks else None, opening.start())
        blocks.append(Fence(opening.start(), found[end].end(), opening["info"].strip(), is_plain, inner, opening["lead"], is_apart))
        at = end + 1
    return Fences(tuple(blocks), unclear, foreign)


def _is_apart(text: str, before: Fence | None, start: int) -> bool:
    """Whether the lines above a block, up to an empty one or another block, are neither indented nor begin with a tag."""
    first = 0 if before is None else before.end + 1
    for line in reversed(text[first:start].split("\n")[:-1]):
        if not line.strip(" \t"):
            return True
        if _INDENTED.match(line) or _TAG.match(line):
            return False
    return before is None or before.is_apart


def _rivals(found: Sequence[re.Match[str]]) -> list[int]:
    """For each line that looks like a fence the next one that could close it, or be meant to."""
    rivals = [len(found)] * len(found)
    waiting: dict[str, list[int]] = {"`": [], "~": []}
    for number, line in enumerate(found):
        open_ones = waiting[line["fence"][0]]
        while open_ones and len(found[open_ones[-1]]["fence"]) <= len(line["fence"]):
            rivals[open_ones.pop()] = number
        open_ones.append(number)
    return rivals


def _is_inside(text: str, opening: re.Match[str], closing: re.Match[str]) -> bool:
    """Whether every line of a block in a list or quote begins as its fences do."""
    pad = opening["lead"]
    if not _PAD.fullmatch(pad):
        return False
    lines = text[opening.end() + 1 : closing.start()].split("\n")[:-1]
    return all(line.startswith(pad) or line.rstrip() == pad.rstrip() for line in lines)
