"""What a text may link to and load. Checks and pages ask the same questions here."""

from __future__ import annotations

import errno
import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from pmsite.addresses import Leads, Use, joined
from pmsite.file_kinds import Fault, kind_faults, plain_name
from pmsite.memoized import memoized
from pmsite.messages import said
from pmsite.read import keyboards
from pmsite.read.limits import IMAGE_BYTES
from pmsite.read.unread import NOTHING_ABSENT, Absent
from pmsite.read.workspace import Over

_OF_A_MACHINE = re.compile(
    r"file:|~[/\\]|[a-z]:[/\\]|\\\\\w|/(?:Users|Volumes|private|var/folders|tmp)/|/home/[^/]+/.+\.\w{2,5}$", re.IGNORECASE
)
_SEARCHES = 200
"""Addresses that lead nowhere for which a file of nearly their name is looked for."""
_REMOTE = Fault(
    "remote-image",
    said("an image from another host tells that host who reads the page"),
    said("save the image beside the item and link to the file"),
)

_CLASS, _ADDRESS = "the class ", " address"
"""How markup is called that is a class, and that is an attribute with an address."""


@dataclass(frozen=True, eq=False)
class Around:
    """What there is to link to: a workspace's files, and its items by the paths of their files, with the audiences that see them.

    The table of a metric counts with its item, for those that see the values.
    """

    root: Path
    prefix: str
    files: frozenset[str]
    items: Mapping[str, frozenset[str]]
    absent: Absent = NOTHING_ABSENT
    over: Over = field(default_factory=dict)
    """Files of the workspace that are looked at in place of what stands on the disk."""

    def is_there(self, inside: str) -> bool:
        """Whether there is a file at a place of the workspace, whatever it is."""
        return self.over[inside] is not None if inside in self.over else (self.root / inside).exists()

    def open(self, inside: str) -> BinaryIO:
        """A file of the workspace, to be read. Raises OSError."""
        content = self.over.get(inside)
        if content is None and inside in self.over:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), inside)
        return (self.root / inside).open("rb") if content is None else BytesIO(content)

    def inside(self, path: str) -> str | None:
        """A path from the workspace's parent, from the workspace; nothing where it leads out of it."""
        return path.removeprefix(f"{self.prefix}/") if path.startswith(f"{self.prefix}/") else None

    def file(self, use: Use, at: str) -> str | None:
        """The file of the workspace that an address in the file at a path means, if any."""
        address = use.address
        path = self.inside(joined(posixpath.dirname(at), address.path)) if address.leads is Leads.FILE else None
        return path if path in self.files else None

    def exists(self, path: str) -> bool:
        """Whether there is a file at a path from the workspace's parent, in it or beside it."""
        if path in self.items or self.inside(path) in self.files:
            return True
        with suppress(OSError, ValueError):  # no file has such a name
            return self.inside(path) is None and not path.startswith("../") and (self.root.parent / path).is_file()
        return False

    def faults(self, use: Use, at: str, readers: frozenset[str]) -> Iterator[Fault]:
        """What speaks against an address in a text of the file at a path, which some audiences read besides the team."""
        address = use.address
        if use.loads and readers and address.leads is Leads.ELSEWHERE:
            yield _REMOTE
        if is_of_a_machine(use.written):
            yield on_a_machine(use.written, loads=use.loads)
            return
        if address.leads is not Leads.FILE:
            return
        path = joined(posixpath.dirname(at), address.path)
        inside = self.inside(path)
        if self.absent.covers(path):
            return
        if inside in self.files:
            yield from self._file_faults(use, inside)
            yield from self._hidden(path, at, readers, said("values"))
        elif not use.loads:
            yield from self._link_faults(use, path, at, readers)
        elif inside is None:
            yield Fault(
                "file-outside-workspace",
                said("the picture {name} is a file outside the workspace", name=plain_name(use.written)),
                said("save it beside the item"),
            )
        else:
            yield Fault("missing-image", said("there is no picture {name}", name=plain_name(use.written)), self._meant(use, at))

    def _file_faults(self, use: Use, inside: str) -> Iterator[Fault]:
        yield from kind_faults(inside, use.written)
        if use.loads and self._size(inside) > IMAGE_BYTES:
            yield Fault(
                "missing-image",
                said(
                    "the picture {name} is too large: {limit} MiB fit",
                    name=plain_name(use.written),
                    limit=IMAGE_BYTES // 1024 // 1024,
                ),
                said("save it smaller"),
            )

    def _size(self, inside: str) -> int:
        if content := self.over.get(inside):
            return len(content)
        with suppress(OSError):  # it has just been removed
            return (self.root / inside).stat().st_size
        return 0

    def _link_faults(self, use: Use, path: str, at: str, readers: frozenset[str]) -> Iterator[Fault]:
        yield from self._hidden(path, at, readers, said("an item"))
        if not self.exists(path):
            yield Fault("broken-link", said("the link {name} leads nowhere", name=plain_name(use.written)), self._meant(use, at))

    def _meant(self, use: Use, at: str) -> str:
        """What to write in place of an address that leads nowhere."""
        bare = keyboards.plain(use.written)
        if bare != use.written and self.exists(joined(posixpath.dirname(at), bare)):
            return said("write {bare}: {why}", bare=bare, why=keyboards.why_odd(use.written))
        near = _nearest(self, joined(posixpath.dirname(at), use.address.path))
        if near:
            return said(
                "did you mean {path}? The path is relative to this file", path=posixpath.relpath(near, posixpath.dirname(at))
            )
        return said("correct the path, which is relative to this file")

    def _hidden(self, path: str, at: str, readers: frozenset[str], what: str) -> Iterator[Fault]:
        """A link to what some readers may not see."""
        seen_by = self.items.get(path)
        blind = readers.difference(seen_by) if seen_by is not None and path != at else ()
        if blind:
            message = said("this links to {what} that {audiences} may not see", what=what, audiences=sorted(blind))
            yield Fault(
                "link-to-hidden-item", message, said("remove the link, or put it between <!-- internal --> and <!-- /internal -->")
            )


@memoized
def _by_name(around: Around) -> dict[str, list[str]]:
    """By their names in small letters, every file and item of a workspace, as paths from its parent."""
    found: dict[str, list[str]] = {}
    for path in sorted({*(f"{around.prefix}/{inside}" for inside in around.files), *around.items}):
        found.setdefault(posixpath.basename(path).lower(), []).append(path)
    return found


@memoized
def _searched(_: Around) -> dict[str, str]:
    return {}


def _nearest(around: Around, path: str) -> str:
    """The file of nearly the name that an address has, if there is one; of the first few addresses, so that many stay quick."""
    known, searched = _by_name(around), _searched(around)
    if path in searched or len(searched) >= _SEARCHES:
        return searched.get(path, "")
    name = posixpath.basename(path).lower()
    same = known.get(name) or [found for near in get_close_matches(name, known, n=1, cutoff=0.8) for found in known[near]]
    searched[path] = same[0] if len(same) == 1 else ""
    return searched[path]


def is_of_a_machine(written: str) -> bool:
    """Whether an address is a path of its author's own machine, which no reader has."""
    return _OF_A_MACHINE.match(written.strip()) is not None


def on_a_machine(written: str, *, loads: bool) -> Fault:
    """A path of its author's own machine."""
    name = re.split(r"[/\\\\]", written.strip().rstrip("/\\"))[-1]
    message = said("{name} is a file on your own machine, which no reader has", name=plain_name(written))
    return Fault(
        "missing-image" if loads else "broken-link",
        message,
        said("put the file beside the item, and write {name}", name=plain_name(name)),
    )


def broken_definition(written: str) -> Fault:
    """The address of a link, written apart from its words, that leads nowhere."""
    hint = said("correct the path, which is relative to this file, or remove the line")
    return Fault("broken-link-definition", said("the address {name} leads nowhere", name=plain_name(written)), hint)


def markup_fault(name: str) -> Fault:
    """Markup that no text may have; it is left out."""
    if is_look(name):
        name = said("the class {name}", name=name.removeprefix(_CLASS))
    elif name.endswith(_ADDRESS):
        name = said("{name} address", name=name.removesuffix(_ADDRESS))
    return Fault(
        "markup-removed", said("{name} is not allowed in an item and was left out", name=name), said("write it in Markdown")
    )


def is_look(name: str) -> bool:
    """Whether markup that is left out changes nothing but how a text looks."""
    return name.startswith(_CLASS)
