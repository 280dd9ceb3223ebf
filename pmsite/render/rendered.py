"""A page as it was rendered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b

from pmsite.diagnostics import Diagnostic
from pmsite.model.indexes import Reads
from pmsite.render.bodies import Heading
from pmsite.render.packed import pack, unpack


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page's content and its table of contents. All pages are there at once, so the content is kept compressed."""

    packed: bytes
    headings: tuple[Heading, ...] = ()
    body: tuple[int, int] = (0, 0)
    """Where the author's own words stand in it."""
    beside: bytes = b""
    """What its host worked out from it where it was rendered, if anything."""

    @property
    def html(self) -> str:
        """The content."""
        return unpack(self.packed)

    @property
    def digest(self) -> str:
        """What tells the content from any other."""
        return blake2b(self.packed, digest_size=20).hexdigest()


@dataclass(frozen=True, slots=True)
class Made:
    """A page as it was rendered, the faults found in it, and the files that it uses."""

    rendered: Rendered
    faults: tuple[Diagnostic, ...] = ()
    assets: frozenset[str] = frozenset()
    mark: str = ""
    """What tells the view and the words that it was rendered from, where somebody will ask for it again."""
    reads: Reads = frozenset()
    """What its view was made from."""
    shown: Reads = frozenset()
    """What else was read while it was rendered."""

    def with_beside(self, found: str) -> Made:
        """The same with what its host works out from the page."""
        return replace(self, rendered=replace(self.rendered, beside=pack(found)))
