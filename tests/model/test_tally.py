"""Cycles are counted as a plain count day by day has it, and nothing is counted twice or lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pmsite.model.tally import Moment, State, Tally, tally, total
from tests.model.reference_cycle import Told, count

START = date(2026, 11, 1)


def day(number: int) -> date:
    return START + timedelta(days=number - 1)


def counted(told: Sequence[Told], cycle: str = "s1", start: int = 1, end: int = 10, grace: int = 0) -> Tally:
    moments: list[Moment] = [(day(d), id, State(in_it, done, effort)) for d, id, in_it, done, effort in told]
    return tally(moments, cycle, day(start + grace), day(end), lambda other: other > cycle)


def numbers(found: Tally) -> dict[str, Any]:
    names = ("planned", "added", "removed", "finished", "carried")
    both = {name: (len(getattr(found, name)), total(getattr(found, name))) for name in names}
    return {**both, "re_estimated": found.re_estimated, "kept": (found.kept, len(found.planned))}


VECTOR: list[Told] = [
    (0, "a", "s1", False, 3),
    (0, "b", "s1", False, 5),
    (0, "c", "s1", False, 2),
    (0, "g", "s1", True, 8),
    (3, "d", "s1", False, 1),
    (4, "a", "s1", True, 3),
    (5, "c", None, False, 2),
    (6, "b", "s1", False, 8),
    (7, "d", "s1", True, 1),
    (11, "b", "s2", False, 8),
]


def test_ten_days_of_four_pieces_of_work() -> None:
    found = counted(VECTOR)
    assert numbers(found) == {
        "planned": (3, 10),
        "added": (1, 1),
        "removed": (1, 2),
        "finished": (2, 4),
        "carried": (1, 8),
        "re_estimated": 3,
        "kept": (1, 3),
    }
    assert [(d.day.day, d.scope, d.left, d.scope_effort, d.left_effort) for d in found.days] == [
        (1, 3, 3, 10, 10),
        (3, 4, 4, 11, 11),
        (4, 4, 3, 11, 8),
        (5, 3, 2, 9, 6),
        (6, 3, 2, 12, 9),
        (7, 3, 1, 12, 8),
    ]
    assert {d.day: many for d, many in found.changes.items()} == {3: 1, 4: 1, 5: 1, 7: 1}


def test_what_leaves_a_day_before_the_end_is_removed_and_what_comes_back_is_neither() -> None:
    found = counted(
        [
            (0, "a", "s1", False, 3),
            (0, "c", "s1", False, 2),
            (4, "c", None, False, 2),
            (6, "c", "s1", False, 2),
            (9, "a", "s2", False, 3),
        ]
    )
    assert (list(found.planned), list(found.added), list(found.removed), list(found.carried)) == (["a", "c"], [], ["a"], ["c"])


def test_what_goes_on_in_a_later_cycle_on_the_last_day_is_carried_over() -> None:
    assert list(counted([(0, "a", "s1", False, 3), (10, "a", "s2", False, 3)]).carried) == ["a"]
    assert list(counted([(0, "a", "s1", False, 3), (10, "a", "s0", False, 3)]).removed) == ["a"]
    assert list(counted([(0, "a", "s1", False, 3), (10, "a", None, False, 3)]).removed) == ["a"]


def test_what_comes_in_the_days_of_planning_is_planned() -> None:
    found = counted([(0, "a", "s1", False, 3), (2, "b", "s1", False, 2), (5, "b", "s1", True, 2)], grace=2)
    assert (list(found.planned), list(found.added), list(found.finished)) == (["a", "b"], [], ["b"])


def test_what_is_written_after_the_end_is_not_finished_in_time() -> None:
    found = counted([(0, "a", "s1", False, 3), (12, "a", "s1", True, 3)])
    assert (list(found.finished), list(found.carried)) == ([], ["a"])


def test_work_that_is_opened_again_is_left_to_do() -> None:
    found = counted([(0, "a", "s1", False, 3), (3, "a", "s1", True, 3), (10, "a", "s1", False, 5)])
    assert (found.finished, found.carried, found.re_estimated) == ({}, {"a": 5}, 2)


def test_efforts_are_added_up_where_most_of_the_work_has_one() -> None:
    moments: list[Moment] = [(START, str(n), State("s1", False, None if n == 0 else 1)) for n in range(5)]
    assert tally(moments, "s1", START, day(9), bool).is_covered
    assert not tally(moments[:4], "s1", START, day(9), bool).is_covered


TOLD = st.lists(
    st.tuples(
        st.integers(0, 13),
        st.sampled_from("abcde"),
        st.sampled_from([None, "s1", "s1", "s2"]),
        st.booleans(),
        st.integers(0, 8).map(float),
    ),
    max_size=30,
)


@given(TOLD, st.integers(0, 3))
def test_every_cycle_is_counted_as_the_reference_counts_it(told: list[Told], grace: int) -> None:
    found = counted(told, grace=grace)
    assert numbers(found) == count(told, "s1", 1 + grace, 10)


@given(TOLD, st.integers(0, 3))
def test_planned_and_added_is_finished_removed_and_carried(told: list[Told], grace: int) -> None:
    found = counted(told, grace=grace)
    before, after = (found.planned, found.added), (found.finished, found.removed, found.carried)
    assert sorted(id for group in before for id in group) == sorted(id for group in after for id in group)
    assert sum(map(total, before)) + found.re_estimated == sum(map(total, after))


@given(TOLD)
def test_the_last_day_holds_what_is_left(told: list[Told]) -> None:
    found = counted(told)
    last = found.days[-1]
    assert (last.left, last.scope) == (len(found.carried), len(found.carried) + len(found.finished))
    assert (last.left_effort, last.scope_effort) == (total(found.carried), total(found.carried) + total(found.finished))
