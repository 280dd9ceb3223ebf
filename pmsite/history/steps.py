"""A history step by step: at each revision, which items became what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pmsite.diagnostics import Report
from pmsite.history.contents import language_of
from pmsite.history.git import NoHistory
from pmsite.history.identity import Move, Trace, likeness, same, trace, trace_of
from pmsite.history.log import NOTHING, Edit, Revision, is_read
from pmsite.history.read import History
from pmsite.history.revision import Then
from pmsite.history.store import Head
from pmsite.model.item import READER_FIELDS, Item
from pmsite.model.load import load_item, type_of
from pmsite.model.load_settings import load_settings
from pmsite.model.product import Product, Words
from pmsite.model.settings import Settings
from pmsite.read.limits import MARKDOWN_BYTES
from pmsite.read.names import fold
from pmsite.read.record import Record
from pmsite.read.workspace import SETTINGS

_MOST = 400
"""Pairs of moved files that are not committed yet of which the texts are compared."""


class Became(NamedTuple):
    """One item at one step. `line` names it across all steps, also when its file moves or its id changes."""

    line: int
    before: Item | None
    after: Item | None
    was: str = ""
    """The id that it had before, where it has another one now."""
    reread: bool = False
    """Whether its file stayed as it was, and only the settings give it another meaning."""
    words: tuple[Words, Words] = (MappingProxyType({}), MappingProxyType({}))
    """Before and after, its words in other languages."""


@dataclass(frozen=True, slots=True)
class Step:
    """One revision: its day, the settings that held, and what became of the items that it touched; last what is not committed yet."""

    day: date
    settings: Settings
    became: tuple[Became, ...]
    before: Settings | None = None
    """The settings that held before, of which the history knows."""
    committed: bool = True
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment in a history: by file its line, and the items that files still stand for which could not be read by then."""

    lines: Mapping[str, int]
    carried: Mapping[str, Item]


class _Version(NamedTuple):
    """A file as a step leaves it: its facts, and its item where they make one."""

    head: Head
    item: Item | None
    blob: str = NOTHING


def _nowhere(inside: str) -> bool:
    return False


@dataclass(slots=True)
class Steps:
    """Walks through a history.

    Nothing is concluded from a version that cannot be read, nor from a second file with an id that is taken: its item stays as it was.
    `unread` counts such versions.
    """

    history: History
    product: Product
    """As it is today: what lies in the work tree is the last step where it is not committed."""
    prefix: str
    is_there: Callable[[str], bool] = _nowhere
    """Whether a file of today that is no item of the product is there, and only cannot be read."""
    inside: bool = True
    """Whether the readers are the team, so that who is who may follow from everything there is."""
    wanted: Collection[str] = ()
    """Commits of which a mark is kept."""
    unread: int = 0
    lines: dict[str, int] = field(default_factory=dict)
    """By file, the name of its item across all steps."""
    marks: dict[str, Mark] = field(default_factory=dict)
    count: int = 0
    """How many items there have been."""
    items: dict[str, Item] = field(default_factory=dict)
    """By file, its item as it could be read last."""
    _began: Settings | None = None
    _files: dict[str, _Version] = field(default_factory=dict)
    """By file, what stands in it, also where it makes no item."""
    _waiting: set[str] = field(default_factory=set)
    """Files that cannot be read, or have an id that is taken."""
    _owners: dict[str, str] = field(default_factory=dict)
    """By folded id, the file that has it, whether or not it can be read."""
    _ids: dict[str, str] = field(default_factory=dict)
    """By file, the folded id that it has."""

    def begin(self, then: Then) -> dict[int, str]:
        """Start from the product of another moment; gives its ids by line."""
        self._began = then.product.settings
        for item in then.product.items.values():
            inside = self.place(item.path)
            self._put(inside, self._new_line(), _Version(then.heads.get(inside), item, then.blobs.get(inside, NOTHING)))
        for inside in map(self.place, sorted(then.unread)):
            if inside not in self.lines and inside != SETTINGS and is_read(inside) and not language_of(inside):
                head = then.heads.get(inside)
                rival = self._load(inside, head, then.product.settings)  # it waits for its id
                self._wait(inside, self._new_line(), _Version(head, rival), None)
        return {self.lines[self.place(item.path)]: id for id, item in then.product.items.items()}

    def __iter__(self) -> Iterator[Step]:
        settings = self.product.settings
        found = (self._settings(e.blob) for r in self.history.revisions for e in r.edits if e.inside == SETTINGS)
        now = self._began or next((one for one in found if one), None) or settings
        is_first = self._began is None
        for revision in self.history.revisions:
            before = now
            for edit in revision.edits:
                if edit.inside == SETTINGS and edit.blob:
                    now = self._settings(edit.blob) or now
            reread = self._reread(before, now)
            became = _joined(reread, self._edited(revision, now))
            yield Step(revision.day, now, became, None if is_first else before, edits=revision.edits)
            is_first = False
            if revision.commit in self.wanted:
                carried = {inside: self.items[inside] for inside in self._waiting if inside in self.items}
                self.marks[revision.commit] = Mark(dict(self.lines), carried)
        reread = self._reread(now, settings)
        last = _joined(reread, self._uncommitted())
        newest = max([self.product.today, *(revision.day for revision in self.history.revisions[-1:])])
        known = (
            now.model_copy(update={"language": settings.language}) if self.history.revisions else None
        )  # a site's is another one
        yield Step(newest, settings, last, known, committed=False)

    def place(self, path: str) -> str:
        """A file's place in the workspace."""
        return path.removeprefix(f"{self.prefix}/")

    def blob(self, inside: str) -> str | None:
        """What stands in the file of an item that can be read; nothing for others."""
        return self._files[inside].blob if inside in self.items and inside not in self._waiting else None

    def _settings(self, blob: str) -> Settings | None:
        data = self.history.heads.get(blob)
        found = load_settings(Record(SETTINGS, SETTINGS, data, ""), Report()) if data else None
        self.unread += found is None
        return found

    def _load(self, inside: str, head: Head, settings: Settings) -> Item | None:
        return load_item(Record(f"{self.prefix}/{inside}", inside, head, ""), settings, Report()) if head is not None else None

    def _reread(self, before: Settings, now: Settings) -> list[Became]:
        """Every file with other settings: what cannot be read any more stays as it was, what can be read at last is new."""
        if _reading(before) == _reading(now):
            return []
        found: list[Became] = []
        late: dict[str, _Version] = {}
        for inside, file in self._files.items():
            if file.head is None:
                continue
            item = self._load(inside, file.head, now)
            self._files[inside] = file._replace(item=item)
            if item is None:
                self._waiting.add(inside)
            elif inside in self._waiting:
                late[inside] = self._files[inside]
            elif differ(self.items[inside], item):
                old, self.items[inside] = self.items[inside], item
                found.append(Became(self.lines[inside], old, item, reread=True))
        return found + self._take(late, set(), {})

    def _edited(self, revision: Revision, settings: Settings) -> list[Became]:
        came: dict[str, _Version] = {}
        gone: set[str] = set()
        moves: dict[str, Move] = {}
        for edit in revision.edits:
            if edit.inside == SETTINGS:
                continue
            if edit.was:
                gone.add(edit.was)
                moves[edit.inside] = Move(edit.was, edit.likeness)
            head = self.history.heads.get(edit.blob) if edit.blob else None
            if not self._is_item(edit, head):
                gone.add(edit.inside)
                continue
            known = self._files.get(edit.inside)
            if known is not None and head is not None and known.head == head:
                self._files[edit.inside] = known._replace(blob=edit.blob)  # the body alone changed
                continue
            item = self._load(edit.inside, head, settings)
            self.unread += item is None
            came[edit.inside] = _Version(head, item, edit.blob)
        return self._take(came, gone - came.keys(), moves)

    def _is_item(self, edit: Edit, head: Head) -> bool:
        if edit.blob == NOTHING or not is_read(edit.inside) or language_of(edit.inside):
            return False
        return type_of(edit.inside) is not None or (head is not None and "type" in head)

    def _uncommitted(self) -> list[Became]:
        current = {self.place(item.path): item for item in self.product.items.values()}
        gone = {inside for inside in self.lines if inside not in current and not self.is_there(inside)}
        came = {
            inside: _Version(None, item)
            for inside, item in current.items()
            if inside not in self.items or inside in self._waiting or differ(self.items[inside], item)
        }
        return self._take(came, gone, self._moved(gone, came))

    def _moved(self, gone: set[str], came: Mapping[str, _Version]) -> dict[str, Move]:
        """The moves of files that git does not know of yet: for each new file the one that it is most like."""
        new = [inside for inside in came if inside not in self.lines]
        old = [inside for inside in gone if self._files.get(inside, _Version(None, None)).blob]
        if not new or not old or len(new) * len(old) > _MOST:
            return {}
        before = self._blobs(old)
        moves = {}
        for inside in new:
            text = _bytes(self.history.repository.top / self.history.repository.prefix / inside)
            found = [Move(was, likeness(data, text)) for was, data in before.items()] if text is not None else []
            if found:
                moves[inside] = max(found, key=lambda move: (move.likeness, move.was))
        return moves

    def _blobs(self, places: Iterable[str]) -> dict[str, bytes]:
        names = {inside: self._files[inside].blob for inside in places}
        with suppress(NoHistory, OSError):
            data = dict(self.history.repository.blobs(sorted(set(names.values())), MARKDOWN_BYTES))
            return {inside: text for inside, name in sorted(names.items()) if (text := data.get(name)) is not None}
        return {}

    def _take(self, came: Mapping[str, _Version], gone: set[str], moves: Mapping[str, Move]) -> list[Became]:
        """Take in what one step did to files: which are gone, and what stands in the others now."""
        came = dict(came)
        gone = {inside for inside in gone if inside in self.lines}
        stay = {inside for inside, file in came.items() if inside in self.lines and self._stays(inside, file)}
        if self.inside:
            stay -= self._twins(came)
        free = {self._ids[inside] for inside in (gone | came.keys()) - stay if inside in self._ids}
        heirs = {inside for inside in self._waiting - came.keys() - gone if self._wants(inside, free)}
        came |= {inside: self._files[inside] for inside in heirs}
        heirs -= self.items.keys()
        old = [self._trace(inside) for inside in sorted(gone | (came.keys() & self.lines.keys()) - stay - heirs)]
        new = [_trace(inside, file) for inside, file in sorted(came.items()) if inside not in stay]
        pairs = same(old, new, moves, self.inside) | {inside: inside for inside in stay}
        pairs |= {inside: inside for inside in heirs - pairs.keys()}
        return self._place(came, old, pairs)

    def _place(self, came: Mapping[str, _Version], old: Iterable[Trace], pairs: Mapping[str, str]) -> list[Became]:
        places = {one.place for one in old} | (came.keys() & self.lines.keys())
        lines = {inside: self.lines.pop(inside) for inside in places}
        items = {inside: item for inside in places if (item := self.items.pop(inside, None)) is not None}
        waited = self._waiting & places
        for inside in places:
            self._files.pop(inside, None)
            self._waiting.discard(inside)
            if (id := self._ids.pop(inside, None)) is not None:
                del self._owners[id]
        found: list[Became] = []
        for inside in sorted(came, key=lambda inside: _claim(inside, came[inside], pairs, items)):
            was, file = pairs.get(inside), came[inside]
            before = items.get(was) if was is not None else None
            line = lines[was] if was is not None else self._new_line()
            if file.item is None or fold(file.item.id) in self._owners:
                self.unread += file.item is not None and inside not in waited
                self._wait(inside, line, file, before)
                continue
            self._put(inside, line, file)
            if before is None or before.path != file.item.path or differ(before, file.item):
                found.append(Became(line, before, file.item, before.id if before and before.id != file.item.id else ""))
        left = sorted(items.keys() - set(pairs.values()))
        return found + [Became(lines[inside], items[inside], None) for inside in left]

    def _wants(self, inside: str, free: set[str]) -> bool:
        """Whether a file waits for an id that may be free now."""
        item = self._files[inside].item
        return item is not None and fold(item.id) in free

    def _stays(self, inside: str, file: _Version) -> bool:
        """Whether a file that was there before is plainly the same item as before."""
        before, after = self._trace(inside), _trace(inside, file)
        return not after.title or (before.type, before.id, before.title) == (after.type, after.id, after.title)

    def _twins(self, came: Mapping[str, _Version]) -> set[str]:
        """Changed files that share their title with another changed one, so that they may have changed places."""
        groups: dict[tuple[str, str], list[str]] = {}
        for inside, file in came.items():
            if file.item is not None and inside in self.items:
                groups.setdefault((file.item.type, file.item.title), []).append(inside)
        return {inside for group in groups.values() if len(group) > 1 for inside in group}

    def _trace(self, inside: str) -> Trace:
        file = self._files[inside]
        return _trace(inside, file if file.head is not None else file._replace(item=self.items.get(inside)))

    def _new_line(self) -> int:
        self.count += 1
        return self.count - 1

    def _put(self, inside: str, line: int, file: _Version) -> None:
        assert file.item is not None  # only what can be read is put
        self.lines[inside], self._files[inside], self.items[inside] = line, file, file.item
        self._own(inside, file.item.id)

    def _wait(self, inside: str, line: int, file: _Version, before: Item | None) -> None:
        """Keep a file that says nothing yet: its item, where it had one, stays as it was."""
        self.lines[inside], self._files[inside] = line, file
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


def _joined(reread: list[Became], edited: list[Became]) -> tuple[Became, ...]:
    """What became of items by other settings and by edits of their files, each told once, from what it was before both."""
    before = {one.line: one.before for one in reread}
    touched = {one.line for one in edited}
    whole = (one._replace(before=before.get(one.line, one.before)) for one in edited)
    return (*(one for one in reread if one.line not in touched), *whole)


def _claim(inside: str, file: _Version, pairs: Mapping[str, str], items: Mapping[str, Item]) -> tuple[bool, bool, bool, str]:
    """Who gets an id that several files want: what can be read, the item that had it, the file that stayed, the first."""
    was = pairs.get(inside, "")
    had = items.get(was)
    return file.item is None, had is None or file.item is None or had.id != file.item.id, was != inside, inside


def _reading(settings: Settings) -> tuple[object, ...]:
    """What of the settings decides how a file is read."""
    audiences = {name: audience.fields for name, audience in settings.audiences.items()}
    return settings.fiscal_year_starts, settings.statuses, settings.change_kinds, settings.fields, audiences


def _trace(inside: str, file: _Version) -> Trace:
    return trace_of(inside, file.head) if file.head is not None or file.item is None else trace(file.item, inside)


def _bytes(path: Path) -> bytes | None:
    with suppress(OSError):
        return path.read_bytes()
    return None
