"""One fact of the strip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pmsite.model.item import Item


@dataclass(frozen=True, slots=True)
class Said:
    """One value, and how it is shown: as a fact of a shape, or as one of the pieces of `_strip.html`."""

    value: Any
    shape: str = "fact"


@dataclass(frozen=True, slots=True)
class Cell:
    """One fact of the strip: a field, or words, that say what it is; its values; small print; and the fields that it tells."""

    name: str
    values: tuple[Said, ...]
    notes: tuple[Said, ...] = ()
    fields: tuple[str, ...] = ()


def cell(name: str, value: Any, shape: str = "fact", *notes: Said, fields: Iterable[str] = ()) -> Cell:
    """A cell with one value."""
    return Cell(name, (Said(value, shape),), notes, tuple(fields))


def count(name: str, items: Iterable[Item]) -> Cell | None:
    """How many items there are; nothing where there are none."""
    number = len({item.id for item in items})
    return cell(name, number, "number") if number else None
