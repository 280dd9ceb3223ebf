"""Why a page is made again: the one place that decides whether anything that a page is made from has changed.

While a page is made, all that it reads is recorded, of the product and of what is around it. After an edit it is made again if
one of these reads is answered otherwise, or if the page itself is another one. Nothing else is ever asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pmsite.model.indexes import EVERY, TEXTS, Read, Reads
from pmsite.pages import Page

NEW = "it is new"
ANOTHER = "the page itself is another one"
MOST = 3
"""Reads that are told of one page."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a page was made from."""

    shape: tuple[Any, ...]
    reads: Reads

    def is_of(self, page: Page) -> bool:
        """Whether it is the same page, whatever it shows."""
        return self.shape == shape(page)

    def is_stale(self, page: Page, changed: Reads) -> bool:
        """Whether a page has to be made again where some reads are answered otherwise."""
        return not self.reads.isdisjoint(changed) or not self.is_of(page)

    def why(self, page: Page, changed: Reads) -> str:
        """Why it has to be, in a few words; nothing where it need not be."""
        if not self.is_of(page):
            return ANOTHER
        found = sorted(map(_told, self.reads & changed))
        more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
        return ", ".join(found[:MOST]) + more


def shape(page: Page) -> tuple[Any, ...]:
    """What tells a page from any other, besides what it reads."""
    item = page.item
    return page.template, page.title, page.words, page.duty, page.in_nav, page.searched, page.besides, item and item.id


def own_reads(page: Page) -> Reads:
    """What a page of an item is made from whatever its view reads: the item."""
    return frozenset({("items", page.item.id), (TEXTS, page.item.id)}) if page.item else frozenset()


def _told(read: Read) -> str:
    """A read in the words of the code, which is where to look."""
    index, key = read
    name = index.rpartition(".")[2].strip("_").replace("_", " ")
    return name if key is EVERY else f"{name} of {key if isinstance(key, str) else repr(key)}"
