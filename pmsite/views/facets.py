"""What readers can filter features by, the same above every view of the roadmap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmsite.audience import Projection
from pmsite.model.component_tree import paths
from pmsite.model.feature import HORIZONS
from pmsite.model.hierarchy import chains, has_levels
from pmsite.model.indexes import index
from pmsite.model.status import ENDS, STAGE_ORDER
from pmsite.views.groupings import in_time, in_tree, keys, plan_ref
from pmsite.views.parts import Card, Ref, cards, ref_to, units

COLUMNS = ("plan", "level", "status", "horizon", "team", "release", "goal", "theme", "component", "cycle", "parent", "target")
MOST = 150
"""Values of one column that readers choose from; the text field finds the others."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of one column that readers can filter by, with how many rows have each."""

    column: str
    values: tuple[tuple[str, str, int], ...]
    """Key, words (empty where the interface names the key itself), count."""


@dataclass(frozen=True, slots=True)
class Facets:
    """The columns that tell features apart, and by feature the numbers of its values, all values of all columns counted on from 0."""

    filters: tuple[Choices, ...] = ()
    of: Mapping[str, str] = ()  # type: ignore[assignment]


@index
def whole(product: Projection) -> Facets:
    """What all features of a projection can be filtered by; made once for all its pages."""
    return facets(product, units(product).values())


@index
def all_levels(product: Projection) -> Facets:
    """What all features can be filtered by where all levels are shown."""
    return facets(product, cards(product).values())


def facets(product: Projection, shown: Iterable[Card]) -> Facets:
    """What some features can be filtered by."""
    found = list(shown)
    filters = tuple(_filters((_values(product, card) for card in found), _orders(product)))
    numbers = {
        (choices.column, key): number
        for number, (choices, key) in enumerate((choices, key) for choices in filters for key, _, _ in choices.values)
    }
    return Facets(filters, {card.id: _numbered(_values(product, card), numbers) for card in found})


Value = tuple[str, str, str]
"""Column, key, words."""


def _values(product: Projection, card: Card) -> tuple[Value, ...]:
    return tuple(
        (column, key, words)
        for column, named in (
            ("plan", _of(product, card)),
            ("level", _levels(product, card)),
            ("status", [(card.status.id, card.status.label)]),
            ("horizon", [(card.horizon, "")]),
            ("team", _named(card.team)),
            ("release", _named(card.release)),
            ("goal", _goals(product, card)),
            ("theme", _named(card.theme)),
            ("component", _around(product, card)),
            ("cycle", _named(card.cycle)),
            ("parent", _wholes(product, card)),
            ("target", _when(card)),
        )
        for key, words in named
        if key
    )


def _of(product: Projection, card: Card) -> list[tuple[str, str]]:
    """The product of a feature, where there are several."""
    return [(key, plan_ref(product, key).title) for key in keys(product, "plan", card)] if product.plans else []


def _levels(product: Projection, card: Card) -> list[tuple[str, str]]:
    """Its level, where there are several."""
    if not has_levels(product):
        return []
    level = product.settings.known_levels.get(card.level or product.settings.standard_level)
    return [(level.id, level.label(product.settings.language))] if level else []


def _named(at: Ref | None) -> list[tuple[str, str]]:
    return [(at.id, at.title)] if at else []


def _around(product: Projection, card: Card) -> list[tuple[str, str]]:
    """The component of a feature, and those that it is in: who looks at one sees all that is in it."""
    path = paths(product).get(card.component.id, ()) if card.component else ()
    return [pair for id in path for pair in _named(ref_to(product, id))]


def _wholes(product: Projection, card: Card) -> list[tuple[str, str]]:
    """All that a feature is a part of: who looks at an initiative sees what is in its epics."""
    return [(above.id, above.title) for above in chains(product).get(card.id, ())]


def _goals(product: Projection, card: Card) -> list[tuple[str, str]]:
    named = dict.fromkeys(link.target for link in product.outgoing.get(card.id, ()) if link.field == "supports")
    return [pair for id in named for pair in _named(ref_to(product, id))]


def _when(card: Card) -> list[tuple[str, str]]:
    if card.late:
        return [("overdue", "")]
    return [("undated", "")] if card.is_open and card.target is None else []


def _filters(found: Iterable[tuple[Value, ...]], orders: Mapping[str, Sequence[str]]) -> Iterator[Choices]:
    counts: dict[str, dict[tuple[str, str], int]] = {column: {} for column in COLUMNS}
    total = 0
    for values in found:
        total += 1
        for column, key, words in values:
            counts[column][key, words] = counts[column].get((key, words), 0) + 1
    for column, counted in counts.items():
        if len(counted) > 1 or (counted and max(counted.values()) < total):
            kept = sorted(counted, key=lambda entry: -counted[entry])[:MOST]
            kept.sort(key=_place(orders.get(column, ())))
            yield Choices(column, tuple((*entry, counted[entry]) for entry in kept))


def _orders(product: Projection) -> Mapping[str, Sequence[str]]:
    """The order of the values of columns that are not in the order of their words."""
    statuses = product.settings.known_statuses
    return {
        "status": sorted(statuses, key=lambda name: STAGE_ORDER.index(statuses[name].stage)),
        "horizon": (*HORIZONS, *ENDS),
        "component": tuple(in_tree(product)),
        "level": tuple(product.settings.known_levels),
        "cycle": in_time(product),
        "release": [release.id for release in product.by_type.get("release", ())],
    }


def _place(order: Sequence[str]) -> Callable[[tuple[str, str]], Any]:
    numbers = {key: number for number, key in enumerate(order)}
    return lambda entry: (numbers.get(entry[0], len(numbers)), entry[1] or entry[0])


def _numbered(values: tuple[Value, ...], numbers: Mapping[tuple[str, str], int]) -> str:
    return " ".join(str(numbers[column, key]) for column, key, _ in values if (column, key) in numbers)
