"""A value as text, in the dress of what it takes the place of or stands beside: quotes, brackets, lines of their own."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pmsite.model.item import MACHINE_FIELDS
from pmsite.read.nodes import Kind, Node
from pmsite.read.record import Value
from pmsite.writing.front import (
    TEXTS,
    WIDTH,
    WORDS_OF_YAML,
    entry,
    in_flow,
    is_block,
    is_like_a_number,
    is_plain,
    key_text,
    on_a_line,
    quoted,
)

_SAFE = re.compile(r"(?:[^\W_]|[-+.][0-9]|[(_/.])(?:[^\x00-\x1f\x7f:#]|:(?=[^\s:,\[\]{}\"'])|(?<=[^\s])#)*")
"""A text that means itself without quotes, unless brackets are around it."""
_IN_BRACKETS = re.compile(r"[^,\[\]{}]*")
_NARROWEST = 40


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value is to stand."""

    key: str
    """The fact that it is of."""
    is_listed: bool = False
    """Whether it is an entry of a list."""
    in_brackets: bool = False
    column: int = 0
    """How far its key or its dash is from the margin."""
    has_flow_lists: bool = False
    """Whether the other lists of the file stand in brackets."""

    @property
    def indent(self) -> str:
        """What every line of its own begins with, and two more."""
        return " " * self.column


def one_line(value: Value, spot: Spot, like: Node | None = None) -> str:
    """A value on one line, in the dress of another one."""
    if isinstance(value, Mapping):
        inner = (
            f"{key_text(key)}: {one_line(found, Spot(key, in_brackets=True), _like(like, key))}" for key, found in value.items()
        )
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, (list, tuple)):
        listed = Spot(spot.key, is_listed=True, in_brackets=True)
        return "[" + ", ".join(one_line(found, listed, _like(like, at)) for at, found in enumerate(value)) + "]"
    if value is None:
        return "null"
    return _text(value, spot, like if like is not None and like.kind is Kind.TEXT else None)


def _like(node: Node | None, name: str | int) -> Node | None:
    """The part of a value that the same part of another one is dressed like."""
    if node is None or node.kind is Kind.TEXT or not node.entries:
        return None
    if isinstance(name, int):
        return node.entries[min(name, len(node.entries) - 1)].value if node.kind is Kind.LIST else None
    found = node.entry(name)
    return found.value if found else None


def beside(node: Node, at: int) -> Node | None:
    """What a new entry of a list is dressed like: the one before it, unless the texts there are dressed in more ways than one."""
    like = node.entries[max(at - 1, 0)].value if node.entries else None
    if like is None or like.kind is not Kind.TEXT:
        return like
    styles = {entry.value.style for entry in node.entries if entry.value.kind is Kind.TEXT}
    return like if len(styles) == 1 else None


def _text(value: str, spot: Spot, like: Node | None) -> str:
    if like is not None and like.style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if like is not None and like.style in ("'", '"'):
        return quoted(value)
    if like is not None and not like.style and like.text and _means_itself(value, spot, like.text):
        return value
    if spot.in_brackets:
        is_fact = spot.key not in TEXTS and not spot.is_listed
        return value if is_fact and is_plain(value) else in_flow(value)
    return on_a_line(value, is_text=spot.is_listed or spot.key in TEXTS)


def _means_itself(value: str, spot: Spot, like: str) -> bool:
    """Whether a text can stand without quotes where another one does, and no reader of YAML takes it for something else."""
    if not _SAFE.fullmatch(value) or not value.isprintable() or value != value.strip() or value.lower() in WORDS_OF_YAML:
        return False
    if spot.in_brackets and not _IN_BRACKETS.fullmatch(value):
        return False
    return not is_like_a_number(value) or is_like_a_number(like)


def lines(value: Value, spot: Spot, like: Node | None = None) -> tuple[str, list[str]]:
    """A value that stands on lines: what follows its colon or dash, and the lines below."""
    if isinstance(value, str):
        return (_lines_of_text(value, spot, like) if "\n" in value else None) or (f" {one_line(value, spot, like)}", [])
    flow = f" {one_line(value, spot, like)}"
    if not value:
        return flow, []
    if spot.key in MACHINE_FIELDS and not spot.is_listed:
        return "", [f"{spot.indent}{line}" for line in list(entry(spot.key, value))[1:]]  # nobody writes there
    if _fits(flow, value, spot, like):
        return flow, []
    if isinstance(value, Mapping):
        below = [line for key, found in value.items() for line in fact(key, found, spot.column + 2, _like(like, key))]
        return (f" {below[0].lstrip()}", below[1:]) if spot.is_listed else ("", below)
    assert isinstance(value, (list, tuple))  # all else is a text
    return "", [line for at, found in enumerate(value) for line in listed(found, spot.key, spot.column + 2, _like(like, at))]


def _fits(flow: str, value: Value, spot: Spot, like: Node | None) -> bool:
    """Whether a list or a group stands in brackets."""
    if like is not None and like.entries and like.kind is (Kind.GROUP if isinstance(value, Mapping) else Kind.LIST):
        return like.in_brackets
    if spot.column + len(spot.key) + len(flow) > WIDTH:
        return False
    if isinstance(value, Mapping):
        return not any(isinstance(found, (Mapping, list, tuple)) or (found and "\n" in found) for found in value.values())
    on_a_line = spot.has_flow_lists or (like is not None and like.text is not None and "\n" not in like.text)
    return spot.is_listed or (on_a_line and not any(isinstance(found, Mapping) or "\n" in str(found) for found in value or ()))


def fact(key: str, value: Value, column: int, like: Node | None = None, *, has_flow_lists: bool = False) -> list[str]:
    """The lines of a fact."""
    spot = Spot(key, column=column, has_flow_lists=has_flow_lists)
    first, below = lines(value, spot, like)
    return [f"{spot.indent}{key_text(key)}:{first}", *below]


def listed(value: Value, key: str, column: int, like: Node | None = None) -> list[str]:
    """The lines of an entry of a list."""
    spot = Spot(key, is_listed=True, column=column)
    first, below = lines(value, spot, like)
    return [f"{spot.indent}-{first}", *below]


def _lines_of_text(value: str, spot: Spot, like: Node | None) -> tuple[str, list[str]] | None:
    """A text of several lines as it is, one below the other; nothing where it can only stand in quotes."""
    if spot.in_brackets or not is_block(value) or (like is not None and "\n" in (like.text or "") and like.style == '"'):
        return None
    return " |-", _indented(value.split("\n"), f"{spot.indent}  ")


def _indented(found: Sequence[str], indent: str) -> list[str]:
    return [f"{indent}{line}" if line else "" for line in found]


def block(value: str, node: Node, head: str, spot: Spot) -> tuple[str, list[str]] | None:
    """A text in place of one that stands on lines of its own, with its sign, its indent and its comment; nothing where it cannot."""
    header, _, rest = head[node.start : node.end].partition("\n")
    indent = next((line[: len(line) - len(line.lstrip(" "))] for line in rest.split("\n") if line.strip()), f"{spot.indent}  ")
    if (node.text or "").endswith("\n") and not value.endswith("\n"):
        value += "\n"
    bare = value.rstrip("\n")
    chomp = {0: "-", 1: ""}.get(len(value) - len(bare), "+")
    if not bare or bare[0] in " \n\t" or "\t" in bare or not bare.replace("\n", "").isprintable():
        return None
    if any(line and not line.strip() for line in bare.split("\n")):
        return None
    more = [""] * (len(value) - len(bare) - 1)
    sign, about = node.style, header.partition("#")
    below = list(_folded(bare, max((len(line) for line in rest.split("\n")), default=0) - len(indent))) if sign == ">" else []
    if not below:
        sign, below = "|", bare.split("\n")
    return f" {sign}{chomp}" + (f"  #{about[2]}" if about[1] else ""), [*_indented(below, indent), *more]


def _folded(text: str, width: int) -> Iterator[str]:
    """The lines of a text that YAML joins again; none where it cannot be told that way."""
    paragraphs = text.split("\n")
    if any(line != " ".join(line.split()) for line in paragraphs):
        return
    for at, line in enumerate(paragraphs):
        yield from [""] if at else []
        yield from textwrap.wrap(line, max(width, _NARROWEST), break_long_words=False, break_on_hyphens=False)
