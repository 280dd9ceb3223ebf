"""Pages as files: written straight from what was rendered, and left for the next build as long as they are there as they were written.

A page that is there as Markdown too is two files, which are written, left and replaced as one.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from pmsite.host.shells import Shells, Theme

BYTES = 16
_NEXT = ".next"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)

Stamp = tuple[int, int, int, int]


@dataclass(slots=True)
class WrittenFile:
    """A file as it was written."""

    key: bytes
    """What it was made from besides what it shows of the plan; nothing where that is not known."""
    digest: bytes = b""
    stamp: Stamp | None = None
    """What the system says of it, once it is in its place."""
    markdown: WrittenFile | None = None
    """The same page as Markdown, where it is there."""

    def stands(self, folder: str, path: str, key: bytes) -> bool:
        """Whether the file is there as it was written, from what has this key. Nothing says so but what is in it, or that nobody wrote to it."""
        if not key or self.key != key or not self.digest:
            return False
        place = os.path.join(folder, path)
        if not (self.stamp is not None and stamp_of(place) == self.stamp) and digest_of(place) != self.digest:
            return False
        return self.markdown is None or self.markdown.stands(folder, markdown_of(path), key)

    def settle(self, folder: str, path: str) -> None:
        """Note what the system says of the file, once it is in its place."""
        place = os.path.join(folder, path)
        self.digest = self.digest or digest_of(place)
        self.stamp = stamp_of(place)
        if self.markdown:
            self.markdown.settle(folder, markdown_of(path))

    def become(self, other: WrittenFile) -> None:
        """Be another one, as it was written again."""
        self.key, self.digest, self.stamp, self.markdown = other.key, other.digest, other.stamp, other.markdown

    def paths(self, path: str) -> tuple[str, ...]:
        """The paths of all that was written, where that of the file is this one."""
        return (path, markdown_of(path)) if self.markdown else (path,)


def markdown_of(path: str) -> str:
    """The path of a page as Markdown, beside its own."""
    return f"{path.removesuffix('.html')}.md"


class StandingFiles:
    """The files of the site as it stands, which may stay."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._real: dict[str, bool] = {"": True}

    def has(self, path: str, written: WrittenFile | None, key: bytes) -> bool:
        """Whether a file is there as it was written, from what has this key, and in the site itself."""
        return written is not None and self._is_real(posixpath.dirname(path)) and written.stands(self.folder, path, key)

    def _is_real(self, inside: str) -> bool:
        """Whether none of the folders on the way to a file is a link, which may lead anywhere."""
        if inside not in self._real:
            self._real[inside] = self._is_real(posixpath.dirname(inside)) and not os.path.islink(f"{self.folder}/{inside}")
        return self._real[inside]


def stamp_of(path: str) -> Stamp | None:
    """What changes when a file is written to; nothing where there is no such file."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def digest_of(path: str) -> bytes:
    """What tells the content of a file from any other; nothing where it is no file that can be read."""
    try:
        if os.path.islink(path):
            return b""
        with open(path, "rb") as file:
            return digest(file.read())
    except OSError:
        return b""


def digest(data: bytes) -> bytes:
    """What tells some content from any other."""
    return hashlib.blake2b(data, digest_size=BYTES).digest()


class Placed(Protocol):
    """A page with a place."""

    @property
    def path(self) -> str:
        """Where its file is."""


P = TypeVar("P", bound=Placed)


class Writer(Generic[P]):
    """Writes the pages of one site."""

    def __init__(
        self,
        theme: Theme[P],
        finish: Callable[[str, P], str],
        markdown: Callable[[P], str],
        *,
        replaces: bool = False,
        fills_shells: bool = True,
    ) -> None:
        """`finish` is what is done to a page once the theme has made it; `markdown` gives it as Markdown, or nothing where it is not to be
        there; `replaces` is whether somebody may be reading the pages that are there."""
        self._theme, self._finish, self._markdown, self._replaces = theme, finish, markdown, replaces
        self.shells: Shells[P] | None = Shells(theme) if fills_shells else None
        """Nothing where the theme is to make each page."""

    def write(self, page: P, key: bytes) -> WrittenFile:
        """Write a page that is made from what has this key besides what it shows of the plan. Raises OSError."""
        html = self.shells.html(page) if self.shells else self._theme.html(page)
        data = self._finish(html, page).encode("utf-8", "xmlcharrefreplace")  # as MkDocs does
        self._put(page.path, data)
        return WrittenFile(key, digest(data), markdown=self.write_markdown(page, key))

    def write_markdown(self, page: P, key: bytes) -> WrittenFile | None:
        """Write a page as Markdown, where it is to be there. Raises OSError."""
        text = self._markdown(page)
        if not text:
            return None
        data = _encoded(text)
        self._put(markdown_of(page.path), data)
        return WrittenFile(key, digest(data))

    def _put(self, path: str, data: bytes) -> None:
        if self._replaces:
            _put(f"{path}{_NEXT}", data)
            os.replace(f"{path}{_NEXT}", path)
        else:
            _put(path, data)


def write_markdown(path: str, text: str) -> None:
    """Write a page as Markdown, where another one writes the page itself. Raises OSError."""
    _put(markdown_of(path), _encoded(text))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _put(path: str, data: bytes) -> None:
    """Write a file with as few calls as it takes, since a site has thousands of them, most in a folder of their own."""
    folder = os.path.dirname(path)
    try:
        os.mkdir(folder)
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
    descriptor = os.open(path, _NEW, 0o666)
    try:
        while data:
            data = data[os.write(descriptor, data) :]
    finally:
        os.close(descriptor)
