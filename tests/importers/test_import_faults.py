"""Whatever an export holds, its import ends with faults that say where, or with a plan that the check accepts; and nothing is lost unsaid."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from pmsite.importers.draft import LEFT_OUT
from pmsite.importers.json_table import leaves
from pmsite.importers.receipt import summary
from pmsite.pipeline import load
from tests.fuzz.targets import importers as fuzzed
from tests.importers.exports import Sample, github, github_project, trello
from tests.importers.make import bring_in, files
from tests.make import TODAY, write

CARD = {"id": "c", "name": "x", "idList": "l"}


def board(**card: Any) -> str:
    return json.dumps({"name": "B", "lists": [{"id": "l", "name": "Doing"}], "cards": [CARD | card]})


@pytest.mark.parametrize(
    ("source", "data", "told"),
    [
        ("trello", board(idMembers=1.5), "a.json#1 wrong-shape idMembers: a list is needed here, this is 1.5"),
        ("trello", board(labels=["red"]), "a.json#1 wrong-shape labels.0: a mapping is needed here, this is red"),
        ("trello", board(name=["x"]), "a.json#1 wrong-shape name: a text is needed here, this is a list"),
        ("trello", board(closed="perhaps"), "a.json#1 wrong-shape closed: true or false is needed here, this is perhaps"),
        ("trello", '{"lists": [1], "cards": []}', "a.json wrong-shape lists.0: a mapping is needed here, this is 1"),
        ("trello", '{"cards": [5]}', "a.json#1 wrong-shape an entry of named values is needed here, this is 5"),
        ("trello", '{"cards": {}}', "a.json wrong-shape a list of entries is needed under `cards`"),
        ("github", '[{"title": "x", "comments": [7]}]', "a.json#1 wrong-shape comments.0.this: a mapping is needed here, this is 7"),
        ("github", '[{"title": "x", "milestone": {"title": []}}]', "a.json#1 wrong-shape milestone.0.title: a text is needed here, this is a list"),
        ("github", '[{"title": "x", "reactionGroups": "many"}]', "a.json#1 wrong-shape reactionGroups.0.this: a mapping is needed here, this is many"),
        ("github", "[]", "a.json empty-table the file holds no entry that says anything"),
        ("json", '[{"id": "a", "title": "\\ud800"}]', "a.json#1 control-character the cell title holds U+D800, a control character that nobody can see"),
        ("json", '[{"id": "a", "title": "A", "score": "{\\"reach\\": \\"\\\\ud800\\"}"}]', "a.json#1 control-character the text holds U+D800, half of a character"),
    ],
)  # fmt: skip
def test_what_is_not_shaped_as_its_system_writes_it_is_a_fault_of_its_entry(
    tmp_path: Path, source: str, data: str, told: str
) -> None:
    outcome = bring_in(tmp_path, source, data, "a.json")
    assert [f"{d.span} {d.code} {d.message}" for d in outcome.report] == [told]
    assert files(tmp_path) == {}


@pytest.mark.parametrize("depth", [10, 300, 480, 900, 990, 5000])
def test_a_value_of_many_levels_is_kept_or_told(tmp_path: Path, depth: int) -> None:
    for at, deep in enumerate(("[" * depth + "1" + "]" * depth, '{"a":' * depth + "1" + "}" * depth)):
        outcome = bring_in(tmp_path / str(at), "github", f'[{{"title": "x", "number": 7, "a": {deep}}}]', "a.json")
        assert outcome.report.failed or "1" in files(tmp_path / str(at))["features/x.md"]


def test_what_is_null_is_absent_and_numbers_are_texts(tmp_path: Path) -> None:
    outcome = bring_in(tmp_path, "trello", board(id=7, desc=None, labels=None, idMembers=[1, None], due=None), "a.json")
    assert outcome.sound, [d.message for d in outcome.report]
    assert 'id: "7"' in files(tmp_path)["features/x.md"]


def places(value: Any) -> Iterator[Callable[[Any], None]]:
    """What puts another value in each place of a document, below its first two entries."""
    for key, entry in value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ():
        yield lambda new, key=key: value.__setitem__(key, new)  # type: ignore[misc]
        yield from places(entry)


def few(sample: Sample) -> Any:
    """A sample with few of its entries, among them such as have something of everything."""
    found = json.loads(sample.data)
    for part in (found, *(found.values() if isinstance(found, dict) else ())):
        if isinstance(part, list) and len(part) > 6:
            part[:] = [part[at] for at in (0, 4, 5, 6, 7, 8) if at < len(part)]
    return found


@pytest.mark.parametrize("make", [trello, github, github_project], ids=lambda make: make.__name__)
def test_any_value_in_any_place_of_an_export_is_read_or_told(tmp_path: Path, make: Callable[[], Sample]) -> None:
    sample, value = make(), Random(1)
    count = sum(1 for _ in places(few(sample)))
    for at in range(count):
        document = few(sample)
        new = value.choice(fuzzed.VALUES)
        [*places(document)][at](deepcopy(new))
        outcome = bring_in(tmp_path / str(at), sample.source, json.dumps(document), sample.name)
        assert outcome.sound or outcome.report.failed, f"{new} in place {at}"
    assert count > 20


@pytest.mark.parametrize("make", [trello, github, github_project], ids=lambda make: make.__name__)
def test_every_value_of_an_export_is_in_an_item_or_named_as_left_out(tmp_path: Path, make: Callable[[], Sample]) -> None:
    sample = make()
    outcome = bring_in(tmp_path, sample.source, sample.data, sample.name)
    assert outcome.sound
    everything = " ".join(" ".join(files(tmp_path).values()).replace("\\", "").split())
    used = {"cards.closed", "cards.idList", "cards.idMembers", "lists.id", "lists.closed", "members.id", "members.username", "actions.type", "actions.data.card.id",
            "checklists.idCard", "checklists.checkItems.state", "actions.date"}  # fmt: skip
    by_name: dict[str, str] = {}
    for name, text in leaves(json.loads(sample.data)):
        if " ".join(text.replace("\\", "").split())[:20] not in everything:
            by_name.setdefault(name.removeprefix("items."), text)
    told = {name.removeprefix("board.") for name in outcome.left_out} | {f"content.{name}" for name in outcome.left_out}
    prose = {
        name for name in by_name if name.endswith(("desc", "body", "text", "title", "name"))
    }  # the words of these are counted elsewhere
    left_out = {note.column for change in outcome.changes for note in change.draft.notes if note.field == LEFT_OUT}
    told |= left_out | {f"cards.{name}" for name in left_out}
    assert by_name.keys() - told - used - prose - {"totalCount"} == set()
    lines = list(summary(outcome.changes, outcome.rules, outcome.guesses, outcome.left_out, dry=False))
    assert not outcome.left_out or f"left out: {', '.join(outcome.left_out)}" in lines


def test_a_changelog_whose_head_no_setting_can_hold_is_refused(tmp_path: Path) -> None:
    text = "# Cha\x1b[31mn gelog\n\n## [1.0.0]\n### Fixed\n- B thing\n"
    outcome = bring_in(tmp_path, "changelog", text, "CHANGELOG.md")
    assert [f"{d.span} {d.code}" for d in outcome.report] == ["CHANGELOG.md:1 control-character"]
    assert not outcome.sound
    outcome = bring_in(tmp_path, "changelog", text, "CHANGELOG.md", keep_going=True)
    assert (outcome.sound, sorted(files(tmp_path))) == (True, ["changes/b-thing.md", "releases/1.0.0.md"])
    assert not load(tmp_path, "roadmap", TODAY).report.failed


def test_an_import_that_would_break_a_rule_is_refused_at_its_row(tmp_path: Path) -> None:
    outcome = bring_in(tmp_path, "csv", "id,title,depends_on\na,A,b\nb,B,a\n")
    assert {f"{d.span} {d.code}" for d in outcome.report} <= {"export.csv:2:1 cycle", "export.csv:3:1 cycle"}
    assert (outcome.sound, files(tmp_path)) == (False, {})


def test_faults_that_were_there_before_and_what_the_settings_alone_forbid_stop_no_import(tmp_path: Path) -> None:
    settings = "name: P\naudiences: {customers: {}, public: {}}\nchecks: {feature-without-goal: error}\n"
    write(tmp_path, {"features/old.md": "title: Old\ndepends_on: [nothing]"}, settings)
    outcome = bring_in(tmp_path, "trello", board(), "a.json")
    assert outcome.sound, [d.message for d in outcome.report]
    assert "features/x.md" in files(tmp_path)


@pytest.mark.parametrize("seed", range(40))
def test_an_import_ends_with_faults_or_with_a_plan_that_the_check_accepts_and_that_stays(seed: int) -> None:
    assert fuzzed.judge(fuzzed.make(Random(seed))) == ""


def test_what_many_rows_name_and_nothing_is_is_told_once(tmp_path: Path) -> None:
    table = "type,title,contributors\n" + "".join(f'feature,F {n},"charts, harbour"\n' for n in range(3))
    outcome = bring_in(tmp_path, "csv", f"{table}team,Charts,\n")
    assert [f"{fault.span} {fault.message}" for fault in outcome.report] == [
        "export.csv:2:1 contributors: no item has the id harbour, in 3 rows"
    ]


def test_asks_between_teams_come_in_with_their_teams(tmp_path: Path) -> None:
    asks = '[{""team"": ""charts"", ""for"": ""Tides"", ""answer"": ""accepted""}]'
    outcome = bring_in(
        tmp_path, "csv", f'type,id,title,owner,asks\nfeature,tide-times,Tide times,ada,"{asks}"\nteam,charts,Charts,,\n'
    )
    assert outcome.sound
    assert "asks:\n  - {team: charts, for: Tides, answer: accepted}\n" in files(tmp_path)["features/tide-times.md"]
