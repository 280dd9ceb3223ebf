"""Who is who: which item of one moment is which item of another. Whatever compares two moments of a plan asks here."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import BaseModel

from pmsite.history.store import Head
from pmsite.model.item import READER_FIELDS, Item
from pmsite.model.load import id_of, type_of
from pmsite.model.types import BY_NAME

MOVED = 50
"""Hundredths of a file that must be as before for git to say that it moved."""
NEARLY_ALL = 90
"""Hundredths that must be as before to take a moved file with another title for the same item."""
ALIKE = 0.5
"""The share of facts, besides the title, that must be as before to take an item with another id for the same one."""
_MOST = 20
"""Items of one title that are compared with each other."""
_APART = READER_FIELDS | {"id", "title"}
_CHUNK = re.compile(rb"[^\n]{0,63}\n|[^\n]{1,64}")


@dataclass(frozen=True, slots=True)
class Trace:
    """What an item is known again by: its file among others; `facts` are all but its title, nothing where they cannot be read."""

    file: str
    type: str
    id: str
    title: str
    facts: Mapping[str, Any] | None = None


class Move(NamedTuple):
    """Where a file was before, and how many hundredths of it stayed as they were."""

    was: str
    likeness: int


def trace(item: Item, file: str) -> Trace:
    """The trace of an item."""
    facts = {name: _plain(getattr(item, name)) for name in item.model_fields_set if name not in _APART}
    return Trace(file, item.type, item.id, item.title, facts | {name: _plain(value) for name, value in item.custom.items()})


def trace_of(file: str, head: Head) -> Trace:
    """The trace of a file, which may be none that makes an item."""
    if head is None:
        return Trace(file, type_of(file) or "", id_of(file, {}), "")
    written, title = head.get("type"), head.get("title")
    type_name = written if isinstance(written, str) and written in BY_NAME else type_of(file) or ""
    facts = {name: _plain(value) for name, value in head.items() if name not in _APART and name != "type" and value is not None}
    return Trace(file, type_name, id_of(file, head), title if isinstance(title, str) else "", facts)


def _plain(value: Any) -> Any:
    """A value as it is written, whoever read it."""
    if isinstance(value, BaseModel):
        return {name: _plain(getattr(value, name)) for name in value.model_fields_set}
    if isinstance(value, Mapping):
        return {str(name): _plain(entry) for name, entry in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, (tuple, list)) else str(value)


def same(gone: Iterable[Trace], come: Iterable[Trace], moves: Mapping[str, Move], inside: bool = True) -> dict[str, str]:
    """By file of what came, the file in which the same item was before.

    What stayed where it was and is still called the same need not be given. In this order: the same id and title; the same title, and half
    of the facts or of the file, or the same id with a title that is new and more of the facts; the same id; nearly all of the file. A title
    alone says nothing. `moves` are those that files made. Not `inside`, nothing may depend on other items, which may be hidden: an id says
    all, and else git alone.
    """
    gone, come = list(gone), list(come)
    pairs = dict(_exchanged(gone, come)) if inside else {}
    known = _Index([one for one in gone if one.file not in pairs.values()])
    found = [
        (level, old.file, new.file)
        for new in come
        if new.file not in pairs
        for old in known.like(new, moves.get(new.file))
        if (level := _level(old, new, moves.get(new.file), known) if inside else _plainly(old, new, moves.get(new.file)))
    ]
    found.sort(key=lambda one: (one[0], one[1] == one[2], one[1], one[2]), reverse=True)
    taken = set(pairs.values())
    for _, old_place, new_place in found:
        if old_place not in taken and new_place not in pairs:
            pairs[new_place] = old_place
            taken.add(old_place)
    return pairs


def is_back(old: Item | None, new: Item) -> bool:
    """Whether an item that is new was there before under its id, and gone for a while: its title says so, or half of its facts."""
    if old is None or (old.type, old.id) != (new.type, new.id):
        return False
    before, after = trace(old, ""), trace(new, "")
    return _is_titled(before, after) or _share(before.facts, after.facts) >= ALIKE


def likeness(before: bytes, after: bytes) -> int:
    """How much of a file stayed as it was, in hundredths, as git estimates it: the lines that both have, of the longer one."""
    size = max(len(before), len(after))
    if not size:
        return 100
    common = Counter(_CHUNK.findall(before)) & Counter(_CHUNK.findall(after))
    return 100 * sum(len(chunk) * count for chunk, count in common.items()) // size


class _Index:
    """Items that are gone, to be found by what they may be known again by."""

    def __init__(self, gone: Iterable[Trace]) -> None:
        self._places: dict[str, Trace] = {}
        self._ids: dict[tuple[str, str], Trace] = {}
        self._titles: dict[tuple[str, str], list[Trace]] = defaultdict(list)
        for one in gone:
            self._places[one.file] = one
            self._ids.setdefault((one.type, one.id), one)
            self._titles[one.type, _folded(one.title)].append(one)

    def has_title(self, new: Trace) -> bool:
        """Whether one of them is called as a new one is."""
        return (new.type, _folded(new.title)) in self._titles

    def like(self, new: Trace, move: Move | None) -> Iterator[Trace]:
        """Those that a new one may be, each once."""
        found = [
            self._ids.get((new.type, new.id)),
            self._places.get(move.was if move else ""),
            self._places.get(new.file),
            *self._titles.get((new.type, _folded(new.title)), ())[:_MOST],
        ]
        yield from {one.file: one for one in found if one is not None}.values()


def _level(old: Trace, new: Trace, move: Move | None, known: _Index) -> tuple[int, float, bool] | None:
    """How much says that two are the same; nothing where too little does."""
    if old.type != new.type:
        return None
    stayed = _stayed(old, move)
    share = max(_share(old.facts, new.facts), stayed / 100)
    is_titled = _is_titled(old, new)
    if old.id == new.id:
        is_own = share >= ALIKE and not known.has_title(new)
        return 4 if is_titled else 3 if is_own else 2, share, is_titled
    if is_titled and share >= ALIKE:
        return 3, share, True
    return (1, share, False) if stayed >= NEARLY_ALL else None


def _plainly(old: Trace, new: Trace, move: Move | None) -> tuple[int, float, bool] | None:
    stayed = _stayed(old, move)
    if old.type != new.type or not (old.id == new.id or stayed >= (MOVED if _is_titled(old, new) else NEARLY_ALL)):
        return None
    return 2 if old.id == new.id else 1, stayed, False


def _stayed(old: Trace, move: Move | None) -> int:
    return move.likeness if move is not None and move.was == old.file else 0


def _is_titled(old: Trace, new: Trace) -> bool:
    return bool(new.title) and _folded(old.title) == _folded(new.title)


def _share(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> float:
    if old is None or new is None:
        return 0
    most = max(len(old), len(new))
    return sum(name in new and new[name] == value for name, value in old.items()) / most if most else 1


def _exchanged(gone: list[Trace], come: list[Trace]) -> Iterator[tuple[str, str]]:
    """Two of one title that took each other's place: each has become to the letter what the other one was."""
    before = {one.file: one for one in gone}
    twins: dict[tuple[str, str], list[Trace]] = defaultdict(list)
    for new in come:
        if new.file in before and new.facts is not None and new.facts != before[new.file].facts:
            twins[new.type, new.title].append(new)
    for group in twins.values():
        for new in group[:_MOST]:
            for other in group[:_MOST]:
                if new.file != other.file and _equal(new, before[other.file]) and _equal(other, before[new.file]):
                    yield new.file, other.file


def _equal(one: Trace, other: Trace) -> bool:
    return (one.type, one.title, one.facts) == (other.type, other.title, other.facts)


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())
