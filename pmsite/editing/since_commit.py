"""What is different from the last commit, as `pmsite diff` tells it, for each item and each file that belongs to none."""

from __future__ import annotations

import hashlib
import posixpath
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pmsite.comparison.compare import Comparison, Earlier, against, earlier
from pmsite.comparison.phrases import Phrases
from pmsite.comparison.sections import Section, sections, summary
from pmsite.diagnostics import Diagnostic
from pmsite.editing.commit import WorkTree
from pmsite.editing.plan import digest
from pmsite.history.contents import original
from pmsite.history.git import NoHistory
from pmsite.model.item import Item
from pmsite.read.files import read_bytes
from pmsite.wording.differences import Teller
from pmsite.workspace import Workspace

_LARGEST = 1 << 28


@dataclass(frozen=True, slots=True)
class Reads:
    """What some readers will read of an item. `grave` is what they see of what was hidden from them, which cannot be taken back."""

    who: str
    told: str
    grave: str = ""


@dataclass(frozen=True, slots=True)
class ChangedItem:
    """One item, or one file that belongs to none, that is not as in the last commit."""

    key: str
    """Its id, or the file's place."""
    title: str
    type: str
    """Nothing for a file that belongs to no item."""
    how: str
    """`new`, `changed`, `gone`, or `renamed`."""
    files: tuple[str, ...]
    """By their places in the workspace, those that belong to it and are not as they were."""
    was: str = ""
    """Its id in the last commit, where that was another one."""
    told: tuple[str, ...] = ()
    """What changed, in sentences; nothing where only the way it is written did."""
    readers: tuple[Reads, ...] = ()
    faults: tuple[Diagnostic, ...] = ()
    """What is newly wrong in its files."""


@dataclass(frozen=True, slots=True)
class SinceCommit:
    """All that is different."""

    items: tuple[ChangedItem, ...]
    follows: tuple[ChangedItem, ...]
    """What that does to others, whose files are as they were."""
    summary: str
    notes: tuple[str, ...]
    seen: str
    """What tells these changes from any others."""
    earlier: Earlier | None = None
    """The last commit; nothing where it has no plan that can be read."""


@dataclass(slots=True)
class Comparing:
    """Compares a workspace with its last commit again and again, reading each commit once."""

    tree: WorkTree
    today: date
    _earlier: Earlier | None = field(default=None, init=False)

    def changes(self, workspace: Workspace, head: str, language: str) -> SinceCommit:
        """What is different. Raises Unable."""
        files = self.tree.changed()
        seen = marked(workspace.root, head, files)
        try:
            before = self._at(workspace, head)
            found = against(before, head, workspace)
        except NoHistory as fault:
            return SinceCommit(_by_file(files), (), "", (str(fault),), seen)
        teller = Teller(language, found.after.settings, found.titles)
        parts = sections(found, teller)
        return SinceCommit(*_by_item(found, files, parts, teller), summary(parts, teller), found.notes, seen, before)

    def _at(self, workspace: Workspace, head: str) -> Earlier:
        if self._earlier is None or self._earlier.commit != head:
            self._earlier = earlier(workspace.root, workspace.prefix, self.today, head)
        return self._earlier


def marked(root: Path, head: str, files: Mapping[str, str]) -> str:
    """What tells these changes of these files since this commit from any others."""
    told = "".join(f"{inside}\0{digest(_content(root / inside))}\0" for inside in files)
    return hashlib.sha256(f"{head}\0{told}".encode("utf-8", "surrogateescape")).hexdigest()


def _content(path: Path) -> bytes | None:
    try:
        return read_bytes(str(path), _LARGEST)
    except OSError:
        return None


def count(files: Mapping[str, str]) -> int:
    """How many items have changed files, as far as names tell; less exact than the list, and found without reading the plan."""
    items = {original(inside) for inside in files if inside.endswith((".md", ".csv"))}
    folders = {posixpath.dirname(inside) for inside in items}
    others = [inside for inside in files if not inside.endswith((".md", ".csv")) and posixpath.dirname(inside) not in folders]
    return len(items) + len(others)


def _by_file(files: Mapping[str, str]) -> tuple[ChangedItem, ...]:
    """What changed, where nothing can be compared."""
    return tuple(ChangedItem(inside, inside, "", how, (inside,)) for inside, how in files.items())


def _by_item(
    found: Comparison, files: Mapping[str, str], parts: Sequence[Section], teller: Teller
) -> tuple[tuple[ChangedItem, ...], tuple[ChangedItem, ...]]:
    """What changed, and what that does to others."""
    owners, phrases = _Owners(found), Phrases(teller)
    by_key: dict[str, list[str]] = {}
    for inside in files:
        by_key.setdefault(owners.key(inside), []).append(inside)
    told: dict[str, list[str]] = defaultdict(list)
    readers: dict[str, list[Reads]] = defaultdict(list)
    for section in parts:
        who = phrases.readers(section.readers) if section.readers else ""
        for line in section.lines:
            key = line.id if line.id or not line.path else owners.key(owners.inside(line.path))
            if who:
                readers[key].append(Reads(who, line.sentence, line.grave))
            elif not line.line:  # what is at a line is a fault
                told[key] += [text for text in (line.sentence, *line.points) if text]
    faults = owners.faults({(line.path, line.line, line.group) for section in parts for line in section.lines if line.line})
    keys = dict.fromkeys([*by_key, *told, *readers, *faults])
    made = [
        replace(
            owners.item(key, by_key.get(key, ()), files),
            told=tuple(told[key]), readers=tuple(readers[key]), faults=faults.get(key, ()),
        )
        for key in keys
    ]  # fmt: skip
    made.sort(key=lambda one: (not one.type, one.type, one.title, one.key))
    return tuple(one for one in made if one.files), tuple(one for one in made if not one.files)


class _Owners:
    """Which item a file belongs to."""

    def __init__(self, found: Comparison) -> None:
        self._found = found
        self._prefix = found.settings.rpartition("/")[0]
        self._was = {changed.item.id: changed.was for changed in found.diff.changed if changed.was}
        sides = (found.before.items, found.after.items)
        self._by_path = {self.inside(item.path): id for side in sides for id, item in side.items()}
        self._pictures = {
            one.part[0]: changed.item.id
            for changed in found.diff.changed
            for one in changed.differences
            if one.field == "files" and one.part
        }

    def inside(self, path: str) -> str:
        """The place in the workspace of a file as messages show it."""
        return path.removeprefix(f"{self._prefix}/")

    def key(self, inside: str) -> str:
        """The id of the item that a file belongs to, or its own place."""
        return self._by_path.get(inside) or self._by_path.get(original(inside)) or self._pictures.get(inside) or inside

    def item(self, key: str, files: Sequence[str], hows: Mapping[str, str]) -> ChangedItem:
        """An item as it changed, and nothing yet of what is told of it."""
        now, was = self._found.after.items.get(key), self._found.before.items.get(key)
        item = now or was
        if item is None:
            return ChangedItem(key, key, "", hows.get(key, "changed"), tuple(files))
        old = self._was.get(key, "")
        return ChangedItem(key, item.title, item.type, self._how(now, was, old, files, hows), tuple(files), old)

    def _how(self, now: Item | None, was: Item | None, old: str, files: Sequence[str], hows: Mapping[str, str]) -> str:
        if now is not None and was is not None:
            return "renamed" if old or now.path != was.path else "changed"
        paths = {self.inside(item.path) for item in (now, was) if item is not None}
        return next((hows[inside] for inside in files if inside in paths), "changed")

    def faults(self, told: Collection[tuple[str, int, str]]) -> Mapping[str, tuple[Diagnostic, ...]]:
        """By item, what is newly wrong in its files, of which lines of sections tell: without what follows from a moved date."""
        by_key: dict[str, tuple[Diagnostic, ...]] = {}
        found = (one for one in self._found.faults if (one.span.path, one.span.line, one.code) in told)
        for fault in (*filter(None, self._found.unread.values()), *found):
            key = self.key(self.inside(fault.span.path))
            by_key[key] = (*by_key.get(key, ()), fault)
        return by_key
