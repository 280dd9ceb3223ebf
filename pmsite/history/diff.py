"""What a change does to the plan: two products, before and after, compared as a reviewer would."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pmsite.history.exposure import Exposure, concealed, exposed
from pmsite.history.moves import is_move
from pmsite.model import compare as facts
from pmsite.model.compare import Difference
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import stated
from pmsite.model.item import Item
from pmsite.model.objective import Objective
from pmsite.model.period import Period
from pmsite.model.product import Product, Words
from pmsite.model.release import Release
from pmsite.model.renaming import Names
from pmsite.model.replaced import heirs
from pmsite.model.status import Status

Attached = Callable[[Item, Words], Mapping[str, str]]
"""Gives the files that an item's texts bring along, in all its languages: by path, what names the content of each."""
DATES = ("target", "release", "date", "period", "shipped", "ends", "by")
"""Fields that say when; a feature's release does so as much as its target."""


@dataclass(frozen=True, slots=True)
class Named:
    """An item as a comparison names it."""

    id: str
    title: str
    type: str
    path: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One item that is there before and after. `was` is its id of before where that was another one."""

    item: Named
    differences: tuple[Difference, ...]
    was: str = ""
    moved: bool = False
    """Whether its planned date moved, as a history counts moves."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that no longer hangs together: a `release` or a `goal` without features, or a `dependency` on what is dropped."""

    kind: str
    item: Named
    lost: Named


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything that differs between two products, what readers outside the team get to see first."""

    exposed: tuple[Exposure, ...]
    concealed: tuple[Exposure, ...]
    broken: tuple[Broken, ...]
    added: tuple[Named, ...]
    dropped: tuple[Named, ...]
    changed: tuple[Changed, ...]
    settings: tuple[Difference, ...]
    """What differs in product.yml; of what stands there, outsiders learn what concerns them."""
    unread: tuple[str, ...] = ()
    """Files that cannot be read before or after, of which nothing is concluded."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.exposed or self.concealed or self.added or self.dropped or self.changed or self.settings)


def _no_files(item: Item, words: Words) -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of two products besides what is in them."""

    was: Names = field(default_factory=dict)
    """By id, the one that an item of before had then; in both products it is called as it is after."""
    lost: frozenset[str] = frozenset()
    """Ids of what is not there after, or of what is new there, since a file cannot be read; nothing is concluded from it."""
    unread: tuple[str, ...] = ()
    attached: tuple[Attached, Attached] = (_no_files, _no_files)
    """Before and after."""

    def between(self, before: Product, after: Product, id: str) -> Iterator[Difference]:
        """Everything that differs between two versions of one item: its facts and its text, values, translations and files."""
        old, new = stated(before.items[id]), stated(after.items[id])
        yield from (found for found in facts.differences(old, new) if not only_settings(found))
        if id not in self.was:
            yield from facts.moved(old, new)
        if not self._is_unread(old, new, "csv"):
            yield from facts.measured(old, new)
        told, telling = (side.translations.get(id, {}) for side in (before, after))
        for found in facts.translated(told, telling) if told or telling else ():
            if not self._is_unread(old, new, f"{found.part[0]}.md"):
                yield found
        yield from facts.attached(self.attached[0](old, told), self.attached[1](new, telling))

    def _is_unread(self, old: Item, new: Item, ending: str) -> bool:
        """Whether a file beside an item, of the same name, could not be read before or after."""
        return bool(self.unread) and any(f"{posixpath.splitext(item.path)[0]}.{ending}" in self.unread for item in (old, new))


def compare(before: Product, after: Product, *, inside: bool = True, known: Known | None = None) -> Diff:
    """The difference between two products, or between two projections for the same audience, in which an item has one id.

    To readers outside the team (`inside` is false) an item that is gone never was: whether it was deleted or hidden is not theirs to know.
    """
    known = known or Known()
    both = {id: None for id, item in after.items.items() if id in before.items and before.items[id].type == item.type}
    settled = both.keys() | known.lost
    changed = [_changed(before, after, id, known) for id in both]
    gone = [item for id, item in before.items.items() if id not in settled] if inside else []
    return Diff(
        tuple(found for found in exposed(before, after, both, known.between) if _is_sure(found, settled)) if inside else (),
        concealed(before, after, both, known.between) if inside else (),
        tuple(_broken(before, after, known.lost - both.keys(), known.was)) if inside else (),
        tuple(named(item) for id, item in after.items.items() if id not in settled),
        tuple(named(item, known.was.get(item.id, "")) for item in gone),
        tuple(found for found in changed if found.differences or found.was),
        tuple(_settings(before, after, inside)),
        known.unread if inside else (),
    )


def named(item: Item, was: str = "") -> Named:
    """An item by its names, or by the id that it had."""
    return Named(was or item.id, item.title, item.type, item.path)


def _changed(before: Product, after: Product, id: str, known: Known) -> Changed:
    old, new = stated(before.items[id]), stated(after.items[id])
    return Changed(named(new), tuple(known.between(before, after, id)), known.was.get(id, ""), is_move(old, new))


def _is_sure(found: Exposure, settled: Collection[str]) -> bool:
    return not found.is_new or found.id not in settled


def only_settings(found: Difference) -> bool:
    """Whether an author wrote the same before and after, and only product.yml gives it another label, or other days."""
    before, after = found.before, found.after
    if isinstance(before, Status) and isinstance(after, Status):
        return before.id == after.id and before.stage == after.stage
    return isinstance(before, Period) and isinstance(after, Period) and before.text == after.text


def _settings(before: Product, after: Product, inside: bool) -> Iterator[Difference]:
    for found in facts.settings(before.settings, after.settings):
        # which words of the plan outsiders know follows from the items that they see
        if inside or found.shape != "entry" or found.field not in ("statuses", "change_kinds"):
            yield found


def _broken(before: Product, after: Product, lost: frozenset[str], was: Names) -> Iterator[Broken]:
    for id, item in before.items.items():
        now = after.items.get(id)
        if isinstance(item, Release) and now is not None:
            yield from _lost(before, after, item, now, "release", lost, was)
        elif isinstance(item, Objective) and now is not None:
            yield from _lost(before, after, item, now, "supports", lost, was)
        elif _counts(item) and id not in lost and not (now is not None and (_counts(now) or now.id in heirs(after))):
            for other in before.pointing(id, "depends_on"):
                waiting = after.items.get(other.id)
                if isinstance(waiting, Feature) and waiting.is_open:
                    yield Broken("dependency", named(waiting), named(item, was.get(id, "") if id not in after.items else ""))


def _lost(before: Product, after: Product, old: Item, new: Item, field: str, lost: frozenset[str], was: Names) -> Iterator[Broken]:
    had = [item for item in before.pointing(old.id, field) if _counts(item)]
    has = [item for item in after.pointing(new.id, field) if _counts(item)]
    if had and not has and not any(item.id in lost for item in had):
        last = had[-1]
        yield Broken(
            "release" if field == "release" else "goal",
            named(new),
            named(last, was.get(last.id, "") if last.id not in after.items else ""),
        )


def _counts(item: Item) -> bool:
    return isinstance(item, Feature) and item.status.stage != "dropped"
