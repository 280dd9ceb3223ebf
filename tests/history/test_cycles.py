"""What the page of a cycle tells, from the days on which its work was written down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from pmsite.audience import TEAM, Projection
from pmsite.model.cycle import Cycle
from pmsite.views import cycle
from pmsite.views.cycle import CyclePage
from pmsite.views.velocity import velocity
from tests.history.snapshots import Snapshot, projected

SETTINGS = (
    "name: P\neffort_unit: points\n"
    "audiences:\n  customers: {}\n  half: {fields: {cycle: [title, starts, ends], feature: [title, cycle]}}\n"
    "  board: {fields: {cycle: [title, starts, ends], feature: [title, cycle, status]}}\n"
    "statuses: {verified: {stage: building, done: true, label: Verified}}\n"
)
FIRST: Snapshot = {
    "product.yml": SETTINGS,
    "teams/web.md": "title: Web",
    "cycles/s1.md": "title: Sprint 1\nteam: web\nstarts: 2026-11-01\nends: 2026-11-10",
    "cycles/s2.md": "title: Sprint 2\nteam: web\nstarts: 2026-11-11\nends: 2026-11-20",
}


def work(cycle: str = "s1", status: str = "planned", effort: int | None = None, **facts: Any) -> str:
    found = {"title": "T", "status": status, "cycle": cycle, "effort": str(effort or ""), **facts}
    return "\n".join(f"{key}: {value}" for key, value in found.items() if value)


def after(*steps: tuple[int, Mapping[str, str]], audience: str = TEAM) -> Projection:
    """The plan as it is on 23 November, after it was changed on some days of that month; 0 is the last of October."""
    snapshots: list[Snapshot] = []
    now: Snapshot = FIRST
    for _, changes in steps:
        now = {**now, **changes}
        snapshots.append({path: text for path, text in now.items() if text})
    days = [date(2026, 11, day) if day else date(2026, 10, 31) for day, _ in steps]
    return projected(*snapshots, audience=audience, on=days)


def page(seen: Projection, id: str = "s1") -> CyclePage:
    found = seen.items[id]
    assert isinstance(found, Cycle)
    return cycle.build(seen, found)


def sums(found: CyclePage) -> dict[str, tuple[int | None, float | None]]:
    return {one.name: (one.count, one.effort) for one in found.sums}


def pieces(found: CyclePage) -> list[tuple[Any, ...]]:
    """By piece, what became of it; its mark, its day, how late it was, where it is now."""
    return [
        (
            piece.id,
            ("removed, " if piece.removed else "") + piece.outcome + (", added" if piece.added else ""),
            piece.day.day if piece.day else None,
            piece.days,
            piece.now.id if piece.now else "",
        )
        for piece in found.pieces
    ]


VECTOR = (
    (
        0,
        {
            "features/a.md": work(effort=3),
            "features/b.md": work(effort=5),
            "features/c.md": work(effort=2),
            "features/g.md": work(status="verified", effort=8),
        },
    ),
    (3, {"problems/d.md": work(status="open", effort=1)}),
    (4, {"features/a.md": work(status="verified", effort=3)}),
    (5, {"features/c.md": work(cycle="", effort=2)}),
    (6, {"features/b.md": work(effort=8)}),
    (7, {"problems/d.md": work(status="resolved", effort=1)}),
    (11, {"features/b.md": work(cycle="s2", effort=8)}),
)


def test_what_was_planned_came_went_and_was_finished_is_told_with_its_effort() -> None:
    found = page(after(*VECTOR))
    assert sums(found) == {
        "planned": (3, 10),
        "added": (1, 1),
        "re_estimated": (None, 3),
        "finished": (2, 4),
        "removed": (1, 2),
        "left": (1, 8),
    }
    assert pieces(found) == [
        ("a", "finished", 4, 0, ""),
        ("d", "finished, added", 7, 0, ""),
        ("b", "next", None, 0, "s2"),
        ("c", "removed, no_cycle", None, 0, ""),
    ]
    assert found.burndown is not None
    assert [(day.day, scope, left) for day, scope, left in found.burndown.points] == [
        (1, 10, 10),
        (3, 11, 11),
        (4, 11, 8),
        (5, 9, 6),
        (6, 12, 9),
        (7, 12, 8),
    ]
    assert (found.burndown.is_effort, found.burndown.planned, found.instead) == (True, 10, "")


def test_what_is_written_after_the_end_is_late() -> None:
    found = page(after((0, {"features/a.md": work()}), (12, {"features/a.md": work(status="verified")})))
    assert sums(found)["finished"] == (0, None)
    assert pieces(found) == [("a", "late", 12, 2, "")]


def test_each_piece_that_was_not_finished_says_where_it_is() -> None:
    left = {f"features/{id}.md": work() for id in ("dropped", "gone", "left", "next", "nowhere")}
    now = {
        "features/dropped.md": work(status="dropped"),
        "features/gone.md": "",
        "features/next.md": work(cycle="s2"),
        "features/nowhere.md": work(cycle=""),
    }
    assert [(id, outcome) for id, outcome, *_ in pieces(page(after((0, left), (12, now))))] == [
        ("left", "left_behind"),
        ("next", "next"),
        ("nowhere", "no_cycle"),
        ("dropped", "dropped"),
        ("gone", "gone"),
    ]


@pytest.mark.parametrize(
    ("steps", "known_from"),
    [
        (((5, {"features/a.md": work()}),), 5),
        (
            (
                (0, {"cycles/s1.md": "", "features/a.md": work(cycle="")}),
                (4, {"cycles/s1.md": FIRST["cycles/s1.md"], "features/a.md": work()}),
            ),
            4,
        ),
    ],
    ids=["the history begins later", "the cycle was written down later"],
)
def test_what_was_planned_before_anybody_wrote_it_is_not_known(steps: Any, known_from: int) -> None:
    found = page(after(*steps, (8, {"features/b.md": work(status="shipped", shipped="2026-11-08", effort=2)})))
    assert found.work is not None
    assert found.work.tally is None
    assert found.work.unknown_before == date(2026, 11, known_from)
    assert (found.sums, found.burndown) == ((), None)
    assert pieces(found) == [("b", "finished", 8, 0, ""), ("a", "left_behind", None, 0, "")]


def test_what_names_a_day_after_the_end_was_late_where_only_today_is_known() -> None:
    assert pieces(page(after((5, {"features/a.md": work(status="shipped", shipped="2026-11-13")})))) == [("a", "late", 13, 3, "")]


def test_of_a_whole_and_its_parts_the_whole_is_counted() -> None:
    story, task = work(parent="a", level="story"), work(parent="b", level="task")
    found = page(after((0, {"features/a.md": work(), "features/b.md": story, "features/c.md": task})))
    assert [id for id, *_ in pieces(found)] == ["a"]


def test_what_states_no_status_is_finished_when_its_parts_are() -> None:
    whole = work(status="")
    story: dict[str, Any] = {"parent": "a", "level": "story", "cycle": ""}
    found = page(
        after(
            (0, {"features/a.md": whole, "features/b.md": work(**story), "features/c.md": work(**story)}),
            (4, {"features/b.md": work(status="verified", **story)}),
            (6, {"features/c.md": work(status="verified", **story)}),
        )
    )
    assert pieces(found) == [("a", "finished", 6, 0, "")]


def test_a_cycle_with_another_id_is_the_same_one() -> None:
    moved = {"cycles/s1.md": "", "cycles/first.md": FIRST["cycles/s1.md"], "features/a.md": work(cycle="first", effort=3)}
    found = page(after((0, {"features/a.md": work(effort=3)}), (5, moved)), "first")
    assert sums(found)["planned"] == (1, 3)


@pytest.mark.parametrize(("days", "reason"), [((3, 4), ""), ((3, 3), "one_day"), ((3, 4, 4), "one_day"), ((), "")], ids=str)
def test_there_is_no_picture_of_when_somebody_wrote(days: tuple[int, ...], reason: str) -> None:
    began = {f"features/{at}.md": work() for at in range(3)}
    done = [
        (day, {f"features/{at}.md": work(status="verified") for at, one in enumerate(days) if one == day})
        for day in sorted({*days})
    ]
    assert page(after((0, began), *done)).instead == reason


def test_efforts_are_told_where_four_of_five_have_one() -> None:
    began = {f"features/{at}.md": work(effort=at) for at in range(5)}
    assert sums(page(after((0, began)))) == {
        "planned": (5, 10),
        "added": (0, 0),
        "finished": (0, 0),
        "removed": (0, 0),
        "left": (5, 10),
    }
    del began["features/4.md"]
    found = page(after((0, began)))
    assert sums(found)["planned"] == (4, None)
    assert found.burndown is not None
    assert not found.burndown.is_effort


def cycles(finished: tuple[int, ...]) -> Projection:
    """Cycles of two days each, in which so many features of two points were finished."""
    began: dict[str, str] = {}
    done = []
    for at, many in enumerate(finished):
        start = 1 + 2 * at
        began[f"cycles/c{at}.md"] = f"title: C{at}\nteam: web\nstarts: 2026-11-{start:02d}\nends: 2026-11-{start + 1:02d}"
        began |= {f"features/c{at}-{n}.md": work(f"c{at}", effort=2) for n in range(many)}
        done.append((start + 1, {f"features/c{at}-{n}.md": work(f"c{at}", "verified", 2) for n in range(many)}))
    return after((0, {**began, "cycles/s1.md": "", "cycles/s2.md": ""}), *done)


def test_velocity_is_the_middle_of_the_last_six_cycles() -> None:
    found = velocity(cycles((9, 1, 4, 2, 5, 3, 3)), "web")
    assert found is not None
    assert [closed.finished for closed in found.cycles] == [1, 4, 2, 5, 3, 3]
    assert found.count is not None
    assert (found.count.middle, found.count.low, found.count.high) == (3, 1, 5)
    assert found.effort is not None
    assert (found.effort.middle, found.effort.low, found.effort.high) == (6, 2, 10)


def test_of_two_cycles_no_middle_is_told() -> None:
    found = velocity(cycles((4, 2)), "web")
    assert found is not None
    assert ([closed.finished for closed in found.cycles], found.count, found.effort) == ([4, 2], None, None)


def test_the_team_in_a_cycle_is_told_how_far_it_is() -> None:
    now = {"cycles/now.md": 'title: Now\nteam: web\nstarts: 2026-11-21\nends: 2026-11-27\ngoal: "*Ship* it"'}
    seen = after(
        (0, now),
        (20, {"features/a.md": work("now"), "features/b.md": work("now")}),
        (22, {"features/a.md": work("now", "verified")}),
    )
    (found,) = cycle.running(seen, "web")
    assert (found.ref.id, found.goal, found.left, found.finished, found.of) == ("now", "Ship it", 4, 1, 2)


def test_readers_who_do_not_get_the_field_learn_of_no_work() -> None:
    seen_by_all: dict[str, Any] = {"visibility": "[customers, half, board]"}
    open_cycle = {"cycles/s1.md": FIRST["cycles/s1.md"] + "\nvisibility: [customers, half, board]"}
    steps = ((0, {**open_cycle, "features/a.md": work(**seen_by_all), "features/b.md": work()}),)
    assert page(after(*steps, audience="customers")).work is None
    assert page(after(*steps, audience="half")).work is None, "they would take all of it for open"
    assert [id for id, *_ in pieces(page(after(*steps, audience="board")))] == ["a"]


def test_work_that_gets_a_parent_later_was_counted_by_itself_until_then() -> None:
    story: dict[str, Any] = {"level": "story", "effort": 2}
    steps = (
        (0, {"features/a.md": work(effort=3), "features/b.md": work(**story)}),
        (12, {"features/b.md": work(parent="a", **story)}),
    )
    assert sums(page(after(*steps)))["planned"] == (2, 5)
    assert sums(page(after(*steps[:1], (5, steps[1][1]))))["removed"] == (1, 2)
