"""What a change newly shows to whom, and what it hides again: names of items and fields, never their values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pmsite.audience import project, seen_fields
from pmsite.model.item import Item, Wording
from pmsite.model.period import Period, is_finer
from pmsite.model.product import Product


@dataclass(frozen=True, slots=True)
class Exposure:
    """An audience, an item, and the fields that it sees now and did not see before; none where the whole item is new to it."""

    audience: str
    label: str
    id: str
    title: str
    type: str
    path: str
    fields: tuple[str, ...] = ()
    is_new: bool = False
    """Whether the item was not there before at all."""


def exposed(before: Product, after: Product, olds: Mapping[str, str]) -> tuple[Exposure, ...]:
    """What each audience sees after a change and did not see before. `olds` gives an item's id of before."""
    return tuple(_seen(before, after, olds))


def concealed(before: Product, after: Product, news: Mapping[str, str]) -> tuple[Exposure, ...]:
    """What each audience saw before and does not see after, of items that are still there."""
    return tuple(found for found in _seen(after, before, news) if not found.is_new)


def _seen(before: Product, after: Product, olds: Mapping[str, str]) -> Iterator[Exposure]:
    for audience, setting in after.settings.audiences.items():
        shown = project(after, audience)
        known = project(before, audience) if audience in before.settings.audiences else None
        for id, item in shown.items.items():
            old = olds.get(id)
            what = (audience, setting.label or audience, id, after.items[id].title, item.type, item.path)
            if old is None or known is None or old not in known.items:
                yield Exposure(*what, is_new=old is None)
                continue
            widened = seen_fields(after.settings, audience, type(item)) - seen_fields(before.settings, audience, type(item))
            versions = Versions(before.items[old], known.items[old], after.items[id], item)
            if fields := tuple(_fields(versions, widened)):
                yield Exposure(*what, fields)


class Versions(NamedTuple):
    """One item before and after, each whole and as an audience sees it."""

    old: Item
    known: Item
    new: Item
    shown: Item


def _fields(item: Versions, widened: frozenset[str]) -> Iterator[str]:
    for name in sorted(widened):
        top = name.partition(".")[0]
        value = item.shown.custom.get(top) if top in item.shown.custom else getattr(item.shown, top, None)
        if value not in (None, "", (), {}, False):
            yield name
    yield from (name for name in Wording.model_fields if name not in widened and _lost_its_wording(name, item))
    if "body" not in widened and _lines(item.shown.body) & (_lines(item.old.body) - _lines(item.known.body)):
        yield "body"


def _lost_its_wording(name: str, item: Versions) -> bool:
    """Whether an audience that read other words, or a coarser date, now reads those of the team."""
    if name not in type(item.known).model_fields or getattr(item.shown, name) is None:
        return False
    known, shown = getattr(item.known, name), getattr(item.shown, name)
    if isinstance(known, Period) and isinstance(shown, Period) and getattr(item.old, name) == getattr(item.new, name):
        return is_finer(shown, known)
    return bool(known != getattr(item.old, name) and shown == getattr(item.new, name) and shown != known)


def _lines(body: str) -> set[str]:
    return {line.strip() for line in body.splitlines() if len(line.strip()) > 3}
