"""The interface's words: English in the code, other languages from gettext catalogs beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

Gettext = Callable[[str], str]


@lru_cache
def catalog(language: str) -> Mapping[str, str]:
    """The translated words of a language, by the English ones; empty for English."""
    if language == "en":
        return {}
    from babel.messages.pofile import read_po  # here, since English needs none

    with (files("pmsite") / "locale" / f"{language}.po").open("rb") as file:
        return dict(_entries(read_po(file, locale=language)))


def _entries(messages: Catalog) -> Iterator[tuple[str, str]]:
    for message in messages:
        if isinstance(message.id, str):
            if message.id and message.string:
                yield pgettext(message.context, message.id) if message.context else message.id, str(message.string)
        elif message.string:
            yield from ((form, message.string[0]) for form in message.id)


def gettext(language: str) -> Gettext:
    """Translates the interface's words; what a catalog lacks stays English."""
    words = catalog(language)
    return lambda message: words.get(message, message)


def pgettext(context: str, message: str) -> str:
    """Marks a word for translation that means something else elsewhere: as catalogs know it, with where it stands."""
    return f"{context}\4{message}"


def N_(message: str) -> str:
    """Marks a word for translation that is looked up later."""
    return message
