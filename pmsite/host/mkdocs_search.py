"""What the theme's search keeps of pages, worked out where they are rendered: on all processors, and only for what has changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any

from pmsite.host.mkdocs_known import are_left_alone, search_of
from pmsite.host.mkdocs_pages import GeneratedPage
from pmsite.render.packed import pack, unpack

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

Entries = list[dict[str, Any]]
_OUT = {"exclude": True}


class SearchWords:
    """The entries of pages in the index of one build, made by the theme's own search."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self._meta: MutableMapping[str, Any] = {}

    def of(self, page: GeneratedPage) -> Entries:
        """What search finds in a page that is rendered."""
        if page.meta.get("search", {}).get("exclude"):
            return []
        all_entries, self._index.entries = self._index.entries, []
        shown, page.content = page.content, page.words
        try:
            self._index.add_entry_from_context(page)
            found: Entries = self._index.entries
        finally:
            self._index.entries, page.content = all_entries, shown
        return found

    def add(self, page: GeneratedPage) -> None:
        """Put a page into the index."""
        self.enter_packed(self.packed(page))

    def packed(self, page: GeneratedPage) -> bytes:
        """What search finds in a page, as it is kept and passed on."""
        return page.found or pack(json.dumps(self.of(page)))

    def enter_packed(self, found: bytes) -> None:
        """Put into the index what search finds in a page."""
        self._index.entries.extend(json.loads(unpack(found)))

    def replace(self, found: Mapping[str, bytes]) -> bool:
        """Put what search finds in pages, by their addresses, in the place of what it found; gives whether that is something else."""
        fresh = {url: json.loads(unpack(packed)) for url, packed in found.items()}
        if not fresh:
            return False
        entries: Entries = []
        for entry in self._index.entries:
            url = entry["location"].partition("#")[0]
            if url not in found:
                entries.append(entry)
            else:
                entries.extend(fresh.pop(url, ()))
        entries.extend(entry for rest in fresh.values() for entry in rest)
        differs = bool(entries != self._index.entries)
        self._index.entries = entries
        return differs

    def sort(self, urls: Sequence[str]) -> None:
        """Put the index into the order of pages."""
        order = {url: at for at, url in enumerate(urls)}
        self._index.entries.sort(key=lambda entry: order.get(entry["location"].partition("#")[0], len(order)))

    def enter(self, page: GeneratedPage) -> None:
        """Put a page into the index, and keep search, which comes next, from reading it again."""
        self.add(page)
        self._meta, page.meta = page.meta, {"search": _OUT}

    def leave(self, page: GeneratedPage) -> None:
        """Give a page its metadata back once search has passed by."""
        page.meta = self._meta


def search_words(config: MkDocsConfig) -> SearchWords | None:
    """The search of a site; nothing where it has none, or where other plugins may change what it reads."""
    index = getattr(search_of(config), "search_index", None)
    return SearchWords(index) if index is not None and are_left_alone(config) else None
