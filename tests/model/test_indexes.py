"""What is read of a product is recorded, and where two products differ is told in the same words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pmsite.audience import TEAM, Projection, project
from pmsite.model.changed import Alike, changed
from pmsite.model.feature import Feature
from pmsite.model.indexes import EVERY, MUCH, TEXTS, Index, by_key, compact, index, recording
from pmsite.model.period import parse
from pmsite.model.product import Product
from tests.make import product

PLAN = {
    "features/one.md": "---\ntitle: One\nstatus: planned\nsupports: [o]\nrelease: r\n---\nText.\n",
    "features/two.md": "title: Two\nstatus: idea",
    "objectives/o.md": "title: Goal\nperiod: 2026-Q4",
    "releases/r.md": "title: R\ndate: 2026-12-15",
}
BY_TYPE, INCOMING = "model.product.Product.by_type", "model.product.Product.incoming"


@index
def titles(of: Product) -> dict[str, str]:
    return {id: item.title for id, item in of.items.items()}


@index
def count(of: Product) -> int:
    return len(of.items)


@by_key
def title(of: Product, id: str) -> str:
    return of.items[id].title


def seen(**edits: str) -> Projection:
    return project(product({**PLAN, **{f"features/{name}.md": text for name, text in edits.items()}}), TEAM)


def read(work: Any, of: Projection) -> set[tuple[str, object]]:
    with recording() as found:
        work(of)
    return found


@pytest.mark.parametrize(
    ("work", "reads"),
    [
        (lambda of: of.items["one"], {("items", "one")}),
        (lambda of: of.items.get("none"), {("items", "none")}),
        (lambda of: "none" in of.items, {("items", "none")}),
        (lambda of: list(of.items), {("items", EVERY)}),
        (lambda of: {**of.items}, {("items", EVERY), *(("items", id) for id in ("one", "two", "o", "r"))}),
        (lambda of: of.items | {}, {("items", EVERY)}),
        (lambda of: of.today, {("today", EVERY)}),
        (lambda of: of.settings.name, {("settings", EVERY)}),
        (lambda of: of.of(Feature), {(BY_TYPE, "feature")}),
        (lambda of: of.incoming.get("o"), {(INCOMING, "o")}),
        (lambda of: of.items["one"].body, {("items", "one"), (TEXTS, "one")}),
        (lambda of: titles(of)["one"], {("tests.model.test_indexes.titles", "one")}),
        (count, {("tests.model.test_indexes.count", EVERY)}),
        (lambda of: title(of, "one"), {("items", "one")}),
        (lambda of: list(of.pointing("o", "supports")), {(INCOMING, "o"), ("items", "one")}),
    ],
)
def test_each_read_is_recorded_by_its_index_and_its_key(work: Any, reads: set[tuple[str, object]]) -> None:
    of = seen()
    for _ in range(2):  # what is worked out already is read no less
        assert read(work, of) == reads


def test_what_an_index_is_made_from_is_not_read_by_who_reads_the_index() -> None:
    assert read(titles, seen()) == set()
    assert read(lambda of: titles(of).get("two"), seen()) == {("tests.model.test_indexes.titles", "two")}


def test_nothing_looks_into_an_index_unnoticed() -> None:
    assert not isinstance(seen().items, dict)
    with pytest.raises(TypeError):
        {"a": 1} | seen().items  # type: ignore[operator]


def test_keys_of_what_is_read_whole_say_nothing_more() -> None:
    assert compact({("items", EVERY), ("items", "one"), ("titles", "one")}) == {("items", EVERY), ("titles", "one")}


def test_who_reads_much_of_an_index_has_read_it_whole() -> None:
    few = {("items", number) for number in range(MUCH)}
    assert compact(few | {("titles", "one")}) == few | {("titles", "one")}
    assert compact(few | {("items", MUCH), ("titles", "one")}) == {("items", EVERY), ("titles", "one")}


@pytest.mark.parametrize(
    ("text", "differs", "same"),
    [
        (PLAN["features/one.md"], set(), {("items", "one"), (TEXTS, "one")}),
        (PLAN["features/one.md"] + "More.\n", {(TEXTS, "one")}, {("items", "one"), ("items", EVERY), (BY_TYPE, "feature")}),
        (PLAN["features/one.md"].replace("One", "Eins"), {("items", "one"), ("items", EVERY), (BY_TYPE, "feature")}, {(TEXTS, "one"), ("items", "two"), (INCOMING, "o")}),
        (PLAN["features/one.md"].replace("supports: [o]\n", ""), {(INCOMING, "o"), ("items", "one")}, {(INCOMING, "r"), ("items", "o")}),
    ],
)  # fmt: skip
def test_an_edit_changes_what_it_says_and_what_follows(text: str, differs: set[Any], same: set[Any]) -> None:
    before = seen()
    assert before.of(Feature)
    assert before.incoming
    found = changed(before, seen(one=text))
    assert differs <= found
    assert not same & found


def test_what_comes_and_goes_changes_under_its_own_key() -> None:
    before, after = seen(), seen(three="title: Three")
    assert {("items", "three"), ("items", EVERY), (TEXTS, "three")} <= changed(before, after)
    assert {("items", "three"), ("items", EVERY), (TEXTS, "three")} <= changed(after, before)


def test_midnight_changes_the_day_and_what_follows_from_it() -> None:
    before = seen()
    assert before.quarter.first <= before.today
    assert [one.id for one in before.coming] == ["r"]
    found = changed(before, replace(before, today=before.today + timedelta(days=60)))
    assert {("today", EVERY), ("model.product.Product.quarter", EVERY), ("model.product.Product.coming", EVERY)} <= found
    assert ("items", EVERY) not in found


def test_an_index_that_nothing_changed_for_is_carried_over() -> None:
    before, other = seen(), seen(one=PLAN["features/one.md"] + "More.\n")
    found, kinds = titles(before), before.by_type
    assert changed(before, replace(before)) == changed(before, seen()) == frozenset()
    same = replace(before)
    changed(before, same)
    assert titles(same) is found
    assert (TEXTS, "one") in changed(before, other)
    assert titles(other) is found  # it has no place for the text
    assert other.by_type is not kinds  # it holds the item as it was
    assert other.by_type["feature"][0].body == "Text.\nMore.\n"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 2}, True),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, False),
        (({"a": [1]},), ({"a": [1]},), True),
        (1, 1.0, False),
        (Index("x", {"a": 1}), Index("y", {"a": 1}), True),
        (parse("2026-Q4"), parse("2026-Q4"), True),
        (parse("2026-Q4"), parse("2026-H2"), False),
    ],
)
def test_values_are_alike_that_show_alike(one: object, other: object, alike: bool) -> None:
    assert Alike()(one, other) is alike
