"""Why a page is made again: the one place that decides whether anything that a page is made from has changed.

While a page is made, all that it reads is recorded, of the product and of what is around it. After an edit it is made again if
one of these reads is answered otherwise, or if the page itself is another one. Nothing else is ever asked.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from pmsite.model.indexes import EVERY, TEXTS, Read, Reads
from pmsite.pages import Page

NEW = "it is new"
NOTHING_KNOWN = "nothing is known of it from before"
ANOTHER = "the page itself is another one"
ELSE = "its file, or what the theme puts around it, is another one"
MOST = 3
"""Reads that are told of one page."""

_BYTES = 8
FEW = 100
"""Things that are told at once, inside of others."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The reads that are answered otherwise than they were."""

    reads: Reads = frozenset()
    _by_digest: dict[int, Read] = field(default_factory=dict)

    @classmethod
    def of(cls, reads: Reads) -> Changes:
        """Changes whose reads can be looked for in those of pages."""
        return cls(reads, {_digest(read): read for read in reads})

    def touch(self, packed: bytes) -> bool:
        """Whether any of some reads is answered otherwise."""
        return not self._by_digest.keys().isdisjoint(_digests(packed))

    def among(self, packed: bytes) -> list[Read]:
        """The reads among some that are answered otherwise."""
        return [self._by_digest[found] for found in _digests(packed) if found in self._by_digest]


class MadeFrom(NamedTuple):
    """What a page was made from."""

    shape: bytes
    """What tells the page from any other, besides what it reads."""
    view: bytes
    """What tells its view and its words from any others."""
    reads: bytes
    """What its view was made from."""
    shown: bytes
    """What else was read while it was rendered."""

    def is_of(self, page: Page) -> bool:
        """Whether it is the same page, whatever it shows."""
        return self.shape == shape(page)

    def is_stale(self, page: Page, changes: Changes) -> bool:
        """Whether a page has to be made again."""
        return changes.touch(self.reads) or changes.touch(self.shown) or not self.is_of(page)

    def would_be_same(self, page: Page, view: bytes, changes: Changes) -> bool:
        """Whether a page whose view was made again turns out the same."""
        return self.view == view and not changes.touch(self.shown) and self.is_of(page)

    def from_now_on(self, reads: bytes) -> MadeFrom:
        """The same for a view that was made again from other reads, and is the same."""
        return self._replace(reads=reads)

    def why(self, page: Page, changes: Changes) -> str:
        """Why it has to be made again, in a few words."""
        if not self.is_of(page):
            return ANOTHER
        found = sorted({_told(read) for reads in (self.reads, self.shown) for read in changes.among(reads)})
        more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
        return ", ".join(found[:MOST]) + more or ELSE


def packed(reads: Iterable[Read]) -> bytes:
    """Reads as they are kept of each page: by digests, since many pages read much. Two of one digest would only cost time."""
    return array("Q", sorted(map(_digest, reads))).tobytes()


def own_reads(page: Page) -> Reads:
    """What a page of an item is made from whatever its view reads: the item."""
    return frozenset({("items", page.item.id), (TEXTS, page.item.id)}) if page.item else frozenset()


def shape(page: Page) -> bytes:
    """What tells a page from any other, besides what it reads."""
    item = page.item
    besides = page.besides and _hash(page.besides)
    told = repr((page.template, page.title, page.words, page.duty, page.in_nav, page.searched, besides, item and item.id))
    return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def fingerprint(page: Page, view: Any) -> bytes:
    """What tells a page from any other of the same site: a hash of its view and its words, as `repr` tells them."""
    item = page.item
    words = None if item is None else (item.path, item.body_line, item.body, item.title, item.summary, item.tags)
    return _hash((page.template, page.title, page.words, view, words))


def _hash(parts: object) -> bytes:
    told = blake2b(digest_size=16)
    for piece in _pieces(parts):
        told.update(piece.encode("utf-8", "surrogatepass"))
    return told.digest()


def _pieces(parts: object, depth: int = 0) -> Iterator[str]:
    """What `repr` tells of something; of what holds much one by one, since what is kept beside a page may be all that was ever found."""
    if type(parts) is tuple and (depth < 2 or len(parts) > FEW):
        yield "("
        for part in parts:
            yield from _pieces(part, depth + 1)
            yield ", "
        yield ")"
    else:
        yield repr(parts)


@lru_cache(maxsize=1 << 14)
def _digest(read: Read) -> int:
    return int.from_bytes(blake2b(repr(read).encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest(), sys.byteorder)


def _digests(reads: bytes) -> memoryview[int]:
    return memoryview(reads).cast("Q")


def _told(read: Read) -> str:
    """A read in the words of the code, which is where to look."""
    index, key = read
    name = index.rpartition(".")[2].strip("_").replace("_", " ")
    return name if key is EVERY else f"{name} of {key if isinstance(key, str) else repr(key)}"
