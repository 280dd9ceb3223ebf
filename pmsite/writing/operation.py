"""What can be wanted of an item: one change each, with the text that its author would write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

from pmsite.read.record import Path as Place
from pmsite.read.record import Value


class _Any(Enum):
    ANY = "any"


ANY: Final = _Any.ANY
"""What stood there before, where that does not matter."""
Was = Value | Literal[_Any.ANY]
"""What stood there when the change was thought of, and must stand there still, or be so already; None where nothing did."""


@dataclass(frozen=True, slots=True)
class Set:
    """A fact gets a value. An entry of a list of groups may be named by its `id`: ("key_results", "kr1", "current")."""

    item: str
    place: Place
    value: Value
    language: str = ""
    was: Was = ANY


@dataclass(frozen=True, slots=True)
class Unset:
    """A fact is taken out, and with the last fact of a group the group. What is not there is no fault."""

    item: str
    place: Place
    language: str = ""
    was: Was = ANY


@dataclass(frozen=True, slots=True)
class Add:
    """A list gets one more entry, at its end or before the one at `at`. A text that is in it already is not added again."""

    item: str
    place: Place
    value: Value
    at: int | None = None
    was: Was = ANY


@dataclass(frozen=True, slots=True)
class Remove:
    """A list loses the first entry that is just this value."""

    item: str
    place: Place
    value: Value
    was: Was = ANY


@dataclass(frozen=True, slots=True)
class Body:
    """The text below the facts is another one. In a language that has no file yet it gets one."""

    item: str
    text: str
    language: str = ""
    was: str | Literal[_Any.ANY] = ANY


@dataclass(frozen=True, slots=True)
class Create:
    """A new item, in the folder that the workspace has for its type."""

    item: str
    type: str
    facts: Mapping[str, Value]
    body: str = ""


@dataclass(frozen=True, slots=True)
class Rename:
    """An item gets another id, everywhere where it is named."""

    item: str
    id: str


@dataclass(frozen=True, slots=True)
class Move:
    """An item's file, and those that belong to it, go to another folder of the workspace."""

    item: str
    folder: str


@dataclass(frozen=True, slots=True)
class Measure:
    """The table of a metric gets a row for one day; where there is no table, it is made."""

    item: str
    date: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Attach:
    """A file, such as a picture, is put beside an item's, under a name that none there has."""

    item: str
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Drop:
    """An item's files go. Where others name it that is refused, or with `unset` their facts go, too."""

    item: str
    leave: Literal["refuse", "unset"] = "refuse"


@dataclass(frozen=True, slots=True)
class Raw:
    """A file with faults gets another text, as a person wrote it, who has seen it as its hash says. It is done alone."""

    path: str
    """Its place in the workspace."""
    text: str
    seen: str


Fact = Set | Unset | Add | Remove
"""What changes one fact."""
InFile = Fact | Body
"""What changes one file, and no other."""
OfFiles = Create | Rename | Move | Measure | Attach | Drop
"""What changes other files than one that says facts."""
Operation = InFile | OfFiles


def language_of(operation: InFile) -> str:
    """The language whose file is changed; none where it is the item's own."""
    return "" if isinstance(operation, (Add, Remove)) else operation.language
