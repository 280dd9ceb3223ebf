"""What looks right to a person and is something else to YAML: marks of a Chinese keyboard, odd spaces, what a merge left behind."""

from __future__ import annotations

import re

from pmsite.read.fault import HeadFault
from pmsite.read.keyboards import BULLETS
from pmsite.read.lines import indent_of
from pmsite.read.text import code_point, printable

_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |$)|={7}$")
_WIDE_COLON = re.compile(r"(?P<key> *(?:- +)*[^\W\d][\w-]*)(?P<mark>[ \u3000]*：[ \u3000]*)")  # the mark itself
_ODD_SPACE = re.compile(r" *(?:- +)*(?P<key>[^\W\d][\w-]*: *)?(?P<space>[\u00a0\u2000-\u200a\u202f\u205f\u3000]+)")
_WIDE_BRACKETS = str.maketrans("［］｛｝【】", "[]{}[]")
_WIDE = str.maketrans("：，［］｛｝【】＂＇", ":,[]{}[]\"'")  # the marks themselves
_BULLET = re.compile(rf" *(?P<mark>[{re.escape(BULLETS)}])[ \u00a0\t]+(?P<entry>\S.*)")
_BRACKETS = re.compile(r"[\[{【｛［][^\n]*[，：；、％【】｛｝［］][^\n]*")  # the marks themselves
_ENTRY_BEGINS = re.compile(r"[ \u3000]*[，；、][ \u3000]*(?=[\w-]+[ \u3000]*[:：])")  # the marks themselves
_WIDE_KEY = re.compile(r"(?<=[{,])(?P<key> *[\w-]+)[ \u3000]*：[ \u3000]*")  # the mark itself


def bullet(lines: tuple[str, ...], number: int) -> HeadFault | None:
    """An entry of a list behind the mark that stands before entries in other programs, on a line or in those around it."""
    for at in dict.fromkeys((number, *range(max(number - 1, 0), min(number + 2, len(lines))))):
        if found := _BULLET.fullmatch(lines[at].rstrip()):
            message = f"an entry of a list begins with a hyphen, this line begins with {found['mark']}"
            hint = f"write {printable('- ' + found['entry'], 200)}"
            return HeadFault("line-starts-with-mark", at, found.start("mark"), message, hint)
    return None


def wide_entries(lines: tuple[str, ...], number: int) -> HeadFault | None:
    """Values between brackets that are set apart by marks of a Chinese keyboard."""
    line = lines[number]
    if line.isascii() or not (found := _BRACKETS.search(line)):
        return None
    inside = found[0].translate(_WIDE_BRACKETS)
    if inside.startswith("{"):
        fixed = _WIDE_KEY.sub(r"\g<key>: ", _ENTRY_BEGINS.sub(", ", inside)).replace("％", "%")
    else:
        fixed = re.sub(r"[，、；]\s*", ", ", inside)
    if fixed == found[0]:
        return None
    at = next(at for at, (old, new) in enumerate(zip(found[0], fixed, strict=False)) if old != new)
    mark = found[0][at]
    message = f"the {mark} here is a mark of the Chinese keyboard, which sets no values apart"
    return HeadFault(
        "full-width-mark", number, found.start() + at, message, f"write {printable((line[: found.start()] + fixed).strip(), 200)}"
    )


def look_alike(lines: tuple[str, ...], first: int, last: int) -> HeadFault | None:
    """The first thing on some lines, both ends included, that only looks like YAML."""
    for number in range(max(first, 0), min(last + 1, len(lines))):
        line = lines[number]
        if _CONFLICT.match(line):
            message = "a merge left both versions of these facts here"
            hint = "keep one of the two versions, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>"
            return HeadFault("merge-conflict", number, 0, message, hint)
        if (found := _WIDE_COLON.match(line)) and indent_of(line) <= indent_of(lines[last]):  # not a line of some longer text
            fixed = f"{found['key']}: {line[found.end() :].translate(_WIDE)}".strip()
            message = "the colon here is the full-width ：, which does not end a key"
            return HeadFault(
                "full-width-mark", number, line.index("：", found.start("mark")), message, f"write {printable(fixed, 200)}"
            )
        if found := _ODD_SPACE.match(line):
            odd = found["space"][0]
            message = f"the space here is not the ordinary one (it is {code_point(odd)})"
            fixed = f"{line[: found.start('space')]} {line[found.end() :]}".strip()
            hint = f"type it again with the space bar: {printable(fixed, 200)}"
            return HeadFault("odd-space", number, found.start("space"), message, hint)
    return None
