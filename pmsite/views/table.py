"""All features as a table, in pages of a size that a browser likes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pmsite.audience import Projection
from pmsite.model.hierarchy import chains, has_levels, tree
from pmsite.model.indexes import index
from pmsite.model.levels import Level
from pmsite.model.status import STAGE_ORDER
from pmsite.views import facets
from pmsite.views.facets import Choices
from pmsite.views.parts import Card, OfEveryLevel, cards, chosen, latest, soonest, units

__all__ = ["Choices", "Table", "build", "page_count"]

PAGE = 130


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the tree: how far below the top it stands, and of what level it is."""

    card: Card
    depth: int
    level: Level | None


@dataclass(frozen=True, slots=True)
class Table:
    """One page of the table. `columns` are those that any feature fills, or that were asked for."""

    rows: tuple[Card, ...]
    columns: tuple[str, ...]
    filters: tuple[Choices, ...]
    facets: Mapping[str, str]
    number: int
    pages: int
    total: int
    sort: str = ""
    """The column by which it is sorted, where that is not the usual order; with a hyphen before it from the end."""
    tree: tuple[Line, ...] = ()
    """The same rows where all levels are told, as a tree is read."""
    above: tuple[Line, ...] = ()
    """What the first row is a part of, the highest first, where that stands on a page before."""
    unbroken: int = 0
    """How many of those that count are groups which nobody has broken down yet."""


def build(
    product: Projection,
    page: int = 1,
    keep: Callable[[Card], bool] | None = None,
    columns: tuple[str, ...] = (),
    sort: str = "",
) -> Table:
    """One page of the table, counted from 1: open work first, by stage and date, unless another order is asked for."""
    shown = chosen(product, keep)
    shown.sort(key=_usual)
    if sort:
        shown = _sorted(shown, sort)
    pages = max(1, -(-len(shown) // PAGE))
    rows = tuple(shown[(page - 1) * PAGE : page * PAGE])
    told = facets.whole(product) if keep is None else facets.facets(product, shown)
    found = _columns(shown)
    kept = tuple(name for name in columns if name in found) or found
    of_rows = {card.id: told.of[card.id] for card in rows}
    unbroken = 0 if isinstance(keep, OfEveryLevel) else sum(map(partial(_is_group, product), shown))
    return Table(rows, kept, told.filters, of_rows, page, pages, len(shown), sort, unbroken=unbroken)


def _is_group(product: Projection, card: Card) -> bool:
    level = product.settings.known_levels.get(card.level)
    return level is not None and level.role == "group"


def page_count(product: Projection) -> int:
    """How many pages the whole table has."""
    return max(1, -(-len(units(product)) // PAGE))


# All levels


def has_all_levels(product: Projection) -> bool:
    """Whether there is more than what counts, so that a table of all levels tells more."""
    return has_levels(product) and len(cards(product)) > len(units(product))


def all_levels(product: Projection, page: int = 1) -> Table:
    """One page of the table of all levels, counted from 1: what is a part of something right below it, in the usual order."""
    lines = _lines(product)
    first, pages = (page - 1) * PAGE, all_levels_count(product)
    shown = lines[first : page * PAGE]
    told = facets.all_levels(product)
    chain = chains(product).get(shown[0].card.id, ()) if shown else ()
    by_id = {line.card.id: line for line in lines[:first]}
    above = tuple(by_id[one.id] for one in chain if one.id in by_id)
    rows = tuple(line.card for line in shown)
    columns = ("title", "level", "stages", *_columns([line.card for line in lines])[1:])
    found = {card.id: told.of[card.id] for card in rows}
    return Table(rows, columns, told.filters, found, page, pages, len(lines), tree=shown, above=above)


def all_levels_count(product: Projection) -> int:
    """How many pages the table of all levels has."""
    return max(1, -(-len(cards(product)) // PAGE))


def page_of_all_levels(product: Projection, id: str) -> int:
    """The page of the table of all levels on which a feature stands."""
    return 1 + _places(product)[id] // PAGE


@index
def _places(product: Projection) -> Mapping[str, int]:
    return {line.card.id: place for place, line in enumerate(_lines(product))}


@index
def _lines(product: Projection) -> tuple[Line, ...]:
    """All features as a tree is read."""
    shown, whole = cards(product), tree(product)
    levels, standard = product.settings.known_levels, product.settings.standard_level
    below = {id: sorted((shown[part] for part in found), key=_usual) for id, found in whole.parts.items()}
    waiting = [(0, card) for card in sorted((card for id, card in shown.items() if id not in whole.parents), key=_usual)[::-1]]
    lines: list[Line] = []
    while waiting:
        depth, card = waiting.pop()
        lines.append(Line(card, depth, levels.get(card.level or standard)))
        waiting.extend((depth + 1, part) for part in reversed(below.get(card.id, ())))
    return tuple(lines)


def _usual(card: Card) -> tuple[Any, ...]:
    return (STAGE_ORDER.index(card.stage), soonest(card) if card.is_open else latest(card))


def _sorted(shown: Iterable[Card], sort: str) -> list[Card]:
    """The features by one column; what is empty there comes last in both directions."""
    column = sort.removeprefix("-")
    valued = [(value, card) for card in shown if (value := _value(card, column)) not in (None, "")]
    empty = [card for card in shown if _value(card, column) in (None, "")]
    valued.sort(key=lambda pair: pair[0], reverse=sort.startswith("-"))
    return [*(card for _, card in valued), *empty]


def _value(card: Card, column: str) -> Any:
    if column == "status":
        return STAGE_ORDER.index(card.stage)
    if column == "horizon":
        return ("now", "next", "later", "shipped", "dropped").index(card.horizon)
    if column == "target":
        return card.target.last if card.target else None
    if column == "confidence":
        return {"high": 1, "medium": 2, "low": 3}.get(card.confidence)
    if column in ("team", "theme", "component", "cycle", "release"):
        at = getattr(card, column)
        return at.title.casefold() if at else None
    return getattr(card, column)


def _columns(shown: list[Card]) -> tuple[str, ...]:
    optional = {
        "target": any(c.target for c in shown),
        "release": any(c.release for c in shown),
        "team": any(c.team for c in shown),
        "theme": any(c.theme for c in shown),
        "component": any(c.component for c in shown),
        "cycle": any(c.cycle for c in shown),
        "owner": any(c.owner for c in shown),
        "confidence": any(c.confidence for c in shown),
        "rice": any(c.rice is not None for c in shown),
    }
    return ("title", "status", "horizon", *(name for name, used in optional.items() if used))
