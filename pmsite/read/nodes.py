"""What front matter holds, each part with the characters that it stands on, so that a single one can be changed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from pmsite.read.events import events
from pmsite.read.parsed import YAML_FAULTS
from pmsite.read.plain_facts import NULLS
from pmsite.read.record import Value

_COLON = re.compile(r"[ \t]*:")
_DASH = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*-")
"""What may stand between two entries of a list, and the dash of the second."""
_EMPTY_LINES = re.compile(r"(?:\n *)+\Z")

FAULTS = YAML_FAULTS
"""What `nodes` raises for a text that is no YAML."""


class Kind(Enum):
    """What a part of front matter is."""

    TEXT = "text"
    LIST = "list"
    GROUP = "group"


@dataclass(slots=True, eq=False)
class Node:
    """A text, a list or a group of facts. Positions count the characters of the front matter."""

    kind: Kind
    start: int
    end: int
    in_brackets: bool = False
    """Of lists and groups: whether it stands in brackets, and not on lines of its own."""
    style: str = ""
    """Of texts: the quote, or the sign of a block, that it begins with."""
    text: str | None = None
    entries: list[Entry] = field(default_factory=list)

    def entry(self, name: str | int) -> Entry | None:
        """The entry of that name, or at that place of a list."""
        return next((entry for entry in self.entries if entry.name == name), None)

    @property
    def value(self) -> Value:
        """What it says."""
        if self.kind is Kind.TEXT:
            return self.text
        if self.kind is Kind.LIST:
            return [entry.value.value for entry in self.entries]
        return {str(entry.name): entry.value.value for entry in self.entries}


@dataclass(slots=True, eq=False)
class Entry:
    """A fact of a group with its key, or an entry of a list with its dash."""

    name: str | int
    start: int
    behind: int
    """Behind the colon or the dash; where the value begins in brackets. Negative where a key has no colon beside it."""
    value: Node

    @property
    def end(self) -> int:
        """Behind its last character, comments aside."""
        return max(self.behind, self.value.end)


def nodes(head: str) -> Node:
    """The group of all facts of a head that can be read. Raises one of FAULTS."""
    get_event = events(head)
    root = Node(Kind.GROUP, 0, 0)
    outer: list[Node] = []
    keys: list[Node | None] = []
    while True:
        event = get_event()
        kind = type(event)
        if kind is StreamEndEvent:
            return root
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            _end(outer.pop(), event, head)
            keys.pop()
            continue
        if kind is ScalarEvent:
            node = _text(event, head)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            which = Kind.GROUP if kind is MappingStartEvent else Kind.LIST
            node = Node(which, event.start_mark.index, event.end_mark.index, bool(event.flow_style))
        else:
            continue
        if not outer:
            root = node if node.kind is Kind.GROUP else root
        elif outer[-1].kind is Kind.GROUP and keys[-1] is None:
            keys[-1] = node
            continue
        else:
            _put(outer[-1], keys[-1], node, head)
            keys[-1] = None
        if node.kind is not Kind.TEXT:
            outer.append(node)
            keys.append(None)


def _end(node: Node, event: Any, head: str) -> None:
    has_brackets = node.in_brackets and head[node.start] in "[{"  # a pair in a list, `[a: b]`, has none
    node.end = event.end_mark.index if has_brackets or not node.entries else node.entries[-1].end


def _put(holder: Node, key: Node | None, node: Node, head: str) -> None:
    if key is not None:
        colon = _COLON.match(head, key.end)
        entry = Entry(key.text or "", key.start, colon.end() if colon else -1, node)
        behind = colon.end() if colon else key.end
    elif holder.in_brackets:
        entry = Entry(len(holder.entries), node.start, node.start, node)
        behind = node.start
    else:
        dash = _DASH.match(head, holder.entries[-1].end if holder.entries else holder.start)
        behind = dash.end() if dash else -1
        entry = Entry(len(holder.entries), behind - 1, behind, node)
    if node.start == node.end and node.kind is Kind.TEXT:
        node.start = node.end = behind  # where there is no value, YAML may name a place further on
    holder.entries.append(entry)


def _text(event: Any, head: str) -> Node:
    start, end, style = event.start_mark.index, event.end_mark.index, event.style or ""
    if style in ("|", ">"):
        end = start + len(_block(head[start:end]))
    written = None if not style and event.value in NULLS else event.value
    return Node(Kind.TEXT, start, end, style=style, text=written)


def _block(raw: str) -> str:
    """A text of several lines without what follows it: YAML has it end where the next thing begins."""
    keeps = "+" in raw.partition("\n")[0].partition("#")[0]
    return raw.removesuffix("\n") if keeps else _EMPTY_LINES.sub("", raw)
