"""A history as an outside audience saw it, step by step: of each item what it could see then and may see today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pmsite.audience import Projection, Readers
from pmsite.history.lines import Became
from pmsite.history.steps import Step
from pmsite.model.item import Item
from pmsite.model.metric import Metric
from pmsite.model.product import Product, Words, written_references
from pmsite.model.settings import Settings


@dataclass(slots=True)
class Outsider:
    """Follows a history with the eyes of one audience.

    What it sees depends on nothing but what was visible: an item changes for it also where its file did not, when something that
    it names comes into sight or goes, and when product.yml opens or closes a field.
    """

    product: Product
    seen: Projection
    items: dict[int, Item] = field(default_factory=dict)
    """The items in sight, whole."""
    known: dict[int, Item] = field(default_factory=dict)
    """The same as the audience saw them last."""
    visible: dict[str, Item] = field(default_factory=dict)
    """What may be named: in sight, and visible today."""
    words: dict[int, Words] = field(default_factory=dict)
    """What the items in sight say in other languages, whole."""
    known_words: dict[int, Words] = field(default_factory=dict)
    """The same as the audience could read it last."""
    naming: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """By id, the items that name it, or once did."""
    settings: Settings | None = None
    readers: Readers | None = None
    """Takes out what the settings of then, or those of today, keep from the audience."""

    def see(self, step: Step) -> Iterator[Became]:
        """What became of items in its eyes; an item that is gone and one that is hidden are the same to it."""
        lines = dict.fromkeys(became.line for became in step.became)
        moved = {id for became in step.became for id in self._follow(became, step)}
        lines |= dict.fromkeys(line for id in sorted(moved) for line in sorted(self.naming.get(id, ())))
        if step.settings is not self.settings:
            self.settings = step.settings
            then = replace(self.product, settings=step.settings, items=self.visible)
            self.readers = Readers(then, self.seen.audience, self.product.settings)
            lines |= dict.fromkeys(sorted(self.items))
        for line in lines:
            yield from self._look(line)

    def _follow(self, became: Became, step: Step) -> Iterable[str]:
        """Take in one item; gives the ids that came into sight or went."""
        before, after = self.items.pop(became.line, None), became.after
        self.words.pop(became.line, None)
        old = before.id if before is not None and self.visible.pop(before.id, None) is not None else ""
        if after is None or not self._is_visible(after, step):
            return (old,) if old else ()
        self.items[became.line] = after
        if became.words[1]:
            self.words[became.line] = became.words[1]
        for _, written, _, _ in written_references(after, step.settings):
            self.naming[written].add(became.line)
            self.naming[written.rpartition(".")[0]].add(became.line)
        new = after.id if after.id in self.seen.items else ""
        if new:
            self.visible[new] = after
        return {old, new} - {""} if old != new else ()

    def _is_visible(self, item: Item, step: Step) -> bool:
        return self.seen.audience in item.visibility and self.seen.audience in step.settings.audiences

    def _look(self, line: int) -> Iterator[Became]:
        before, item = self.known.pop(line, None), self.items.get(line)
        said = self.known_words.pop(line, {})
        if item is not None and self.readers is not None:
            self.known[line] = after = self._reduced(item, self.readers)
            words = self.readers.words(item, self.words[line]) if line in self.words else {}
            if words:
                self.known_words[line] = words
            yield Became(line, before, after, words=(said, words))
        elif before is not None:
            yield Became(line, before, None)

    @staticmethod
    def _reduced(item: Item, readers: Readers) -> Item:
        """What the audience saw of an item. The values of a metric, whose notes are out already, it sees all of or none."""
        if not isinstance(item, Metric) or not item.series:
            return readers.reduce(item)
        series = item.series if readers.sees(Metric, "series") else ()
        return readers.reduce(item.model_copy(update={"series": ()})).model_copy(update={"series": series})
