"""Where the items and pages of a site are, as templates ask for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pmsite.addresses import OWN
from pmsite.audience import Projection
from pmsite.model.indexes import Index
from pmsite.model.item import Item
from pmsite.model.parsing import apart
from pmsite.pages import hub_address
from pmsite.pages.items import place_of
from pmsite.views.parts import Ref

NO_PAGE = "pmsite:no-page"
"""What stands for the address of another plan's item whose page is not known, until the page is made."""
_LEADS = re.compile("https?://")
_TO_NO_PAGE = re.compile(rf'<a\b([^>]*?) href="{NO_PAGE}[^"]*"([^>]*)>(.*?)</a>', re.DOTALL)


def without_links(html: str) -> str:
    """HTML in which what has no page is plain text."""
    return _TO_NO_PAGE.sub(r"<span\1\2>\3</span>", html) if NO_PAGE in html else html


def _with_homes(own: Mapping[str, str], product: Projection, beside: Mapping[str, str]) -> dict[str, str]:
    """By item, the address of its page; of another plan's item that beside it in the same site, or else at its own."""
    sites = {f"{plan.name}:": plan.site if _LEADS.match(plan.site) else NO_PAGE for plan in product.plans.values()}
    homes = {id: product.homes.get(id, NO_PAGE) if apart(id)[0] else at or NO_PAGE for id, at in own.items()}
    found = homes | sites | {":": NO_PAGE}
    return found | {id: beside[id] for id in found.keys() & beside.keys()}


def shown_at(product: Projection, item: Item, urls: Mapping[str, str]) -> str:
    """Where an item is shown, from the site's root; nothing where that page is not there."""
    address, row = place_of(product, item)
    return urls[address] + (f"#{row}" if row else "") if address in urls else ""


class Links:
    """Turns items and pages into addresses relative to the page being rendered; `root` tells the way from that to the site's root."""

    def __init__(
        self,
        product: Projection,
        urls: Mapping[str, str],
        edit_links: Mapping[str, str],
        root: Callable[[], str],
        beside: Mapping[str, str],
    ) -> None:
        """`beside` has the pages that items of other plans have in the same site."""
        self._product, self._root = product, root
        self._urls, self._edit_links = Index("urls", urls), Index("edit_links", edit_links)
        own = {id: shown_at(product, item, urls) for id, item in product.items.items()}
        self._items = Index("addresses", _with_homes(own, product, beside) if product.plans else own)
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
        root = (
            "" if at == NO_PAGE or at.startswith(("https://", "http://")) else self._root()
        )  # else it is the page of another plan's item
        return root + at + (f"#{OWN}{part}" if part else "") if at else ""

    @property
    def views(self) -> tuple[tuple[str, str], ...]:
        """The views of the roadmap that the workspace named: the address of each, and what it is called."""
        return tuple((f"roadmap/views/{name}", saved.label or name) for name, saved in self._product.settings.views.items())

    def page(self, address: str) -> str:
        """The address of a page, or nothing where the site has no such page."""
        return self._root() + self._urls[address] if address in self._urls else ""

    def hub(self, type_name: str) -> str:
        """The address of the page that lists a type, or nothing where the site has no such page."""
        return self.page(hub_address(type_name))
