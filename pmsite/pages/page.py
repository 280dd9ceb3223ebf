"""One page of a site, before anybody makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pmsite.model.item import Item

WORD = str
"""An English word of the interface, translated when the page is rendered."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `address` is its path in the site without an ending; `words` is an interface word, `title` an author's."""

    address: str
    template: str
    view: Callable[[], Any]
    title: str = ""
    words: WORD = ""
    duty: str = ""
    item: Item | None = None
    in_nav: bool = False
    opens: bool = False
    """Whether a section of the navigation opens with it, and has its name."""
    above: str = ""
    """The address of the page that it is below."""
    searched: bool = True
    besides: tuple[object, ...] = ()
    """What the view is made from that is neither the product's nor the item's own."""

    @property
    def name(self) -> str:
        """What its template and its style are called."""
        return self.template.removesuffix(".html")
