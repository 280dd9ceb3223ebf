"""What the theme's search keeps of pages, worked out where they are rendered: on all processors, and only for what has changed."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

from pmsite.host.mkdocs_memory import SEARCH, is_known, plain, tools
from pmsite.host.mkdocs_pages import GeneratedPage
from pmsite.render.store import Store, key_of

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

Entries = list[dict[str, Any]]


class SearchWords:
    """The entries of pages in the index of one build, made by the theme's own search."""

    def __init__(self, index: Any, store: Store | None, stamp: str) -> None:
        self._index, self._store, self._stamp = index, store, stamp
        self._meta: MutableMapping[str, Any] = {}

    def of(self, page: GeneratedPage) -> Entries:
        """What search finds in a page that is rendered."""
        if "search" in page.meta:  # it is kept out of search
            return []
        words = page.words
        if self._store is None:
            return self._read(page, words)
        key = key_of("search", self._stamp, page.url, page.title, page.meta.get("tags"), page.headings, words)
        found: Entries | None = self._store.get(key)
        if found is None:
            found = self._read(page, words)
            self._store.put(key, found)
        return found

    def add(self, page: GeneratedPage) -> None:
        """Put a page into the index."""
        found = page.found
        self._index.entries.extend(self.of(page) if found is None else found)

    def enter(self, page: GeneratedPage) -> None:
        """Put a page into the index, and keep search, which comes next, from reading it again."""
        self.add(page)
        self._meta, page.meta = page.meta, {"search": {"exclude": True}}

    def leave(self, page: GeneratedPage) -> None:
        """Give a page its metadata back once search has passed by."""
        page.meta = self._meta

    def _read(self, page: GeneratedPage, words: str) -> Entries:
        all_entries, self._index.entries = self._index.entries, []
        shown, page.content = page.content, words
        try:
            self._index.add_entry_from_context(page)
            found: Entries = self._index.entries
        finally:
            self._index.entries, page.content = all_entries, shown
        return found


def search_words(config: MkDocsConfig, store: Store | None) -> SearchWords | None:
    """The search of a site; nothing where it has none, or where other plugins may change what it reads."""
    plugin: Any = config.plugins.get(SEARCH)
    index = getattr(plugin, "search_index", None)
    if index is None or not is_known(config):
        return None
    return SearchWords(index, store, key_of(tools(config), plain(plugin.config)).hex())
