"""What the theme's search keeps of pages, worked out where they are rendered: on all processors, and only for what has changed.

It is kept as the bytes that stand in the index, page by page, so that no more of it is in memory than what is being written.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmsite.host.mkdocs_known import are_left_alone, search_of
from pmsite.host.mkdocs_pages import GeneratedPage
from pmsite.host.sections import PROBE, sections

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

FILE = "search/search_index.json"
_OUT = {"exclude": True}
_WHERE = {"location": "", "title": "", "text": ""}
_json = json.JSONEncoder(separators=(",", ":"), default=str).encode


class SearchWords:
    """The entries of pages in the index of one build, made by the theme's own search."""

    def __init__(self, search: Any) -> None:
        """`search` is the theme's plugin."""
        self._search, self._index = search, search.search_index
        self._is_read_alike = _is_read_alike(self._index)
        self._pages: dict[str, bytes] = {}
        """By the address of a page its entries, packed."""
        self._around: tuple[bytes, bytes] | None = None
        """What stands before and after the entries in the file, where this writes it."""
        self._meta: MutableMapping[str, Any] = {}

    def of(self, page: GeneratedPage) -> str:
        """What search finds in a page that is rendered: entries in JSON, with a comma between them."""
        if page.meta.get("search", {}).get("exclude"):
            return ""
        index, words = self._index, page.words
        before, index.entries = index.entries, []
        shown, page.content = page.content, words
        try:
            found = sections(words) if self._is_read_alike else None
            if found is None:
                index.add_entry_from_context(page)
            else:
                for section in found:
                    index.create_entry_for_section(section, (), page.url, page)
            return ",".join(map(_json, index.entries))
        finally:
            index.entries, page.content = before, shown

    def packed(self, page: GeneratedPage) -> bytes:
        """What search finds in a page, as it is kept and passed on."""
        return page.found or _pack(self.of(page))

    def add(self, page: GeneratedPage) -> None:
        """Put a page into the index."""
        self.put(page, self.packed(page))

    def put(self, page: GeneratedPage, found: bytes) -> None:
        """Put into the index what search finds in a page."""
        self._pages[page.url] = found

    def enter(self, page: GeneratedPage) -> None:
        """Put a page into the index, and keep search, which comes next, from reading it again."""
        self.add(page)
        self._meta, page.meta = page.meta, {"search": _OUT}

    def leave(self, page: GeneratedPage) -> None:
        """Give a page its metadata back once search has passed by."""
        page.meta = self._meta

    def replace(self, found: Mapping[str, bytes]) -> bool:
        """Put what search finds in pages, by their addresses, in the place of what it found; gives whether that is something else."""
        differs = any(self._pages.get(url) != packed for url, packed in found.items())
        self._pages.update(found)
        return differs

    def finish(self, urls: Sequence[str]) -> None:
        """Put the index into the order of pages, once all are in it."""
        others: dict[str, list[str]] = defaultdict(list)
        for entry in self._index.entries:
            others[entry["location"].partition("#")[0]].append(_json(entry))
        for url, entries in others.items():
            self._pages[url] = _pack(",".join(entries))
        order = {url: at for at, url in enumerate(urls)}
        self._pages = dict(sorted(self._pages.items(), key=lambda page: order.get(page[0], len(order))))
        self._around = (
            None if self._search.is_dirty else _around(self._index)
        )  # where pages are left out, search has an index of before
        self._fill()

    def write(self, config: MkDocsConfig) -> None:
        """Write the index, unless search has done so."""
        if self._around is None:
            return
        before, after = self._around
        with Path(config.site_dir, FILE).open("wb") as file:
            file.writelines(chain((before,), self._pieces(), (after,)))

    def write_anew(self, config: MkDocsConfig) -> None:
        """Write the index after the build."""
        if self._around is None:
            self._fill()
            self._search.on_post_build(config=config)
        self.write(config)

    def _fill(self) -> None:
        """Give search the entries where it has to write them."""
        self._index.entries = [] if self._around else json.loads(b"".join((b"[", *self._pieces(), b"]")))

    def _pieces(self) -> Iterator[bytes]:
        between = b""
        for packed in self._pages.values():
            if entries := _unpack(packed).encode():
                yield between + entries
                between = b","


def _is_read_alike(index: Any) -> bool:
    """Whether the theme's search reads pages as `sections` does: it might be another version of it."""
    parser = getattr(sys.modules[type(index).__module__], "Parser", None)
    if parser is None:
        return False
    theirs = parser()
    theirs.feed(PROBE)
    theirs.close()
    ours = [(section.id, section.title, section.text) for section in sections(PROBE) or ()]
    return ours == [(section.id, section.title, section.text) for section in theirs.data]


def _around(index: Any) -> tuple[bytes, bytes] | None:
    """What search writes before and after the entries of an index; nothing where it writes them in another way."""
    index.entries = [_WHERE]
    before, entry, after = index.generate_search_index(None).encode().partition(_json(_WHERE).encode())
    return (before, after) if entry and before.endswith(b"[") else None


def search_words(config: MkDocsConfig) -> SearchWords | None:
    """The search of a site; nothing where it has none, or where other plugins may change what it reads."""
    search = search_of(config)
    return SearchWords(search) if hasattr(search, "search_index") and are_left_alone(config) else None


def _pack(text: str) -> bytes:
    """A text, small: a large site has many, and most of each is the same words again."""
    return zlib.compress(text.encode(), 1)


def _unpack(packed: bytes) -> str:
    return zlib.decompress(packed).decode()
