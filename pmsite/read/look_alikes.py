"""What looks right to a person and is something else to YAML: marks of a Chinese keyboard, odd spaces, what a merge left behind."""

from __future__ import annotations

import re

from pmsite.diagnostics import Part, answer
from pmsite.messages import said
from pmsite.read.fault import HeadFault
from pmsite.read.keyboards import BULLETS
from pmsite.read.lines import indent_of
from pmsite.read.text import BOTH_VERSIONS, code_point

_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |$)|={7}$")
_WIDE_COLON = re.compile(r"(?P<key> *(?:- +)*[^\W\d][\w-]*)(?P<mark>[ \u3000]*：[ \u3000]*)")  # the mark itself
_ODD_SPACE = re.compile(r" *(?:- +)*(?P<key>[^\W\d][\w-]*: *)?(?P<space>[\u00a0\u2000-\u200a\u202f\u205f\u3000]+)")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " ")
_WIDE_BRACKETS = str.maketrans("［］｛｝【】", "[]{}[]")
_WIDE = str.maketrans("：，［］｛｝【】＂＇", ":,[]{}[]\"'")  # the marks themselves
_BULLET = re.compile(rf" *(?P<mark>[{re.escape(BULLETS)}])[ \u00a0\t]+(?P<entry>\S.*)")
_BRACKETS = re.compile(r"[\[{【｛［][^\n]*[，：；、％【】｛｝［］][^\n]*")  # the marks themselves
_ENTRY_BEGINS = re.compile(r"[ \u3000]*[，；、][ \u3000]*(?=[\w-]+[ \u3000]*[:：])")  # the marks themselves
_BETWEEN_GROUPS = re.compile(r"\}[ \u3000]*[，；、][ \u3000]*\{")  # the marks themselves
_WIDE_KEY = re.compile(r"(?<=[{,])(?P<key> *[\w-]+)[ \u3000]*：[ \u3000]*")  # the mark itself


def bullet(lines: tuple[str, ...], number: int) -> HeadFault | None:
    """An entry of a list behind the mark that stands before entries in other programs, on a line or in those around it."""
    for at in dict.fromkeys((number, *range(max(number - 1, 0), min(number + 2, len(lines))))):
        if found := _BULLET.fullmatch(lines[at].rstrip()):
            message = said("an entry of a list begins with a hyphen, this line begins with {found}", found=found["mark"])
            fixed = f"{lines[at][: found.start('mark')]}- {found['entry']}"
            hint = answer("write {answer}", fixed, part=Part.LINES, old=lines[at])
            return HeadFault("line-starts-with-mark", at, found.start("mark"), message, hint)
    return None


def wide_entries(lines: tuple[str, ...], number: int) -> HeadFault | None:
    """Values between brackets that are set apart by marks of a Chinese keyboard."""
    line = lines[number]
    if line.isascii() or not (found := _BRACKETS.search(line)):
        return None
    inside = found[0].translate(_WIDE_BRACKETS)
    if inside.startswith(("{", "[{")):
        apart = _BETWEEN_GROUPS.sub("}, {", _ENTRY_BEGINS.sub(", ", inside))
        fixed = _WIDE_KEY.sub(r"\g<key>: ", apart).replace("％", "%")
    else:
        fixed = re.sub(r"[，、；]\s*", ", ", inside)
    if fixed == found[0]:
        return None
    at = next(at for at, (old, new) in enumerate(zip(found[0], fixed, strict=False)) if old != new)
    mark = found[0][at]
    message = said("the {mark} here is a mark of the Chinese keyboard, which sets no values apart", mark=mark)
    hint = answer("write {answer}", line[: found.start()] + fixed, part=Part.LINES, old=line)
    return HeadFault("full-width-mark", number, found.start() + at, message, hint)


def look_alike(lines: tuple[str, ...], first: int, last: int) -> HeadFault | None:
    """The first thing on some lines, both ends included, that only looks like YAML."""
    for number in range(max(first, 0), min(last + 1, len(lines))):
        line = lines[number]
        if _CONFLICT.match(line):
            return HeadFault("merge-conflict", number, 0, *BOTH_VERSIONS)
        if (found := _WIDE_COLON.match(line)) and indent_of(line) <= indent_of(lines[last]):  # not a line of some longer text
            fixed = f"{found['key']}: {line[found.end() :].translate(_WIDE)}"
            message = said("the colon here is the full-width ：, which does not end a key")
            hint = answer("write {answer}", fixed, part=Part.LINES, old=line)
            return HeadFault("full-width-mark", number, line.index("：", found.start("mark")), message, hint)
        if found := _ODD_SPACE.match(line):
            odd = found["space"][0]
            message = said("the space here is not the ordinary one (it is {code})", code=code_point(odd))
            fixed = f"{line[: found.start('space')].rstrip()} {line[found.end() :]}" if found["key"] else line.translate(_SPACES)
            hint = answer("type it again with the space bar: {answer}", fixed, part=Part.LINES, old=line)
            return HeadFault("odd-space", number, found.start("space"), message, hint)
    return None
