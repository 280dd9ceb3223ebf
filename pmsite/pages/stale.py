"""Why a page is made again: the one place that decides whether anything that a page is made from has changed.

While a page is made, all that it reads is recorded, of the product and of what is around it. After an edit it is made again if
one of these reads is answered otherwise, or if the page itself is another one. Nothing else is ever asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pmsite.model.indexes import EVERY, TEXTS, Read, Reads
from pmsite.pages import Page

ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Known:
    """What a page was made from."""

    shape: tuple[Any, ...]
    reads: Reads

    def why(self, page: Page, changed: Reads) -> str:
        """Why the page is to be made again, in words for its author; nothing where it need not be."""
        if self.shape != shape(page):
            return "the page itself is another one"
        if self.reads.isdisjoint(changed):
            return ""
        return ", ".join(map(_told, sorted(self.reads & changed, key=str)[:MOST]))


MOST = 3
"""Reasons that are told of one page."""


def shape(page: Page) -> tuple[Any, ...]:
    """What tells a page from any other, besides what it reads."""
    item = page.item
    return page.template, page.title, page.words, page.duty, page.in_nav, page.searched, page.besides, item and item.id


def own_reads(page: Page) -> Reads:
    """What a page of an item is made from whatever its view reads: the item."""
    return frozenset({(ITEMS, page.item.id), (TEXTS, page.item.id)}) if page.item else frozenset()


def _told(read: Read) -> str:
    index, key = read
    name = index.rpartition(".")[2].strip("_").replace("_", " ")
    return f"{name} changed" if key is EVERY else f"{name} of {key} changed"
