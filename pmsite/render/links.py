"""Where the items and pages of a site are, as templates ask for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pmsite.addresses import OWN
from pmsite.audience import Projection
from pmsite.model.indexes import Index
from pmsite.pages import hub_address
from pmsite.views.parts import Ref


class Links:
    """Turns items and pages into addresses relative to the page being rendered; `root` tells the way from that to the site's root."""

    def __init__(
        self, product: Projection, urls: Mapping[str, str], edit_links: Mapping[str, str], root: Callable[[], str]
    ) -> None:
        self._product, self._root = product, root
        self._urls, self._edit_links = Index("urls", urls), Index("edit_links", edit_links)
        self._items = Index("addresses", {id: urls.get(f"roadmap/{item.folder}/{id}", "") for id, item in product.items.items()})
        self.around: Mapping[str, Mapping[str, object]] = {
            "urls": self._urls,
            "addresses": self._items,
            "edit_links": self._edit_links,
        }
        """All that it knows, by what its reads are recorded as."""

    def edit(self, id: str) -> str:
        """Where an item's file is edited, or nothing where that is not known."""
        return self._edit_links.get(id, "")

    def has(self, id: str) -> bool:
        """Whether an item has a page."""
        return id in self._items

    def __call__(self, target: Ref | str) -> str:
        """The address of an item's page, or nothing where it has none."""
        id, part = (target.id, target.part) if isinstance(target, Ref) else (target, "")
        at = self._items[id]
        return self._root() + at + (f"#{OWN}{part}" if part else "") if at else ""

    def page(self, address: str) -> str:
        """The address of a page, or nothing where the site has no such page."""
        return self._root() + self._urls[address] if address in self._urls else ""

    def hub(self, type_name: str) -> str:
        """The address of the page that lists a type, or nothing where the site has no such page."""
        return self.page(hub_address(self._product, type_name))
