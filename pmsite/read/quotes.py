"""Typographic quotes around values of front matter, which YAML takes for text: a comma between two of them splits the value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent, StreamEndEvent

from pmsite.diagnostics import Part, answer
from pmsite.messages import said
from pmsite.read.events import events
from pmsite.read.lines import lines_of
from pmsite.read.quoting import quoted

_PAIRS = {"“": "”“", "”": "”", "„": "“”", "‟": "”", "«": "»", "»": "«", "‘": "’", "‚": "‘’", "＂": "＂", "〝": "〞"}
_MAY_HOLD = re.compile(rf"(?:^|[\[{{,:-])[ \t]*[{''.join(_PAIRS)}]", re.MULTILINE)
_LINE = 200


@dataclass(frozen=True, slots=True)
class Quoted:
    """A value in typographic quotes, by its place in the head, counted from 0; whether a comma in it splits it."""

    line: int
    column: int
    is_split: bool
    marks: str
    hint: str


def in_typographic_quotes(head: str) -> list[Quoted]:
    """The first value of each line that stands between typographic quotes."""
    if head.isascii() or not _MAY_HOLD.search(head):
        return []
    by_line: dict[int, list[tuple[int, int, bool]]] = {}
    with suppress(yaml.YAMLError):
        for line, column, is_flow in _plain_scalars(head):
            text = lines_of(head)[line]
            end = _closing(text, column, is_flow=is_flow)
            if end is not None:
                by_line.setdefault(line, []).append((column, *end))
    return [_told(lines_of(head)[line], line, values) for line, values in by_line.items()]


def _plain_scalars(head: str) -> Iterator[tuple[int, int, bool]]:
    """Where scalars without quotes of YAML's own begin with a typographic one, and whether between brackets."""
    get_event = events(head)
    flow: list[bool] = []
    event: Any = None
    while type(event := get_event()) is not StreamEndEvent:
        kind = type(event)
        if kind is ScalarEvent and not event.style and event.value[:1] in _PAIRS and event.value:
            yield event.start_mark.line, event.start_mark.column, bool(flow and flow[-1])
        elif kind in (MappingStartEvent, SequenceStartEvent):
            flow.append(bool(event.flow_style))
        elif kind in (MappingEndEvent, SequenceEndEvent):
            flow.pop()


def _closing(text: str, start: int, *, is_flow: bool) -> tuple[int, bool] | None:
    """Behind the quote that closes, where nothing else follows in the value, and whether a comma stands before it."""
    closing = _PAIRS[text[start]]
    at = next((at for at in range(start + 1, len(text)) if text[at] in closing), None)
    if at is None:
        return None
    rest = text[at + 1 :].lstrip(" ")
    ends = not rest or rest.startswith("#") or (is_flow and rest[0] in ",]}")
    return (at + 1, is_flow and any(mark in text[start:at] for mark in ",[]{}")) if ends else None


def _told(text: str, line: int, values: list[tuple[int, int, bool]]) -> Quoted:
    column, end, _ = values[0]
    marks = f"{text[column]} {text[end - 1]}"
    mended = text
    for start, behind, _ in reversed(values):
        mended = mended[:start] + quoted(text[start + 1 : behind - 1].strip(" \u00a0\u202f")) + mended[behind:]
    hint = said("write the straight quotes of the keyboard")
    if len(text) <= _LINE:
        hint = answer("write {answer}", mended, part=Part.LINES, old=text)
    return Quoted(line, column, any(split for *_, split in values), marks, hint)
