"""What a rule is: a small class with a code, a severity, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, TypeVar

from pmsite.addresses import Use
from pmsite.attached import Around
from pmsite.diagnostics import Diagnostic, Severity, Span
from pmsite.model.faults import did_you_mean
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import placed
from pmsite.model.item import Item
from pmsite.model.objective import Objective
from pmsite.model.product import Product
from pmsite.model.settings import LANGUAGES
from pmsite.model.slip_of_pen import is_surely
from pmsite.model.translation import Translation
from pmsite.read.record import Record
from pmsite.read.spans import span_of
from pmsite.read.unread import NOTHING_ABSENT, Absent

T = TypeVar("T", bound=Item)
Rendered = tuple[tuple[Use, ...], tuple[str, ...]]
"""The addresses in a rendered text, and the markup that rendering took out of it."""

SEARCHES = 200
"""Suggestions that one run looks for; later faults go without, so that ten thousand of them stay quick."""


@dataclass(frozen=True, eq=False)
class Context:
    """What rules look at: the whole product, where each fact stands, and the workspace's other files."""

    product: Product
    records: Mapping[str, Record]
    files: frozenset[str]
    settings: Record
    around: Around
    """What texts can link to."""
    rendered: Callable[[str], Rendered]
    """What becomes of a text where it is rendered, which rules that judge texts ask instead of reading Markdown themselves."""
    is_picture: Callable[[bytes], bool]
    """Whether a picture can be read whole."""
    translations: Mapping[tuple[str, str], Translation] = field(default_factory=dict)
    """By item and language."""
    absent: Absent = NOTHING_ABSENT
    """What the plan holds and nobody can read."""
    only: frozenset[str] | None = None
    """The items whose texts are looked at, where not all are."""
    searched: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)
    """Suggestions that were looked for already."""

    def each(self, model: type[T]) -> Iterator[T]:
        """The items of a type whose files could be read right; features with what follows from their place in the tree."""
        yield from placed(self.product).values() if model is Feature else self.product.of(model)  # type: ignore[misc]

    def with_texts(self) -> Iterator[Item]:
        """The items whose texts are looked at."""
        items = self.product.items
        yield from items.values() if self.only is None else (items[id] for id in items if id in self.only)

    def span(self, item: Item, *place: str | int) -> Span:
        """Where a fact of an item stands."""
        return span_of(self.records[item.id], *place)

    def translations_of(self, id: str) -> Iterator[Translation]:
        """An item's words in other languages."""
        if self.translations:
            yield from (self.translations[id, language] for language in LANGUAGES if (id, language) in self.translations)

    def nearest(self, word: str, types: tuple[str, ...]) -> str:
        """The nearest id of the given types, or nothing."""
        if (word, types) not in self.searched:
            if len(self.searched) >= SEARCHES:
                return ""
            self.searched[word, types] = did_you_mean(word, self._names(types))
        return self.searched[word, types]

    def is_surely(self, word: str, near: str, types: tuple[str, ...]) -> bool:
        """Whether a word can only be one id of the given types."""
        return is_surely(word, near, self._names(types))

    def _names(self, types: tuple[str, ...]) -> Iterator[str]:
        for id, item in self.product.items.items():
            if not types or item.type in types:
                yield id
            if "key_result" in types and isinstance(item, Objective):
                yield from (f"{id}.{result.id}" for result in item.key_results)


class Rule:
    """One kind of fault. The docstring says what it is and why it matters."""

    code: ClassVar[str]
    severity: ClassVar[Severity] = Severity.WARNING
    fixed: ClassVar[bool] = False
    """Whether it protects readers, so that product.yml, which anybody may have written, cannot relax it."""

    fields: ClassVar[tuple[str, ...]] = ()
    """The fields that it is about, where the place of a finding does not tell: readers who do not get them have no such fault."""

    everywhere: ClassVar[bool] = False
    """Whether a finding about any readers matters to the builds for all others too, since it is about what nobody may learn."""

    asks: ClassVar[tuple[str, ...]] = ()
    """The references by which it asks another item: what it finds may only follow where that one cannot be read."""

    asks_who_names_it: ClassVar[bool] = False
    """Whether it finds that no other item says something of this one, which one that cannot be read might."""

    every_word: ClassVar[bool] = False
    """Whether it looks at every word of the plan, which takes as long as all other rules together."""

    def find(self, context: Context) -> Iterator[Diagnostic]:
        """Every fault of this kind."""
        yield from ()

    def at(self, span: Span, message: str, hint: str = "", related: tuple[tuple[Span, str], ...] = ()) -> Diagnostic:
        """One fault of this kind."""
        return Diagnostic(self.code, self.severity, span, message, hint, related)
