"""The first page of a section of the navigation: what it holds, with the first few items of each list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pmsite.audience import Projection
from pmsite.views import hub
from pmsite.views.parts import Ref, ref

MOST = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of a section: a list of items of a type, or what answers one question."""

    address: str
    type: str
    words: str
    title: str
    items: tuple[Ref, ...]
    total: int

    @property
    def more(self) -> int:
        """How many items there are besides."""
        return self.total - len(self.items)


@dataclass(frozen=True, slots=True)
class Section:
    """What a section of the navigation holds."""

    entries: tuple[Entry, ...]


def build(product: Projection, pages: Iterable[tuple[str, str, str]]) -> Section:
    """The first page of a section of some pages, by address, words and title."""
    return Section(tuple(_entry(product, *page) for page in pages))


def _entry(product: Projection, address: str, words: str, title: str) -> Entry:
    if not words.startswith("type:"):
        return Entry(address, "", words, title, (), 0)
    name = words.removeprefix("type:")
    items = hub.ordered(product, name)
    return Entry(address, name, words, title, tuple(map(ref, items[:MOST])), len(items))
