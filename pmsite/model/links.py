"""References between items: what each item names, and where that leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from operator import is_

from pydantic import BaseModel

from pmsite.model import custom
from pmsite.model.item import Item
from pmsite.model.objective import Objective
from pmsite.model.settings import Settings
from pmsite.model.types import groups_with_references, references
from pmsite.model.values import Reference


@dataclass(frozen=True, slots=True)
class Link:
    """One reference as its author wrote it: from an item's field to another item, or to a key result of an objective."""

    source: str
    field: str
    written: str
    target: str
    part: str
    kind: Reference
    place: tuple[str | int, ...]
    """Where it stands in the front matter."""

    @property
    def key(self) -> str:
        """Its field as authors write it."""
        if self.field in self.place:
            return self.field
        return next((part for part in reversed(self.place) if isinstance(part, str)), self.field)


class KnownLinks:
    """The references of items that were looked up before, by item: those of the same item lead where they led, unless what they name is another.

    It is plain data, which can be pickled together with the items.
    """

    def __init__(self) -> None:
        self._settings: Settings | None = None
        self._names: dict[str, tuple[str, ...]] = {}
        """By the id of every item, those of its key results: all that can be named."""
        self._links: dict[str, tuple[Item, tuple[Link, ...]]] = {}
        self._all: tuple[tuple[Link, ...], tuple[Link, ...]] = (), ()

    def look_up(self, items: Mapping[str, Item], settings: Settings) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
        """Every reference of all items, one item after the other: those that lead to an item, and those that do not.

        Where none is another than before, the answer is the same object.
        """
        before = self._links
        if settings is not self._settings and settings != self._settings:
            before = {}
        names = {id: _parts(item) for id, item in items.items()}
        others = _differing(self._names, names)
        self._settings, self._names = settings, names
        self._links = {id: (item, self._of(item, before.get(id), others, items, settings)) for id, item in items.items()}
        groups = [links for _, links in self._links.values()]
        if not before or len(groups) != len(before) or not all(map(is_, groups, (links for _, links in before.values()))):
            found = tuple(chain.from_iterable(groups))
            self._all = tuple(link for link in found if link.target), tuple(link for link in found if not link.target)
        return self._all

    def _of(
        self,
        item: Item,
        known: tuple[Item, tuple[Link, ...]] | None,
        others: frozenset[str],
        items: Mapping[str, Item],
        settings: Settings,
    ) -> tuple[Link, ...]:
        if known is not None and known[0] is item and not (others and any(_names_one_of(link, others) for link in known[1])):
            return known[1]
        found = tuple(_resolve(item.id, written, items) for written in written_references(item, settings))
        return known[1] if known is not None and known[1] == found else found


def links_again(
    links: tuple[Link, ...], before: Mapping[str, Item], after: Mapping[str, Item], settings: Settings
) -> tuple[Link, ...]:
    """The references of items, some of which are others than before, looked up again for these alone."""
    if before is after:
        return links
    known: dict[str, list[Link]] = {}
    for link in links:
        known.setdefault(link.source, []).append(link)
    for id, item in after.items():
        if item is not before[id]:
            known[id] = [found for w in written_references(item, settings) if (found := _resolve(id, w, after)).target]
    return tuple(chain.from_iterable(known.get(id, ()) for id in after))


def _parts(item: Item) -> tuple[str, ...]:
    return tuple(result.id for result in item.key_results) if isinstance(item, Objective) else ()


def _differing(before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """The ids that something else can be named by than before."""
    if before == after:
        return frozenset()
    return frozenset(id for id in before.keys() | after.keys() if before.get(id) != after.get(id))


def _names_one_of(link: Link, ids: frozenset[str]) -> bool:
    return link.written in ids or link.written.rpartition(".")[0] in ids


Written = tuple[str, str, Reference, tuple[str | int, ...]]
"""A reference as it is written: the field, the id, what it may name, and its place."""


def written_references(item: Item, settings: Settings) -> Iterator[Written]:
    """Every reference of an item, those inside groups of fields and custom fields included."""
    yield from _in_fields(item, ())
    declared = settings.custom_fields(item.type) if item.custom else {}
    for name, value in item.custom.items():
        kind = custom.reference(declared[name])
        if kind is not None:
            entries = value.items() if isinstance(value, Mapping) else enumerate((value,) if isinstance(value, str) else value)
            yield from ((name, entry, kind, (name, key)) for key, entry in entries)


def _in_fields(group: BaseModel, above: tuple[str | int, ...]) -> Iterator[Written]:
    model = type(group)
    for name, kind in references(model).items():
        value = getattr(group, name)
        if isinstance(value, str):
            yield name, value, kind, (*above, model.model_fields[name].alias or name)
        elif value:
            yield from ((name, entry, kind, (*above, name, at)) for at, entry in enumerate(value))
    for name in groups_with_references(model):
        value = getattr(group, name)
        if value:
            yield from _in_groups(value, (*above, name))


def _in_groups(value: object, above: tuple[str | int, ...]) -> Iterator[Written]:
    if isinstance(value, BaseModel):
        yield from _in_fields(value, above)
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _in_groups(entry, (*above, key))
    elif isinstance(value, tuple):
        for at, entry in enumerate(value):
            yield from _in_groups(entry, (*above, at))


def _resolve(source: str, reference: Written, items: Mapping[str, Item]) -> Link:
    field_name, written, kind, place = reference
    if written in items:
        return Link(source, field_name, written, written, "", kind, place)
    objective, _, part = written.rpartition(".")
    above = items.get(objective)
    if isinstance(above, Objective) and any(result.id == part for result in above.key_results):
        return Link(source, field_name, written, objective, part, kind, place)
    return Link(source, field_name, written, "", "", kind, place)
