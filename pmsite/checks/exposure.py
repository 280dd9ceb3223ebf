"""What texts meant for outside readers must not give away: hidden items, and who reads the page."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from pydantic import BaseModel

from pmsite.audience import seen_fields
from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity, Span
from pmsite.model.item import READER_FIELDS, Item
from pmsite.model.types import leaves, references
from pmsite.once import once
from pmsite.read.passages import public_text
from pmsite.read.phrases import Phrases, is_plain_word
from pmsite.read.record import Record

SHORTEST = 4
"""Characters that a hidden name has at least, to be looked for in visible text."""
CHANCE = 4
"""Ordinary words that may stand beside each other by chance."""

_ATTRIBUTE = re.compile(r"(?:href|src)\s*=", re.IGNORECASE)
_LINK = re.compile(
    r"\]\(\s*<?([^()\s>]+)|^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)|(?:href|src)\s*=\s*[\"']?([^\"'\s>]+)",
    re.MULTILINE | re.IGNORECASE,
)
_REMOTE_IMAGE = re.compile(
    r"!\[[^\]]*\]\(\s*<?((?:https?:)?//[^\s)>]+)|<img\b[^>]*\bsrc\s*=\s*[\"']?((?:https?:)?//[^\"'\s>]+)", re.IGNORECASE
)

Audiences = frozenset[str]
Place = tuple[str | int, ...]


class LinkToHiddenItem(Rule):
    """A text of an item links to the file of another one that some of its readers may not see."""

    code = "link-to-hidden-item"
    severity = Severity.ERROR
    fixed = True
    every_word = True

    def find(self, context: Context) -> Iterator[Diagnostic]:
        by_path = {item.path: item for item in context.product.items.values()}
        for item, text in _linking(context):
            for link in _LINK.finditer(text.words):
                target = unquote((link[1] or link[2] or link[3]).partition("#")[0])
                other = by_path.get(posixpath.normpath(posixpath.join(posixpath.dirname(item.path), target)))
                blind = text.audiences.difference(other.visibility) if other else ()
                if blind and other is not item:
                    message = f"this links to an item that {_listed(blind)} may not see"
                    hint = "remove the link, or put it between <!-- internal --> and <!-- /internal -->"
                    yield self.at(text.span(link.start(link.lastindex or 0)), message, hint)


class RemoteImage(Rule):
    """A text for outside readers loads an image from another host, which tells that host who reads the page."""

    code = "remote-image"
    severity = Severity.ERROR
    fixed = True
    every_word = True

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for _, text in _linking(context):
            for image in _REMOTE_IMAGE.finditer(text.words):
                message = "an image from another host tells that host who reads the page"
                hint = "save the image beside the item and link to the file"
                yield self.at(text.span(image.start()), message, hint)


class TextNamesHiddenItem(Rule):
    """A text for outside readers names the title or the id of an item that they may not see.

    A name counts as it is written. Up to four ordinary words, such as Search or Demand value, may stand there by chance and are a warning;
    a longer name, or one with a hyphen, a digit or a capital inside, is an error.
    """

    code = "text-names-hidden-item"
    severity = Severity.ERROR
    fixed = True
    every_word = True

    def find(self, context: Context) -> Iterator[Diagnostic]:
        seen_by: dict[str, set[str]] = defaultdict(set)
        named: list[tuple[str, str]] = []
        for item in context.product.items.values():
            for name in _names(item, context):
                named.append((name, item.id))
                seen_by[name].update(item.visibility)
        names = Phrases(named, fold=False)
        for item, text in _texts(context):
            for name, other, at in names.found(text.words):
                blind = text.audiences.difference(seen_by[name])
                if blind and name not in set(_names(item, context)):
                    yield self._naming(text.span(at), name, other, blind)

    def _naming(self, span: Span, name: str, other: str, blind: Audiences) -> Diagnostic:
        message = f"the text names the item {other}, which {_listed(blind)} may not see"
        hint = "say it in other words, or put it between <!-- internal --> and <!-- /internal -->"
        severity = Severity.WARNING if _is_ordinary(name) else Severity.ERROR
        return Diagnostic(self.code, severity, span, message, hint)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


_Texts = tuple[tuple[Item, "_Text"], ...]


@once
def _texts(context: Context) -> _Texts:
    """Every text that outside readers get, with its item."""
    reading = _Reading(context)
    found = ((item, reading.texts(item)) for item in context.product.items.values() if item.readers)
    return tuple((item, text) for item, texts in found for text in texts if text.audiences)


@once
def _linking(context: Context) -> _Texts:
    """Those of the texts that may link to something."""
    return tuple((item, text) for item, text in _texts(context) if _may_link(text.words))


def _may_link(words: str) -> bool:
    return "](" in words or "]:" in words or ("=" in words and _ATTRIBUTE.search(words) is not None)


@dataclass(frozen=True, slots=True)
class _Text:
    """One visible text of an item: who reads it, where it stands; without a place it is a body."""

    words: str
    audiences: Audiences
    record: Record
    place: Place = ()

    def span(self, at: int) -> Span:
        """Where the character at a place of the text stands."""
        if self.place:
            return self.record.span(*self.place)
        before = self.words[:at]
        return Span(self.record.path, self.record.body_line + before.count("\n"), at - before.rfind("\n"))


class _Reading:
    """The texts of items, each with the audiences that get it in these words."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._fields: dict[tuple[str, type[Item]], frozenset[str]] = {}

    def texts(self, item: Item) -> Iterator[_Text]:
        """Every text of an item that somebody outside the team gets."""
        record, everybody = self._context.records[item.id], item.readers & self._context.product.settings.audiences.keys()
        whole = self._who(everybody, item, "body")
        yield _Text(public_text(item.body, keep_lines=True), whole, record)
        for name in _text_fields(type(item)):
            if value := getattr(item, name):
                reworded = (a for a, wording in item.wordings.items() if name in wording.model_fields_set)
                for place, words, readers in self._strings(
                    value, (name,), name, self._who(everybody.difference(reworded), item, name), item
                ):
                    yield _Text(words, readers, record, place)
        for name, value in item.custom.items():
            for place, words, readers in self._strings(value, (name,), name, self._who(everybody, item, name), item):
                yield _Text(words, readers, record, place)
        for audience, wording in item.wordings.items():
            for name in wording.model_fields_set & {"title", "summary", "reason"}:
                yield _Text(getattr(wording, name), everybody & {audience}, record, ("for", audience, name))
        for found in self._context.translations_of(item.id):
            yield _Text(public_text(found.body, keep_lines=True), whole, found.record)
            for name in ("title", "summary"):
                yield _Text(getattr(found, name), everybody, found.record, (name,))

    def _who(self, audiences: Audiences, item: Item, field: str) -> Audiences:
        return frozenset(audience for audience in audiences if field in self._seen(audience, type(item)))

    def _seen(self, audience: str, model: type[Item]) -> frozenset[str]:
        if (audience, model) not in self._fields:
            self._fields[audience, model] = seen_fields(self._context.product.settings, audience, model)
        return self._fields[audience, model]

    def _strings(
        self, value: Any, place: Place, path: str, readers: Audiences, item: Item
    ) -> Iterator[tuple[Place, str, Audiences]]:
        """Every text in a value, with its place and its readers."""
        if not readers:
            return
        if isinstance(value, str):
            yield place, value, readers
        elif isinstance(value, tuple):
            for at, entry in enumerate(value):
                yield from self._strings(entry, (*place, at), path, readers, item)
        elif isinstance(value, Mapping):
            for key, entry in value.items():
                yield from self._strings(entry, (*place, key), path, readers, item)
        elif isinstance(value, BaseModel):
            group = type(value)
            for name in group.model_fields:
                if name not in references(group):
                    inner = f"{path}.{name}"
                    narrowed = readers if leaves(group, name) else self._who(readers, item, inner)
                    yield from self._strings(getattr(value, name), (*place, name), inner, narrowed, item)


@lru_cache
def _text_fields(model: type[Item]) -> tuple[str, ...]:
    left_out = READER_FIELDS | references(model).keys() | {"id", "visibility", "wordings", "status"}
    return tuple(name for name in model.model_fields if name not in left_out)


def _names(item: Item, context: Context) -> Iterator[str]:
    """What an item is called, wherever somebody may have read it; an id that is an ordinary word names nothing."""
    others = (*(w.title or "" for w in item.wordings.values()), *(found.title for found in context.translations_of(item.id)))
    for name in dict.fromkeys((item.id, item.title, *others)):
        if len(name) >= SHORTEST and (name != item.id or name == item.title or not is_plain_word(name)):
            yield name


def _is_ordinary(name: str) -> bool:
    """Whether a name is a few words that begin any sentence."""
    words = name.split(" ")
    return len(words) <= CHANCE and all(map(is_plain_word, words)) and name[1:] == name[1:].lower()
