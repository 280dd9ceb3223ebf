"""The files that leave with an item: what its texts link to or show, and what names the content of each."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pmsite.addresses import Leads, Use, joined, plain
from pmsite.checks.texts import marked_up_fields
from pmsite.model.brief import Brief
from pmsite.model.item import Item
from pmsite.model.product import Words
from pmsite.read.files import read_bytes
from pmsite.read.workspace import SETTINGS
from pmsite.texts import standard

_POINTER = b"version https://git-lfs.github.com/spec/v1\n"
POINTER_BYTES = 1024
"""What a pointer into large file storage holds at most."""
_MOST = 256 * 1024 * 1024
"""Bytes of a file that are looked at; a larger one counts as unchanged."""


@dataclass(slots=True)
class Attached:
    """Finds the files of items at one moment. `names` gives, by path in the workspace, what names a file's content."""

    prefix: str
    names: Mapping[str, str]
    found: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def __call__(self, item: Item, words: Words) -> Mapping[str, str]:
        """By path in the workspace, the files that an item's texts bring along, in all its languages."""
        folder = posixpath.dirname(item.path)
        texts = (*_texts(item), *(told["body"] for told in words.values() if "body" in told))
        paths = {path for text in texts if text for path in self._paths(text, folder)}
        return {path: self.names[path] for path in sorted(paths)}

    def _paths(self, text: str, folder: str) -> tuple[str, ...]:
        key = (text, folder)
        if key not in self.found:
            self.found[key] = tuple(self._linked(text, folder))
        return self.found[key]

    def _linked(self, text: str, folder: str) -> Iterator[str]:
        simple = plain(text)
        if simple is not None and not any(self._file(Use(written), folder) for written in simple):
            return
        for use in standard.rendered(text)[0]:
            if path := self._file(use, folder):
                yield path

    def _file(self, use: Use, folder: str) -> str:
        address = use.address
        if address.leads is not Leads.FILE:
            return ""
        path = joined(folder, address.path)
        inside = path.removeprefix(f"{self.prefix}/")
        is_other = inside != path and inside != SETTINGS and not inside.endswith(".md")
        return inside if is_other and inside in self.names else ""


def _texts(item: Item) -> Iterator[str]:
    """Every text of an item that pages render as Markdown."""
    yield item.body
    yield from (getattr(item, name) or "" for name in marked_up_fields(type(item)))
    yield from (wording.reason or "" for wording in item.wordings.values())
    if isinstance(item, Brief):
        for section in item.sections:
            yield section.text
            yield from section.points


@dataclass(slots=True)
class OnDisk(Mapping[str, str]):
    """Names the contents of a work tree's files as git does, each when it is asked for.

    `known` are the names that files have in a revision: what is the same there, but for the ends of its lines or for being kept in large
    file storage, has the same name here. `read` gives what stands in a revision under a name, where that is as short as a pointer.
    """

    root: Path
    files: frozenset[str]
    known: Mapping[str, str]
    read: Callable[[str], bytes]
    named: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, inside: str) -> str:
        if inside not in self.files:
            raise KeyError(inside)
        if inside not in self.named:
            self.named[inside] = self._name(inside)
        return self.named[inside]

    def __contains__(self, inside: object) -> bool:
        return inside in self.files

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.files))

    def __len__(self) -> int:
        return len(self.files)

    def _name(self, inside: str) -> str:
        known = self.known.get(inside, "")
        try:
            data = read_bytes(str(self.root / inside), _MOST)
        except OSError:
            return known or "?"
        algorithm = "sha256" if len(known) == 64 else "sha1"
        if known and known in (blob(data, algorithm), blob(data.replace(b"\r\n", b"\n"), algorithm)):
            return known
        pointer = self.read(known) if known else b""
        if pointer.startswith(_POINTER) and f"oid sha256:{hashlib.sha256(data).hexdigest()}".encode() in pointer.splitlines():
            return known
        return blob(data, algorithm)


def blob(data: bytes, algorithm: str = "sha1") -> str:
    """What git calls a file of these bytes."""
    return hashlib.new(algorithm, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
