"""Lines: one for each item of a history, which it keeps when its file moves or its id changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from pmsite.history.identity import Move, Trace, same, trace, trace_of
from pmsite.history.log import NOTHING
from pmsite.history.store import Head
from pmsite.model.item import READER_FIELDS, Item
from pmsite.model.product import Words
from pmsite.read.names import fold


class Became(NamedTuple):
    """One item at one step. `line` is the number of its line."""

    line: int
    before: Item | None
    after: Item | None
    was: str = ""
    """The id that it had before, where it has another one now."""
    reread: bool = False
    """Whether its file stayed as it was, and only the settings give it another meaning."""
    words: tuple[Words, Words] = (MappingProxyType({}), MappingProxyType({}))
    """Before and after, its words in other languages."""


class Version(NamedTuple):
    """A file as a step leaves it: its facts, and its item where they make one."""

    head: Head
    item: Item | None
    blob: str = NOTHING


@dataclass(slots=True)
class Lines:
    """Which line each file stands for, as a history is walked through.

    Nothing is concluded from a file that cannot be read, nor from a second one with an id that is taken: it waits, and its item stays as it was.
    """

    inside: bool = True
    """Whether the readers are the team, so that who is who may follow from everything there is."""
    numbers: dict[str, int] = field(default_factory=dict)
    """By file, the number of its line."""
    count: int = 0
    """How many lines there have been."""
    items: dict[str, Item] = field(default_factory=dict)
    """By file, its item as it could be read last."""
    refused: int = 0
    """How many versions had an id that was taken."""
    _versions: dict[str, Version] = field(default_factory=dict)
    """By file, what stands in it, also where it makes no item."""
    _waiting: set[str] = field(default_factory=set)
    """Files that cannot be read, or have an id that is taken."""
    _owners: dict[str, str] = field(default_factory=dict)
    """By folded id, the file that has it, whether or not it can be read."""
    _ids: dict[str, str] = field(default_factory=dict)
    """By file, the folded id that it has."""

    def begin(self, inside: str, version: Version, *, waits: bool = False) -> None:
        """A new line with a file, which `waits` where it cannot be read or the id of its item is taken."""
        if waits:
            self._wait(inside, self._new_line(), version, None)
        else:
            self._put(inside, self._new_line(), version)

    def version(self, inside: str) -> Version | None:
        """What stands in a file, where it is known."""
        return self._versions.get(inside)

    def rewrite_body(self, inside: str, blob: str) -> None:
        """Take in that a file says something else below the same facts."""
        self._versions[inside] = self._versions[inside]._replace(blob=blob)

    def is_read(self, inside: str) -> bool:
        """Whether a file stands for an item as it is now."""
        return inside in self.items and inside not in self._waiting

    def blob(self, inside: str) -> str | None:
        """What stands in the file of an item that can be read; nothing for others."""
        return self._versions[inside].blob if self.is_read(inside) else None

    def waiting_items(self) -> dict[str, Item]:
        """By file, the items that still stand for files that wait."""
        return {inside: self.items[inside] for inside in self._waiting if inside in self.items}

    def reread(self, load: Callable[[str, Head], Item | None]) -> list[Became]:
        """Read every file again: what cannot be read any more stays as it was, what can be read at last is new."""
        found: list[Became] = []
        late: dict[str, Version] = {}
        for inside, file in self._versions.items():
            if file.head is None:
                continue
            item = load(inside, file.head)
            self._versions[inside] = file._replace(item=item)
            if item is None:
                self._waiting.add(inside)
            elif inside in self._waiting:
                late[inside] = self._versions[inside]
            elif differ(self.items[inside], item):
                old, self.items[inside] = self.items[inside], item
                found.append(Became(self.numbers[inside], old, item, reread=True))
        return found + self.take(late, set(), {})

    def take(self, came: Mapping[str, Version], gone: set[str], moves: Mapping[str, Move]) -> list[Became]:
        """Take in what one step did to files: which are gone, and what stands in the others now."""
        came = dict(came)
        gone = {inside for inside in gone if inside in self.numbers}
        stay = {inside for inside, file in came.items() if inside in self.numbers and self._stays(inside, file)}
        if self.inside:
            stay -= self._twins(came)
        free = {self._ids[inside] for inside in (gone | came.keys()) - stay if inside in self._ids}
        heirs = {inside for inside in self._waiting - came.keys() - gone if self._wants(inside, free)}
        came |= {inside: self._versions[inside] for inside in heirs}
        heirs -= self.items.keys()
        old = [self._trace(inside) for inside in sorted(gone | (came.keys() & self.numbers.keys()) - stay - heirs)]
        new = [_trace(inside, file) for inside, file in sorted(came.items()) if inside not in stay]
        pairs = same(old, new, moves, self.inside) | {inside: inside for inside in stay}
        pairs |= {inside: inside for inside in heirs - pairs.keys()}
        return self._hand_on(came, old, pairs)

    def _hand_on(self, came: Mapping[str, Version], old: Iterable[Trace], pairs: Mapping[str, str]) -> list[Became]:
        """Give each file that came the line that it had, or that of the file it is paired with, or a new one."""
        places = {one.file for one in old} | (came.keys() & self.numbers.keys())
        numbers = {inside: self.numbers.pop(inside) for inside in places}
        items = {inside: item for inside in places if (item := self.items.pop(inside, None)) is not None}
        waited = self._waiting & places
        for inside in places:
            self._versions.pop(inside, None)
            self._waiting.discard(inside)
            if (id := self._ids.pop(inside, None)) is not None:
                del self._owners[id]
        found: list[Became] = []
        for inside in sorted(came, key=lambda inside: _claim(inside, came[inside], pairs, items)):
            was, file = pairs.get(inside), came[inside]
            before = items.get(was) if was is not None else None
            line = numbers[was] if was is not None else self._new_line()
            if file.item is None or fold(file.item.id) in self._owners:
                self.refused += file.item is not None and inside not in waited
                self._wait(inside, line, file, before)
                continue
            self._put(inside, line, file)
            if before is None or before.path != file.item.path or differ(before, file.item):
                found.append(Became(line, before, file.item, before.id if before and before.id != file.item.id else ""))
        left = sorted(items.keys() - set(pairs.values()))
        return found + [Became(numbers[inside], items[inside], None) for inside in left]

    def _wants(self, inside: str, free: set[str]) -> bool:
        """Whether a file waits for an id that may be free now."""
        item = self._versions[inside].item
        return item is not None and fold(item.id) in free

    def _stays(self, inside: str, file: Version) -> bool:
        """Whether a file that was there before is plainly the same item as before."""
        before, after = self._trace(inside), _trace(inside, file)
        return not after.title or (before.type, before.id, before.title) == (after.type, after.id, after.title)

    def _twins(self, came: Mapping[str, Version]) -> set[str]:
        """Changed files that share their title with another changed one, so that they may have changed places."""
        groups: dict[tuple[str, str], list[str]] = {}
        for inside, file in came.items():
            if file.item is not None and inside in self.items:
                groups.setdefault((file.item.type, file.item.title), []).append(inside)
        return {inside for group in groups.values() if len(group) > 1 for inside in group}

    def _trace(self, inside: str) -> Trace:
        file = self._versions[inside]
        return _trace(inside, file if file.head is not None else file._replace(item=self.items.get(inside)))

    def _new_line(self) -> int:
        self.count += 1
        return self.count - 1

    def _put(self, inside: str, line: int, file: Version) -> None:
        assert file.item is not None  # only what can be read is put
        self.numbers[inside], self._versions[inside], self.items[inside] = line, file, file.item
        self._own(inside, file.item.id)

    def _wait(self, inside: str, line: int, file: Version, before: Item | None) -> None:
        """Keep a file that says nothing yet: its item, where it had one, stays as it was."""
        self.numbers[inside], self._versions[inside] = line, file
        self._waiting.add(inside)
        self._own(inside, _trace(inside, file).id)
        if before is not None:
            self.items[inside] = before

    def _own(self, inside: str, id: str) -> None:
        if self._owners.setdefault(fold(id), inside) == inside:
            self._ids[inside] = fold(id)


def differ(before: Item, after: Item) -> bool:
    """Whether two versions differ in their facts; the body is no fact."""
    if type(before) is not type(after) or before.custom != after.custom:
        return True
    known = before.__dict__
    return any(known[name] != value for name, value in after.__dict__.items() if name not in READER_FIELDS)


def _claim(inside: str, file: Version, pairs: Mapping[str, str], items: Mapping[str, Item]) -> tuple[bool, bool, bool, str]:
    """Who gets an id that several files want: what can be read, the item that had it, the file that stayed, the first."""
    was = pairs.get(inside, "")
    had = items.get(was)
    return file.item is None, had is None or file.item is None or had.id != file.item.id, was != inside, inside


def _trace(inside: str, file: Version) -> Trace:
    return trace_of(inside, file.head) if file.head is not None or file.item is None else trace(file.item, inside)
