"""What is kept of one site for its next build, in one file: what was read, what each page was made from, and what was written.

The file is in the user's own cache, never in a checkout, and carries a seal that only this user's builds can make: what is read from it is
trusted as much as pmsite itself. Whatever is wrong with it, all is made anew.
"""

from __future__ import annotations

import contextlib
import copyreg
import hashlib
import os
import pickle
import platform
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, TypeVar

import pydantic

from pmsite import own
from pmsite.host.contents import Stored
from pmsite.host.written import BYTES
from pmsite.memory import Memory
from pmsite.pages.remembered import RememberedPages
from pmsite.render.compiled import code

V = TypeVar("V")

FOLDER = "sites"
BEGUN = "begun-"
SEAL = 40
DAY = 86_400
MOST = 40
"""Sites of which something is kept at most; what was built longest ago is forgotten."""
TOGETHER = 500
"""Pages that are written into the file at once."""
PIECE = 1 << 20
"""Bytes that are read at once."""


@dataclass(slots=True)
class State:
    """What is known of one site from its build before."""

    memory: Memory = field(default_factory=Memory)
    pages: dict[str, RememberedPages[Stored]] = field(default_factory=dict)
    """By the address below which a projection is shown."""
    asked: set[str] = field(default_factory=set)
    """Of those the ones that this build makes, which alone are kept."""

    def pages_of(self, site: str) -> RememberedPages[Stored]:
        """The pages of one of the sites that a build makes, by its address."""
        self.asked.add(site)
        return self.pages.setdefault(site, RememberedPages())

    def kept(self) -> dict[str, RememberedPages[Stored]]:
        """The pages of all sites that this build makes, by the addresses of those."""
        return {site: pages for site, pages in self.pages.items() if site in self.asked}

    def shed(self) -> None:
        """Forget the plan, once it is in a file: a large one need not be in memory to the end."""
        self.memory = Memory()
        for pages in self.pages.values():
            pages.forget_plan()


class StateFile:
    """The file of one site's state. Its first part is written while other work goes on; it counts when it has both, and its seal."""

    def __init__(self, config_file: Path, *names: str) -> None:
        told = "\0".join((os.path.realpath(config_file), *names))
        self._name = hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        self._begun = f"{BEGUN}{secrets.token_hex(4)}-"
        """How the name of each file begins that this build writes into: another process may do so, and be killed before it says where."""

    def load(self, *, stands: bool = True) -> State:
        """The state; that of a site of which nothing is known where there is none that can be trusted.

        Of pages nothing is known where the site does not stand, since none of them can stay.
        """
        try:
            with open(self._place(), "rb") as file:
                if not self._is_ours(file):
                    return State()
                file.seek(len(_maker()))
                memory, surroundings = pickle.load(file)  # noqa: S301  # sealed by this user's builds
                if not stands:
                    return State(memory)
                pages = {name: RememberedPages[Stored](before) for name, before in surroundings.items()}
                while some := pickle.load(file):  # noqa: S301
                    name, now, files = some
                    pages[name].now.update(now)
                    pages[name].files.update(files)
        except Exception:  # whatever it is, all can be made anew
            return State()
        return State(memory, pages)

    def _is_ours(self, file: IO[bytes]) -> bool:
        """Whether a file was written by this version, for this site, and by this user's builds."""
        if file.read(len(_maker())) != _maker():
            return False
        told = hashlib.blake2b(_maker(), digest_size=BYTES)
        left = os.fstat(file.fileno()).st_size - len(_maker()) - SEAL
        while left > 0 and (piece := file.read(min(left, PIECE))):
            told.update(piece)
            left -= len(piece)
        return own.is_sealed(file.read(SEAL).decode("ascii", "replace"), *self._parts(told.digest()))

    def begin(self, state: State) -> str:
        """Write what was read into a file that is nothing by itself; gives its name, or nothing where there can be none."""
        try:
            handle, working = tempfile.mkstemp(prefix=self._begun, dir=self._place().parent)
            with open(handle, "wb") as file:
                file.write(_maker())
                _dump((state.memory, {name: found.surroundings for name, found in state.kept().items()}), file)
        except Exception:  # as on a full disk
            self.abandon()
            return ""
        return working

    def end(self, state: State, working: str) -> None:
        """Write the rest into a file that was begun, and put that in its place."""
        if not working:
            return
        try:
            with open(working, "r+b") as file:
                file.seek(0, os.SEEK_END)
                for name, found in state.kept().items():
                    for now in _some(found.now):
                        _dump((name, now, {}), file)
                    for files in _some(found.files):
                        _dump((name, {}, files), file)
                _dump((), file)
                file.seek(0)
                told = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=BYTES)).digest()
                file.write(own.seal(*self._parts(told)).encode())
            os.replace(working, self._place())
            _forget_oldest(self._place().parent)
        except Exception:
            self.abandon()

    def abandon(self) -> None:
        """Leave nothing of what this build began, whichever of its processes did, and however far that came."""
        with contextlib.suppress(OSError):
            for path in self._place().parent.glob(f"{self._begun}*"):
                path.unlink()

    def _parts(self, told: bytes) -> tuple[bytes, ...]:
        return b"state", self._name.encode(), told

    def _place(self) -> Path:
        folder = own.cache_folder() / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / f"{self._name}.state"


def _maker() -> bytes:
    """What wrote a file, which another version may not be able to read."""
    return f"{code()} {platform.python_version()} {pydantic.VERSION}\n".encode()


class _Reducers(dict[type, Callable[[Any], tuple[Any, ...]]]):
    """How values are written that Python alone cannot write, or reads again slowly."""

    def __missing__(self, kind: type) -> Callable[[Any], tuple[Any, ...]]:
        if not is_dataclass(kind) or not hasattr(kind, "__slots__") or hasattr(kind, "__post_init__"):
            raise KeyError(kind)
        names = [field.name for field in fields(kind)]

        def reduced(value: Any) -> tuple[Any, ...]:
            return kind, tuple([getattr(value, name) for name in names])

        self[kind] = reduced
        return reduced


class _Pickler(pickle.Pickler):
    dispatch_table = _Reducers(copyreg.dispatch_table | {MappingProxyType: lambda proxy: (_read_only, (dict(proxy),))})


def _some(values: Mapping[str, V]) -> Iterator[dict[str, V]]:
    """Some at a time: what writes values remembers each until it is done."""
    entries = iter(values.items())
    while found := dict(islice(entries, TOGETHER)):
        yield found


def _read_only(values: dict[Any, Any]) -> Mapping[Any, Any]:
    return MappingProxyType(values)


def _dump(value: object, file: IO[bytes]) -> None:
    _Pickler(file, pickle.HIGHEST_PROTOCOL).dump(value)


def _forget_oldest(folder: Path) -> None:
    """Leave the states that were written last, and nothing of builds that were killed while they wrote."""
    found = sorted(folder.glob("*.state"), key=lambda path: path.stat().st_mtime, reverse=True)
    begun = [path for path in folder.glob(f"{BEGUN}*") if path.stat().st_mtime < time.time() - DAY]
    for path in [*found[MOST:], *begun]:
        path.unlink(missing_ok=True)
