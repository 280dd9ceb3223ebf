"""Edits of facts that stand on lines of their own, and of lists with one entry a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pmsite.model.item import MACHINE_FIELDS
from pmsite.read.nodes import Entry, Kind, Node
from pmsite.read.record import Value
from pmsite.writing.dress import Spot, beside, block, fact, lines, listed
from pmsite.writing.edits import Edit, above, below, column, is_first, line_end, line_start, whole_lines


def replace(head: str, entry: Entry, wanted: Value, spot: Spot) -> list[Edit]:
    """Another value for a fact, or an entry of a list. A comment behind it stays on its line."""
    node = entry.value
    if node.style in ("|", ">"):
        found = block(wanted, node, head, spot) if isinstance(wanted, str) else None
        if found is None:
            first, more = lines(wanted, spot)
            comment = head[node.start : node.end].partition("\n")[0].partition("#")[2]
            found = first + (f"  #{comment}" if comment else ""), more
        return [Edit(entry.behind, node.end, _joined(*found))]
    first, more = lines(wanted, spot, node)
    if node.kind is not Kind.TEXT and not node.in_brackets and line_start(head, node.start) > entry.behind:
        end = line_end(head, entry.behind)
        return [Edit(entry.behind, entry.behind, first), Edit(end, line_end(head, node.end), _joined("", more))]
    is_block = spot.is_listed and not isinstance(wanted, str) and bool(more)  # its lines begin below one another
    start = node.start if node.end > node.start and first and not is_block else entry.behind
    text = first.lstrip(" ") if start > entry.behind else first
    end = line_end(head, node.end)
    if more and end > node.end:
        return [Edit(start, node.end, text), Edit(end, end, _joined("", more))]
    return [Edit(start, node.end, _joined(text, more))]


def _joined(first: str, more: Iterable[str]) -> str:
    return first + "".join(f"\n{line}" for line in more)


def put_in(head: str, node: Node, name: str, wanted: Value) -> list[Edit]:
    """One more fact in a group, below its last one."""
    return [below(head, node.entries[-1].end, fact(name, wanted, column(head, node.entries[-1].start)))]


def insert(head: str, node: Node, at: int, wanted: Value, key: str) -> list[Edit]:
    """One more entry in a list, dressed like the one before it."""
    near = node.entries[max(at - 1, 0)]
    found = listed(wanted, key, column(head, near.start), beside(node, at))
    if at:
        return [below(head, near.end, found)]
    if is_first(head, near.start):
        return [above(head, near.start, found)]
    return [Edit(near.start, near.start, "\n".join([*found, ""]).lstrip(" ") + " " * column(head, near.start))]


def take_out(head: str, holder: Node, at: int) -> list[Edit]:
    """A fact or an entry less. Comments above it stay."""
    entry = holder.entries[at]
    if is_first(head, entry.start):
        return [whole_lines(head, entry.start, entry.end)]
    after = holder.entries[at + 1].start
    if "#" in head[line_end(head, entry.end) : after]:
        start = len(head[: entry.start].rstrip(" "))
        return [Edit(start, line_end(head, entry.end), "")]
    return [Edit(entry.start, after, "")]


def take_last_out(head: str, entry: Entry, around: Entry, empty: str) -> list[Edit]:
    """The only entry less: empty brackets stand behind the key or the dash."""
    if line_start(head, entry.start) > around.behind:
        return [Edit(around.behind, around.behind, f" {empty}"), whole_lines(head, entry.start, entry.end)]
    return [Edit(entry.start, entry.end, empty)]


def put_fact(head: str, root: Node, name: str, wanted: Value, order: Sequence[str], *, has_flow_lists: bool) -> list[Edit]:
    """One more fact of a file: in the place of its template, or where a new file has it."""
    if found := _template(head, name, wanted):
        return [found]
    rows = fact(name, wanted, 0, has_flow_lists=has_flow_lists)
    before = _before(root, name, order)
    if before is not None:
        return [below(head, before.end, rows)]
    if root.entries:
        return [above(head, root.entries[0].start, rows)]
    lead = "" if not head or head.endswith("\n") else "\n"
    return [Edit(len(head), len(head), lead + "".join(f"{line}\n" for line in rows))]


def _before(root: Node, name: str, order: Sequence[str]) -> Entry | None:
    """The fact below which another one goes: of those that a new file has before it, the last."""
    rank = {known: at for at, known in enumerate(order)}
    if name not in rank:
        return next((entry for entry in reversed(root.entries) if entry.name not in MACHINE_FIELDS), None)
    before = [entry for entry in root.entries if rank.get(str(entry.name), len(rank)) < rank[name]]
    return max(before, key=lambda entry: rank[str(entry.name)], default=None)


def _template(head: str, name: str, wanted: Value) -> Edit | None:
    """The lines of a new item that show by an example what a fact looks like, with the fact itself."""
    found = re.search(
        rf"^# {re.escape(name)}:(?P<example>[^\n]*?)(?P<about>  # [^\n]*)\n(?P<more>(?:#   [^\n]*\n)*)", head, re.MULTILINE
    )
    if found is None:
        return None
    first, *more = fact(name, wanted, 0, has_flow_lists=found["example"].startswith(" ["))
    return Edit(
        found.start(),
        found.end() if not found["example"] else found.end("about") + 1,
        "\n".join([first + found["about"], *more, ""]),
    )
