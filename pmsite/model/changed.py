"""Where two products differ, as those who read them would see it: index by index, and key by key.

What is told to differ and does not only costs the time to find that out; what differs is always told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any
from weakref import WeakKeyDictionary, ref

from pydantic import BaseModel

from pmsite.model.holding import index_holds_items
from pmsite.model.indexes import EVERY, TEXTS, Index, Read, Reads, answer, carry, plain, worked_out
from pmsite.model.item import Item
from pmsite.model.product import Product

_WORDS = frozenset({"body", "body_line"})
_PLAIN = frozenset({str, int, float, bool, date})
_ABSENT = object()


def changed(before: Product, after: Product) -> Reads:
    """The reads that another product answers otherwise.

    An index is compared if anybody asked the product before for it. One that is made from nothing that was replaced is not made again:
    the product after gets it as it is. Nor is one that has no place for items where all that it is made from is alike.
    """
    known = _known.get(after)
    if known is not None and known[0]() is before:
        return known[1]
    found = _compared(before, after)
    _known[after] = ref(before), found
    return found


_known: WeakKeyDictionary[Product, tuple[ref[Product], Reads]] = WeakKeyDictionary()
"""By product, what it differs in from the one that it was compared with last."""


def _compared(before: Product, after: Product) -> Reads:
    alike, whole = Alike(), Alike(frozenset())
    found: set[Read] = set(_texts(before, after))
    replaced = set(found)
    for field in fields(before):
        values = vars(before)[field.name], vars(after)[field.name]
        found.update(between(field.name, *values, alike))
        replaced.update(between(field.name, *values, whole))
    for name, (value, made_from) in worked_out(before).items():
        if made_from.isdisjoint(replaced) or (made_from.isdisjoint(found) and not index_holds_items(name)):
            carry(name, before, after)
            continue
        again = answer(name, after)
        found.update(between(name, value, again, alike))
        replaced.update(between(name, value, again, whole))
    return frozenset(found)


def between(index: str, before: Any, after: Any, alike: Alike | None = None) -> Iterator[Read]:
    """Where two values of one index differ."""
    same = alike or Alike()
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        if not same(before, after):
            yield index, EVERY
        return
    old, new = plain(before), plain(after)
    if old is new:
        return
    others = [key for key, value in new.items() if (known := old.get(key, _ABSENT)) is not value and not same(known, value)]
    others += old.keys() - new.keys()
    for key in others:
        yield index, key
    if others or list(old) != list(new):
        yield index, EVERY


def _texts(before: Product, after: Product) -> Iterator[Read]:
    old, new = plain(vars(before)["items"]), plain(vars(after)["items"])
    others = [id for id, item in new.items() if old.get(id) is not item]
    for id in (*others, *(old.keys() - new.keys())):
        one, other = old.get(id), new.get(id)
        if one is None or other is None or any(vars(one)[name] != vars(other)[name] for name in _WORDS):
            yield TEXTS, id


class Alike:
    """Whether two values tell their readers the same, in the same order, but for what is left out of items.

    That are their bodies, where nothing else is said: reads of those are recorded by themselves.
    """

    def __init__(self, left_out: frozenset[str] = _WORDS) -> None:
        self._left_out = left_out
        self._items: dict[tuple[int, int], bool] = {}

    def __call__(self, one: Any, other: Any) -> bool:
        """Whether two values are alike."""
        if one is other:
            return True
        if type(one) is not type(other):
            return False
        if type(one) in _PLAIN:
            return bool(one == other)
        if values := _values(one.__class__):
            return self._each(values(one), values(other))
        if isinstance(one, Item):
            return self._item(one, other)
        if isinstance(one, (tuple, list)):
            return len(one) == len(other) and self._each(one, other)
        if isinstance(one, (Mapping, Index)):
            old, new = plain(one), plain(other)
            return len(old) == len(new) and list(old) == list(new) and self._each(old.values(), new.values())
        if isinstance(one, BaseModel):
            old, new = vars(one), vars(other)
            return all(self(old[name], new[name]) for name in type(one).model_fields)
        return bool(one == other)

    def _each(self, some: Iterable[Any], others: Iterable[Any]) -> bool:
        return all(one is other or self(one, other) for one, other in zip(some, others, strict=True))

    def _item(self, one: Item, other: Item) -> bool:
        """Two items are met many times: in each index that holds them."""
        key = id(one), id(other)
        known = self._items.get(key)
        if known is None:
            old, new = vars(one), vars(other)
            known = all(self(old[name], new[name]) for name in type(one).model_fields if name not in self._left_out)
            self._items[key] = known
        return known


@cache
def _values(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """What gives the values that a dataclass is compared by; nothing for what is compared otherwise."""
    is_compared = is_dataclass(kind) and kind.__dataclass_params__.eq  # type: ignore[attr-defined]  # it has no other name
    names = [field.name for field in fields(kind)] if is_compared else []
    if len(names) == 1:
        return lambda of: (getattr(of, names[0]),)
    return attrgetter(*names) if names else None
