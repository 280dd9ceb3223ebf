"""What the theme's search keeps of pages, worked out where they are rendered: on all processors, and only for what has changed.

It is kept as the bytes that stand in the index, page by page, so that no more of it is in memory than what is being written.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from html import escape
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import get_plugin_logger

from pmsite.host.mkdocs_known import search_of
from pmsite.host.mkdocs_languages import is_translated
from pmsite.host.mkdocs_pages import GeneratedPage
from pmsite.texts.sections import PROBE, sections

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from pmsite.render.site import Site

FILE = "search/search_index.json"
PREVIEW = "search.js"
"""The index of a preview, in its folder: a script, so that it can be read from a disk."""
MOST = 383_000
"""How many bytes the index may have as hosts send it: with the page, its styles and its scripts a reader loads less than 500 kB."""
HELD = 2_000_000
"""Bytes of packed entries that are few enough to be in memory unpacked."""
BEGINNINGS = (1500, 400)
"""How many characters of a text are left where all would be too many, and where that still is."""
LEVELS = (
    "",
    *(f"id, title, type, summary, headings and the first {count:,} characters of their texts" for count in BEGINNINGS),
    "id, title, type, summary and headings",
    "id, title, type and summary",
    "id, title and type",
)
"""What items are found by at each level; nothing where that is all."""
ENOUGH = 8 * BEGINNINGS[0]
"""How many characters of a text, with its tags, the longest beginning is taken from."""
_TAG, _HALF = re.compile(r"<[^>]*(?:>|$)"), re.compile(r"&\w*$")
_EMPTY = '"text":""'
log = get_plugin_logger(__name__)
_OUT = {"exclude": True}
_WHERE = {"location": "", "title": "", "text": ""}
_json = json.JSONEncoder(separators=(",", ":"), default=str).encode


class SearchWords:
    """The entries of pages in the index of one build, made by the theme's own search."""

    def __init__(self, search: Any, *, is_joined: bool = False) -> None:
        """`search` is the theme's plugin; where the builds of several languages are joined in one index, it writes that."""
        self._search, self._index, self._is_joined = search, search.search_index, is_joined
        self._is_read_alike = _is_read_alike(self._index)
        self.is_asked = False
        """Whether pmsite's own script is what asks the index in the reader's browser."""
        self._pages: dict[str, bytes] = {}
        """By the address of a page its entries, packed."""
        self._previews: set[str] = set()
        self._around: tuple[bytes, bytes] | None = None
        """What stands before and after the entries in the file, where this writes it."""
        self._level = 0
        self._meta: MutableMapping[str, Any] = {}

    def of(self, page: GeneratedPage) -> str:
        """What search finds in a page that is rendered: a line for each level, with less and less, of entries in JSON with a comma between them."""
        if page.meta.get("search", {}).get("exclude") and not (page.preview and page.source.searched):
            return ""
        entries = self._entries(page)
        if not entries:
            return ""
        entries[0] |= {name: told for name, told in (("kind", page.kind), ("also", page.also)) if told}
        return "\n".join((",".join(map(_json, entries)), *_shorter(entries, page.summary)))

    def _entries(self, page: GeneratedPage) -> list[dict[str, Any]]:
        """The entries of a page as the theme's search makes them."""
        index, words = self._index, page.words
        before, index.entries = index.entries, []
        shown, page.content = page.content, words
        meta = page.meta
        if page.preview:
            page.meta = {name: value for name, value in meta.items() if name != "search"}
        try:
            found = sections(words) if self._is_read_alike else None
            if found is None:
                index.add_entry_from_context(page)
            else:
                for section in found:
                    index.create_entry_for_section(section, (), page.url, page)
            entries: list[dict[str, Any]] = index.entries
        finally:
            index.entries, page.content, page.meta = before, shown, meta
        if self.is_asked:  # it needs no marks between words
            entries = [entry | {name: entry[name].replace("\u200b", "") for name in ("title", "text")} for entry in entries]
        return entries

    def packed(self, page: GeneratedPage) -> bytes:
        """What search finds in a page, as it is kept and passed on."""
        return page.found or _pack(self.of(page))

    def add(self, page: GeneratedPage) -> None:
        """Put a page into the index."""
        self.put(page, self.packed(page))

    def put(self, page: GeneratedPage, found: bytes) -> None:
        """Put into the index what search finds in a page."""
        self._pages[page.url] = found
        if page.preview:
            self._previews.add(page.preview)

    def lead_home(self, site: Site, preview: str) -> None:
        """Put the items of other plans into the index, that of a preview where one is named: each is found where its own page is.

        Those with a page in the same site are found by it.
        """
        for id, address in site.product.homes.items():
            if id in site.basis.beside:
                continue
            item = site.product.items[id]
            words = {
                "title": escape(item.title, quote=False),
                "text": f"<p>{escape(item.in_short, quote=False)}</p>" if item.in_short else "",
            }
            entry = {"location": address, **words, "kind": site.names.kind_elsewhere(item)}
            entry |= {"also": id} if site.product.is_inside else {}
            self._pages[preview + address] = _pack("\n".join((_json(entry), *_shorter([entry], item.in_short))))
        if preview and site.product.homes:
            self._previews.add(preview)

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
            None if self._search.is_dirty or self._is_joined else _around(self._index)
        )  # where pages are left out, search has an index of before
        self._fill()

    def write(self, config: MkDocsConfig) -> None:
        """Write the index, unless search has done so, and those of previews."""
        if self._around is not None:
            is_short = sum(map(len, self._pages.values())) <= HELD
            found = list(self._levels("")) if is_short else None  # else each page is unpacked twice, and never all of them at once
            self._choose(found or self._levels(""))
            before, after = self._around
            with Path(config.site_dir, FILE).open("wb") as file:
                file.writelines(chain((before,), _pieces(found or self._levels(""), self._level), (after,)))
        for preview in self._previews:
            path = Path(config.site_dir, preview, PREVIEW)
            path.parent.mkdir(parents=True, exist_ok=True)  # its pages may all have stayed where they were
            with path.open("wb") as file:
                file.writelines(chain((b"self.pmsitePages=[",), _pieces(self._levels(preview), self._level), (b"]",)))

    def write_anew(self, config: MkDocsConfig) -> None:
        """Write the index after the build."""
        if self._around is None:
            self._fill()
            self._search.on_post_build(config=config)
        self.write(config)

    def _fill(self) -> None:
        """Give search the entries where it has to write them."""
        self._index.entries = [] if self._around else json.loads(b"".join((b"[", *_pieces(self._levels(""), 0), b"]")))

    def _choose(self, found: Iterable[list[bytes]]) -> None:
        """Hold so much of each item that the index stays small, and tell where that is not all."""
        level = _largest(found)
        if level and level != self._level:
            log.info("the search finds items by %s, since an index of all their words would be large", LEVELS[level])
        self._level = level

    def _levels(self, preview: str) -> Iterator[list[bytes]]:
        """The entries of each page of the site's own, or of a preview's, at all levels."""
        others = tuple(self._previews)
        for url, packed in self._pages.items():
            is_here = url.startswith(preview) if preview else not url.startswith(others)
            if is_here and (found := zlib.decompress(packed)):
                yield found.split(b"\n")


def _largest(found: Iterable[list[bytes]]) -> int:
    """The first level at which the index is small, as hosts send it; the last one where it is at none."""
    last = len(LEVELS) - 1
    presses, sizes = {level: zlib.compressobj(1) for level in range(last)}, dict.fromkeys(range(last), 0)
    for levels in found:
        for level, press in tuple(presses.items()):
            sizes[level] += len(press.compress(levels[min(level, len(levels) - 1)]))
            if sizes[level] > MOST:
                del presses[level]
    return next((level for level, press in presses.items() if sizes[level] + len(press.flush()) <= MOST), last)


def _pieces(found: Iterable[list[bytes]], level: int) -> Iterator[bytes]:
    """The entries of pages at a level, one page after the other."""
    between = b""
    for levels in found:
        yield between + levels[min(level, len(levels) - 1)]
        between = b","


def _shorter(entries: list[dict[str, Any]], summary: str) -> Iterator[str]:
    """The entry of a page with less and less of its text; nothing where it has none."""
    first, *others = entries
    if not (first["text"] or others):
        return
    before, _, after = _json(first | {"text": ""}).partition(_EMPTY)
    lead = f"<p>{escape(summary, quote=False)}</p>" if summary else ""
    headings = f"<p>{' · '.join(entry['title'] for entry in others)}</p>" if others else ""
    text = " ".join((first["text"].removeprefix(lead), *(entry["text"] for entry in others)))[:ENOUGH]
    text = " ".join(_TAG.sub(" ", text).split())
    beginnings = (f"{lead}{headings}<p>{_HALF.sub('', text[:count])}</p>" for count in BEGINNINGS)
    for left in (*beginnings, lead + headings, lead, ""):
        yield f'{before}"text":{_json(left)}{after}'


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
    """The search of a site; nothing where it has none."""
    search = search_of(config)
    return SearchWords(search, is_joined=is_translated(config)) if hasattr(search, "search_index") else None


def _pack(text: str) -> bytes:
    """A text, small: a large site has many, and most of each is the same words again."""
    return zlib.compress(text.encode(), 1)
