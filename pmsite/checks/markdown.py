"""Texts that Markdown shows otherwise than they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmsite.checks.rule import Context, Rule
from pmsite.checks.texts import all_marked_up
from pmsite.diagnostics import Diagnostic
from pmsite.messages import said
from pmsite.read.passages import code_lines

_MARK = r"(?:[-*+]|\d{1,9}\.)"
_ENTRY = re.compile(rf"( *)({_MARK})(?: +(\S)| *$)")
"""An entry of a list: its indent, its mark, and whether there is any text."""
_MAY_BE_UNSEEN = re.compile(
    rf"\n(?: {{2,3}}{_MARK} +\S|(?! *{_MARK}(?: +\S| *$))[^\S\n]*+\S[^\n]*+\n *{_MARK}(?: |$))", re.MULTILINE
)
"""What stands in every text with such a list: an entry with a few spaces before it, or right below a line that is none. It begins
with the end of the line before, which is found faster than a beginning.
"""
_OTHER = re.compile(r" {0,3}(?:#|>|\||<|!!!|\?{3}|`{3}|~{3}|\[[^\]]*\]:|\*\[|(?:[-*_] *){3,}$)| {4}|\t|//|:")
"""Lines that begin no paragraph."""
_BULLETED = re.compile(r"^ {0,3}([•·◦‣▪●○∙⁃])[ \t]*\S.*(?<!  )(?<!\\)(?<!>)\n {0,3}\1", re.MULTILINE)
"""Two lines with the bullets of a word processor, which no Markdown knows, and no line break between them."""
_BEGINS = frozenset({"-", "*", "+", "1."})
"""The marks that begin a list right below a text; another number belongs to the sentence."""
_APART = said("put an empty line before the list")
_DEEPER = said("indent a list that is a part of an entry by four spaces")


class ListNotSeen(Rule):
    """A list stands right below a line of text, or inside of another one with fewer than four spaces before it: pages show it as a part of the text, or of the outer list. Bullets of a word processor begin no list either."""

    code = "list-not-seen"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        """Every text with such a list, at the first of them."""
        for _, text in all_marked_up(context):
            words = text.words
            found = first_bulleted(words) or (first_unseen(words) if may_hold_unseen(words) else None)
            if found:
                at, message, hint = found
                yield self.at(text.span(at), message, hint)


def first_bulleted(words: str) -> tuple[int, str, str] | None:
    """The first list with the bullets of a word processor: where, what becomes of it, and what to do."""
    if words.isascii():
        return None  # as no bullet is
    code, line, at = bytearray(), 0, 0
    for found in _BULLETED.finditer(words):
        code = code or code_lines(words)
        line, at = line + words.count("\n", at, found.start()), found.start()
        if not code[line]:
            message = said("lines that begin with {found} are no list: pages show them as one paragraph", found=found[1])
            return found.start(1), message, said("begin each with a hyphen and a space, - , and put an empty line before the first")
    return None


def may_hold_unseen(words: str) -> bool:
    """A quick first look: whether there is any entry of a list where Markdown may not take it for one."""
    return _MAY_BE_UNSEEN.search(f"\n{words}") is not None


def first_unseen(words: str) -> tuple[int, str, str] | None:
    """The first list of a text that Markdown does not take for one: where, what becomes of it, and what to do."""
    code = code_lines(words)
    inside = ""  # of a paragraph, a list, or something else
    is_deep = False  # whether an entry is as deep as it should be; those beside it are then, too
    is_hollow = has_ended = (
        False  # whether the last entry has no text; and an empty line came after it, so that nothing is inside of it
    )
    outer = at = 0
    for number, line in enumerate(words.split("\n")):
        entry = _ENTRY.match(line)
        indent = len(entry[1]) if entry else 0
        if code[number] or (not line.strip() and inside != "list"):
            inside = ""
        elif not line.strip():
            has_ended = is_hollow
        elif entry and indent >= 4 and inside == "list":
            is_deep = True
        elif entry and indent < 4 and inside != "other":
            if inside == "paragraph" and entry[3] and entry[2] in _BEGINS:
                return at + indent, said("this list is shown as a part of the text above it"), _APART
            if inside == "list" and entry[3] and indent >= 2 and outer == 0 and not is_deep and not has_ended:
                return at + indent, said("this list is shown as a part of the outer one, not of its entry"), _DEEPER
            is_deep = is_deep and indent >= 2
            is_hollow, has_ended = not entry[3], False
            if inside == "paragraph":
                inside = "paragraph" if entry[3] else "other"
            elif inside == "":
                outer, inside, is_deep = indent, "list", False
        elif inside == "" or (inside == "list" and not line.startswith(" ") and _is_after_gap(words, at)):
            inside = "other" if _OTHER.match(line) else "paragraph"
        elif inside in ("paragraph", "list") and not line.startswith(" ") and _OTHER.match(line):
            inside = "other"
        at += len(line) + 1
    return None


def _is_after_gap(words: str, at: int) -> bool:
    return words[max(0, at - 2) : at] == "\n\n"
