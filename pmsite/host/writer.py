"""Writes pages straight from what was rendered: filled into the theme's shells where they have some, made whole by the theme where not."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from pmsite.host.shells import Shells, Theme
from pmsite.host.written import digest


class Placed(Protocol):
    """A page with a place."""

    @property
    def path(self) -> str:
        """Where its file is."""


P = TypeVar("P", bound=Placed)


class Writer(Generic[P]):
    """Writes the pages of one site."""

    def __init__(self, theme: Theme[P], finish: Callable[[str, P], str]) -> None:
        """`finish` is what is done to a page once the theme has made it."""
        self._theme, self._finish = theme, finish
        self.shells: Shells[P] | None = Shells(theme)
        """Nothing where the theme is to make each page."""
        self.replaces = False
        """Whether somebody may be reading the pages that are there."""

    def write(self, page: P) -> bytes:
        """Write a page; gives the digest of its file. Raises OSError."""
        html = self.shells.html(page) if self.shells else self._theme.html(page)
        data = self._finish(html, page).encode("utf-8", "xmlcharrefreplace")  # as MkDocs does
        if self.replaces:
            _put(f"{page.path}{_NEXT}", data)
            os.replace(f"{page.path}{_NEXT}", page.path)
        else:
            _put(page.path, data)
        return digest(data)


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


_NEXT = ".next"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
