"""What `pmsite export` writes comes back: a table of items, and the whole plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as testing
from hypothesis import strategies as st

from pmsite import starter
from pmsite.exports import items_csv
from pmsite.importers.same_facts import trimmed
from pmsite.model.item import Item
from pmsite.model.types import BY_NAME
from pmsite.pipeline import load
from pmsite.plan.values import texts
from pmsite.workspace import Workspace, whole
from pmsite.writing.front import new_text
from tests.importers.make import bring_in, files
from tests.make import TODAY, write
from tests.properties.plans import IDS, NEEDED, SETTINGS, plans
from tests.properties.test_nothing_hidden_leaks import SLOW

FEWER = testing(SLOW, max_examples=25)


def example(language: str) -> dict[str, str]:
    return {path.removeprefix("roadmap/"): text for path, text in starter.example(language, TODAY) if path.startswith("roadmap/")}


def without_gaps(plan: Mapping[str, str]) -> dict[str, str]:
    """A plan with every item that its others may name: what is not whole is not exported."""
    named: dict[str, str] = {}
    for type_name, ids in IDS.items():
        needed = "".join(f"{name}: {value}\n" for name, value in NEEDED.get(type_name, {}).items())
        named |= {f"{BY_NAME[type_name].folder}/{id}.md": f"title: T\n{needed}" for id in ids}
    return {**named, **plan}


def read(root: Path) -> Workspace:
    found = load(root, "roadmap", TODAY)
    assert found.product is not None, [f"{d.span} {d.message}" for d in found.report]
    return found


def table(root: Path, type_name: str | None) -> str:
    found = read(root)
    assert found.product is not None
    team = whole(found, found.product, "team").original
    return "".join(items_csv.write(team, BY_NAME[type_name] if type_name else None, "roadmap"))


def meaning(item: Item) -> dict[str, Any]:
    """What an item says, wherever its file is; the values of a metric are a file of their own."""
    own = {name: value for name, value in item.custom.items() if value != ()}
    return {**dict(item), "path": "", "body_line": 0, "series": (), "body": trimmed(item.body), "custom": own}


def meanings(root: Path) -> dict[str, tuple[str, dict[str, Any]]]:
    found = read(root)
    assert found.product is not None
    return {id: (item.type, meaning(item)) for id, item in found.product.items.items()}


def comes_back(plan: Mapping[str, str], settings: str) -> None:
    with TemporaryDirectory() as place:
        here, there = Path(place) / "here" / "roadmap", Path(place) / "there" / "roadmap"
        write(here, plan, settings)
        before, texts = meanings(here), files(here)

        outcome = bring_in(here, "csv", table(here, None))
        assert {change.did for change in outcome.changes} <= {"unchanged"}, [d.message for d in outcome.report]
        assert (files(here), list(outcome.report)) == (texts, [])

        write(there, {}, settings)
        outcome = bring_in(there, "csv", table(here, None))
        if read(here).report.failed:  # nothing comes in that `pmsite check` does not accept
            assert (outcome.sound, files(there)) == (False, {})
            return
        assert outcome.sound, [f"{d.span} {d.message}" for d in outcome.report]
        assert meanings(there) == before


def comes_back_by_type(plan: Mapping[str, str], settings: str, type_names: Iterable[str]) -> None:
    with TemporaryDirectory() as place:
        here = write(Path(place) / "here" / "roadmap", plan, settings)
        before, found = meanings(here), read(here)
        assert found.product is not None
        for type_name in type_names:
            told = table(here, type_name)
            there = write(Path(place) / type_name / "roadmap", plan, settings)
            for item in found.product.by_type.get(type_name, ()):
                (there / found.records[item.id].inside).unlink()
            outcome = bring_in(there, "csv", told)
            if not outcome.sound:
                assert found.report.failed, [f"{d.span} {d.message}" for d in outcome.report]
                continue
            assert meanings(there) == before


@FEWER
@given(plans(), st.sampled_from(["en", "zh"]))
def test_a_table_of_all_items_is_the_same_items_in_an_empty_workspace_and_changes_nothing_in_its_own(
    plan: dict[str, str], language: str
) -> None:
    comes_back(without_gaps(plan), SETTINGS.format(language=language))


@FEWER
@given(plans(), st.sampled_from(list(IDS)))
def test_the_table_of_one_type_is_its_items_among_the_others(plan: dict[str, str], type_name: str) -> None:
    whole_plan = {path: text for path, text in without_gaps(plan).items() if not path.endswith(".zh.md")}
    comes_back_by_type(whole_plan, SETTINGS.format(language="en"), [type_name])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_tables_of_the_example_come_back(language: str) -> None:
    plan = example(language)
    settings = plan.pop("product.yml")
    comes_back(plan, settings)
    comes_back_by_type({path: text for path, text in plan.items() if not path.endswith(".csv")}, settings, BY_NAME)


ODD = st.sampled_from(
    [
        "=1+1",
        "'=1",
        "@x",
        "-5",
        "1,200",
        "true",
        "null",
        "[a",
        "[a, b]",
        '["a"]',
        "{a: b}",
        "a; b",
        "、",
        '"',
        "'",
        "，",
        " ",
        "#",
        "·",
    ]
)
LINE = st.lists(ODD | st.text("ab 中é-", min_size=1, max_size=4), min_size=1, max_size=3).map("".join).map(str.strip).filter(bool)
LINES = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
ODD_SETTINGS = """\
name: P
audiences: {customers: {}}
statuses: {in_review: {stage: building, label: planned}, In-Review: {stage: planned}}
fields:
  feature:
    marks: {kind: map}
    Due_by: {kind: text, label: severity}
    priority: {kind: text}
    words: {kind: list}
    done: {kind: boolean}
  problem: {key: {kind: number}}
"""


@testing(SLOW, max_examples=100)
@given(
    st.fixed_dictionaries(
        {"title": LINE, "status": st.sampled_from(["in_review", "In-Review", "planned"])},
        optional={
            "summary": LINES,
            "tags": st.lists(LINE, max_size=3),
            "acceptance": st.lists(st.fixed_dictionaries({"text": LINE, "done": st.booleans()}), min_size=1, max_size=2),
            "tracks": st.dictionaries(LINE, st.just({"state": "done"}), min_size=1, max_size=2),
            "for": st.just({"customers": {"title": "Told"}}),
            "started": st.just("2031-02"),
            "owner": st.sampled_from(["ada", "Ada Park", "李雷"]),
            "marks": st.dictionaries(LINE, LINES | st.just(""), min_size=1, max_size=2),
            "Due_by": LINES,
            "priority": LINE,
            "words": st.lists(LINE, max_size=3),
            "done": st.booleans(),
            "imported": st.just({"source": "Jira", "id": "A-1", "fields": {"Points, all": "5", "Labels": ["a", "b"]}}),
        },
    ),
    st.sampled_from(["", "\n    indented = code\n\nText.\n", "- =1\n", "Text\\\nmore  \nand more\n\n\n", "'quoted'\n"]),
)
def test_no_text_is_taken_for_anything_else(facts: dict[str, Any], body: str) -> None:
    plan = {
        "features/a.md": new_text("feature", texts(facts), "") + body,
        "problems/b.md": "title: B\nseverity: high\nkey: 3",
        "updates/c.md": "title: C\nkind: status\ndone: [a, a]",
    }
    comes_back(plan, ODD_SETTINGS)
