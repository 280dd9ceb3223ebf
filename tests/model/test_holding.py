"""Which indexes hold items is told from what they are said to be, and whatever is not known may."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

import pytest

from pmsite.audience import Projection
from pmsite.model import holding
from pmsite.model.feature import Feature
from pmsite.model.indexes import INDEXES
from pmsite.model.item import Item


@dataclass(frozen=True)
class Card:
    title: str
    day: date | None


@dataclass(frozen=True)
class Tree:
    name: str
    below: tuple[Tree, ...]


@dataclass(frozen=True)
class Row:
    item: Feature | None


@dataclass(frozen=True)
class Above:
    name: str


@dataclass(frozen=True)
class Below(Above):
    item: Item


class Pair(NamedTuple):
    one: str
    other: Literal["a", "b"]


class Unknown:
    pass


@pytest.mark.parametrize(
    ("kind", "holds"),
    [
        (Mapping[str, str], False),
        (Mapping[str, tuple[Card, ...]], False),
        (tuple[Tree, ...], False),
        (list[Pair], False),
        (frozenset[str], False),
        (Mapping[str, Feature], True),
        (Mapping[str, Row], True),
        (tuple[Above, ...], True),
        (Projection, True),
        (Mapping[str, Any], True),
        (Mapping[str, object], True),
        (Callable[[], str], True),
        (Unknown, True),
    ],
)
def test_a_kind_may_hold_items_unless_it_has_no_place_for_them(kind: object, holds: bool) -> None:
    assert holding._may_hold(kind, frozenset()) is holds


def test_what_is_read_most_holds_none() -> None:
    import pmsite.pages  # noqa: F401  # which knows all views

    assert not holding.index_holds_items("views.parts.cards")
    assert holding.index_holds_items("model.product.Product.by_type")
    assert {name for name in INDEXES if not holding.index_holds_items(name)} > {"model.product.titles"}
