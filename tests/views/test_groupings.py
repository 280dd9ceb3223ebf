"""What features are grouped and filtered by: groups that tell them apart, in an order that people expect."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsite.views.facets import whole
from pmsite.views.groupings import says_most, shares
from pmsite.views.parts import cards
from tests.make import projection

TEAMS = {f"teams/{name}.md": f"title: {name}" for name in "abc"} | {f"themes/{name}.md": f"title: {name}" for name in "xy"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (lambda n: f"team: {'abc'[n % 3]}\ntheme: {'xy'[n % 2]}", "team"),
        (lambda n: f"team: a\ntheme: {'xy'[n % 2]}", "theme"),
        (lambda n: f"team: {'abc'[n % 3]}" if n < 3 else f"theme: {'xy'[n % 2]}", "theme"),
        (lambda n: "team: a", ""),
        (lambda n: "", ""),
    ],
)
def test_the_grouping_that_tells_features_apart_best_says_most(facts, expected: str) -> None:  # type: ignore[no-untyped-def]
    product = projection(TEAMS | {f"features/f{n}.md": f"title: F{n}\n{facts(n)}" for n in range(12)})
    assert says_most(product, list(cards(product).values())) == expected


def test_readers_choose_among_releases_in_the_order_of_versions_and_among_columns_in_their_own() -> None:
    releases = {f"releases/v{n}.md": f"title: v1.{n}\nversion: v1.{n}" for n in (9, 10, 2)}
    product = projection(releases | {f"features/f{n}.md": f"title: F{n}\nrelease: v{n}\nstatus: planned" for n in (9, 10, 2)})
    found = {choices.column: [key for key, _, _ in choices.values] for choices in whole(product).filters}
    assert found["release"] == ["v2", "v9", "v10"]
    assert found["horizon"] == ["now", "next", "later"]


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 50), max_size=8), st.integers(0, 100))
def test_nobody_gets_more_room_than_wanted_and_none_is_left_while_somebody_wants_more(wanted: dict[str, int], room: int) -> None:
    given_room = shares(wanted, room)
    assert all(0 <= given_room[key] <= wanted[key] for key in wanted)
    assert sum(given_room.values()) == min(room, sum(wanted.values()))
    short = [given_room[key] for key in wanted if given_room[key] < wanted[key]]
    assert not short or max(given_room.values()) - min(short) <= 1
