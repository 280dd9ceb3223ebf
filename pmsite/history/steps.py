"""A history step by step: at each revision, which items became what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pmsite.diagnostics import Report
from pmsite.history.contents import language_of
from pmsite.history.git import NoHistory
from pmsite.history.identity import Move, likeness
from pmsite.history.lines import Became, Lines, Version, differ
from pmsite.history.log import NOTHING, Edit, Revision, is_read
from pmsite.history.read import History
from pmsite.history.revision import Then
from pmsite.history.store import Head
from pmsite.model.item import Item
from pmsite.model.load import load_item, type_of
from pmsite.model.load_settings import load_settings
from pmsite.model.product import Product
from pmsite.model.settings import Settings
from pmsite.read.limits import MARKDOWN_BYTES
from pmsite.read.record import Record
from pmsite.read.workspace import SETTINGS

_MOST = 400
"""Pairs of moved files that are not committed yet of which the texts are compared."""


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


def _nowhere(inside: str) -> bool:
    return False


@dataclass(slots=True)
class Steps:
    """Walks through a history, and keeps the lines of its items."""

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
    marks: dict[str, Mark] = field(default_factory=dict)
    lines: Lines = field(init=False)
    _began: Settings | None = None
    _faulty: int = 0

    def __post_init__(self) -> None:
        self.lines = Lines(self.inside)

    @property
    def unread(self) -> int:
        """How many versions could not be read, or had an id that was taken."""
        return self._faulty + self.lines.refused

    def begin(self, then: Then) -> dict[int, str]:
        """Start from the product of another moment; gives its ids by line."""
        self._began = then.product.settings
        for item in then.product.items.values():
            inside = self.relative(item.path)
            self.lines.begin(inside, Version(then.heads.get(inside), item, then.blobs.get(inside, NOTHING)))
        for inside in map(self.relative, sorted(then.unread)):
            if inside not in self.lines.numbers and inside != SETTINGS and is_read(inside) and not language_of(inside):
                head = then.heads.get(inside)
                rival = self._load(inside, head, then.product.settings)
                self.lines.begin(inside, Version(head, rival), waits=True)
        return {self.lines.numbers[self.relative(item.path)]: id for id, item in then.product.items.items()}

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
                self.marks[revision.commit] = Mark(dict(self.lines.numbers), self.lines.waiting_items())
        reread = self._reread(now, settings)
        last = _joined(reread, self._uncommitted())
        newest = max([self.product.today, *(revision.day for revision in self.history.revisions[-1:])])
        same_language = {"language": settings.language}  # a site's is another one
        known = now.model_copy(update=same_language) if self.history.revisions else None
        yield Step(newest, settings, last, known, committed=False)

    def relative(self, path: str) -> str:
        """The path of a file in the workspace."""
        return path.removeprefix(f"{self.prefix}/")

    def _settings(self, blob: str) -> Settings | None:
        data = self.history.heads.get(blob)
        found = load_settings(Record(SETTINGS, SETTINGS, data, ""), Report()) if data else None
        self._faulty += found is None
        return found

    def _load(self, inside: str, head: Head, settings: Settings) -> Item | None:
        return load_item(Record(f"{self.prefix}/{inside}", inside, head, ""), settings, Report()) if head is not None else None

    def _reread(self, before: Settings, now: Settings) -> list[Became]:
        """Every file with other settings."""
        return [] if _reading(before) == _reading(now) else self.lines.reread(lambda inside, head: self._load(inside, head, now))

    def _edited(self, revision: Revision, settings: Settings) -> list[Became]:
        came: dict[str, Version] = {}
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
            known = self.lines.version(edit.inside)
            if known is not None and head is not None and known.head == head:
                self.lines.rewrite_body(edit.inside, edit.blob)
                continue
            item = self._load(edit.inside, head, settings)
            self._faulty += item is None
            came[edit.inside] = Version(head, item, edit.blob)
        return self.lines.take(came, gone - came.keys(), moves)

    def _is_item(self, edit: Edit, head: Head) -> bool:
        if edit.blob == NOTHING or not is_read(edit.inside) or language_of(edit.inside):
            return False
        return type_of(edit.inside) is not None or (head is not None and "type" in head)

    def _uncommitted(self) -> list[Became]:
        current = {self.relative(item.path): item for item in self.product.items.values()}
        gone = {inside for inside in self.lines.numbers if inside not in current and not self.is_there(inside)}
        came = {
            inside: Version(None, item)
            for inside, item in current.items()
            if not self.lines.is_read(inside) or differ(self.lines.items[inside], item)
        }
        return self.lines.take(came, gone, self._moved(gone, came))

    def _moved(self, gone: set[str], came: Mapping[str, Version]) -> dict[str, Move]:
        """The moves of files that git does not know of yet: for each new file the one that it is most like."""
        new = [inside for inside in came if inside not in self.lines.numbers]
        old = {inside: known.blob for inside in gone if (known := self.lines.version(inside)) is not None and known.blob}
        if not new or not old or len(new) * len(old) > _MOST:
            return {}
        before = self._texts(old)
        moves = {}
        for inside in new:
            text = _bytes(self.history.repository.top / self.history.repository.prefix / inside)
            found = [Move(was, likeness(data, text)) for was, data in before.items()] if text is not None else []
            if found:
                moves[inside] = max(found, key=lambda move: (move.likeness, move.was))
        return moves

    def _texts(self, blobs: Mapping[str, str]) -> dict[str, bytes]:
        with suppress(NoHistory, OSError):
            data = dict(self.history.repository.blobs(sorted(set(blobs.values())), MARKDOWN_BYTES))
            return {inside: text for inside, blob in sorted(blobs.items()) if (text := data.get(blob)) is not None}
        return {}


def _joined(reread: list[Became], edited: list[Became]) -> tuple[Became, ...]:
    """What became of items by other settings and by edits of their files, each told once, from what it was before both."""
    before = {one.line: one.before for one in reread}
    touched = {one.line for one in edited}
    whole = (one._replace(before=before.get(one.line, one.before)) for one in edited)
    return (*(one for one in reread if one.line not in touched), *whole)


def _reading(settings: Settings) -> tuple[object, ...]:
    """What of the settings decides how a file is read."""
    audiences = {name: audience.fields for name, audience in settings.audiences.items()}
    return settings.fiscal_year_starts, settings.statuses, settings.change_kinds, settings.fields, audiences


def _bytes(path: Path) -> bytes | None:
    with suppress(OSError):
        return path.read_bytes()
    return None
