"""Items under other names: a plan of another day told in the ids of today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pmsite.model.product import Product, connect
from pmsite.model.renaming import Names, called


@dataclass(frozen=True, slots=True)
class Renamed:
    """A product under other names, and by new id the old one, where they differ."""

    product: Product
    was: Names


def renamed(product: Product, names: Names, others: Iterable[str]) -> Renamed:
    """A product whose items, and all that names them, are called otherwise. What is not in `names` makes way where one of `others` has its id."""
    names = {old: new for old, new in names.items() if old in product.items}
    taken = {*names.values(), *others}
    for id in product.items.keys() - names.keys():
        if id in taken:
            names[id] = free = _free(id, taken | product.items.keys())
            taken.add(free)
    names = {old: new for old, new in names.items() if old != new}
    if not names:
        return Renamed(product, {})
    items = {names.get(id, id): called(item, product.settings, names) for id, item in product.items.items()}
    words = {names.get(id, id): told for id, told in product.translations.items()}
    return Renamed(connect(product.settings, items, product.today, translations=words), {new: old for old, new in names.items()})


def read_on(product: Product, names: Names) -> Product:
    """A product in which what still names an item by an id that it gave up, and that nothing else has, names that item."""
    names = {old: new for old, new in names.items() if old not in product.items and new in product.items}
    if not names:
        return product
    items = {id: called(item, product.settings, names) for id, item in product.items.items()}
    return connect(product.settings, items, product.today, translations=product.translations)


def _free(id: str, taken: set[str]) -> str:
    number = 2
    while f"{id}.{number}" in taken:
        number += 1
    return f"{id}.{number}"
