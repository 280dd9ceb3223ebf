"""Quotes that open and are never closed, or only by a quote of another kind."""

from __future__ import annotations

import re

from pmsite.diagnostics import Part, answer, only_told
from pmsite.messages import said
from pmsite.read.fault import HeadFault
from pmsite.read.lines import QUOTED, closing_quote, indent_of, value_start
from pmsite.read.quoting import HINT_CHARACTERS

Lines = tuple[str, ...]
Place = tuple[int, int]
"""A line and a column, counted from 0."""

_OPEN_TEXT = re.compile(r"\"(?:(?! #)[^\"\\])*[^\"\\'“”‘’„«»]")
"""A text behind the only quote on its line, with no comment; ' may be an apostrophe, and another quote at the end one that was meant to close."""
_CLOSED_OTHERWISE = re.compile(
    r"[\"'](?:(?! #)[^\"'\\“”‘’„‟＂＇])+(?<! )(?P<mark>[“”‘’„‟＂＇])[ \t]*(?:#.*)?"
)  # the marks themselves
"""A text behind a quote that another kind of quote ends, as some programs write it by themselves."""
_ENTRY_ENDS = re.compile(r"\s*[,\]}]")
_BLOCK_TEXT = re.compile(r"(?:: |- )[ ]*[|>][-+0-9]*(?:[ ]+#.*|[ ]*)$")


def open_quote(lines: Lines) -> HeadFault | None:
    """The first quote that is never closed, or only by a quote that is meant for another value."""
    quote, opened, block = "", (0, 0), -1
    before = ""
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        indent = indent_of(line)
        if quote:
            if indent <= indent_of(lines[opened[0]]):
                return quote_fault(lines, *opened)
            quote = quote if closing_quote(line, 0, quote) < 0 else ""
        elif block < 0 or indent <= block:
            block = indent if _BLOCK_TEXT.search(line) else -1
            start = value_start(line, before)
            if line[start : start + 1] in QUOTED and closing_quote(line, start + 1, line[start]) < 0:
                quote, opened = line[start], (number, start)
        before = line
    return quote_fault(lines, *opened) if quote else None


def quote_fault(lines: Lines, line: int, column: int) -> HeadFault:
    """The fault of a quote that opens at a place and is not closed where it should be."""
    text = lines[line]
    hint = said("close it at the end of the value")
    if len(text) <= HINT_CHARACTERS and (other := _CLOSED_OTHERWISE.fullmatch(text, column)):
        message = said("the quote that opens here is not the one that closes the value, {other}", other=other["mark"])
        hint = answer(
            "write {answer}", f"{text[: other.start('mark')]}{text[column]}{text[other.end('mark') :]}", part=Part.LINES, old=text
        )
        return HeadFault(
            "unclosed-quote", line, column, message, hint if text[column] == '"' else only_told(hint)
        )  # ’ may be an apostrophe
    if len(text) <= HINT_CHARACTERS:
        is_certain = _OPEN_TEXT.fullmatch(text, column) is not None
        closing = f"{text.rstrip()}{text[column]}"
        hint = answer("close it: {answer}", closing, part=Part.LINES, old=text)
        hint = hint if is_certain else only_told(hint)
    return HeadFault("unclosed-quote", line, column, said("the quote that opens here is never closed"), hint)


def quote_in_brackets(lines: Lines, context: Place | None, error_context: str) -> HeadFault | None:
    """A quote that YAML finds open, wherever it stands, such as before an entry between brackets."""
    if context is None or "quoted" not in error_context or lines[context[0]][context[1] : context[1] + 1] not in QUOTED:
        return None
    line, column = lines[context[0]], context[1]
    hint = said("close it at the end of the value")
    if len(line) <= HINT_CHARACTERS and (end := _ENTRY_ENDS.search(line, column)):
        hint = said("close it: {line}", line=f"{line[: end.start()]}{line[column]}{line[end.start() :]}".strip())
    return HeadFault("unclosed-quote", *context, said("the quote that opens here is never closed"), hint)
