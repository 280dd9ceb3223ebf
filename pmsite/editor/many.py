"""One fact of many features at once: what each has, and what it is to have, also where that comes from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pmsite.diagnostics import Span
from pmsite.importers.dates import NotADate, period_of
from pmsite.importers.forms import split
from pmsite.messages import said
from pmsite.model.controls import Control, controls
from pmsite.model.feature import Feature
from pmsite.model.period import parse
from pmsite.model.product import Product
from pmsite.read.record import Value
from pmsite.wording import labels
from pmsite.wording.dates import period_words
from pmsite.wording.words import Gettext, gettext
from pmsite.workspace import Workspace
from pmsite.writing.refused import refused


@dataclass(frozen=True, slots=True)
class Row:
    """One feature as it is named, by id or title, and what it is to have; None where nothing is said of that."""

    name: str
    value: str | None = None


def rows(workspace: Workspace, field: str, wanted: Sequence[Row]) -> dict[str, Any]:
    """Of each row the feature that it means, what that has, and what it is to have; or why it means none. Raises Refused where there is no such field."""
    if workspace.product is None:
        raise refused("unknown-item", Span(workspace.prefix), said("the plan has faults"), said("mend them first"))
    control = controls(Feature, workspace.product.settings).get(field)
    if control is None or control.fields or control.keys:
        raise refused(
            "unknown-field",
            Span(workspace.prefix),
            said("{field} is no fact that many can get at once", field=field),
            said("choose another one"),
        )
    told = _Rows(workspace, workspace.product, field, control)
    return {"rows": list(told.of(wanted))}


class _Rows:
    def __init__(self, workspace: Workspace, product: Product, field: str, control: Control) -> None:
        self._records, self._product, self._field, self._control = workspace.records, product, field, control
        self.say: Gettext = gettext(product.settings.language)
        self._titles: dict[str, list[str]] = {}
        for feature in product.of(Feature):
            self._titles.setdefault(_plain(feature.title), []).append(feature.id)
        self._meant = {_plain(word): value for word, value in self._words()}

    def of(self, wanted: Sequence[Row]) -> Iterator[dict[str, Any]]:
        seen: set[str] = set()
        for row in wanted:
            id, problem = self._meaning(row.name)
            if id and id in seen:
                problem = self.say("It stands in the list twice; the first line counts.")
            seen.add(id)
            title = self._product.items[id].title if id else row.name
            told: dict[str, Any] = {"name": row.name, "item": "" if problem else id, "title": title, "problem": problem}
            if id:
                told["was"] = self._records[id].data.get(self._field)
                told["now"] = self._shown(told["was"])
            if row.value is not None and not problem:
                told["value"] = self._value(row.value)
                told["then"] = self._shown(told["value"])
                told["problem"] = "" if told["value"] is not None else self.say("No value, so it stays as it is.")
            yield told

    def _meaning(self, name: str) -> tuple[str, str]:
        if isinstance(self._product.items.get(name), Feature):
            return name, ""
        found = self._titles.get(_plain(name), [])
        if len(found) == 1:
            return found[0], ""
        return "", self.say("Several features have this title.") if found else self.say("No feature has this id or title.")

    def _words(self) -> Iterator[tuple[str, str]]:
        """What a value may be called instead: a choice by its words, an item by its title where that is one item's alone."""
        for option in self._control.choices:
            yield self.say(labels.VALUES.get(option.value, option.value)), option.value
            yield option.label, option.value
        titles: dict[str, list[str]] = {}
        for type_name in self._control.to:
            for item in self._product.by_type.get(type_name, ()):
                titles.setdefault(_plain(item.title), []).append(item.id)
        yield from ((title, ids[0]) for title, ids in titles.items() if len(ids) == 1)

    def _value(self, text: str) -> Value:
        """What its author would write; nothing where the cell is empty."""
        if self._control.many:
            found: list[Value] = [self._one(part) for part in split(text)]
            return found or None
        return self._one(text) if text.strip() else None

    def _shown(self, value: Value) -> str:
        """What pages say for a value; what is no value of the field stays as it is written."""
        if isinstance(value, list | tuple):
            return self.say(", ").join(map(self._shown, value))
        text = "" if value is None else str(value)
        if self._control.to and (item := self._product.items.get(text)):
            return item.title
        option = next((one for one in self._control.choices if one.value == text), None)
        if option:
            return option.label or self.say(labels.VALUES.get(text, text))
        try:
            is_date = self._control.kind in ("period", "day")
            return self._date(text) if is_date else text
        except ValueError:
            return text

    def _date(self, text: str) -> str:
        settings = self._product.settings
        return period_words(parse(text, settings.fiscal_year_starts), settings.language)

    def _one(self, text: str) -> str:
        text = text.strip()
        known = self._product.items if self._control.to else {option.value for option in self._control.choices}
        if text in known:
            return text
        if self._control.kind in ("period", "day"):
            return _period(text)
        return self._meant.get(_plain(text), text)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _period(text: str) -> str:
    try:
        return period_of(text)
    except NotADate:
        return text  # the check says what is wrong with it
