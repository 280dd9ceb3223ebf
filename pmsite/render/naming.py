"""What pages are called, in the language of their site: in headings, in the navigation, and by those who look for them."""

from __future__ import annotations

from pmsite.audience import Projection
from pmsite.model.item import Item
from pmsite.model.parsing import apart
from pmsite.pages import Page
from pmsite.wording import labels, words
from pmsite.wording.searched import ALSO


class PageNames:
    """The names of the pages of one projection."""

    def __init__(self, product: Projection) -> None:
        self._product, self._translate = product, words.gettext(product.settings.language)

    def title(self, page: Page) -> str:
        """What a page is called."""
        if page.words.startswith("type:"):
            return self._translate(labels.TYPES[page.words.removeprefix("type:")][1])
        if page.words.startswith("duty:"):
            return self.duty(page.words.removeprefix("duty:"))
        return page.title or self._translate(page.words)

    def label(self, page: Page) -> str:
        """What a page is called in the navigation, where an item stands for its type."""
        return self._translate(labels.TYPES[page.item.type][0]) if page.item is not None and page.in_nav else self.title(page)

    def word(self, english: str) -> str:
        """A word of the interface."""
        return self._translate(english)

    def duty(self, name: str) -> str:
        """What a section of the navigation is called."""
        return self._translate(labels.DUTIES[name])

    def kind(self, page: Page) -> str:
        """What a page is: the type of an item, for the team with its id, else the section of the navigation."""
        if page.item is None:
            return self.duty(page.duty) if page.duty else ""
        return self._kind(page.item, page.item.id if self._product.is_inside else "")

    def kind_elsewhere(self, item: Item) -> str:
        """What an item of another plan is: its type, and its product."""
        return self._kind(item, self._product.plans[apart(item.id)[0]].label)

    def _kind(self, item: Item, more: str) -> str:
        word = self._translate(labels.TYPES[item.type][0])
        return f"{word} · {more}" if more else word

    def also(self, page: Page) -> str:
        """Other words that readers look for a page by."""
        return self._translate(ALSO[page.address]) if page.address in ALSO else ""

    @property
    def readers(self) -> str:
        """What the readers are called; nothing for the team."""
        settings, name = self._product.settings, self._product.audience
        return "" if self._product.is_inside else settings.audiences[name].label or name
