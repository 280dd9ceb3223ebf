"""Slips of hand in facts that can be read, and yet say something else than their author meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from pmsite.diagnostics import Diagnostic, Severity, Span, answer
from pmsite.messages import OneOf, said
from pmsite.model import mended
from pmsite.model.refusal import excerpt
from pmsite.model.scaffold import id_from
from pmsite.read import keyboards
from pmsite.read.record import Record, Value
from pmsite.read.spans import quoted_values, span_of

LISTS_OF_WORDS = ("tags", "capabilities", "delivery", "references")
"""Fields whose entries are words, so that a comma of a Chinese keyboard in one is meant to end it."""


class Titles:
    """Items by what readers call them, looked up only where somebody wrote a title in place of an id."""

    def __init__(self, records: Sequence[Record], id_of: Callable[[Record], str]) -> None:
        self._all, self._id_of = records, id_of

    def hint(self, written: object) -> str:
        """Which id to write in place of a title, or of words that only differ from an id in how they are joined."""
        if not isinstance(written, str):
            return ""
        word = " ".join(written.split()).casefold()
        if found := self._by_title.get(word):
            title = excerpt(found[0][1])
            if len(found) == 1:
                return answer("write {answer}, the id of “{title}”", found[0][0], title=title)
            return said("write {ids}, the id of “{title}”", ids=OneOf(id for id, _ in found), title=title)
        near = id_from(written)
        return answer("did you mean {answer}?", near) if near in self._ids else ""

    @cached_property
    def _records(self) -> list[tuple[str, Record]]:
        return [(str(record.data.get("id") or self._id_of(record)), record) for record in self._all]

    @cached_property
    def _by_title(self) -> Mapping[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for id, record in self._records:
            for name, title in _titles(id, record.data):
                found.setdefault(" ".join(title.split()).casefold(), []).append((name, title))
        return found

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(id for id, _ in self._records)


def _titles(id: str, data: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    title, results = data.get("title"), data.get("key_results")
    if isinstance(title, str):
        yield id, title
    for result in results if isinstance(results, list) else ():
        if isinstance(result, dict) and isinstance(key := result.get("id"), str) and isinstance(title := result.get("title"), str):
            yield f"{id}.{key}", title


def quotes(record: Record, faults: list[Diagnostic]) -> Iterator[Diagnostic]:
    """Values between typographic quotes. Where a comma splits one, `faults` loses what only follows from that."""
    for span, found in quoted_values(record):
        here = [fault for fault in faults if fault.span.line == span.line]
        if here and not found.is_split:
            continue  # told already, with what to write
        for fault in here:
            faults.remove(fault)
        message = said("the quotes here are typographic ({marks}), so they are a part of the text", marks=found.marks)
        if found.is_split:
            message = said(
                "the quotes here are typographic ({marks}), so the comma between them splits the text", marks=found.marks
            )
        severity = Severity.ERROR if here else Severity.WARNING
        yield Diagnostic("typographic-quotes", severity, span, message, found.hint)


def wide_commas(record: Record, names: Iterable[str] = ()) -> Iterator[Diagnostic]:
    """Lists of words in which a comma of a Chinese keyboard ends no entry. `names` are the workspace's own such lists."""
    for key in (*LISTS_OF_WORDS, *names):
        entries = record.data.get(key)
        for at, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, str) and keyboards.holds_commas(entry) and "://" not in entry:
                bare, why = mended.plain_value(entries)
                hint = said("write {value}", value=mended.flow(bare))
                if isinstance(bare, list) and isinstance(entries, list):
                    hint = answer("write {answer}", tuple(map(str, bare)), place=(key,), old=tuple(map(str, entries)))
                yield _wide(span_of(record, key, at), said("{name}: {message}", name=key, message=why), hint)
                break


def _wide(span: Span, message: str, hint: str) -> Diagnostic:
    return Diagnostic("full-width-mark", Severity.WARNING, span, message, hint)
