"""Where two products differ, as those who read them would see it: index by index, and key by key.

What is told to differ and does not only costs the time to find that out; what differs is always told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from pmsite.model.indexes import EVERY, TEXTS, WORKED_OUT, Index, Read, Reads, answer, plain
from pmsite.model.item import Item
from pmsite.model.product import Product

_WORDS = ("body", "body_line")
_ABSENT = object()


def changed(before: Product, after: Product) -> Reads:
    """The reads that another product answers otherwise. An index is compared if anybody asked the one before for it."""
    alike = _Alike()
    found: set[Read] = set()
    for field in fields(before):
        found.update(between(field.name, vars(before)[field.name], vars(after)[field.name], alike))
    found.update(_texts(before, after))
    for name in vars(before).get(WORKED_OUT, {}):
        if isinstance(name, str):
            found.update(between(name, answer(name, before), answer(name, after), alike))
    return frozenset(found)


def between(index: str, before: Any, after: Any, alike: _Alike | None = None) -> Iterator[Read]:
    """Where two values of one index differ."""
    same = alike or _Alike()
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        if not same(before, after):
            yield index, EVERY
        return
    old, new = plain(before), plain(after)
    differs = len(old) != len(new)
    for key, value in new.items():
        if not same(old.get(key, _ABSENT), value):
            differs = True
            yield index, key
    for key in old.keys() - new.keys():
        yield index, key
    if differs or list(old) != list(new):
        yield index, EVERY


def _texts(before: Product, after: Product) -> Iterator[Read]:
    old, new = plain(vars(before)["items"]), plain(vars(after)["items"])
    for id in old.keys() | new.keys():
        one, other = old.get(id), new.get(id)
        if one is not other and (one is None or other is None or any(vars(one)[name] != vars(other)[name] for name in _WORDS)):
            yield TEXTS, id


class _Alike:
    """Whether two values tell their readers the same, but for the bodies of items, whose reads are recorded by themselves."""

    def __init__(self) -> None:
        self._items: dict[tuple[int, int], bool] = {}

    def __call__(self, one: Any, other: Any) -> bool:
        if one is other:
            return True
        if type(one) is not type(other):
            return False
        if isinstance(one, Item):
            return self._item(one, other)
        if isinstance(one, (tuple, list)):
            return len(one) == len(other) and all(map(self, one, other))
        if isinstance(one, (dict, Index)):
            old, new = plain(one), plain(other)
            return len(old) == len(new) and list(old) == list(new) and all(map(self, old.values(), new.values()))
        if hasattr(one, "__dataclass_params__") and one.__dataclass_params__.eq:
            return all(self(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
        return bool(one == other)

    def _item(self, one: Item, other: Item) -> bool:
        """Two items are met many times: in each index that holds them."""
        key = id(one), id(other)
        known = self._items.get(key)
        if known is None:
            old, new = vars(one), vars(other)
            known = self._items[key] = all(value == new[name] for name, value in old.items() if name not in _WORDS)
        return known
