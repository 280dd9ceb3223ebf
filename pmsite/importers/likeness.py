"""Which known system a file looks like, by columns that stand together in its exports and in no other's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pmsite.diagnostics import Report
from pmsite.importers.export import Export
from pmsite.importers.headers import plain
from pmsite.importers.sources import SOURCES
from pmsite.importers.table import Table
from pmsite.messages import AllOf, said
from pmsite.read.json_text import parse
from pmsite.read.text import printable


@dataclass(frozen=True, slots=True)
class Likeness:
    """A source's word in commands, the system's name, the columns that tell, and the file as commands name it."""

    word: str
    system: str
    columns: tuple[str, ...]
    argument: str

    @property
    def advice(self) -> tuple[str, str]:
        """What a person should know, and what to do."""
        *first, last = (printable(name, 40) for name in self.columns)
        told = said("this looks like an export of {system}, by {columns}", system=self.system, columns=AllOf((*first, last)))
        return told, said("try `pmsite import {word} {argument}`", word=self.word, argument=self.argument)


def likeness(export: Export, table: Table) -> Likeness | None:
    """The system that a file looks like, nothing where it looks like none."""
    return _alike({plain(name): name for name in (table.columns or _names(export))}, export.argument)


def _alike(names: Mapping[str, str], argument: str) -> Likeness | None:
    found = [
        Likeness(word, source.rules.source, tuple(names[plain(name)] for name in sign), argument)
        for word, source in SOURCES.items()
        for sign in source.signs
        if all(plain(name) in names for name in sign)
    ]
    return max(found, key=lambda likeness: len(likeness.columns), default=None)


def _names(export: Export) -> Iterable[str]:
    """The names in a JSON document that is no plain list: of the document, and of the first entry of each of its lists."""
    text = export.text(Report()) if export.is_json else None
    return dict.fromkeys(_of_document(parse(text, export.path, Report()))) if text is not None else ()


def _of_document(document: Any) -> Iterator[str]:
    if isinstance(document, Mapping):
        yield from document
        for value in document.values():
            if isinstance(value, list) and value and isinstance(value[0], Mapping):
                yield from value[0]
