"""Demand: each request and each customer counts once, whoever has left or is unknown stands beside, and nothing is added that is not alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsite.model.demand import Wanted, said_by, wanted, wanted_of
from tests.make import projection

SETTINGS = """\
name: Field Notes
segments: {enterprise: {weight: 3}, team: {}}
audiences: {public: {fields: {feedback: [count, features]}}}
"""
PLAN = {
    "features/offline.md": "title: Offline",
    "features/sync.md": "title: Sync",
    "customers/north.md": "title: Northlight Lifts\nsegment: enterprise\nrevenue: 60000",
    "customers/south.md": "title: Southmere Pumps\nsegment: team\nrevenue: 6000",
    "customers/gone.md": "title: Gone Harbour\nsegment: enterprise\nrevenue: 90000\nstatus: churned",
    "feedback/r1.md": "title: R1\ncustomer: north\ncount: 12\nvalue: 24000\nimportance: critical\nfeatures: [offline]",
    "feedback/r2.md": "title: R2\ncustomer: northlight LIFTS\nvalue: 10000\nimportance: nice\nfeatures: [offline, sync]",
    "feedback/r3.md": "title: R3\ncustomer: south\nimportance: important\nfeatures: [sync]",
    "feedback/r4.md": "title: R4\ncount: 30\nfeatures: [offline]",
    "feedback/r5.md": "title: R5\ncustomer: gone\ncount: 2\nimportance: critical\nfeatures: [sync]",
}


def figures(found: Wanted) -> tuple[float, ...]:
    return (
        len(found.requests),
        found.voices,
        len(found.customers),
        len(found.lost),
        found.unnamed,
        found.revenue,
        found.at_stake,
        found.weighted,
    )


@pytest.mark.parametrize(
    ("features", "expected"),
    [
        (("offline",), (3, 43, 1, 0, 30, 60_000, 24_000, 9)),
        (("sync",), (3, 4, 2, 1, 0, 66_000, 10_000, 5)),
        (("offline", "sync"), (5, 46, 2, 1, 30, 66_000, 24_000, 11)),
        ((), (0, 0, 0, 0, 0, 0, 0, 0)),
    ],
)
def test_demand_is_a_union_of_requests_and_of_customers(features: tuple[str, ...], expected: tuple[float, ...]) -> None:
    assert figures(wanted(projection(PLAN, settings=SETTINGS), features)) == expected


def test_who_weighs_most_stands_first() -> None:
    assert wanted(projection(PLAN, settings=SETTINGS), ("sync",)).customers == ("north", "south")


def test_a_feature_may_name_the_request_that_it_answers() -> None:
    found = projection({**PLAN, "features/more.md": "title: More\naddresses: [r3]"}, settings=SETTINGS)
    assert wanted_of(found)["more"].customers == ("south",)


def test_a_whole_is_wanted_by_all_who_want_a_part_of_it() -> None:
    tree = {"features/whole.md": "title: Whole\nlevel: epic"}
    tree |= {f"features/{id}.md": f"title: {id}\nparent: whole" for id in ("offline", "sync")}
    found = wanted_of(projection({**PLAN, **tree}, settings=SETTINGS))
    assert figures(found["whole"]) == (5, 46, 2, 1, 30, 66_000, 24_000, 11)


def test_a_title_that_two_have_names_neither() -> None:
    found = projection({**PLAN, "customers/other.md": "title: Northlight Lifts"}, settings=SETTINGS)
    assert said_by(found)["north"] == ("r1",)


def test_readers_outside_learn_of_no_customer() -> None:
    shown = {name: f"{facts}\nvisibility: [public]" for name, facts in PLAN.items() if not name.startswith("customers/")}
    hidden = {name: facts for name, facts in PLAN.items() if name.startswith("customers/")}
    seen = projection(shown | hidden, "public", SETTINGS)
    assert figures(wanted(seen, ("offline", "sync"))) == (5, 46, 0, 0, 46, 0, 0, 0)


@given(st.lists(st.sampled_from(["offline", "sync"]), unique=True), st.lists(st.sampled_from(["offline", "sync"]), unique=True))
def test_what_several_features_mean_is_never_more_than_what_each_does(one: list[str], other: list[str]) -> None:
    product = projection(PLAN, settings=SETTINGS)
    both, apart = (
        figures(wanted(product, {*one, *other})),
        zip(figures(wanted(product, one)), figures(wanted(product, other)), strict=True),
    )
    assert all(whole <= sum(parts) for whole, parts in zip(both, apart, strict=True))
