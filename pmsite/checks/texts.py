"""The texts of items: who reads each, where it stands, and what its rendering loads and links to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from pmsite.audience import seen_fields
from pmsite.checks.rule import Context
from pmsite.diagnostics import Span
from pmsite.memoized import memoized
from pmsite.model import custom
from pmsite.model.brief import Brief
from pmsite.model.item import READER_FIELDS, Item
from pmsite.model.types import leaves, references, shape
from pmsite.read.passages import public_text
from pmsite.read.record import Record
from pmsite.read.spans import span_of

_WORD = re.compile(r"\w+")
Audiences = frozenset[str]
Place = tuple[str | int, ...]


class Text(NamedTuple):
    """One text of an item: who reads it besides the team, where it stands; without a place it is a body."""

    words: str
    audiences: Audiences
    record: Record
    place: Place = ()

    def span(self, at: int) -> Span:
        """Where the character at a place of the text stands."""
        if self.place:
            return self._in_head(at)
        before = self.words[:at]
        return Span(self.record.path, self.record.body_line + before.count("\n"), at - before.rfind("\n"))

    def _in_head(self, at: int) -> Span:
        """Where a value begins, or the line of it on which the word at a place stands."""
        begin, record, word = self.start, self.record, _WORD.match(self.words, at)
        lines = record.head.splitlines()[begin.line - record.head_line :]
        if word is None or not lines or begin.line < record.head_line:
            return begin
        before = _WORD.findall(self.words[:at]).count(word[0])
        lines[0] = (
            lines[0][begin.column - 1 :].partition(":")[2] if isinstance(self.place[-1], str) else lines[0][begin.column - 1 :]
        )
        for number, line in enumerate(lines):
            for found in _WORD.finditer(line):
                before -= found[0] == word[0]
                if before < 0:
                    return Span(record.path, begin.line + number, found.start() + 1) if number else begin
        return begin

    @property
    def start(self) -> Span:
        """Where the text stands as a whole."""
        return span_of(self.record, *self.place) if self.place else Span(self.record.path, self.record.body_line)


@memoized
def outside_texts(context: Context) -> tuple[tuple[Item, Text], ...]:
    """Every text that outside readers get, with its item."""
    reading = _Reading(context)
    found = ((item, reading.texts(item)) for item in context.with_texts() if item.readers)
    return tuple((item, text) for item, texts in found for text in texts if text.audiences)


@memoized
def all_marked_up(context: Context) -> tuple[tuple[Item, Text], ...]:
    """Every text that a page renders as Markdown, as the team gets it, with its item."""
    return tuple((item, text) for item in context.with_texts() for text in _marked_up(context, item))


def _marked_up(context: Context, item: Item) -> Iterator[Text]:
    """Every text of an item that a page renders as Markdown, as the team gets it."""
    record, nobody = context.records[item.id], frozenset[str]()
    yield Text(item.body, nobody, record)
    for found in context.translations_of(item.id):
        yield Text(found.body, nobody, found.record)
    for name in marked_up_fields(type(item)):
        if value := getattr(item, name):
            yield Text(value, nobody, record, (name,))
    for audience, wording in item.wordings.items():
        if wording.reason:
            yield Text(wording.reason, nobody, record, ("for", audience, "reason"))
    if isinstance(item, Brief):
        for at, section in enumerate(item.sections):
            yield Text(section.text, nobody, record, ("sections", at, "text"))
            for number, point in enumerate(section.points):
                yield Text(point, nobody, record, ("sections", at, "points", number))


@lru_cache
def marked_up_fields(model: type[Item]) -> tuple[str, ...]:
    """The fields of a type that its page renders as Markdown; the summary stands there as it is written."""
    return tuple(name for name in model.model_fields if shape(model, name) == "text" and name not in READER_FIELDS | {"summary"})


class _Reading:
    """The texts of items, each with the audiences that get it in these words."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._fields: dict[tuple[str, type[Item]], frozenset[str]] = {}
        self._readers: dict[tuple[Audiences, type[Item], str], Audiences] = {}

    def texts(self, item: Item) -> Iterator[Text]:
        """Every text of an item that somebody outside the team gets."""
        record, everybody = self._context.records[item.id], item.readers.intersection(self._context.product.settings.audiences)
        whole = self._who(everybody, item, "body")
        yield Text(public_text(item.body, keep_lines=True), whole, record)
        for name in _text_fields(type(item)):
            if value := getattr(item, name):
                reworded = (a for a, wording in item.wordings.items() if name in wording.model_fields_set)
                for place, words, readers in self._strings(
                    value, (_key(type(item), name),), name, self._who(everybody.difference(reworded), item, name), item
                ):
                    yield Text(words, readers, record, place)
        for name, value in item.custom.items():
            for place, words, readers in self._custom(name, value, self._who(everybody, item, name), item):
                yield Text(words, readers, record, place)
        for audience, wording in item.wordings.items():
            for name in wording.model_fields_set & {"title", "summary", "reason"}:
                yield Text(getattr(wording, name), everybody & {audience}, record, ("for", audience, name))
        for found in self._context.translations_of(item.id):
            yield Text(public_text(found.body, keep_lines=True), whole, found.record)
            for name in ("title", "summary"):
                yield Text(getattr(found, name), everybody, found.record, (name,))

    def _custom(self, name: str, value: Any, readers: Audiences, item: Item) -> Iterator[tuple[Place, str, Audiences]]:
        """The words in a custom field, the names that a map gives included. Ids readers get only where they may see what has them."""
        product = self._context.product
        holds_ids = custom.reference(product.settings.custom_fields(item.type)[name]) is not None
        if not holds_ids:
            yield from self._strings(value, (name,), name, readers, item)
        if isinstance(value, Mapping):
            for key, entry in value.items():
                other = product.items.get(entry) if holds_ids else None
                yield (name, key), key, readers.intersection(other.visibility) if other is not None else readers

    def _who(self, audiences: Audiences, item: Item, field: str) -> Audiences:
        asked = audiences, type(item), field
        if asked not in self._readers:
            self._readers[asked] = frozenset(name for name in audiences if field in self._seen(name, type(item)))
        return self._readers[asked]

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
                    yield from self._strings(getattr(value, name), (*place, _key(group, name)), inner, narrowed, item)


@cache
def _key(model: type[BaseModel], name: str) -> str:
    """What an author calls a field."""
    return model.model_fields[name].alias or name


@lru_cache
def _text_fields(model: type[Item]) -> tuple[str, ...]:
    left_out = READER_FIELDS | references(model).keys() | {"id", "visibility", "wordings", "status"}
    return tuple(name for name in model.model_fields if name not in left_out)
