"""What was changed, so that it can be undone: kept with the user's own files, where no repository and nobody else reaches it."""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from pmsite import files
from pmsite.diagnostics import Span
from pmsite.editing.plan import FileChange, digest
from pmsite.messages import said
from pmsite.own import cache_folder, is_sealed, seal
from pmsite.read.files import read_bytes
from pmsite.read.limits import TABLE_BYTES
from pmsite.writing.refused import Refused, refused

_ENTRY = re.compile(r"([0-9]{8})\.(begun|done|undone)")
_KEPT = 50
_LARGEST = 1 << 28
"""Bytes of an entry."""


@dataclass(frozen=True)
class Entry:
    """One plan that was carried out, or undone."""

    path: Path
    changes: tuple[FileChange, ...]
    title: str = ""

    @property
    def name(self) -> str:
        """What it is called in the journal, whether it is done or undone."""
        return self.path.name.partition(".")[0]

    @property
    def when(self) -> datetime:
        """When it was noted, in local time."""
        return datetime.fromtimestamp(self.path.stat().st_mtime).astimezone()

    @property
    def before(self) -> Mapping[str, bytes | None]:
        """The files as they were."""
        return {change.inside: change.before for change in self.changes}

    @property
    def after(self) -> Mapping[str, bytes | None]:
        """The files as they were after it."""
        return {change.inside: change.after for change in self.changes}


class Journal:
    """The last changes of one workspace. What is not sealed by this user's own commands is not read."""

    def __init__(self, root: Path) -> None:
        """Raises OSError where the user has no folder to keep it in."""
        self._root = os.fsencode(os.path.realpath(root))
        self.folder = cache_folder() / "undo" / blake2b(self._root, digest_size=16).hexdigest()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def note(self, changes: Iterable[FileChange], title: str) -> Entry:
        """Note what is about to be done, as `begun`; what was undone before can be done again no more. Raises OSError."""
        numbers = [number for number, _ in self._names()]
        path = self.folder / f"{max(numbers, default=0) + 1:08}.begun"
        entry = Entry(path, tuple(changes), title)
        told = json.dumps({"title": title, "changes": [_as_data(change) for change in entry.changes]}).encode()
        files.write(path, [seal(b"undo", self._root, told).encode() + b"\n" + told], private=True, new=True)
        for number, state in self._names():
            if state == "undone" or number <= max(numbers, default=0) + 1 - _KEPT:
                (self.folder / f"{number:08}.{state}").unlink(missing_ok=True)
        return entry

    def settle(self) -> None:
        """Decide of what a command was killed at whether it was done: it was not where all files are as before it. Raises OSError."""
        for entry in self._entries(self._names(), "begun"):
            if are_as(Path(os.fsdecode(self._root)), entry.before):
                self.forget(entry)
            else:
                self.mark(entry, "done")

    def done(self) -> Iterator[Entry]:
        """What was done and not undone, the last first."""
        return self._entries(reversed(self._names()), "done")

    def last_done(self) -> Entry | None:
        """What was done last and not undone."""
        return next(self.done(), None)

    def first_undone(self) -> Entry | None:
        """What was undone last."""
        return next(self._entries(self._names(), "undone"), None)

    def mark(self, entry: Entry, state: str) -> None:
        """Note that something is `done`, or `undone`. Raises OSError."""
        os.replace(entry.path, entry.path.with_suffix(f".{state}"))

    def forget(self, entry: Entry) -> None:
        """Take out what never came to be."""
        entry.path.unlink(missing_ok=True)

    def _names(self) -> list[tuple[int, str]]:
        found = (_ENTRY.fullmatch(name) for name in os.listdir(self.folder))
        return sorted((int(name[1]), name[2]) for name in found if name)

    def _entries(self, names: Iterable[tuple[int, str]], state: str) -> Iterator[Entry]:
        paths = (self.folder / f"{number:08}.{found}" for number, found in names if found == state)
        return filter(None, map(self._read, paths))

    def _read(self, path: Path) -> Entry | None:
        try:
            sealed, _, told = read_bytes(str(path), _LARGEST).partition(b"\n")
            if not is_sealed(sealed.decode("ascii", "replace"), b"undo", self._root, told):
                return None
            found = json.loads(told)
            return Entry(path, tuple(_change(one) for one in found["changes"]), found["title"])
        except (OSError, binascii.Error):
            return None


def are_as(root: Path, files: Mapping[str, bytes | None]) -> bool:
    """Whether all of some files are just so."""
    return all(_digest_at(root / inside) == digest(content) for inside, content in files.items())


def changed_since(fault: Refused) -> Refused:
    """Why something is not put back, where that is what somebody wrote since."""
    if fault.diagnostic.code != "changed-meanwhile":
        return fault
    message = said("the file has been changed since, and that would be lost")
    return refused("changed-meanwhile", fault.diagnostic.span, message, said("change it back by hand, or with git"))


def so_already(prefix: str, title: str, state: str) -> Refused:
    """Why nothing is put back where the files are so by now: from here on the change before, or after, is the next."""
    name = f"`pmsite {title}`" if title else said("the last change")
    if state == "undone":
        message = said("{name} is not there any more: its files are as they were before it", name=name)
        return refused(
            "undone-already", Span(prefix), message, said("write `pmsite undo` once more to take back the change before it")
        )
    message = said("{name} is there already: its files are as they were after it", name=name)
    return refused("done-already", Span(prefix), message, said("write `pmsite undo --redo` once more for the change after it"))


def _digest_at(path: Path) -> str:
    try:
        return digest(read_bytes(str(path), TABLE_BYTES))
    except FileNotFoundError:
        return ""
    except OSError:
        return "?"


def _as_data(change: FileChange) -> dict[str, str | None]:
    return {
        "inside": change.inside,
        "before": _packed(change.before),
        "after": _packed(change.after),
        "came_from": change.came_from,
    }


def _change(data: Mapping[str, str | None]) -> FileChange:
    return FileChange(str(data["inside"]), _unpacked(data["before"]), _unpacked(data["after"]), str(data["came_from"]))


def _packed(content: bytes | None) -> str | None:
    return None if content is None else base64.b64encode(content).decode("ascii")


def _unpacked(packed: str | None) -> bytes | None:
    return None if packed is None else base64.b64decode(packed, validate=True)
