"""A plan that `pmsite export json` wrote comes back whole, and takes nothing from a workspace that is there."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as testing
from hypothesis import strategies as st

from pmsite.cli.import_plan import restored
from pmsite.cli.workspace_folder import WorkspaceFolder
from pmsite.diagnostics import Report, Severity
from pmsite.exports import document
from pmsite.importers.export import Export, plan_in
from pmsite.importers.run import Outcome
from pmsite.pipeline import load
from pmsite.transaction import apply
from pmsite.workspace import whole
from tests.make import TODAY, write
from tests.properties.plans import AUDIENCES, SETTINGS, plans
from tests.properties.test_nothing_hidden_leaks import SLOW

PRODUCT = "name: P\naudiences: {customers: {}}\n"
FILES = {
    "features/a.md": "---\ntitle: One  # a comment\nscore: {reach: 10, impact: 2, confidence: 80%, effort: 3}\ntags: [x]\n---\n\nStory.\n",
    "features/a.zh.md": "---\ntitle: 一\n---\n正文。\n",
    "metrics/m.md": "title: M\nunit: crews",
    "metrics/m.csv": "date,value\n2026-09,5\n2026-10,7.50\n",
}


def exported(root: Path, audience: str = "team") -> str:
    found = load(root, "roadmap", TODAY)
    assert found.product is not None, [f"{d.span} {d.message}" for d in found.report]
    return "".join(document.write(whole(found, found.product, audience)))


def plan(files: Mapping[str, str] = FILES, settings: str = PRODUCT, audience: str = "team") -> str:
    with TemporaryDirectory() as folder:
        return exported(write(Path(folder), files, settings), audience)


def bring_back(root: Path, text: str, conflicts: str = "report") -> Outcome:
    report = Report()
    export = Export("plan.json", text.encode("utf-8", "surrogatepass"))
    found = plan_in(export, report)
    assert found is not None, [d.message for d in report]
    outcome = restored(found, export, WorkspaceFolder(root, "roadmap", root.parent), conflicts)
    if outcome.sound:
        apply(root, {root / inside: text.encode() for inside, text in outcome.files})
    return outcome


def did(outcome: Outcome) -> dict[str, str]:
    return {change.inside: change.did for change in outcome.changes}


def told(outcome: Outcome) -> list[str]:
    return [f"{d.span} {d.severity.value} {d.code} {d.message}" for d in outcome.report]


def everything(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root.parent).as_posix(): path.read_bytes() for path in sorted(root.parent.rglob("*")) if path.is_file()
    }


@testing(SLOW, max_examples=25)
@given(plans(), st.sampled_from(["team", *AUDIENCES]), st.sampled_from(["en", "zh"]))
def test_what_was_exported_is_exported_again_from_an_empty_folder_and_once_more_changes_nothing(
    files: dict[str, str], audience: str, language: str
) -> None:
    text = plan(files, SETTINGS.format(language=language), audience)
    with TemporaryDirectory() as folder:
        root = Path(folder) / "roadmap"
        first = bring_back(root, text)
        if not first.sound:  # nothing comes in that `pmsite check` does not accept
            assert load(write(root / "own", files, SETTINGS.format(language=language)), "roadmap", TODAY).report.failed, told(first)
            return
        assert set(did(first).values()) == {"new"}
        assert told(first) == []
        assert exported(root, audience) == text
        before = everything(root)
        again = bring_back(root, text)
        assert set(did(again).values()) == {"unchanged"}
        assert told(again) == []
        assert everything(root) == before


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_example_comes_back(tmp_path: Path, language: str) -> None:
    from pmsite import starter

    files = {path.removeprefix("roadmap/"): text for path, text in starter.example(language, TODAY) if path.startswith("roadmap/")}
    own, there = tmp_path / "own" / "roadmap", tmp_path / "there" / "roadmap"
    text = exported(write(own, files, files.pop("product.yml")))
    assert set(did(bring_back(own, text)).values()) == {"unchanged"}
    there.parent.mkdir()
    bring_back(there, text)
    assert exported(there) == text


def test_what_is_new_is_written_and_what_says_the_same_stays_as_it_is(tmp_path: Path) -> None:
    root = write(tmp_path / "roadmap", {**FILES, "features/of-ours.md": "title: Ours"}, "# ours\n" + PRODUCT)
    before = everything(root)
    outcome = bring_back(root, plan({**FILES, "themes/t.md": "title: T"}))
    assert did(outcome) == {**dict.fromkeys(["product.yml", *FILES], "unchanged"), "themes/t.md": "new"}
    assert told(outcome) == []
    assert everything(root) == {**before, "roadmap/themes/t.md": b"---\ntitle: T\n---\n"}


CHANGED = {
    "features/a.md": FILES["features/a.md"].replace("reach: 10", "reach: 20").replace("tags: [x]", "horizon: now"),
    "features/a.zh.md": FILES["features/a.zh.md"].replace("一", "壹"),
    "metrics/m.md": "title: M\nunit: crews",
    "metrics/m.csv": FILES["metrics/m.csv"].replace("7.50", "8"),
}


def test_what_differs_stays_and_is_told(tmp_path: Path) -> None:
    root = write(tmp_path / "roadmap", FILES, PRODUCT)
    before = everything(root)
    outcome = bring_back(root, plan(CHANGED))
    assert told(outcome) == [
        "plan.json:3:1 warning import-conflict roadmap/features/a.md: tags, horizon, score differ from the plan",
        "plan.json:3:1 warning import-conflict roadmap/features/a.zh.md: title differs from the plan",
        "plan.json:4:1 warning import-conflict roadmap/metrics/m.csv: series differs from the plan",
    ]
    assert did(outcome) == {
        "product.yml": "unchanged",
        "features/a.md": "kept",
        "features/a.zh.md": "kept",
        "metrics/m.md": "unchanged",
        "metrics/m.csv": "kept",
    }
    assert told(bring_back(root, plan(CHANGED), "mine")) == []
    assert everything(root) == before


def test_the_plan_wins_where_that_is_asked_for_and_comments_stay(tmp_path: Path) -> None:
    root = write(tmp_path / "roadmap", FILES, PRODUCT)
    outcome = bring_back(root, plan(CHANGED), "source")
    assert told(outcome) == []
    assert (root / "features/a.md").read_text(encoding="utf-8") == (
        "---\ntitle: One  # a comment\nhorizon: now\nscore: {reach: 20, impact: 2, confidence: 80%, effort: 3}\n---\n\nStory.\n"
    )
    assert exported(root) == plan(CHANGED)
    assert set(did(bring_back(root, plan(CHANGED))).values()) == {"unchanged"}


GOAL = """---
title: Grow
period: 2026-Q4
key_results:
  # what the board looks at
  - id: kr1
    title: Teams
    baseline: 400
    target: 900
    current: 610   # from the board
    checkins:
      - {date: 2026-10-05, value: 450, confidence: 60%}
      - {date: 2026-11-20, value: 610, confidence: 70%, note: "New onboarding"}
  - {id: kr2, title: Crews, target: 5, confidence: 70%}
---
"""


def test_of_a_goal_only_the_line_changes_that_the_plan_says_otherwise(tmp_path: Path) -> None:
    root = write(tmp_path / "roadmap", {"objectives/goal.md": GOAL}, PRODUCT)
    wanted = GOAL.replace("current: 610 ", "current: 640 ").replace("confidence: 60%", "confidence: 62.5%")
    told = plan({"objectives/goal.md": wanted})
    bring_back(root, told, "source")
    assert (root / "objectives/goal.md").read_text(encoding="utf-8") == wanted
    assert exported(root) == told


def test_what_only_a_person_can_change_is_kept_and_told(tmp_path: Path) -> None:
    odd = "---\n? title\n: One  # ours\n---\n"
    root = write(tmp_path / "roadmap", {"features/a.md": odd}, PRODUCT)
    outcome = bring_back(root, plan({"features/a.md": "title: Two"}), "source")
    assert did(outcome)["features/a.md"] == "kept"
    assert [d.hint for d in outcome.report] == [
        "what stands there is written in a way that only a person can change safely: change it in the file itself"
    ]
    assert (root / "features/a.md").read_text(encoding="utf-8") == odd


def test_an_item_is_found_by_its_id_wherever_its_file_is(tmp_path: Path) -> None:
    root = write(
        tmp_path / "roadmap", {"features/mobile/first.md": "id: a\ntitle: One", "features/mobile/first.zh.md": "title: 一"}, PRODUCT
    )
    changed = {"features/a.md": "title: Two", "features/a.zh.md": "title: 二"}
    assert did(bring_back(root, plan(changed)))["features/mobile/first.md"] == "kept"
    bring_back(root, plan(changed), "source")
    assert (root / "features/mobile/first.md").read_text(encoding="utf-8") == "---\nid: a\ntitle: Two\n---\n"
    assert (root / "features/mobile/first.zh.md").read_text(encoding="utf-8") == "---\ntitle: 二\n---\n"
    assert not (root / "features/a.md").exists()


def test_a_type_and_a_file_of_plain_text_can_be_replaced_only_whole(tmp_path: Path) -> None:
    root = write(tmp_path / "roadmap", {"features/a.md": "title: A  # ours", "changes/1.fixed.md": "---x"}, PRODUCT)
    (root / "changes/1.fixed.md").write_text("It starts.\n", encoding="utf-8")
    wanted = {"features/a.md": "type: theme\ntitle: A", "changes/1.fixed.md": "title: It starts\nkind: added"}
    assert [d.message for d in bring_back(root, plan(wanted)).report] == [
        "roadmap/changes/1.fixed.md: title, kind, references differ from the plan",
        "roadmap/features/a.md: type differs from the plan",
    ]
    bring_back(root, plan(wanted), "source")
    assert (root / "features/a.md").read_text(encoding="utf-8") == "---\ntype: theme\ntitle: A\n---\n"
    assert exported(root) == plan(wanted)


@pytest.mark.parametrize("conflicts", ["report", "source"])
def test_product_yml_stays_and_a_difference_is_told(tmp_path: Path, conflicts: str) -> None:
    root = write(tmp_path / "roadmap", {}, "name: Ours\nscoring: ice\n")
    outcome = bring_back(root, plan({"features/b.md": "title: B"}), conflicts)
    assert told(outcome) == [
        "plan.json:1 warning import-conflict roadmap/product.yml: name, audiences, scoring differ from the plan"
    ]
    assert (root / "product.yml").read_text(encoding="utf-8") == "name: Ours\nscoring: ice\n"
    assert (root / "features/b.md").is_file()


def test_an_item_that_the_workspace_would_refuse_is_a_fault_of_the_plan_and_nothing_is_written(tmp_path: Path) -> None:
    root = write(tmp_path / "roadmap", {}, "name: P\n")
    files = {"features/b.md": "title: B\nstatus: calm", "features/c.md": "title: C"}
    outcome = bring_back(root, plan(files, "name: P\nstatuses: {calm: {stage: planned}}\n"))
    assert "plan.json:3:1 error unknown-status features/b.md: status: calm is not a status of this workspace" in told(outcome)
    assert not outcome.sound
    assert list(everything(root)) == ["roadmap/product.yml"]


def test_what_one_audience_sees_takes_nothing_from_the_teams_files(tmp_path: Path) -> None:
    settings = "name: P\naudiences: {customers: {}, partners: {}}\n"
    files = {
        "features/a.md": "title: A\nowner: ada\nvisibility: [customers, partners]\n",
        "features/b.md": "title: B\nvisibility: [customers]",
    }
    theirs = plan(files, settings, "customers")
    root = write(tmp_path / "roadmap", {"features/a.md": files["features/a.md"]}, settings)
    outcome = bring_back(root, theirs)
    assert did(outcome) == {"product.yml": "unchanged", "features/a.md": "unchanged", "features/b.md": "new"}
    assert [d.code for d in bring_back(root, theirs, "source").report] == ["not-the-whole-plan"]


@pytest.mark.parametrize(
    ("there", "code"),
    [
        ({"features/new.md": "id: other\ntitle: Other"}, "place-taken"),
        ({"metrics/new.csv": "mine"}, "place-taken"),
        ({"Metrics/x.txt": "mine"}, "names-differ-in-case"),
        ({"themes/NEW.md": "title: Other"}, "colliding-ids"),
    ],
)
def test_a_new_item_never_takes_the_place_of_another(tmp_path: Path, there: dict[str, str], code: str) -> None:
    root = write(tmp_path / "roadmap", there, PRODUCT)
    before = everything(root)
    files = (
        {"features/new.md": "title: New"}
        if "features/new.md" in there
        else {"metrics/new.md": "title: N", "metrics/new.csv": "date,value\n2026,1\n"}
    )
    outcome = bring_back(root, plan(files), "source")
    assert [d.code for d in outcome.report] == [code]
    assert everything(root) == before


def test_a_folder_is_one_folder_wherever_case_does_not_count(tmp_path: Path) -> None:
    root = write(tmp_path / "roadmap", {"features/x.md": "title: X"}, "name: P\n")
    outcome = bring_back(root, json.dumps(WHOLE | {"items": [ITEM | {"path": "Features/a.md"}]}))
    assert [d.message for d in outcome.report] == ["Features and features differ only in case, which many systems ignore"]


ITEM: dict[str, Any] = {"type": "feature", "id": "a", "path": "features/a.md", "facts": {"title": "A"}}
WHOLE: dict[str, Any] = {"format": "pmsite-plan", "version": 1, "audience": "team", "settings": {"name": "P"}, "items": [ITEM]}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"version": 3}, "plan.json:1 error unknown-version this plan is of version 3; this pmsite reads version 2"),
        ({"settings": []}, "plan.json:1 error wrong-shape settings: a mapping is needed here"),
        ({"settings": {"nam": "P"}}, "plan.json:1 error unknown-key product.yml: nam is not a known key"),
        ({"items": {}}, "plan.json:1 error wrong-shape items: a list is needed here"),
        ({"items": ["a"]}, "plan.json#1 error wrong-shape this: a mapping is needed here"),
        (
            {"items": [ITEM, ITEM | {"id": "b"}]},
            "plan.json#2 error duplicate-row the path features/a.md stands in two items: plan.json#1 and here",
        ),
        (
            {"items": [ITEM, ITEM | {"path": "themes/A.md"}]},
            "plan.json#2 error duplicate-row the id a stands in two items: plan.json#1 and here",
        ),
        ({"more": 1}, "plan.json:1 error wrong-shape more is not a known key"),
    ],
)
def test_a_document_that_is_no_plan_is_told_with_its_place(tmp_path: Path, changed: dict[str, Any], message: str) -> None:
    assert message in told(bring_back(tmp_path / "roadmap", json.dumps(WHOLE | changed)))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        *[
            ({"path": path}, f"wrong-shape path: {path or ''} is no place of an item's file inside a workspace")
            for path in ("../a.md", "/etc/a.md", "features/../../a.md", "./a.md", "features//a.md", ".git/a.md", "a.sh", "features/.md",
                         "features/a.zh.md", "C:/a.md", "a\\b.md", "features.md/a.md", "a/" * 17 + "a.md")
        ],
        ({"path": 1}, "wrong-shape path: a text is needed here"),
        ({"id": "a b"}, "wrong-shape id: a b is not a valid id: it holds"),
        ({"type": "epic"}, "wrong-shape type: epic is not a type of item"),
        ({"facts": {"title": None}}, "wrong-shape facts.title: null is no fact; leave it out"),
        ({"facts": {"titel": "A"}}, "unknown-key features/a.md: titel is not a known key"),
        ({"facts": {"title": "A", "score": 1}}, "wrong-shape features/a.md: score: named values are needed here, this is 1"),
        ({"body": 1}, "wrong-shape body: a text is needed here"),
        ({"body": "\ud800"}, "not-utf-8 \\ud800 is half of a character"),
        ({"body": "\u0000"}, "control-character features/a.md: the file holds U+0000"),
        ({"body": "x" * 1024 * 1024}, "file-too-large features/a.md: the file would be too large: 1024 KiB fit"),
        ({"facts": {"title": "A\u202e"}}, "control-character features/a.md"),
        ({"series": [{"date": "2026"}]}, "wrong-shape series.0.value is missing"),
        ({"series": [{"date": "x", "value": 1}]}, "not-a-date features/a.md: date"),
        ({"translations": {"xx": {}}}, "is not a language of pmsite"),
        ({"translations": {"zh": {"title": "x" * 400}}}, "not-translatable features/a.md"),
    ],
)  # fmt: skip
def test_an_item_that_is_none_is_told_with_its_line(tmp_path: Path, changed: dict[str, Any], message: str) -> None:
    text = json.dumps(WHOLE | {"items": []})[:-2] + "\n" + json.dumps(ITEM | changed) + "\n]}\n"
    found = told(bring_back(tmp_path / "roadmap", text))
    assert [line for line in found if line.startswith("plan.json:2") and message.removesuffix("…")[:100] in line], found
    assert list(tmp_path.iterdir()) == []


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(["../x.md", "a.md", "\ud800", "10" * 300, "---"]),
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=6
)


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield place
    if isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*place, key))


@testing(SLOW, max_examples=150)
@given(st.data(), JSON, st.sampled_from(["report", "source"]))
def test_no_document_does_harm_whatever_stands_in_it(data: st.DataObject, other: Any, conflicts: str) -> None:
    found = json.loads(plan())
    *above, last = data.draw(st.sampled_from([place for place in places(found) if place and place != ("format",)]))
    changed = copy.deepcopy(found)
    inner = changed
    for key in above:
        inner = inner[key]
    inner[last] = other
    with TemporaryDirectory() as folder:
        root = write(Path(folder) / "roadmap", FILES, PRODUCT)
        before = everything(root)
        outcome = bring_back(root, json.dumps(changed), conflicts)
        after = everything(root)
        assert before.keys() <= after.keys()
        assert all(name.startswith("roadmap/") for name in after)
        if not outcome.sound:
            assert any(d.severity is Severity.ERROR for d in outcome.report)
            assert after == before
        elif conflicts == "report":
            assert {name: after[name] for name in before} == before
