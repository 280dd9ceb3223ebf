"""What looks right to a person and is something else to YAML: marks of a Chinese keyboard, odd spaces, what a merge left behind."""

from __future__ import annotations

import re

from pmsite.read.fault import HeadFault
from pmsite.read.lines import indent_of
from pmsite.read.text import code_point, printable

_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |$)|={7}$")
_WIDE_COLON = re.compile(r"(?P<key> *(?:- +)*[^\W\d][\w-]*)(?P<mark>[ \u3000]*：[ \u3000]*)")  # the mark itself
_ODD_SPACE = re.compile(r" *(?:- +)*(?P<key>[^\W\d][\w-]*: *)?(?P<space>[\u00a0\u2000-\u200a\u202f\u205f\u3000]+)")
_WIDE = str.maketrans("：，［］｛｝【】＂＇", ":,[]{}[]\"'")  # the marks themselves


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
