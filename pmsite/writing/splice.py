"""Front matter brought to what is wanted, step by step: each difference is mended where it stands, and nothing else is touched.

What is written is read again after each step, so an end is only reached where the facts are those that were wanted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from pmsite.read.nodes import Entry, Kind, Node, nodes
from pmsite.read.record import Path as Place
from pmsite.read.record import Value
from pmsite.writing import brackets, rows
from pmsite.writing.dress import Spot
from pmsite.writing.edits import Edit, column
from pmsite.writing.wanted import recognised_by, same


class NoWay(Exception):
    """What stands there is written in a way that cannot be changed safely."""


def difference(head: str, wanted: Mapping[str, Value], order: Sequence[str], meant: Place = ()) -> list[Edit]:
    """Edits for the next step from a head to the facts that are wanted; none where it holds them. Raises NoWay.

    `meant` is the place that is to change, for lists in which the same entry stands twice.
    """
    root = nodes(head)
    return _Splice(head, root, order, _has_flow_lists(root)).group(root, wanted, None, meant)


def _has_flow_lists(root: Node) -> bool:
    """Whether the lists of words that a file has stand in brackets."""
    lists = [entry.value for entry in root.entries if entry.value.kind is Kind.LIST and entry.value.entries]
    words = [node.in_brackets for node in lists if all(entry.value.kind is Kind.TEXT for entry in node.entries)]
    return bool(words) and all(words)


class _Splice:
    """One look at a head as it is. Each method gives edits for the first thing to do that it finds."""

    def __init__(self, head: str, root: Node, order: Sequence[str], has_flow_lists: bool) -> None:
        self.head, self.root, self.order, self.has_flow_lists = head, root, order, has_flow_lists

    def group(self, node: Node, wanted: Mapping[str, Value], around: Entry | None, meant: Place) -> list[Edit]:
        for at, entry in enumerate(node.entries):
            if entry.name not in wanted:
                return self._take_out(node, at, around)
        edits = [edit for entry in node.entries for edit in self._inner(node, entry, wanted, meant)]
        if edits:
            return edits  # those of one fact touch no other
        known = {entry.name for entry in node.entries}
        for name, goal in wanted.items():
            if name not in known:
                return self._put_in(node, name, goal)
        return []

    def _inner(self, node: Node, entry: Entry, wanted: Mapping[str, Value], meant: Place) -> list[Edit]:
        name = str(entry.name)
        if same(entry.value.value, wanted[name]):
            return []
        return self._value(node, entry, name, wanted[name], meant[1:] if meant[:1] == (name,) else ())

    def listed(self, node: Node, wanted: Sequence[Value], entry: Entry, key: str, meant: Place) -> list[Edit]:
        old = [one.value.value for one in node.entries]
        for _, start, end, first, last in _steps(old, wanted, meant[0] if meant else None):
            for at, goal in zip(range(start, end), wanted[first:last], strict=False):
                if not same(old[at], goal):
                    return self._value(node, node.entries[at], key, goal, meant[1:])
            both = min(end - start, last - first)
            if start + both < end:
                return self._take_out(node, start + both, entry)
            if first + both < last:
                return self._insert(node, start + both, wanted[first + both], key)
        return []

    def _value(self, holder: Node, entry: Entry, key: str, wanted: Value, meant: Place) -> list[Edit]:
        node = entry.value
        if node.entries and node.kind is Kind.GROUP and isinstance(wanted, Mapping):
            return self.group(node, wanted, entry, meant)
        if node.entries and node.kind is Kind.LIST and isinstance(wanted, list):
            return self.listed(node, wanted, entry, key, meant)
        if entry.behind < 0:
            raise NoWay
        spot = self._spot(holder, entry, key)
        if holder.in_brackets:
            return brackets.replace(entry, wanted, spot)
        if node.kind is not Kind.TEXT and node.in_brackets and not node.entries and brackets.may_fill(node, wanted, self.head):
            return brackets.fill(node, wanted, spot)
        return rows.replace(self.head, entry, wanted, spot)

    def _take_out(self, holder: Node, at: int, around: Entry | None) -> list[Edit]:
        entry = holder.entries[at]
        if holder.in_brackets:
            if self.head[holder.start] not in "[{":
                raise NoWay
            return brackets.take_out(self.head, holder, at)
        if len(holder.entries) == 1 and around is not None:
            empty = "[]" if holder.kind is Kind.LIST else "{}"
            return rows.take_last_out(self.head, entry, around, empty)
        return rows.take_out(self.head, holder, at)

    def _put_in(self, node: Node, name: str, wanted: Value) -> list[Edit]:
        if node.in_brackets:
            return brackets.put_in(self.head, node, name, wanted)
        if node is self.root:
            return rows.put_fact(self.head, node, name, wanted, self.order, has_flow_lists=self.has_flow_lists)
        return rows.put_in(self.head, node, name, wanted)

    def _insert(self, node: Node, at: int, wanted: Value, key: str) -> list[Edit]:
        if node.in_brackets:
            return brackets.insert(self.head, node, at, wanted, key)
        return rows.insert(self.head, node, at, wanted, key)

    def _spot(self, holder: Node, entry: Entry, key: str) -> Spot:
        is_listed = holder.kind is Kind.LIST
        return Spot(key, is_listed, holder.in_brackets, column(self.head, entry.start), self.has_flow_lists)


_Step = tuple[str, int, int, int, int]


def _steps(old: Sequence[Value], new: Sequence[Value], meant: str | int | None) -> Sequence[_Step]:
    """How a list becomes another one, as difflib tells it: at the place that is meant, where that is enough."""
    if isinstance(meant, int):
        left, right = old[:meant], old[meant + 1 :]
        if new == [*left, *right]:
            return [("delete", meant, meant + 1, meant, meant)]
        if new == [*left, *new[meant : meant + 1], *old[meant:]]:
            return [("insert", meant, meant, meant, meant + 1)]
        if meant < len(new) == len(old) and new == [*left, new[meant], *right]:
            return [("replace", meant, meant + 1, meant, meant + 1)]
    return SequenceMatcher(None, [*map(recognised_by, old)], [*map(recognised_by, new)], autojunk=False).get_opcodes()
