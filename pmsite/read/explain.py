"""YAML's own errors in words that say which character to change."""

from __future__ import annotations

import re
from typing import Any

import yaml

from pmsite.diagnostics import Answer, Mend, Part, and_then, answer, only_told
from pmsite.messages import said
from pmsite.read.fault import HeadFault
from pmsite.read.lines import CLOSING, ENTRY, QUOTED, brackets, closing_bracket, closing_quote, indent_of, lines_of, value_start
from pmsite.read.look_alikes import bullet, look_alike, wide_entries
from pmsite.read.open_quotes import Lines, Place, open_quote, quote_in_brackets
from pmsite.read.quoting import COMMENT, HINT_CHARACTERS, closed, list_hint, quote_hint
from pmsite.read.text import printable

_JOINED = re.compile(r" *(?:- +)*[\w-]+(:)[^\s/]")
_VALUE_BEGINS = re.compile(r"[\w\[{\"']")
_BACK_SLASH = re.compile(r"\\(?:\\|.?)")
_LOST_TEXT = re.compile(r"[ \t]#\S")
_ESCAPE = re.compile(r'\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0abt\tnvfre "/\\N_LP]|$)')
_NOT_A_CHARACTER = re.compile(r"\\(?:u[dD][89a-fA-F][0-9a-fA-F]{2}|U0000[dD][89a-fA-F][0-9a-fA-F]{2}|U(?!000|0010)[0-9a-fA-F]{8})")
_MARKS = {
    "@": "@",
    "`": said("a back-tick"),
    "%": "%",
    "*": "*",
    "&": "&",
    "!": "!",
    "|": "|",
    ">": ">",
    "?": "?",
    ",": said("a comma"),
    "]": "]",
    "}": "}",
}


def explain(head: str, error: Exception) -> HeadFault:
    """What is wrong with a head that YAML cannot read."""
    lines = lines_of(head)
    context, problem = _mark(lines, getattr(error, "context_mark", None)), _mark(lines, getattr(error, "problem_mark", None))
    line = problem[0] if problem else 0
    error_context = getattr(error, "context", "") or ""
    return (
        open_quote(lines)
        or look_alike(lines, min(context[0] if context else line, line) - 1, line)
        or _bad_escape(lines, context, error, error_context)
        or quote_in_brackets(lines, context, error_context)
        or wide_entries(lines, line)
        or _open_bracket(lines, context, problem, error_context)
        or bullet(lines, line)
        or _reserved_mark(lines, context, problem)
        or _text_after_end(lines, line)
        or _colon_in_value(lines, problem)
        or _list_beside_key(lines, problem)
        or _not_an_entry(lines, context[0] if context and "simple key" in error_context else line)
        or _key_between_columns(lines, line)
        or _entry_without_hyphen(lines, line)
        or _unknown(problem or (0, 0))
    )


def not_a_mapping(head: str, line: int, column: int, what: str) -> HeadFault:
    """The fault of a head that is something else than facts by name."""
    lines = lines_of(head)
    if fault := look_alike(lines, 0, len(lines) - 1) or bullet(lines, line):
        return fault
    if len(lines) > line + 1 and lines[line + 1].strip() and (fault := _not_an_entry(lines, line)):
        return fault
    message = said("the facts must be a mapping, one `key: value` a line; this is {what}", what=what)
    return HeadFault("not-a-mapping", line, column, message, said("write for example `title: Offline mode`"))


def _mark(lines: Lines, mark: Any) -> Place | None:
    if mark is None:
        return None
    line, column = mark.line, mark.column
    while line and (line >= len(lines) or not lines[line].strip()):  # at the end of the text; what is wrong stands before it
        line -= 1
        column = len(lines[line]) if line < len(lines) else 0
    return line, column


def _bad_escape(lines: Lines, context: Place | None, error: Exception, error_context: str) -> HeadFault | None:
    if not isinstance(error, yaml.YAMLError):
        context = (0, 0)  # without libyaml the conversion of a number to a character fails in Python, with no place
    elif context is None or "quoted" not in error_context:
        return None
    for number in range(context[0], len(lines)):
        for found in _BACK_SLASH.finditer(lines[number], context[1] if number == context[0] else 0):
            if half := _NOT_A_CHARACTER.match(lines[number], found.start()):
                message = said("{half} is not a character", half=half[0])
                return HeadFault(
                    "not-a-character", number, found.start(), message, said("write the character itself, as it is to be read")
                )
            if not _ESCAPE.match(lines[number], found.start()):
                message = said("{escape} has no meaning between double quotes", escape=printable(found[0]))
                twice = f"{lines[number][: found.start()]}\\{lines[number][found.start() :]}"
                hint = Answer(
                    said("write the back-slash twice: \\{escape}", escape=printable(found[0])),
                    Mend(Part.LINES, twice, old=lines[number]),
                )
                return HeadFault("bad-escape", number, found.start(), message, hint)
    return None


def _open_bracket(lines: Lines, context: Place | None, problem: Place | None, error_context: str) -> HeadFault | None:
    if context is None or "flow" not in error_context:
        return None
    if lines[context[0]][context[1] : context[1] + 1] not in CLOSING:
        context = _bracket_before(lines, problem or context)
        if context is None:
            return None
    line = lines[context[0]]
    bracket = line[context[1]]
    closing = CLOSING[bracket]
    if closing_bracket(line, context[1]) >= 0:
        message = said("the entries between {bracket} and {closing} cannot be told apart", bracket=bracket, closing=closing)
        hint = said("put a comma between two entries, and quotes around those that hold a colon, a comma or a bracket")
        return HeadFault("bad-list", *context, message, hint)
    hint = said("close it with {closing} after the last entry", closing=closing)
    if _LOST_TEXT.search(line, context[1]):
        hint = list_hint(line) or said("put the entry with # in double quotes")
        hint = and_then(hint, said("after a space # begins a comment, which hides the rest of the line"))
    elif len(line) <= HINT_CHARACTERS:
        hint = closed(line, bracket)
    return HeadFault(
        "unclosed-bracket", *context, said("the bracket {bracket} that opens here is never closed", bracket=bracket), hint
    )


def _bracket_before(lines: Lines, place: Place) -> Place | None:
    opened: list[Place] = []
    for number, line in enumerate(lines[: place[0] + 1]):
        for column, character in brackets(line, value_start(line, "") if not opened else 0):
            if character in CLOSING:
                opened.append((number, column))
            elif opened:
                opened.pop()
    return opened[-1] if opened else None


def _reserved_mark(lines: Lines, *places: Place | None) -> HeadFault | None:
    for number, column in filter(None, places):
        before, mark = lines[number][:column].rstrip(), lines[number][column : column + 1]
        if mark not in _MARKS or before.endswith(("]", "}", '"', "'")):
            continue
        if not before:
            hint = said("put the key in double quotes, or indent the line if it continues the one above")
            return HeadFault(
                "line-starts-with-mark", number, column, said("a line cannot start with {marks}", marks=_MARKS[mark]), hint
            )
        message = said("a value cannot start with {marks}", marks=_MARKS[mark])
        return HeadFault("value-needs-quotes", number, column, message, quote_hint(lines[number], column))
    return None


def _text_after_end(lines: Lines, number: int) -> HeadFault | None:
    start = value_start(lines[number], "")
    value = COMMENT.sub("", lines[number][start:]).rstrip()
    opening = value[:1]
    if opening in QUOTED:
        end, what = closing_quote(value, 1, opening), said("the closing quote")
    elif opening in ("[", "{"):
        end, what = closing_bracket(value, 0), said("the closing bracket")
    else:
        return None
    rest = value[end:].strip() if end > 0 else ""
    if not rest:
        return None
    inner_quote = opening in QUOTED and rest.endswith(opening)
    hint = quote_hint(lines[number], start, value[1:-1] if inner_quote else value)
    return HeadFault("text-after-value", number, start + end, said("more text stands after {what} of this value", what=what), hint)


def _colon_in_value(lines: Lines, problem: Place | None) -> HeadFault | None:
    if problem is None or lines[problem[0]][problem[1] : problem[1] + 1] != ":":
        return None
    number, column = problem
    if not lines[number][:column].strip(" -"):
        return HeadFault(
            "key-not-text", number, column, said("the key before this colon is missing"), said("write a word before the colon")
        )
    entry = ENTRY.match(lines[number])
    if entry and entry["key"] and entry["value"] and entry.start("value") <= column:
        message = said("a colon with a space after it, inside a value, needs quotes around the value")
        return HeadFault("value-needs-quotes", number, column, message, quote_hint(lines[number], entry.start("value")))
    for before in range(number - 1, -1, -1):
        if not lines[before].strip():
            continue
        if joined := _JOINED.match(lines[before]):
            return _missing_space(lines, before, joined.start(1))
        if ":" not in lines[before] and indent_of(lines[before]) == indent_of(lines[number]):
            return _not_an_entry(lines, before)
        break
    message = said("this line is indented as if it belonged to the value above it")
    return HeadFault(
        "bad-indentation", number, indent_of(lines[number]), message, said("begin it in the same column as the keys around it")
    )


def _missing_space(lines: Lines, number: int, colon: int) -> HeadFault:
    line = lines[number]
    hint = said("write a space")
    if len(line) <= HINT_CHARACTERS:
        hint = answer("write a space: {answer}", f"{line[:colon]}: {line[colon + 1 :]}", part=Part.LINES, old=line)
        hint = hint if _VALUE_BEGINS.match(line, colon + 1) else only_told(hint)
    return HeadFault("space-missing-after-colon", number, colon + 1, said("a space is missing after the colon"), hint)


def _list_beside_key(lines: Lines, problem: Place | None) -> HeadFault | None:
    if (
        problem is None
        or lines[problem[0]][problem[1] : problem[1] + 2].rstrip() != "-"
        or not lines[problem[0]][: problem[1]].strip()
    ):
        return None
    hint = said("begin the list on the next line; if this is text, {hint}", hint=quote_hint(lines[problem[0]], problem[1]))
    return HeadFault("value-needs-quotes", *problem, said("a value cannot start with a hyphen and a space"), hint)


def _not_an_entry(lines: Lines, number: int) -> HeadFault | None:
    line = lines[number]
    bare = line.strip()
    if joined := _JOINED.match(line):
        return _missing_space(lines, number, joined.start(1))
    if not bare or bare.startswith("- ") or re.search(r":(?:\s|$)", line):
        return None
    if number and (lost := _LOST_TEXT.search(lines[number - 1])):
        message = said("a # after a space begins a comment, which ends the value here")
        return HeadFault("comment-in-value", number - 1, lost.start() + 1, message, said("put the whole value in double quotes"))
    hint = said("write a key, a colon, a space and a value; a line that continues the one above is indented further")
    return HeadFault("not-key-and-value", number, indent_of(line), said("this line is not a `key: value`"), hint)


def _key_between_columns(lines: Lines, number: int) -> HeadFault | None:
    entry, above = ENTRY.match(lines[number]), ENTRY.match(lines[number - 1]) if number else None
    if not entry or not above or not entry["key"] or not above["key"] or entry["lead"].strip():
        return None
    message = said("this line begins in another column than the keys around it")
    words = said(
        "to add to the group of `{above}`, begin it in the same column: indent it by {end} spaces",
        above=printable(above["key"], 60),
        end=above.end("lead"),
    )
    column = above.end("lead")
    mend = Mend(Part.LINES, " " * column + lines[number].lstrip(), old=lines[number])
    is_slip = entry.end("lead") > 0 and abs(column - entry.end("lead")) == 1  # of more columns, the line above may be the wrong one
    hint = Answer(words, mend) if is_slip else words
    return HeadFault("bad-indentation", number, entry.end("lead"), message, hint)


def _entry_without_hyphen(lines: Lines, number: int) -> HeadFault | None:
    line = lines[number]
    beside = [lines[at] for at in (number - 1, number + 1) if 0 <= at < len(lines)]
    if not line.strip() or not any(other.lstrip().startswith("- ") and indent_of(other) <= indent_of(line) for other in beside):
        return None
    hint = said("write a hyphen and a space before it")
    if len(line) <= HINT_CHARACTERS:
        hint = answer("write {answer}", f"{line[: indent_of(line)]}- {line.strip()}", part=Part.LINES, old=line)
    message = said("this line stands among entries of a list, and has no hyphen before it")
    return HeadFault("not-key-and-value", number, indent_of(line), message, hint)


def _unknown(place: tuple[int, int]) -> HeadFault:
    hint = said(
        "compare it with the line above: keys of one group begin in the same column, entries of a list with a hyphen and a space"
    )
    return HeadFault("bad-front-matter", *place, said("the facts cannot be read from here on"), hint)
