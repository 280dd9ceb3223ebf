"""A history step by step: at each revision, which items became what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from pmsite.diagnostics import Report
from pmsite.history.log import NOTHING, Edit
from pmsite.history.read import History
from pmsite.history.store import Head
from pmsite.model.item import READER_FIELDS, Item
from pmsite.model.load import load_item, load_settings, type_of
from pmsite.model.product import Product
from pmsite.read.record import Record
from pmsite.read.workspace import SETTINGS
from pmsite.settings import LANGUAGES, Settings

SAME = 90
"""Hundredths of a file that must be as before to take a moved file with another title for the same item."""


class Became(NamedTuple):
    """One item at one step. `line` names it across all steps, also when its file moves or its id changes."""

    line: int
    before: Item | None
    after: Item | None


@dataclass(frozen=True, slots=True)
class Step:
    """One revision: its day, the settings that held, every item as it was then, and what became of the items that it touched."""

    day: date
    settings: Settings
    items: Mapping[str, Item]
    """By file; the same mapping at every step, which the next one changes."""
    became: tuple[Became, ...]
    committed: bool = True


@dataclass(slots=True)
class Steps:
    """Walks through a history. `unread` counts versions with faults, which are passed over as if nobody had written them."""

    history: History
    product: Product
    """As it is today: what lies in the work tree is the last step where it is not committed."""
    prefix: str
    unread: int = 0
    lines: dict[str, int] = field(default_factory=dict)
    """By file, the name of its item across all steps."""
    count: int = 0
    """How many items there have been."""

    def __iter__(self) -> Iterator[Step]:
        settings = self.product.settings
        first = next((self._settings(e.blob) for r in self.history.revisions for e in r.edits if e.inside == SETTINGS), None)
        now = first or settings
        items: dict[str, Item] = {}
        heads: dict[str, Head] = {}
        for revision in self.history.revisions:
            for edit in revision.edits:
                if edit.inside == SETTINGS and edit.blob:
                    now = self._settings(edit.blob) or now
            edits = [edit for edit in _moves_first(revision.edits) if edit.inside != SETTINGS]
            became = [found for edit in edits for found in self._became(edit, now, items, heads)]
            yield Step(revision.day, now, items, self._with_other_places(became))
        last = self._with_other_places(list(self._uncommitted(items)))
        if last:
            newest = max([self.product.today, *(revision.day for revision in self.history.revisions[-1:])])
            yield Step(newest, settings, items, last, committed=False)

    def _settings(self, blob: str) -> Settings | None:
        data = self.history.heads.get(blob)
        found = load_settings(Record(SETTINGS, SETTINGS, data, ""), Report()) if data else None
        self.unread += found is None
        return found

    def _became(self, edit: Edit, settings: Settings, items: dict[str, Item], heads: dict[str, Head]) -> Iterator[Became]:
        head = self.history.heads.get(edit.blob) if edit.blob else None
        if edit.blob and head is not None and heads.get(edit.inside) == head and edit.inside in items:
            return  # the body alone changed
        after = self._item(edit, head, settings)
        if after is None and edit.blob:
            return
        heads[edit.inside] = head
        before = items.get(edit.inside)
        if edit.was in items and after is not None:
            moved = items[edit.was]
            if before is None and _is_same(moved, after, edit.likeness):
                before = moved
                self.lines[edit.inside] = self.lines.pop(edit.was)
            else:
                yield Became(self.lines.pop(edit.was), moved, None)
            del items[edit.was]
        if after is None:
            if before is not None:
                del items[edit.inside]
                yield Became(self.lines.pop(edit.inside), before, None)
            return
        items[edit.inside] = after
        yield Became(self._line(edit.inside, before), before, after)

    def _line(self, inside: str, before: Item | None) -> int:
        if before is None or inside not in self.lines:
            self.lines[inside] = self.count
            self.count += 1
        return self.lines[inside]

    def _with_other_places(self, became: list[Became]) -> tuple[Became, ...]:
        """The same, with an item that is gone from one file and new in another under its old id told as one that stayed."""
        gone = {(found.before.type, found.before.id): found for found in became if found.before and found.after is None}
        kept: list[Became] = []
        for found in became:
            old = gone.pop((found.after.type, found.after.id), None) if found.after and found.before is None else None
            if old is not None and found.after is not None:
                self.lines[found.after.path.removeprefix(f"{self.prefix}/")] = old.line
                kept.append(Became(old.line, old.before, found.after))
            elif found.after is not None:
                kept.append(found)
        return (*kept, *gone.values())

    def _item(self, edit: Edit, head: Head, settings: Settings) -> Item | None:
        if edit.blob == NOTHING or _is_translation(edit.inside):
            return None
        if type_of(edit.inside) is None and (head is None or "type" not in head):
            return None
        item = None
        if head is not None:
            path = f"{self.prefix}/{edit.inside}"
            item = load_item(Record(path, edit.inside, head, ""), settings, Report())
        self.unread += item is None
        return item

    def _uncommitted(self, items: dict[str, Item]) -> Iterator[Became]:
        current = {item.path.removeprefix(f"{self.prefix}/"): item for item in self.product.items.values()}
        for inside in [inside for inside in items if inside not in current]:
            yield Became(self.lines[inside], items.pop(inside), None)
        for inside, item in current.items():
            before = items.get(inside)
            if before is None or differ(before, item):
                items[inside] = item
                yield Became(self._line(inside, before), before, item)


def differ(before: Item, after: Item) -> bool:
    """Whether two versions differ in their facts; the body is no fact."""
    if type(before) is not type(after) or before.custom != after.custom:
        return True
    known = before.__dict__
    return any(known[name] != value for name, value in after.__dict__.items() if name not in READER_FIELDS)


def _is_same(before: Item, after: Item, likeness: int) -> bool:
    return before.type == after.type and (before.title == after.title or likeness >= SAME)


def _is_translation(inside: str) -> bool:
    stem, _, suffix = inside.rpartition("/")[2].removesuffix(".md").rpartition(".")
    return bool(stem) and suffix in LANGUAGES


def _moves_first(edits: tuple[Edit, ...]) -> list[Edit]:
    return sorted(edits, key=lambda edit: not edit.was)
