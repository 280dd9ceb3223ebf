"""Files that cannot be read: what they are called and name all the same, so that nothing else is blamed for their faults."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pmsite.read.files import read_start
from pmsite.read.limits import MARKDOWN_BYTES

_ITEM = re.compile(r"\.(?:md|markdown|mdx|txt|csv)\Z", re.IGNORECASE)
_ID = re.compile(r"^id[ \t]*:[ \t]*[\[\"']*([\w.~-]+)", re.MULTILINE)
_WORD = re.compile(r"[^\W_][\w.~-]*")


class Unread(NamedTuple):
    """A file of a workspace, or a folder, that cannot be read."""

    path: str
    """As messages show it."""
    ids: frozenset[str] = frozenset()
    """What other items may call it by."""
    words: frozenset[str] | None = frozenset()
    """The words in it, as far as they can be made out; nothing is known where there are None."""
    is_folder: bool = False


def as_item(path: str) -> str:
    """The path that a file would have as an item, however its ending is written."""
    return re.sub(r"\.(?:md|markdown|mdx|txt)\Z", ".md", path, flags=re.IGNORECASE)


def look(root: Path, prefix: str, path: str, over: Mapping[str, bytes | None] = MappingProxyType({})) -> Unread:
    """What a file that cannot be read is called, and the words in it. `over` is looked at in place of what stands on the disk."""
    inside = path.removeprefix(prefix).removeprefix("/")
    place = os.path.join(root, inside)
    name = inside.rpartition("/")[2]
    ending = _ITEM.search(name)
    if ending is None:
        return Unread(path, is_folder=not inside or os.path.isdir(place))
    stem = unicodedata.normalize("NFC", name[: ending.start()])
    if ending[0].lower() == ".csv":
        return Unread(path, frozenset({stem}))
    try:
        text = _text(over.get(inside) or read_start(place, MARKDOWN_BYTES))
    except OSError:
        return Unread(path, frozenset({stem, stem.removeprefix("+")}), None)
    written = {unicodedata.normalize("NFC", id) for id in _ID.findall(text)}
    words = {word.rstrip(".") for word in _WORD.findall(text)}
    words |= {word.rpartition(".")[0] for word in words}
    return Unread(path, frozenset({stem, stem.removeprefix("+"), *written}), frozenset(words))


def _text(data: bytes) -> str:
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if is_wide else "utf-8", "replace").replace("\r", "\n")


@dataclass(frozen=True, eq=False)
class Absent:
    """What is not in a plan since it cannot be read."""

    files: tuple[Unread, ...] = ()
    _ids: dict[str, str] = field(default_factory=dict)
    _words: dict[str, str] = field(default_factory=dict)
    _paths: set[str] = field(default_factory=set)
    _any: list[str] = field(default_factory=list)
    """Folders, which may hold anything."""
    _all: list[str] = field(default_factory=list)
    """Files that may name anything."""

    @classmethod
    def of(cls, files: Iterable[Unread]) -> Absent:
        """What is absent with some files."""
        found = cls(tuple(files))
        for file in found.files:
            found._ids.update(dict.fromkeys(file.ids, file.path))
            found._paths.update((file.path, as_item(file.path)))
            found._words.update(dict.fromkeys(file.words or (), file.path))
            if file.is_folder:
                found._any.append(file.path)
            if file.words is None or file.is_folder:
                found._all.append(file.path)
        return found

    def __bool__(self) -> bool:
        return bool(self.files)

    def owner(self, written: str) -> str:
        """The path of what has the id that a reference names, or may have it; nothing where nothing absent does."""
        return self._ids.get(written) or self._ids.get(written.rpartition(".")[0]) or next(iter(self._any), "")

    def naming(self, id: str) -> str:
        """The path of what names an item, or may do so; nothing where nothing absent does."""
        return self._words.get(id) or next(iter(self._all), "")

    def covers(self, path: str) -> bool:
        """Whether a file is among what is absent, or may be."""
        return path in self._paths or any(path.startswith(f"{folder.rstrip('/')}/") for folder in self._any)

    def in_folder(self, folder: str) -> str:
        """The path of what is absent from a folder of that name, or may be; nothing where nothing is."""
        inside = (file.path for file in self.files if folder in file.path.split("/")[:-1] or file.is_folder)
        return next(inside, "")


NOTHING_ABSENT = Absent()
