"""`pmsite check --fix` as a person uses it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmsite import transaction
from pmsite.cli import group
from tests.make import write

TWO_SLIPS = "title: A\nstatus: bilding  # since June\ntarget: 2026/12/15"


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    monkeypatch.chdir(tmp_path)


def check(*words: str) -> Result:
    return CliRunner().invoke(group, ["check", *words])


def text_of(folder: Path, inside: str = "features/a.md") -> str:
    return (folder / "roadmap" / inside).read_text(encoding="utf-8")


def test_each_mend_is_told_and_then_what_is_left(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {"features/a.md": TWO_SLIPS, "features/b.md": "title: B\nstatus: done"})
    done = check("--fix")
    assert done.exit_code == 1
    assert done.stdout == (
        "roadmap/features/a.md:3 bilding → building\n"
        "roadmap/features/a.md:4 2026/12/15 → 2026-12-15\n"
        "2 faults mended in 1 file. `pmsite undo` takes this back.\n"
        "roadmap/features/b.md:3:1 error unknown-status status: done is not a status of this workspace\n"
        "  | status: done\n"
        "  | ^\n"
        "    hint: did you mean shipped? Else write one of idea, discovery, planned, building, shipped, dropped\n"
        "1 error\n"
    )
    assert text_of(tmp_path) == "---\ntitle: A\nstatus: building  # since June\ntarget: 2026-12-15\n---\n"


def test_a_plan_in_which_all_is_mended_ends_well_and_stays(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {"features/a.md": TWO_SLIPS})
    assert check("--fix").exit_code == 0
    again = check("--fix")
    assert again.stdout == "Nothing has one right answer that could be written.\nNo faults.\n"


def test_a_dry_run_shows_a_diff_and_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {"features/a.md": TWO_SLIPS})
    before = text_of(tmp_path)
    done = check("--fix", "--dry-run")
    assert (done.exit_code, text_of(tmp_path)) == (0, before)
    assert "-target: 2026/12/15\n" in done.stdout
    assert "+target: 2026-12-15\n" in done.stdout
    assert done.stdout.startswith("--- roadmap/features/a.md\n+++ roadmap/features/a.md\n")
    assert done.stderr == "2 faults would be mended in 1 file.\nWhat is left: No faults.\n"


def test_a_dry_run_of_nothing_is_wrong_usage(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {"features/a.md": "title: A"})
    done = check("--dry-run")
    assert done.exit_code == 2
    assert "--dry-run only makes sense with --fix" in done.stderr


def test_programs_get_what_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {"features/a.md": TWO_SLIPS})
    done = check("--fix", "--format", "json")
    assert json.loads(done.stdout)["diagnostics"] == []
    assert done.stderr.splitlines()[-1] == "2 faults mended in 1 file. `pmsite undo` takes this back."


def test_a_finding_carries_its_fix_as_edits_of_the_file(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {"features/a.md": f"{TWO_SLIPS}\ntags: [x]", "features/b.MD": "title: B"})
    told = {fault["code"]: fault for fault in json.loads(check("--format", "json").stdout)["diagnostics"]}
    edit = {"line": 4, "column": 13, "end_line": 4, "end_column": 18, "text": "-12-"}
    assert told["not-a-date"]["fix"]["path"] == "roadmap/features/a.md"
    [found] = told["not-a-date"]["fix"]["edits"]
    lines = text_of(tmp_path).split("\n")
    line = lines[found["line"] - 1]
    assert found["line"] == edit["line"]
    assert line[: found["column"] - 1] + found["text"] + line[found["end_column"] - 1 :] == "target: 2026-12-15"
    assert told["bad-file-name"]["fix"] == {"path": "roadmap/features/b.MD", "moves_to": "roadmap/features/b.md"}


def test_sarif_has_the_same_as_fixes(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {"features/a.md": "title: A\nstatus: bilding"})
    [result] = json.loads(check("--format", "sarif").stdout)["runs"][0]["results"]
    [fix] = result["fixes"]
    [change] = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "roadmap/features/a.md"
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 3, "startColumn": 10, "endLine": 3, "endColumn": 10},
            "insertedContent": {"text": "u"},
        }
    ]
    assert fix["description"]["text"].startswith("did you mean building?")


def test_a_tree_that_cannot_be_written_to_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "roadmap", {"features/a.md": TWO_SLIPS})
    before = text_of(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path / "roadmap/features/a.md"))

    monkeypatch.setattr(transaction, "apply", refuse)
    done = check("--fix")
    assert (done.exit_code, text_of(tmp_path)) == (1, before)
    assert done.stderr == (
        "roadmap/features/a.md nothing was written: permission denied. check who may write here, and whether there is room\n"
    )


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="the system has no links")
def test_what_lies_behind_a_link_is_not_touched(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {"features/a.md": "title: A"})
    outside = tmp_path / "outside.md"
    outside.write_text("---\ntitle: B\nstatus: bilding\n---\n", encoding="utf-8")
    (tmp_path / "roadmap/features/b.md").symlink_to(outside)
    done = check("--fix")
    assert "Nothing has one right answer" in done.stdout
    assert outside.read_text(encoding="utf-8") == "---\ntitle: B\nstatus: bilding\n---\n"


def test_a_file_in_a_conflict_is_left_to_people(tmp_path: Path) -> None:
    conflict = "---\ntitle: A\n<<<<<<< HEAD\nstatus: bilding\n=======\nstatus: planed\n>>>>>>> main\ntarget: 2026/12/15\n---\n"
    write(tmp_path / "roadmap", {"features/a.md": conflict, "features/b.md": TWO_SLIPS})
    done = check("--fix")
    assert done.exit_code == 1
    assert "merge-conflict" in done.stdout
    assert text_of(tmp_path) == conflict
    assert "status: building" in text_of(tmp_path, "features/b.md")


def test_a_workspace_that_is_a_link_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "plan", {"features/a.md": TWO_SLIPS})
    (tmp_path / "roadmap").symlink_to(tmp_path / "plan")
    assert "symbolic-link" in check("--fix", "roadmap").stdout
    assert "2026/12/15" in text_of(tmp_path)


def test_links_follow_a_file_that_is_called_otherwise(tmp_path: Path) -> None:
    files = {"features/a.md": "---\ntitle: A\n---\nSee [B](b.markdown#how).\n", "features/b.markdown": "---\ntitle: B\n---\n"}
    write(tmp_path / "roadmap", files)
    assert check("--fix").exit_code == 0
    assert text_of(tmp_path) == "---\ntitle: A\n---\nSee [B](b.md#how).\n"
    assert not (tmp_path / "roadmap/features/b.markdown").exists()


def test_what_is_no_line_is_told_by_its_name(tmp_path: Path) -> None:
    files = {
        "features/a.txt": "---\ntitle: A\n---\n",
        "features/c.md": "---\ntitle: C\nText.\n",
    }
    write(tmp_path / "roadmap", files)
    (tmp_path / "roadmap/features/b.md").write_text("\n\n---\ntitle: B\n---\n", encoding="utf-8")
    (tmp_path / "roadmap/features/d.md").write_bytes("---\ntitle: D\n---\n".encode("utf-16"))
    told = check("--fix").stdout.splitlines()
    assert told[:-2] == [
        "roadmap/features/a.txt:1 a.txt → a.md",
        "roadmap/features/b.md:1 empty lines → nothing",
        "roadmap/features/c.md:3 Text. → --- ⏎ Text.",
        "roadmap/features/d.md:1 utf-16 → utf-8",
    ]


def test_a_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {"features/b.md": "title: B", "features/B.txt": "---\ntitle: Other\n---\n"})
    check("--fix")
    assert "title: B" in text_of(tmp_path, "features/b.md")
    assert (tmp_path / "roadmap/features/B.txt").exists()


def test_of_two_files_that_want_one_name_neither_gets_it(tmp_path: Path) -> None:
    files = {"features/b.txt": "---\ntitle: One\n---\n", "features/b.markdown": "---\ntitle: Other\n---\n"}
    write(tmp_path / "roadmap", files)
    check("--fix")
    assert {path.name for path in (tmp_path / "roadmap/features").iterdir()} == {"b.txt", "b.markdown"}


def test_a_long_table_is_mended_to_its_end(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {"metrics/crews.md": "title: Crews\nunit: crews"})
    rows = [f"{day:02}.11.2026,{day}\n" for day in range(1, 24)]
    (tmp_path / "roadmap/metrics/crews.csv").write_text("date,value\n" + "".join(rows), encoding="utf-8")
    assert check("--fix").exit_code == 0
    assert text_of(tmp_path, "metrics/crews.csv").count("2026-11-") == 23


def test_a_translation_in_a_variant_of_a_language_gets_its_name(tmp_path: Path) -> None:
    files = {
        "features/a.md": "title: A",
        "features/a.zh-CN.md": "title: 甲",
        "features/b.md": "title: B",
        "features/b.ZH.md": "title: 乙",
    }
    write(tmp_path / "roadmap", files)
    assert check("--fix").exit_code == 0
    assert {path.name for path in (tmp_path / "roadmap/features").iterdir()} == {"a.md", "a.zh.md", "b.md", "b.zh.md"}


@pytest.mark.parametrize(
    "facts",
    [
        "visibility: [customer]",  # who reads it
        "visibilty: [customers]",
        "status: unplanned",  # a syllable that turns the meaning
        "target: 03/04/2026",  # two days
        "supports: [q3-growth]",  # numbers are no slips
        "title: 'tis the season",  # an apostrophe, or a quote that is not closed
        "summary: *base",  # a name of YAML's own
    ],
)
def test_what_may_be_meant_otherwise_is_left_to_people(tmp_path: Path, facts: str) -> None:
    files = {"features/a.md": f"title: A\n{facts}" if "title" not in facts else facts, "objectives/q4-growth.md": "title: G"}
    write(tmp_path / "roadmap", files)
    before = text_of(tmp_path)
    check("--fix")
    assert text_of(tmp_path) == before
