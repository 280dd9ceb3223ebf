"""Single lines of YAML, as far as an explanation needs them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

ENTRY = re.compile(r"(?P<lead> *(?:- +)*)(?:(?P<key>[^\s#\"'\[\]{},&*!|>%@`-][^:#]*|\"[^\"]*\"|'[^']*'):(?: +|$))?(?P<value>.*)")
QUOTED = {'"': re.compile(r'"(?:\\.|[^"\\])*+"'), "'": re.compile(r"'(?:''|[^'])*+'")}
CLOSING = {"[": "]", "{": "}"}


@lru_cache(maxsize=2)
def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text, split once however many of them are asked about."""
    return tuple(text.split("\n"))


def indent_of(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def value_start(line: str, before: str) -> int:
    """The column where the value of an entry begins; the end of the line where there is none."""
    entry = ENTRY.match(line)
    if entry is None or not (entry["key"] or "-" in entry["lead"] or before.rstrip().endswith(":") or line[:1] in QUOTED):
        return len(line)
    return entry.start("value")


def closing_quote(line: str, start: int, quote: str) -> int:
    """The column behind the quote that closes; -1 where none does. `start` is behind the quote that opens."""
    found = QUOTED[quote].match(quote + line[start:])
    return start + found.end() - 1 if found else -1


def closing_bracket(line: str, start: int) -> int:
    """The column behind the bracket that closes the one at `start`; -1 where none does on this line."""
    depth = 0
    for column, character in brackets(line, start):
        depth += 1 if character in CLOSING else -1
        if not depth:
            return column + 1
    return -1


def brackets(line: str, start: int) -> Iterator[tuple[int, str]]:
    """The brackets of a line, without those in quotes and comments."""
    at = start
    while at < len(line):
        character, before = line[at], line[at - 1 : at]
        if character == "#" and before in (" ", "\t"):
            return
        if character in QUOTED and before in ("", " ", "[", "{", ",", ":") and (end := closing_quote(line, at + 1, character)) > 0:
            at = end
            continue
        if character in "[]{}":
            yield at, character
        at += 1
