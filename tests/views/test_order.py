"""The order of things: by rank, then by date, then by score, then by title; what is worked on now, and what is only due."""

from __future__ import annotations

import pytest

from pmsite.audience import Projection
from pmsite.exports.items_csv import write
from pmsite.model.insight import Insight
from pmsite.views import goals, home, hub, opportunities, priorities, roadmap, table, timeline
from pmsite.views.parts import cards, soonest
from tests.make import projection

FEATURES = {
    "features/a.md": "title: A\nstatus: planned\ntarget: 2027-Q1",
    "features/b.md": "title: B\nstatus: planned\ntarget: 2027-02",
    "features/c.md": "title: C\nstatus: planned\ntarget: 2027-Q1\nscore: {reach: 10, impact: 1, confidence: 50%, effort: 1}",
    "features/d.md": "title: D\nstatus: planned\ntarget: 2027-Q1\nscore: {reach: 90, impact: 1, confidence: 50%, effort: 1}",
    "features/e.md": "title: E\nstatus: planned\ntarget: 2027-Q2\nrank: 2.5",
    "features/f.md": "title: F\nstatus: planned\ntarget: 2026-11-01\nrank: -1",
    "features/g.md": "title: G\nstatus: planned\ntarget: 2027-Q2\nrank: 10\nvisibility: [customers]",
}
ORDER = ["f", "e", "g", "b", "d", "c", "a"]


def _column(product: Projection, key: str, group_by: str = "horizon") -> list[str]:
    group = next(group for group in roadmap.build(product, group_by).groups if group.key == key)
    return [card.id for card in (*group.open, *group.late)]


def test_rank_comes_first_then_the_date_then_the_score_then_the_title() -> None:
    found = projection(FEATURES)
    assert [card.id for card in sorted(cards(found).values(), key=soonest)] == ORDER
    assert [row.id for row in table.build(found).rows] == ORDER
    assert _column(found, "next") == ["e", "g", "b", "d", "c", "a"]
    assert _column(found, "", "team") == ["e", "g", "b", "d", "c", "a", "f"]


def test_scores_count_by_the_method_that_the_workspace_has_chosen() -> None:
    files = {
        "features/a.md": "title: A\nice: {impact: 9, confidence: 9, ease: 9}",
        "features/b.md": "title: B\nscore: {reach: 10, impact: 1, confidence: 50%, effort: 1}",
    }
    for method, first in (("ice", "a"), ("rice", "b")):
        found = projection(files, settings=f"name: P\nscoring: {method}\n")
        assert next(card.id for card in sorted(cards(found).values(), key=soonest)) == first


def test_rank_decides_between_equal_scores_of_the_priorities() -> None:
    score = "score: {reach: 10, impact: 1, confidence: 50%, effort: 1}"
    found = projection({f"features/{id}.md": f"title: {id}\nrank: {rank}\n{score}" for id, rank in (("a", 3), ("b", 1), ("c", 2))})
    assert [row.card.id for row in priorities.build(found).rows] == ["b", "c", "a"]


def test_rank_orders_goals_and_insights_their_hubs_and_exports() -> None:
    found = projection({
        "objectives/a.md": "title: A\nperiod: 2026-Q4",
        "objectives/b.md": "title: B\nperiod: 2026-Q4\nrank: 1",
        "objectives/c.md": "title: C\nperiod: 2026-Q4\nrank: 2\nparent: b",
        "objectives/d.md": "title: D\nperiod: 2026-Q4\nrank: 1\nparent: b",
        "insights/i.md": "title: I\nsupports: [a]",
        "insights/j.md": "title: J\nsupports: [a]\nrank: 7\nas_of: 2026-01",
        "insights/k.md": "title: K\nsupports: [b]\nas_of: 2026-11",
    })  # fmt: skip
    assert [goal.ref.id for goal in goals.build(found).current] == ["b", "a"]
    assert [goal.ref.id for goal in goals.build(found).current[0].children] == ["d", "c"]
    assert [(b.goal and b.goal.id, [o.ref.id for o in b.openings]) for b in opportunities.build(found).branches] == [
        ("b", ["k"]),
        ("a", ["j", "i"]),
    ]
    assert [row.ref.id for row in hub.build(found, "insight").rows] == ["j", "k", "i"]
    assert [row.ref.id for row in hub.build(found, "objective").rows] == ["b", "d", "c", "a"]
    assert [line.split(",")[0] for line in list(write(found, Insight, "roadmap"))[2:]] == ["j", "i", "k"]


def test_readers_who_do_not_get_the_rank_do_not_get_its_order() -> None:
    files = {f"features/{id}.md": f"title: {id}\nvisibility: [customers]\nrank: {rank}" for id, rank in (("a", 2), ("b", 1))}
    assert _column(projection(files, "customers"), "later") == ["a", "b"]
    told = "name: P\naudiences: {customers: {fields: {feature: [title, horizon, rank]}}}\n"
    assert _column(projection(files, "customers", told), "later") == ["b", "a"]


NOW = {
    "features/due.md": "title: Due\nstatus: planned\ntarget: 2026-Q4\nrank: 1",
    "features/wanted.md": "title: Wanted\nstatus: idea\nhorizon: now",
    "features/built.md": "title: Built\nstatus: building\ntarget: 2027-Q3",
    "features/both.md": "title: Both\nstatus: building\ntarget: 2026-12",
    "features/undated.md": "title: Undated\nstatus: building",
    "features/soon.md": "title: Soon\nstatus: planned\ntarget: 2027-Q1",
    "features/late.md": "title: Late\nstatus: planned\ntarget: 2026-10",
}


def test_what_is_worked_on_happens_now_then_what_is_due_and_says_so() -> None:
    found = projection(NOW)
    assert [card.id for card in home.build(found).now] == ["both", "built", "undated", "due", "wanted"]
    assert [card.id for card in home.build(found).now if card.due] == ["due"]
    assert _column(found, "now") == ["due", "both", "built", "undated", "wanted", "late"]


@pytest.mark.parametrize(
    ("facts", "begins"),
    [
        ("status: building\ntarget: 2027-Q1", "2026-11-23"),
        ("status: building\ntarget: 2026-Q4", "2026-10-01"),
        ("status: building\ntarget: 2027-Q1\nstarts: 2027-01", "2026-11-23"),
        ("status: building\ntarget: 2027-Q1\nstarts: 2026-09\nstarted: 2026-09-15", "2026-09-15"),
        ("status: building\ntarget: 2027-Q1\nstarted: 2025-01-15", "2026-04-01"),
        ("status: building\ntarget: 2027-Q2\nstarted: 2027-03-01", "2026-11-23"),
        ("status: planned\ntarget: 2027-Q1", "2027-01-01"),
        ("status: planned\ntarget: 2027-Q2\nstarts: 2027-02", "2027-02-01"),
        ("status: planned\ntarget: 2027-Q2\nstarts: 2026-09-10", "2026-09-10"),
        ("status: shipped\ntarget: 2026-11\nshipped: 2026-11-20\nstarts: 2026-09\nstarted: 2026-10-05", "2026-10-05"),
    ],
)
def test_a_bar_begins_when_work_began_or_is_planned_to_begin(facts: str, begins: str) -> None:
    found = timeline.build(projection({"features/f.md": f"title: F\n{facts}"}))
    first, last = found.quarters[0].first, found.quarters[-1].last
    assert round(found.lanes[0].rows[0].start * ((last - first).days + 1)) == (type(first).fromisoformat(begins) - first).days
