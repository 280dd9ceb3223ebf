"""Every field can be told, chosen by and sorted by, under the name that authors write."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.asking.fields import Fields
from pmsite.asking.find import Query, find
from pmsite.asking.plan import Plan, plan_of
from pmsite.asking.refused import Refused
from pmsite.model.types import BY_NAME, keys
from pmsite.pipeline import load
from tests.make import TODAY, write

FILES = {
    "features/kr2.md": "title: Two\nstatus: planned\ntarget: 2027\nconfidence: high\ntags: [b, c]\nmaturity: stable\nscore: {reach: 9, impact: 2, confidence: 50%, effort: 3}",
    "features/kr10.md": "title: Ten\nstatus: building\ntarget: 2026-Q4\nconfidence: low\ntags: [a]\nmaturity: beta\nphases: {one: done, two: open}",
    "features/none.md": "title: Nothing\ntracks: {build: {state: active, owner: core}}",
    "objectives/q4.md": "title: Goal\nperiod: 2026-Q4\nkey_results: [{id: a, title: A, current: 1}, {id: b, title: B, current: 2}]",
}
SETTINGS = "name: P\nfields:\n  feature:\n    maturity: {kind: choice, values: [stable, beta, alpha]}\n    phases: {kind: map}\n    judgement: {kind: text}\n"


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return plan_of(load(write(tmp_path / "roadmap", FILES, SETTINGS), "roadmap", TODAY))


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["none", "kr10", "kr2"]),
        ("id", ["kr2", "kr10", "none"]),
        ("target", ["kr10", "kr2", "none"]),
        ("-target", ["kr2", "kr10", "none"]),
        ("confidence", ["kr10", "kr2", "none"]),
        ("-confidence", ["kr2", "kr10", "none"]),
        ("stage", ["kr10", "kr2", "none"]),
        ("score.rice", ["kr2", "none", "kr10"]),
        ("-tags", ["kr2", "kr10", "none"]),
        ("maturity", ["kr2", "kr10", "none"]),
        ("phases.one", ["kr10", "none", "kr2"]),
        ("tracks.build.state", ["none", "kr10", "kr2"]),
    ],
)
def test_items_are_sorted_by_any_field_and_what_is_empty_comes_last(plan: Plan, sort: str, order: list[str]) -> None:
    assert [item.id for item, _ in find(plan, Query("feature", sort=sort)).items] == order


def values(plan: Plan, type_name: str, id: str, *names: str) -> list[object]:
    found = find(plan, Query(type_name, fields=names))
    return next([*values] for item, values in found.items if item.id == id)


def test_what_stands_inside_of_others_has_a_name(plan: Plan) -> None:
    assert values(plan, "feature", "kr2", "score.reach", "score.rice", "score.value") == [9, 3.0, 9.0]
    assert values(plan, "feature", "none", "tracks.build.owner", "score.reach", "tracks.design.owner") == ["core", None, None]
    assert values(plan, "feature", "kr10", "phases.two", "phases.three") == ["open", None]
    assert values(plan, "objective", "q4", "key_results.current", "key_results.id") == [(1, 2), ("a", "b")]


def test_a_field_of_the_workspace_comes_before_a_newer_one_of_the_same_name(plan: Plan) -> None:
    assert values(plan, "feature", "kr10", "judgement") == [None]
    assert [item.id for item, _ in find(plan, Query(where='judgement == "good"')).items] == []


@pytest.mark.parametrize(
    "name", ["score.reech", "score.reach.more", "title.upper", "tracks.build.stat", "key_results", "phases2", "_id", "a..b", "."]
)
def test_a_name_that_nothing_has_is_refused(plan: Plan, name: str) -> None:
    with pytest.raises(Refused, match="is not a field"):
        find(plan, Query("feature", fields=(name,)))


def test_every_field_of_every_type_can_be_asked_for(plan: Plan) -> None:
    for name, model in BY_NAME.items():
        fields = Fields(plan.seen, name)
        fields.check("fields", [*keys(model), *fields.names, *fields.inner])


def test_days_and_numbers_of_expressions_are_those_of_blocks(plan: Plan) -> None:
    found = find(plan, Query(where='target_last > "2026-12-30" and stage in ["planned", "building"]'))
    assert {item.id for item, _ in found.items} == {"kr2", "kr10"}
