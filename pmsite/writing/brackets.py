"""Edits of lists and groups that stand in brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pmsite.read.nodes import Entry, Kind, Node
from pmsite.read.record import Value
from pmsite.writing.dress import Spot, beside, one_line
from pmsite.writing.edits import Edit, has_rest, is_first, line_start, whole_lines
from pmsite.writing.front import key_text

_COMMA = re.compile(r"\s*,")
_BLANKS = re.compile(r"[ \t]*(?=[^ \t#\n])")


def replace(entry: Entry, wanted: Value, spot: Spot) -> list[Edit]:
    """Another value for an entry."""
    node = entry.value
    text = one_line(wanted, spot, node)
    if node.start == node.end:
        return [Edit(entry.behind, entry.behind, f" {text}")]
    return [Edit(node.start, node.end, text)]


def may_fill(node: Node, wanted: Value, head: str) -> bool:
    """Whether a value can stand between brackets that are empty so far."""
    return (
        bool(wanted)
        and isinstance(wanted, list if node.kind is Kind.LIST else Mapping)
        and not head[node.start + 1 : node.end - 1].strip()
        and all(
            isinstance(one, str) and "\n" not in one for one in (wanted.values() if isinstance(wanted, Mapping) else wanted or ())
        )
    )


def fill(node: Node, wanted: Value, spot: Spot) -> list[Edit]:
    """The first entries between brackets that are empty so far."""
    return [Edit(node.start, node.end, one_line(wanted, spot))]


def put_in(head: str, node: Node, name: str, wanted: Value) -> list[Edit]:
    """One more fact in a group, at its end."""
    text = f"{key_text(name)}: {one_line(wanted, Spot(name, in_brackets=True))}"
    return [_at_end(head, node, text)]


def insert(head: str, node: Node, at: int, wanted: Value, key: str) -> list[Edit]:
    """One more entry in a list."""
    text = one_line(wanted, Spot(key, is_listed=True, in_brackets=True), beside(node, at))
    if at >= len(node.entries):
        return [_at_end(head, node, text)]
    start = node.entries[at].start
    return [Edit(start, start, f"{text}, ")]


def _at_end(head: str, node: Node, text: str) -> Edit:
    if node.entries:
        end = node.entries[-1].end
        return Edit(end, end, f", {text}")
    inner = head[node.start + 1 : node.end - 1]
    return Edit(node.start + 1, node.start + 1 + (0 if inner.strip() else len(inner)), text)


def take_out(head: str, node: Node, at: int) -> list[Edit]:
    """An entry less, with one of the commas beside it; never with a comment."""
    entry = node.entries[at]
    start, end = entry.start, entry.end
    before = node.entries[at - 1].end if at else node.start + 1
    after = node.entries[at + 1].start if at + 1 < len(node.entries) else node.end - 1
    if at + 1 < len(node.entries) and "\n" not in head[end:after]:
        return [Edit(start, after, "")]
    if len(node.entries) == 1 and "\n" not in head[before:after]:
        return [Edit(before, after, "")]
    if at and "\n" not in head[before:start]:
        return [Edit(before, end, "")]
    comma = _COMMA.match(head, end)
    end = comma.end() if comma and "#" not in comma[0] else end
    if is_first(head, start) and not has_rest(head, end) and line_start(head, start) > node.start:
        return [whole_lines(head, start, end)]
    blanks = _BLANKS.match(head, end)
    return [Edit(start, blanks.end() if blanks else end, "")]
