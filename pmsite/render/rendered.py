"""A page as it was rendered."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from pmsite.diagnostics import Diagnostic
from pmsite.pages.stale import MadeFrom
from pmsite.texts.bodies import Heading


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's content and its table of contents."""

    html: str
    headings: tuple[Heading, ...] = ()
    body: tuple[int, int] = (0, 0)
    """Where the author's own words stand in it."""

    def __reduce__(self) -> tuple[object, ...]:
        """Small, since many pages may wait to be written, or be kept in a file."""
        return _unpacked, (zlib.compress(self.html.encode("utf-8", "surrogatepass"), 1), self.headings, self.body)


def _unpacked(packed: bytes, headings: tuple[Heading, ...], body: tuple[int, int]) -> Rendered:
    return Rendered(zlib.decompress(packed).decode("utf-8", "surrogatepass"), headings, body)


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a page."""

    rendered: Rendered | None
    """The page itself; nothing where it is the same as in the build before, and stays as it was written then."""
    faults: tuple[Diagnostic, ...] = ()
    """What was found in it."""
    assets: frozenset[str] = frozenset()
    """The files that it uses."""
    found: bytes = b""
    """What search finds in it, as its host keeps that."""
    made_from: MadeFrom | None = None
    """What it was made from, where that is recorded."""
