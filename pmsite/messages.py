"""What people are told, as a value: words that a catalog may have in their language, and what stands in them. Standard library only.

A message is its own English text, so that whoever compares, sorts or prints it needs to know nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

_BEGINS = re.compile(r"[a-z]+(?=[ ,:]|\Z)")
Say = Callable[[str], str]
"""Tells a message in a language; a text of somebody stays as it is. `str` tells it in English."""


class Message(str):
    """A text of the interface that knows the words it was made of, and what stands in them."""

    __slots__ = ("arguments", "words")
    words: str
    """As the catalogs know them, with a name in braces wherever something stands in them."""
    arguments: dict[str, Any]
    """By name: other messages, which are told in the same language; lists, which that language joins; dates; all else stands as it is."""

    def __new__(cls, words: str, arguments: dict[str, Any]) -> Message:
        """The words with what stands in them. Where nothing does, braces are braces."""
        made = super().__new__(cls, filled(words, arguments))
        made.words, made.arguments = words, arguments
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """As pickled: its text, and what it was made of."""
        return _restored, (str(self), self.words, self.arguments)

    def each(self, change: Callable[[str], str]) -> Message:
        """The same message with what stands in it changed."""
        if not self.arguments:
            return self
        return Message(self.words, {name: _changed(value, change) for name, value in self.arguments.items()})


def _restored(text: str, words: str, arguments: dict[str, Any]) -> Message:
    made = str.__new__(Message, text)
    made.words, made.arguments = words, arguments
    return made


class Term(str):
    """A word of the format, such as a type of item, that the interface calls by a name of its own in each language."""

    __slots__ = ()


class OneOf(tuple[str, ...]):
    """Texts of which one is meant: `a, b or c`."""

    __slots__ = ()

    def __str__(self) -> str:
        """In English."""
        return " or ".join(filter(None, (", ".join(self[:-1]), *self[-1:])))


class AllOf(tuple[str, ...]):
    """Texts that are meant together: `a, b and c`. A plain list is joined by commas alone."""

    __slots__ = ()

    def __str__(self) -> str:
        """In English."""
        return " and ".join(filter(None, (", ".join(self[:-1]), *self[-1:])))


def said(words: str, /, **arguments: Any) -> str:
    """A message, whose words tools/catalog.py finds here: they are written out, with `{name}` for each argument."""
    return Message(words, arguments)


def counted(count: int, one: str, many: str, /, **arguments: Any) -> str:
    """A message about a number of things, which is `{count}` in its words."""
    return Message(one if count == 1 else many, {"count": count, **arguments})


def listed(parts: Iterable[str]) -> str:
    """Several things one after the other, as a language sets them apart."""
    return Message("{parts}", {"parts": list(parts)})


def called(english: str, words: str) -> str:
    """A text that other languages tell by the words of something else: a label in place of a description that only English has."""
    return _restored(english, words, {})


def sentence(message: str) -> str:
    """A message as a sentence of its own: ids and names at its beginning stay as they are written."""
    begun = message[:1].upper() + message[1:] if _BEGINS.match(message) else str(message)
    if not begun or begun.endswith((".", "?", "!", "…")):
        return _restored(begun, "{message}", {"message": message})
    return _restored(f"{begun}.", said("{message}."), {"message": message})


def reason(fault: Exception) -> str:
    """What an exception tells: the message that it was raised with."""
    return fault.args[0] if fault.args and isinstance(fault.args[0], Message) else str(fault)


def joined(*parts: str) -> str:
    """Sentences and clauses one after the other, as far as there are any, set apart by semicolons."""
    told = [part for part in parts if part]
    whole = told[0] if told else ""
    for part in told[1:]:
        whole = said("{first}; {second}", first=whole, second=part)
    return whole


def filled(words: str, arguments: dict[str, Any]) -> str:
    """The words in English."""
    return words.format(**{name: _english(value) for name, value in arguments.items()}) if arguments else words


def _english(value: Any) -> Any:
    return ", ".join(map(str, value)) if is_list(value) else value


def is_list(value: Any) -> bool:
    """Whether something stands for several, and is no value such as a place in a file that has a text of its own."""
    return type(value) in (list, tuple, frozenset, set)


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, Message):
        return value.each(change)
    if isinstance(value, str):
        return type(value)(change(value)) if isinstance(value, Term) else change(value)
    if isinstance(value, (OneOf, AllOf)):
        return type(value)(_each(value, change))
    return _each(value, change) if is_list(value) else value


def _each(values: Iterable[Any], change: Callable[[str], str]) -> list[Any]:
    return [_changed(value, change) for value in values]
