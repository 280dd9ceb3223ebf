"""Where a site stands, for what is read outside of it: absolute addresses, and names that stay the same for good."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from pmsite.model.feature import Feature
from pmsite.model.parsing import apart
from pmsite.model.types import BY_NAME
from pmsite.views.parts import Card, Ref

_NAMES = uuid.UUID("8f0c1b0e-6a55-5d3c-9c0b-3f0b7a1c2d4e")


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """The site's address, which ends with a slash, or nothing where it is not known; and its pages, where they are known."""

    root: str = ""
    urls: Mapping[str, str] | None = field(default=None, repr=False)
    folder: str = ""
    """Where files are below the root, if not at it; it ends with a slash. The addresses of pages have it already."""
    markdown: frozenset[str] = frozenset()
    """The pages of the navigation, by address, that are there as Markdown too."""
    homes: Mapping[str, str] = field(default_factory=dict, repr=False)
    """By item of another plan, the absolute address of its page there; those have none on this site."""

    def page(self, address: str) -> str:
        """The absolute address of a page; nothing where the site's is not known, or it has no such page."""
        if not self.root:
            return ""
        if self.urls is None:
            return self.root + quote(address.removesuffix("index").removesuffix("/")) + "/"
        return self.root + self.urls[address] if address in self.urls else ""

    def inside(self, address: str) -> str:
        """The address of a page, relative to the site's root; nothing where its pages are not known, or it has no such page."""
        return (self.urls or {}).get(address, "")

    def file(self, path: str) -> str:
        """The absolute address of a file; nothing where the site's is not known."""
        return self.root + self.folder + quote(path) if self.root else ""

    def item(self, item: Ref | Card) -> str:
        """The absolute address of an item's page."""
        if apart(item.id)[0]:
            return self.homes.get(item.id, "")
        folder = BY_NAME[item.type].folder if isinstance(item, Ref) else Feature.folder
        return self.page(f"roadmap/{folder}/{item.id}")

    def name(self, product: str, item: Ref, part: str = "", first: str = "") -> str:
        """What to call an item, or one thing that happened to it, in all the world: a URL that never changes with its title.

        `first` is the id that the item had first, if another. Without a site the name follows from the product's and the item's id.
        """
        if url := self.item(item):
            url = _called(url, item.id, first) if first else url
            return f"{url}#{part}" if part else url
        return uuid.uuid5(_NAMES, "\0".join((product, item.type, first or item.id, part))).urn


def _called(url: str, id: str, first: str) -> str:
    """The address of an item's page as it would be with another id."""
    before, found, after = url.rpartition(quote(id))
    return before + quote(first) + after if found else url
