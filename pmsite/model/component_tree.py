"""Which components are in which: the tree that they make, and the teams that look after its branches."""

from __future__ import annotations

from collections.abc import Mapping

from pmsite.model.component import Component
from pmsite.model.indexes import index
from pmsite.model.product import Product

DEEPEST = 20
"""Components on the way to one that are known: of those further out it is no part."""


@index
def paths(product: Product) -> Mapping[str, tuple[str, ...]]:
    """By component, the components that it is in, the outermost first, and itself as the last; components in a loop are in none."""
    found: dict[str, tuple[str, ...]] = {}
    parents = {one.id: one.parent for one in product.of(Component)}
    for id in parents:
        way: list[str] = []
        at: str | None = id
        while at in parents and at not in found and at not in way:
            way.append(at)
            at = parents[at]
        inside = found.get(at or "", ()) if at not in way else ()
        for one in reversed(way):
            found[one] = inside = (*inside[1 - DEEPEST :], one)
    return found


@index
def within(product: Product) -> Mapping[str, frozenset[str]]:
    """By component, itself and all that is in it."""
    found: dict[str, set[str]] = {}
    for id, path in paths(product).items():
        for outer in path:
            found.setdefault(outer, set()).add(id)
    return {id: frozenset(inside) for id, inside in found.items()}


@index
def owners(product: Product) -> Mapping[str, str]:
    """By component, the team that looks after it: its own, else that of the nearest component around it that has one."""
    teams = {one.id: one.team for one in product.of(Component)}
    named = ((id, next(filter(None, (teams[one] for one in reversed(path))), None)) for id, path in paths(product).items())
    return {id: team for id, team in named if team}
