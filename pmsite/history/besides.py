"""A history with what stands beside the facts of items: texts below them, words in other languages, values of metrics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, NamedTuple

from pmsite.history import contents
from pmsite.history.lines import Became
from pmsite.history.log import NOTHING, Edit, is_read, is_table
from pmsite.history.steps import Step, Steps
from pmsite.history.store import Measure
from pmsite.model.item import Item
from pmsite.model.metric import Metric, Point
from pmsite.model.period import parse
from pmsite.model.product import Words
from pmsite.model.settings import Settings


class _Beside(NamedTuple):
    """What stands beside the facts of one item. A text is told by what names it."""

    inside: str
    text: str = ""
    words: Words = MappingProxyType({})
    rows: tuple[Measure, ...] = ()
    left: str = ""
    """Where the item lay before, if translations stayed there: they are of nothing, and say nothing until they follow."""

    @property
    def told(self) -> tuple[object, ...]:
        """What readers get of it."""
        return self.text, self.words, self.rows


def whole(steps: Steps) -> Iterator[Step]:
    """Every step, with all versions of items as they are with what stands beside them, and those in which nothing else changed.

    A text is told by what names it, to the team alone: how much of it outsiders see cannot be told from that. From what cannot be read
    nothing is concluded: its item keeps what it had.
    """
    told = _Whole(steps)
    yield from map(told.step, steps)


class _Series(NamedTuple):
    """The values of one table, last."""

    rows: tuple[Measure, ...]
    fiscal_year_starts: int
    points: tuple[Point, ...]


@dataclass(slots=True)
class _Whole:
    steps: Steps
    known: dict[int, _Beside] = field(default_factory=dict)
    words: dict[str, dict[str, Mapping[str, str]]] = field(default_factory=dict)
    """By the file of the original and by language, what translations say that lie there."""
    tables: dict[str, tuple[Measure, ...]] = field(default_factory=dict)
    series: dict[int, _Series] = field(default_factory=dict)
    today: dict[str, Item] = field(default_factory=dict)
    """By file, the items of the work tree, once the walk has come there."""

    def step(self, step: Step) -> Step:
        """One step, which the walk has just made."""
        for edit in step.edits:
            self._take(edit)
        if not step.committed:
            self.today = {self.steps.relative(item.path): item for item in self.steps.product.items.values()}
        touched = {one.line: self.steps.relative(one.after.path) for one in step.became if one.after is not None}
        for inside in self._touched(step):
            if inside in self.steps.lines.numbers:
                touched.setdefault(self.steps.lines.numbers[inside], inside)
        before = {line: self.known[line] for line in (*touched, *(one.line for one in step.became)) if line in self.known}
        now = {line: found for line, inside in touched.items() if (found := self._now(inside, before.get(line), step)) is not None}
        self.known |= now
        became = [self._told(one, before.get(one.line), now.get(one.line), step.settings) for one in step.became]
        lines = {one.line for one in step.became}
        for line, found in now.items():
            if line not in lines and line in before and before[line].told != found.told:
                item = self.today.get(found.inside) or self.steps.lines.items[found.inside]
                became.append(self._told(Became(line, item, item), before[line], found, step.settings))
        for one in step.became:
            if one.after is None:
                self.known.pop(one.line, None)
        return replace(step, became=tuple(became))

    def _touched(self, step: Step) -> Iterable[str]:
        """The files of the items that a step may have touched, in one of the files beside them, too."""
        if not step.committed:
            return self.today
        return [contents.original(place) for edit in step.edits for place in (edit.inside, edit.was) if place]

    def _take(self, edit: Edit) -> None:
        """Take in what one edit did to a translation or a table."""
        if edit.was:
            self._take(Edit(edit.was, NOTHING))
        original, language = contents.original(edit.inside), contents.language_of(edit.inside)
        history = self.steps.history
        if is_table(edit.inside):
            table = history.tables.get(edit.blob) if edit.blob else ()
            if table is not None:
                self.tables[original] = table
        elif language and is_read(edit.inside):
            said = contents.words(history.heads.get(edit.blob), history.texts.get(edit.blob, "")) if edit.blob else {}
            if said is not None:
                self.words.setdefault(original, {})[language] = said
            if not edit.blob:
                del self.words[original][language]

    def _now(self, inside: str, before: _Beside | None, step: Step) -> _Beside | None:
        """What stands beside an item after a step; nothing where the item cannot be read."""
        if not step.committed:
            return self._uncommitted(inside, before)
        blob = self.steps.lines.blob(inside)
        if blob is None:
            return None
        words, left = self._with_left(dict(self.words.get(inside, {})), inside, before, self._is_translated)
        rows = self.tables.get(inside, ()) if isinstance(self.steps.lines.items[inside], Metric) else ()
        return self._readers(_Beside(inside, self.steps.history.texts.get(blob, ""), _in_order(words), rows, left))

    def _uncommitted(self, inside: str, before: _Beside | None) -> _Beside | None:
        item = self.today[inside]
        stem = inside.removesuffix(".md")
        told = self.steps.product.translations.get(item.id, {})
        words: dict[str, Mapping[str, str]] = {
            language: {key: contents.name(text) if key == "body" else text for key, text in said.items()}
            for language, said in told.items()
        }
        rows: tuple[Measure, ...] = ()
        if isinstance(item, Metric):
            rows = tuple((str(point.date), point.value, point.note) for point in item.series)
        if before is not None:
            lost = (language for language in before.words if language not in words and self._is_there(inside, language))
            words |= {language: dict(before.words[language]) for language in lost}
            rows = before.rows if not rows and before.rows and self.steps.is_there(f"{stem}.csv") else rows
        words, left = self._with_left(words, inside, before, self._is_there)
        return self._readers(_Beside(inside, contents.name(item.body), _in_order(words), rows, left))

    def _with_left(
        self, words: dict[str, Mapping[str, str]], inside: str, before: _Beside | None, is_there: Callable[[str, str], bool]
    ) -> tuple[dict[str, Mapping[str, str]], str]:
        """An item's words, with those of translations that stayed where it lay before, and that place where there are any."""
        if before is None:
            return words, ""
        place = before.inside if before.inside != inside else before.left
        if not place or place in self.steps.lines.numbers:
            return words, ""
        left = {language: said for language, said in before.words.items() if language not in words and is_there(place, language)}
        return words | left, place if left else ""

    def _is_translated(self, original: str, language: str) -> bool:
        return language in self.words.get(original, {})

    def _is_there(self, original: str, language: str) -> bool:
        return self.steps.is_there(f"{original.removesuffix('.md')}.{language}.md")

    def _readers(self, found: _Beside) -> _Beside:
        """Of what outsiders see in part, nothing: texts. Notes go with the values that they belong to."""
        if self.steps.inside:
            return found
        words = {language: {key: text for key, text in said.items() if key != "body"} for language, said in found.words.items()}
        return found._replace(text="", words=words)

    def _told(self, one: Became, before: _Beside | None, now: _Beside | None, settings: Settings) -> Became:
        """What became of an item, each version with what stood beside it."""
        now = now or before
        old = self._filled(one.before, one.line, before, settings) if one.before is not None else None
        new = self._filled(one.after, one.line, now, settings) if one.after is not None else None
        return one._replace(before=old, after=new, words=(before.words if before else {}, now.words if now else {}))

    def _filled(self, item: Item, line: int, found: _Beside | None, settings: Settings) -> Item:
        changes: dict[str, Any] = {}
        if item.body != (found.text if found else ""):
            changes["body"] = found.text if found else ""
        if isinstance(item, Metric):
            changes["series"] = self._series(line, found.rows if found else (), settings.fiscal_year_starts)
        return item.model_copy(update=changes) if changes else item

    def _series(self, line: int, rows: tuple[Measure, ...], fiscal_year_starts: int) -> tuple[Point, ...]:
        """The values of a table; those that it has from its last version are the same objects."""
        last = self.series.get(line)
        known = (
            last.points if last and last.fiscal_year_starts == fiscal_year_starts and rows[: len(last.rows)] == last.rows else ()
        )
        points = (
            (*known, *(self._point(*row, fiscal_year_starts) for row in rows[len(known) :])) if len(rows) > len(known) else known
        )
        self.series[line] = _Series(rows, fiscal_year_starts, points)
        return points

    def _point(self, day: str, value: float, note: str, fiscal_year_starts: int) -> Point:
        return Point(date=parse(day, fiscal_year_starts), value=value, note=note if self.steps.inside else "")


def _in_order(words: Mapping[str, Mapping[str, str]]) -> Words:
    return {language: words[language] for language in sorted(words)}
