"""Why a page is made again is said in a few words, by the one module that decides it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from pmsite.model.indexes import EVERY, Read
from pmsite.pages import Page
from pmsite.pages.stale import ANOTHER, ELSE, Changes, MadeFrom, own_reads, packed, shape
from tests.make import product

ITEM = product({"features/one.md": "title: One"}).items["one"]
PAGE = Page("roadmap/features/one", "items/feature.html", lambda: None, title="One", item=ITEM)


def made_from(reads: Iterable[Read], shown: Iterable[Read] = ()) -> MadeFrom:
    return MadeFrom(shape(PAGE), b"", packed(reads), packed(shown))


@pytest.mark.parametrize(
    ("reads", "changed", "why"),
    [
        ({("titles", "two")}, {("titles", "three")}, ""),
        ({("titles", "two")}, {("titles", "two"), ("titles", EVERY)}, "titles of two"),
        ({("model.product.Product.by_type", "feature")}, {("model.product.Product.by_type", "feature")}, "by type of feature"),
        ({("views.changelog._index", EVERY)}, {("views.changelog._index", EVERY)}, "index"),
        ({("x", n) for n in range(9)}, {("x", n) for n in range(9)}, "x of 0, x of 1, x of 2 and 6 more"),
        (set(), {("items", "one")}, "items of one"),
        (set(), {("texts", "one")}, "texts of one"),
        (set(), {("texts", "two")}, ""),
    ],
)
def test_what_has_changed_of_what_was_read_is_why(reads: set[Read], changed: set[Read], why: str) -> None:
    for known in (made_from(reads | own_reads(PAGE)), made_from(own_reads(PAGE), reads)):
        changes = Changes.of(frozenset(changed))
        assert known.why(PAGE, changes) == (why or ELSE)
        assert known.is_stale(PAGE, changes) is bool(why)


@pytest.mark.parametrize("other", [{"title": "Two"}, {"template": "x.html"}, {"besides": ((),)}, {"in_nav": True}])
def test_another_page_at_an_address_is_made_whatever_it_reads(other: dict[str, object]) -> None:
    known = made_from(frozenset())
    assert known.is_stale(replace(PAGE, **other), Changes())  # type: ignore[arg-type]  # fields by name
    assert known.why(replace(PAGE, **other), Changes()) == ANOTHER  # type: ignore[arg-type]
