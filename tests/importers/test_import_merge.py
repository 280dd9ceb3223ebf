"""Importing again: what changed in the source comes in, what people wrote stays, and where both changed somebody is told."""

from __future__ import annotations

import json
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pmsite.importers.withheld import cleaned
from tests.importers.make import SETTINGS, bring_in, faults, files
from tests.make import write

HEAD = "ID,Title,Description,Status,Assignee,Labels,Due Date,Estimate,Blocked by\n"
ROW = 'LIN-1,Offline mode,Works without a network.,Todo,Ada Park,"mobile, sync",2026-12-01,3,\n'


def item(root: Path, name: str = "lin-1") -> Path:
    return root / f"features/{name}.md"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_first_import_writes_a_file_that_a_person_would(tmp_path: Path) -> None:
    bring_in(tmp_path, "linear", HEAD + ROW)
    assert item(tmp_path).read_text(encoding="utf-8") == (
        "---\n"
        "title: Offline mode\n"
        "status: planned\n"
        "target: 2026-12-01\n"
        "owner: Ada Park\n"
        "tags:\n  - mobile\n  - sync\n"
        "imported:\n"
        "  source: Linear\n"
        "  id: LIN-1\n"
        "  fields:\n"
        "    Status: Todo\n"
        "    Estimate: 3\n"
        "  last:\n"
        "    status: planned\n"
        "    title: Offline mode\n"
        "    owner: Ada Park\n"
        "    tags:\n      - mobile\n      - sync\n"
        "    target: 2026-12-01\n"
        '    body: "sha256:3f2e5c1f8b3f1f1e"\n'
        "---\n"
        "Works without a network.\n"
    ).replace("3f2e5c1f8b3f1f1e", item(tmp_path).read_text(encoding="utf-8").partition("sha256:")[2][:16])


def test_what_changed_in_the_source_comes_in_and_hand_edits_comments_and_order_stay(tmp_path: Path) -> None:
    bring_in(tmp_path, "linear", HEAD + ROW)
    path = item(tmp_path)
    edit(
        path,
        "title: Offline mode\nstatus: planned\n",
        "# the story of the quarter\nstatus: planned   # as agreed\ntitle:   Work anywhere\nhorizon: now\n",
    )
    edit(path, "tags:\n  - mobile\n  - sync\nimported", "tags:\n    - mobile\n    - sync    # the engine\n    - by-hand\nimported")
    edit(path, "Works without a network.", "Works without a network.\n\nAnd a paragraph by hand.")
    before = path.read_text(encoding="utf-8")
    changed = ROW.replace("Todo", "In Progress").replace("mobile, sync", "sync, beta").replace(",3,", ",5,")
    outcome = bring_in(tmp_path, "linear", HEAD + changed)
    assert not outcome.report.failed
    assert not [d for d in outcome.report if d.code == "import-conflict"]
    expected = (
        before.replace("status: planned   # as agreed", "status: building   # as agreed")
        .replace("    - mobile\n    - sync    # the engine\n    - by-hand", "    - sync    # the engine\n    - by-hand\n    - beta")
        .replace("Status: Todo", "Status: In Progress")
        .replace("Estimate: 3", "Estimate: 5")
        .replace("    status: planned\n    title", "    status: building\n    title")
        .replace("    tags:\n      - mobile\n      - sync\n", "    tags:\n      - sync\n      - beta\n")
    )
    assert path.read_text(encoding="utf-8") == expected


def test_a_conflict_is_told_and_the_file_stays(tmp_path: Path) -> None:
    bring_in(tmp_path, "linear", HEAD + ROW)
    path = item(tmp_path)
    edit(path, "title: Offline mode", "title: Work anywhere")
    before = path.read_text(encoding="utf-8")
    changed = HEAD + ROW.replace("Offline mode", "Offline editing")
    for _ in range(2):  # it is told until somebody settles it
        outcome = bring_in(tmp_path, "linear", changed)
        told = [d for d in outcome.report if d.code == "import-conflict"]
        assert [d.message for d in told] == [
            "roadmap/features/lin-1.md: title is Work anywhere here and Offline editing in the source, both changed since the last import"
        ]
        assert path.read_text(encoding="utf-8") == before
    bring_in(tmp_path, "linear", changed, conflicts="mine")
    assert "title: Work anywhere\n" in path.read_text(encoding="utf-8")
    assert not bring_in(tmp_path, "linear", changed).report.failed
    assert not [d for d in bring_in(tmp_path, "linear", changed).report if d.code == "import-conflict"]


def test_a_conflict_can_be_settled_for_the_source(tmp_path: Path) -> None:
    bring_in(tmp_path, "linear", HEAD + ROW)
    edit(item(tmp_path), "title: Offline mode", "title: Work anywhere  # nicer")
    bring_in(tmp_path, "linear", HEAD + ROW.replace("Offline mode", "Offline editing"), conflicts="source")
    assert "title: Offline editing  # nicer\n" in item(tmp_path).read_text(encoding="utf-8")


def test_a_body_that_both_changed_stays_and_is_told(tmp_path: Path) -> None:
    bring_in(tmp_path, "linear", HEAD + ROW)
    edit(item(tmp_path), "Works without a network.", "Our own words.")
    outcome = bring_in(tmp_path, "linear", HEAD + ROW.replace("Works without", "Works well without"))
    assert [d.code for d in outcome.report] == ["import-conflict"]
    assert "Our own words." in item(tmp_path).read_text(encoding="utf-8")


def test_what_the_source_takes_away_goes_unless_people_changed_it(tmp_path: Path) -> None:
    bring_in(tmp_path, "linear", HEAD + ROW)
    bring_in(tmp_path, "linear", HEAD + ROW.replace("2026-12-01", "").replace("Ada Park", ""))
    assert "target:" not in item(tmp_path).read_text(encoding="utf-8")
    assert "owner:" not in item(tmp_path).read_text(encoding="utf-8")


def test_what_people_took_away_stays_away(tmp_path: Path) -> None:
    bring_in(tmp_path, "linear", HEAD + ROW)
    edit(item(tmp_path), "owner: Ada Park\n", "")
    bring_in(tmp_path, "linear", HEAD + ROW.replace("Todo", "Done"))
    assert "\nowner:" not in item(tmp_path).read_text(encoding="utf-8")


def test_columns_that_an_export_does_not_have_change_nothing(tmp_path: Path) -> None:
    bring_in(tmp_path, "linear", HEAD + ROW)
    before = files(tmp_path)
    assert bring_in(tmp_path, "linear", "ID,Title\nLIN-1,Offline mode\n").changes[0].did == "unchanged"
    assert files(tmp_path) == before


def test_a_file_that_was_moved_renamed_or_given_another_type_is_found_again(tmp_path: Path) -> None:
    bring_in(tmp_path, "linear", HEAD + ROW)
    moved = tmp_path / "problems/data-loss.md"
    moved.parent.mkdir()
    text = (
        item(tmp_path)
        .read_text(encoding="utf-8")
        .replace("status: planned\n", "status: acting\n", 1)
        .replace("\ntarget: 2026-12-01", "", 1)
    )
    item(tmp_path).unlink()
    moved.write_text(text, encoding="utf-8")
    outcome = bring_in(tmp_path, "linear", HEAD + ROW.replace("3,\n", "8,\n"))
    assert not outcome.report.failed, [d.message for d in outcome.report]
    assert list(files(tmp_path)) == ["problems/data-loss.md"]
    assert "Estimate: 8" in moved.read_text(encoding="utf-8")


def test_windows_line_ends_stay(tmp_path: Path) -> None:
    bring_in(tmp_path, "linear", HEAD + ROW)
    path = item(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    bring_in(tmp_path, "linear", HEAD + ROW.replace("Todo", "Done"))
    data = path.read_bytes()
    assert b"status: shipped\r\n" in data
    assert data.count(b"\n") == data.count(b"\r\n")


def test_remarks_grow_without_touching_the_story(tmp_path: Path) -> None:
    issue: dict[str, Any] = {
        "number": 7,
        "title": "Dark mode",
        "body": "Please.",
        "state": "OPEN",
        "comments": [{"author": {"login": "ada"}, "body": "+1", "createdAt": "2026-05-01"}],
    }
    bring_in(tmp_path, "github", json.dumps([issue]), "issues.json")
    path = tmp_path / "features/dark-mode.md"
    edit(path, "Please.", "Please.\n\nOur plan.")
    path.write_text(path.read_text(encoding="utf-8") + "\nA postscript.\n", encoding="utf-8")
    issue["comments"].append({"author": {"login": "bo"}, "body": "Me too", "createdAt": "2026-05-02"})
    outcome = bring_in(tmp_path, "github", json.dumps([issue]), "issues.json")
    assert not list(outcome.report)
    text = path.read_text(encoding="utf-8")
    assert text.endswith(
        "Please.\n\nOur plan.\n\n<!-- internal -->\n\n## Imported from GitHub\n\n### Comments\n\n> **ada**, 2026-05-01:\n>\n> +1\n\n"
        "> **bo**, 2026-05-02:\n>\n> Me too\n\n<!-- /internal -->\n\nA postscript.\n"
    )


def test_a_table_of_our_own_fields_updates_the_items_that_it_names(tmp_path: Path) -> None:
    bring_in(
        tmp_path,
        "csv",
        'id,title,status,tags,score.reach,score.impact,score.confidence,score.effort\nf-1,One,planned,"a, b",10,2,80%,1\n',
    )
    assert item(tmp_path, "f-1").read_text(encoding="utf-8") == (
        "---\ntitle: One\nstatus: planned\nscore:\n  reach: 10\n  impact: 2\n  confidence: 80%\n  effort: 1\ntags:\n  - a\n  - b\n---\n".replace(
            "80%", '"80%"'
        )
    )
    outcome = bring_in(tmp_path, "csv", "id,status,score.reach\nf-1,building,20\n")
    assert [(d.severity.value, d.message) for d in outcome.report] == [
        ("notice", "roadmap/features/f-1.md: score.reach was 10 and is now 20"),
        ("notice", "roadmap/features/f-1.md: status was planned and is now building"),
    ]
    assert "status: building\nscore:\n  reach: 20\n  impact: 2\n" in item(tmp_path, "f-1").read_text(encoding="utf-8")


def test_a_table_of_our_own_fields_says_the_same_in_other_words(tmp_path: Path) -> None:
    text = (
        "---\ntitle: One\n# why so sure\nscore: {reach: 1200, impact: 2, confidence: 80%, effort: 3}  # as agreed\n"
        "acceptance:\n  - text: Fast   # very\n    done: true\n---\n\nStory.\n"
    )
    write(tmp_path, {"features/f-1.md": text})
    row = 'f-1,One,1200.0,0.8,"[{""done"": true, ""text"": ""Fast""}]",Story.\n'
    outcome = bring_in(tmp_path, "csv", "id,title,score.reach,score.confidence,acceptance,body\n" + row)
    assert ([change.did for change in outcome.changes], list(outcome.report)) == (["unchanged"], [])
    assert item(tmp_path, "f-1").read_text(encoding="utf-8") == text


def test_a_cell_holds_a_group_as_json_and_takes_the_place_of_the_whole_group(tmp_path: Path) -> None:
    text = (
        "---\ntitle: One\ntracks:\n  design: {state: done, owner: ada}\n  build: {state: active}\nacceptance: [{text: Fast}]\n---\n"
    )
    write(tmp_path, {"features/f-1.md": text})
    row = 'f-1,"{""design"": {""state"": ""active"", ""owner"": ""ada""}}","[{""text"": ""Fast"", ""done"": true}, {""text"": ""Small""}]"\n'
    outcome = bring_in(tmp_path, "csv", "id,tracks,acceptance\n" + row)
    assert outcome.sound
    assert item(tmp_path, "f-1").read_text(encoding="utf-8") == (
        "---\ntitle: One\ntracks:\n  design: {state: active, owner: ada}\nacceptance: [{text: Fast, done: true}, {text: Small}]\n---\n"
    )


def test_a_name_in_a_table_of_our_own_fields_needs_no_mail_address(tmp_path: Path) -> None:
    bring_in(tmp_path, "csv", 'id,type,title,owner,contributors\nd,decision,D,Ada Park <ada@crew.example>,"Bo (design), @cy"\n')
    assert "owner: Ada Park\n" in files(tmp_path)["decisions/d.md"]
    assert "contributors:\n  - Bo\n  - cy\n" in files(tmp_path)["decisions/d.md"]
    assert [d.message for d in bring_in(tmp_path, "csv", "id,title,owner\nf,F,???\n").report] == ["owner: ??? is no name"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("f-1,feature,One,,,high", "severity: a feature has no field severity"),
        ("f-1,featur,One,,,", "type: featur is not a type of item"),
        ("f-1,theme,One,planned,,", "status: a theme has no field status"),
        ("f-1,decision,One,planned,,", "status: planned is no status of a decision"),
        ("f-1,feature,One,,done,", "tracks: a cell holds a group of fields only as JSON"),
        ('f-1,feature,One,,"{""design"": null}",', "tracks: a cell holds a group of fields only as JSON"),
        ("f-1,feature,One,," + "[" * 5000 + ",", "tracks: a cell holds a group of fields only as JSON"),
        ('f-1,feature,One,,"{""design"": {""stat"": ""done""}}",', "stat is not a known key"),
    ],
)
def test_a_cell_that_would_be_lost_in_a_table_of_our_own_fields_is_a_fault(tmp_path: Path, row: str, told: str) -> None:
    outcome = bring_in(tmp_path, "csv", f"id,type,title,status,tracks,severity\n{row}\n")
    assert [d.message for d in outcome.report] == [told]
    assert not files(tmp_path)


def test_a_list_of_groups_is_no_list_of_texts(tmp_path: Path) -> None:
    outcome = bring_in(tmp_path, "csv", 'id,title,tags\nf-1,One,"[{""a"": ""b""}]"\n')
    assert [d.message for d in outcome.report] == ["tags: the list holds groups, and texts are needed"]


def test_a_new_item_never_takes_the_file_of_another(tmp_path: Path) -> None:
    write(tmp_path, {"features/F-1.md": "id: other\ntitle: Other"})
    bring_in(tmp_path, "csv", "id,title\nf-1,One\n")
    assert files(tmp_path) == {
        "features/F-1.md": "---\nid: other\ntitle: Other\n---\n",
        "features/f-1-2.md": "---\nid: f-1\ntitle: One\n---\n",
    }


def test_a_new_item_is_never_a_translation_by_its_name(tmp_path: Path) -> None:
    bring_in(tmp_path, "csv", "id,title\nguide.zh,One\n")
    assert files(tmp_path) == {"features/guide-zh.md": "---\nid: guide.zh\ntitle: One\n---\n"}
    assert bring_in(tmp_path, "csv", "id,title\nguide.zh,One\n").changes[0].did == "unchanged"
    write(tmp_path, {"features/a.md": "title: A", "features/a.zh.md": "title: 一"})
    bring_in(tmp_path, "csv", "id,title\na.zh,Another\n")
    assert "title: 一" in files(tmp_path)["features/a.zh.md"]
    assert "title: Another" in files(tmp_path)["features/a-zh.md"]


def test_a_body_in_a_table_of_our_own_fields_stays_as_it_is(tmp_path: Path) -> None:
    body = "Open.\n\n<!-- internal -->\nNot for others.\n<!-- /internal -->"
    bring_in(tmp_path, "csv", f'id,title,body\nf-1,One,"{body}"\n')
    assert item(tmp_path, "f-1").read_text(encoding="utf-8") == f"---\ntitle: One\n---\n{body}\n"
    assert bring_in(tmp_path, "csv", f'id,title,body\nf-1,One,"{body}"\n').changes[0].did == "unchanged"


def test_a_reference_that_no_item_has_is_a_fault_in_a_table_of_our_own_fields(tmp_path: Path) -> None:
    outcome = bring_in(tmp_path, "csv", "id,title,theme\nf-1,One,none-such\n")
    assert faults(outcome) == ["export.csv:2:1 unknown-reference"]
    assert not files(tmp_path)


WORDS = (
    st.text(alphabet=string.ascii_letters + "äß中文 :#'\"-[]{}&*!|>%@`,.0123456789", min_size=1, max_size=20)
    .map(str.strip)
    .filter(lambda word: word and cleaned(word)[0] == word)
)


@given(
    first=st.lists(
        st.tuples(WORDS, WORDS, st.sampled_from(("Todo", "Done", "Canceled")), st.lists(WORDS, max_size=3)), min_size=1, max_size=5
    ),
    second=st.lists(
        st.tuples(WORDS, WORDS, st.sampled_from(("Todo", "Done", "Canceled")), st.lists(WORDS, max_size=3)), min_size=5, max_size=5
    ),
)
@settings(
    max_examples=30,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_twice_is_once_and_the_newest_export_wins_where_nobody_edited(
    tmp_path_factory: pytest.TempPathFactory, first: list[Any], second: list[Any]
) -> None:
    def export(rows: list[Any]) -> str:
        found = [
            {"number": n, "title": t, "body": b, "state": "OPEN", "status": s, "labels": [{"name": x} for x in labels]}
            for n, (t, b, s, labels) in enumerate(rows)
        ]
        return json.dumps(found)

    here, fresh = tmp_path_factory.mktemp("here"), tmp_path_factory.mktemp("fresh")
    bring_in(here, "github", export(first), "a.json")
    once = files(here)
    assert {c.did for c in bring_in(here, "github", export(first), "a.json").changes} == {"unchanged"}
    assert files(here) == once
    assert bring_in(here, "github", export(second), "a.json").sound
    bring_in(fresh, "github", export(second), "a.json")
    assert sorted(map(told, files(here).values())) == sorted(map(told, files(fresh).values()))


def told(text: str) -> str:
    """A file as pmsite reads it, so that the style of quotes does not matter."""
    from pmsite.diagnostics import Report
    from pmsite.read.workspace import read_item

    record = read_item(text, "features/a.md", "roadmap/features/a.md", Report())
    assert record is not None
    return json.dumps([record.data, record.body], sort_keys=True, ensure_ascii=False)


def test_an_issue_is_the_same_in_a_list_in_a_project_and_in_its_table(tmp_path: Path) -> None:
    address = "https://code.example/acme/app/issues/7"
    bring_in(
        tmp_path,
        "github",
        json.dumps([{"number": 7, "title": "Dark mode", "state": "OPEN", "body": "Please.", "url": address}]),
        "a.json",
    )
    project = {
        "items": [
            {
                "id": "X",
                "title": "Dark mode",
                "status": "In Progress",
                "content": {"type": "Issue", "number": 7, "title": "Dark mode", "url": address},
            }
        ]
    }
    bring_in(tmp_path, "github", json.dumps(project), "b.json")
    bring_in(tmp_path, "github", f"Title\tStatus\tTarget date\tURL\nDark mode\tIn Progress\t2026-12-01\t{address}\n", "c.tsv")
    written = files(tmp_path)
    assert list(written) == ["features/dark-mode.md"]
    text = written["features/dark-mode.md"]
    assert "status: building\n" in text
    assert "target: 2026-12-01\n" in text
    assert text.endswith("---\nPlease.\n")


def test_remarks_that_an_export_does_not_speak_of_stay(tmp_path: Path) -> None:
    head = "Card ID,Card Name,Comments,Attachments\n"
    bring_in(tmp_path, "trello", head + "x,One,Good,https://a.example/1\n")
    before = files(tmp_path)
    assert bring_in(tmp_path, "trello", "Card ID,Card Name\nx,One\n").changes[0].did == "unchanged"
    assert bring_in(tmp_path, "trello", "Card ID,Card Name,Attachments\nx,One,https://a.example/2\n").sound
    text = files(tmp_path)["features/one.md"]
    assert "### Comments\n\n> Good\n" in text
    assert "<https://a.example/2>" in text
    assert "<https://a.example/1>" not in text
    bring_in(tmp_path, "trello", head + "x,One,Good,https://a.example/1\n")
    assert files(tmp_path)["features/one.md"].count("### Comments") == 1
    assert bring_in(tmp_path, "trello", head + "x,One,,\n").sound
    assert "### " not in files(tmp_path)["features/one.md"]
    assert "### Comments" in before["features/one.md"]


def test_a_remark_that_people_wrote_into_stays_when_an_export_speaks_of_others(tmp_path: Path) -> None:
    bring_in(tmp_path, "trello", "Card ID,Card Name,Comments,Attachments\nx,One,Good,https://a.example/1\n")
    edit(tmp_path / "features/one.md", "> Good", "> Good, and answered")
    before = files(tmp_path)
    assert not list(bring_in(tmp_path, "trello", "Card ID,Card Name\nx,One\n").report)
    told = bring_in(tmp_path, "trello", "Card ID,Card Name,Attachments\nx,One,https://a.example/2\n").report
    assert [d.code for d in told] == ["import-conflict"]
    assert files(tmp_path) == before


def test_new_items_go_into_a_folder_with_a_chinese_name_where_it_is_there(tmp_path: Path) -> None:
    write(tmp_path, {"功能/同步.md": "title: 同步"}, SETTINGS)
    bring_in(tmp_path, "csv", "id,title,type\noffline,Offline,feature\ncore,Core,team\n")
    assert set(files(tmp_path)) == {"功能/同步.md", "功能/offline.md", "teams/core.md"}
