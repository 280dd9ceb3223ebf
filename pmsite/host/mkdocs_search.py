"""What the theme's search keeps of pages, worked out where they are rendered: on all processors, and only for what has changed."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

from pmsite.host.mkdocs_memory import is_known, search_of
from pmsite.host.mkdocs_pages import GeneratedPage

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
        found = page.found if page.meta.get("search") in (None, _OUT) else None  # else another plugin says what it weighs
        self._index.entries.extend(self.of(page) if found is None else found)

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
    return SearchWords(index) if index is not None and is_known(config) else None
