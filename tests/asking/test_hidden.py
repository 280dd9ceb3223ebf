"""What somebody may not see is told like what is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.asking.find import Query, find
from pmsite.asking.plan import Plan, plan_of
from pmsite.asking.refused import Refused
from pmsite.asking.show import show
from pmsite.asking.why import why
from pmsite.model.feature import Feature
from pmsite.model.objective import Objective
from pmsite.model.types import keys
from pmsite.pipeline import load
from tests.make import TODAY, write

FILES = {
    "features/offline.md": "title: Offline\nvisibility: [customers]\nowner: ada",
    "features/offlines.md": "title: Secret\nowner: ada",
    "objectives/goal.md": "title: Goal\nkey_results: [{id: kr1, title: One}]",
}
SETTINGS = "name: P\naudiences: {customers: {}}\nfields: {feature: {secret: {kind: text}}}\nviews: {secrets: {where: secret}}\n"


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return plan_of(load(write(tmp_path / "roadmap", FILES, SETTINGS), "roadmap", TODAY), "customers")


@pytest.mark.parametrize("ask", [show, why])
@pytest.mark.parametrize("id", ["offlines", "goal", "goal.kr1"])
def test_a_hidden_item_is_no_item(plan: Plan, ask: object, id: str) -> None:
    assert callable(ask)
    with pytest.raises(Refused) as hidden:
        ask(plan, id)
    unknown = {"offlines": "offlinez"}.get(id, "nothing")
    with pytest.raises(Refused) as absent:
        ask(plan, unknown)
    assert hidden.value.message.replace(id, unknown) == absent.value.message
    assert hidden.value.hint == absent.value.hint == ("did you mean offline?" if id == "offlines" else "")


@pytest.mark.parametrize(
    "query", [Query(fields=("secret",)), Query(sort="secret"), Query(where='secret == "x"'), Query(view="secrets")]
)
def test_a_hidden_field_of_the_workspace_is_no_field_and_a_hidden_view_no_view(plan: Plan, query: Query) -> None:
    with pytest.raises(Refused, match=r"secret is not a field|there are no saved views"):
        find(plan, query)


@pytest.mark.parametrize("query", [Query("feature", fields=("owner",)), Query("feature", sort="-owner"), Query("feature", "owner")])
def test_a_field_that_stays_with_the_team_is_not_asked_for(plan: Plan, query: Query) -> None:
    with pytest.raises(Refused, match="the readers do not get owner"):
        find(plan, query)


MORE = {
    "features/offline.md": "title: Offline\nvisibility: [customers{also}]\ntarget: 2026-{target}\nacceptance: [{{text: Saved{done}}}]{team}",
    "objectives/goal.md": "title: Goal\nvisibility: [customers]\nkey_results: [{{id: kr1, title: One{result}}}]",
}
HIDDEN = {
    "also": ", partners",
    "target": "12-15",
    "done": ", done: true",
    "team": "\nowner: ada\nrank: 3\nconfidence: low\nscore: {reach: 3, impact: 1, confidence: 80%, effort: 1}\ntags: [x]\ndepends_on: [sealed]"
    "\nfor: {partners: {title: Other}}",
    "result": ", owner: ada, current: 3, confidence: 40%, weight: 2, checkins: [{date: 2026-11-01, value: 2, note: Late}]",
}
PARTS = ("model_fields_set", "model_extra", "done", "owner", "current", "weight", "confidence", "checkins", "first", "reach")


def asked(tmp_path: Path, facts: dict[str, str], files: dict[str, str]) -> dict[str, object]:
    """What somebody outside finds by every field there is, and by what may be inside of it."""
    told = files | {path: text.format(**facts) for path, text in MORE.items()}
    settings = "name: P\naudiences: {customers: {dates: quarter}, partners: {}}\n"
    plan = plan_of(load(write(tmp_path / "roadmap", told, settings), "roadmap", TODAY), "customers")
    names = {key for model in (Feature, Objective) for key in keys(model)} | {
        "stage",
        "judgement",
        "late",
        "horizon",
        "path",
        "sealed",
    }
    wheres = [where for name in sorted(names) for where in (name, f"{name}|length == 1", f"{name} != ''")]
    for name in ("key_results", "acceptance", "score", "target", "status"):
        wheres += [
            where for part in PARTS for where in (f"{name}[0].{part}", f"{name}.{part}", f"'{part}' in {name}[0].model_fields_set")
        ]
    return {where: _found(plan, where) for where in wheres}


def _found(plan: Plan, where: str) -> object:
    try:
        return [item.id for item, _ in find(plan, Query(where=where, fields=("id",))).items]
    except Refused as fault:
        return fault.message, fault.hint


def test_nothing_hidden_can_be_found_by_asking_for_it(tmp_path: Path) -> None:
    bare = asked(tmp_path / "bare", HIDDEN | {"also": "", "target": "Q4", "done": "", "team": "", "result": ""}, {})
    whole = asked(tmp_path / "whole", HIDDEN, {"features/sealed.md": "title: Sealed"})
    assert whole == bare


def test_where_files_are_is_for_the_team(plan: Plan) -> None:
    with pytest.raises(Refused, match="path is not a field"):
        find(plan, Query(fields=("path",)))
    assert show(plan, "offline").path == "features/offline.md"
