"""`pmsite list`, `show` and `why` as a person uses them; what they answer stands in tests/asking/cases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pmsite.cli import group
from pmsite.reporting.safe import columns
from tests.cli.test_commands import pmsite
from tests.make import write

LONG = "A title that is much longer than any terminal is wide, " * 3
SETTINGS = "name: P\naudiences: {customers: {}}\n"
FILES = {
    "features/offline.md": f"title: '{LONG}'\nvisibility: [customers]\nstatus: planned\nsummary: '{LONG}'\nowner: ada",
    "features/离线.md": "title: 没有网络也能照常干活的离线模式\nstatus: building\nsummary: 没有网络也能看、能写、能拍，有了网络自动合并。没有网络也能看、能写、能拍。",
    f"features/{'x' * 60}.md": "title: X",
}


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path / "roadmap", FILES, SETTINGS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(*words: str, **env: str) -> str:
    result = CliRunner().invoke(group, words, env={"COLUMNS": "80", **env}, prog_name="pmsite")
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("width", [40, 80, 120])
def test_nothing_is_wider_than_the_terminal(plan: Path, width: int) -> None:
    asked = [
        ["list"],
        ["list", "feature", "--fields", "id,summary,title,owner"],
        ["show", "offline"],
        ["show", "离线"],
        ["why", "offline"],
    ]
    for words in asked:
        lines = told(*words, COLUMNS=str(width)).splitlines()
        assert [line for line in lines if columns(line) > width] == []
    table = told("list", "--fields", "id,title", COLUMNS=str(width)).splitlines()
    assert table[0].startswith("id")
    assert any(line.endswith("…") for line in table)


def test_an_answer_is_written_into_a_file_whole_or_not_at_all(plan: Path) -> None:
    assert told("list", "--format", "json", "-o", "found.json") == ""
    assert json.loads((plan / "found.json").read_text(encoding="utf-8"))["total"] == 3
    done = pmsite(plan, "list", "-o", "nowhere/found")
    assert (done.returncode, "nowhere/found cannot be written" in done.stderr) == (1, True)


def test_the_audience_of_the_environment_counts(plan: Path) -> None:
    assert told("list", "--format", "ids", PMSITE_AUDIENCE="customers") == "offline\n"


@pytest.mark.parametrize("words", [["list"], ["show", "offline"], ["why", "offline"]])
def test_an_audience_that_is_named_and_empty_is_not_the_team(plan: Path, words: list[str]) -> None:
    done = pmsite(plan, *words, "--audience", "")
    assert (done.returncode, done.stdout) == (2, "")
    assert "the audience '' is not in roadmap/product.yml" in done.stderr


def test_a_reader_that_leaves_early_is_no_fault(plan: Path) -> None:
    write(plan / "roadmap", {f"features/f{n}.md": f"title: F{n}" for n in range(900)}, SETTINGS)
    command = f"{sys.executable} -m pmsite list --format json | head -1"
    done = subprocess.run(command, shell=True, cwd=plan, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert (done.stdout, "Traceback" in done.stderr) == ("{\n", False)


def test_where_there_is_no_plan_it_is_said(tmp_path: Path) -> None:
    for words in (["list"], ["show", "x"], ["why", "x"]):
        done = pmsite(tmp_path, *words)
        assert (done.returncode, "there is no workspace here" in done.stderr) == (2, True)


def test_a_plan_whose_settings_have_faults_answers_nothing(plan: Path) -> None:
    write(plan / "roadmap", {}, "name: [\n")
    for words in (["list"], ["show", "offline"], ["why", "offline"]):
        done = pmsite(plan, *words)
        assert (done.returncode, done.stdout, "roadmap/product.yml:1" in done.stderr) == (1, "", True)


def test_reasons_that_go_round_or_up_for_ever_come_to_an_end(plan: Path) -> None:
    chain = {f"objectives/g{n}.md": f"title: G{n}\nparent: g{n + 1}" for n in range(2000)}
    write(plan / "roadmap", {**chain, "objectives/g2000.md": "title: End\nparent: g1995"}, SETTINGS)
    assert len(told("why", "g0").splitlines()) < 70
    round_ = told("why", "g1996").splitlines()
    assert round_[-1].strip() == "G1996 (g1996) · Objective …"
