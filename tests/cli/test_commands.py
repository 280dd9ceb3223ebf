"""The commands as a person uses them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.make import write

BAD = {"features/a.md": "title: A\nstatus: bilding", "features/b.md": "title: B\ntarget: 2025"}


def pmsite(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1795392000"}
    return subprocess.run(
        [sys.executable, "-m", "pmsite", *words], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


def test_check_shows_place_line_caret_and_hint(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {"features/a.md": BAD["features/a.md"]})
    done = pmsite(tmp_path, "check")
    assert done.returncode == 1
    assert done.stdout == (
        "roadmap/features/a.md:3:1 error unknown-status status: bilding is not a status of this workspace\n"
        "  | status: bilding\n"
        "  | ^\n"
        "    hint: did you mean building? Else write one of idea, discovery, planned, building, shipped, dropped\n"
        "1 error\n"
    )


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="only Linux shares work among processes")
def test_check_finds_the_same_on_one_processor_and_on_all(tmp_path: Path) -> None:
    shown = {f"features/f{n}.md": f"title: Shown {n}\nvisibility: [customers]\nsummary: Needs hidden-{n}." for n in range(200)}
    hidden = {f"features/hidden-{n}.md": f"title: Hidden {n}\ntarget: 2025" for n in range(200)}
    write(tmp_path / "roadmap", {**shown, **hidden, **BAD, "features/c.md": "---\ntitle: C\n"})
    words = [sys.executable, "-m", "pmsite", "check", "--format", "json"]
    one = {min(os.sched_getaffinity(0))}
    alone = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False, preexec_fn=lambda: os.sched_setaffinity(0, one))
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, alone.stdout, b"")
    assert done.stdout.count(b'"text-names-hidden-item"') == 200


def test_a_reader_that_leaves_early_is_no_fault(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {f"features/f{n}.md": f"title: F{n}\ntarget: 2025" for n in range(900)})
    command = f"{shlex.quote(sys.executable)} -m pmsite check | head -1"
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("roadmap/features/f0.md")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_disk_is_said_in_a_sentence(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {"features/b.md": BAD["features/b.md"]})
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "pmsite", "check"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (3, "Error: the disk is full, or what the output goes to\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_output_that_is_lost_at_the_very_end_is_no_success() -> None:
    code = "import sys; from pmsite import cli; cli.main = lambda: sys.exit(sys.stdout.write('x') - 1); cli.program()"
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-c", code], env=env, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode not in (0, 1)
    assert "Traceback" not in done.stderr


def test_check_can_be_strict(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {"launches/b.md": "title: B"})
    assert pmsite(tmp_path, "check").returncode == 0
    assert pmsite(tmp_path, "check", "--strict").returncode == 1


def test_check_fails_on_what_it_is_asked_to(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {"features/b.md": "title: B\ntarget: 2025"})
    assert [pmsite(tmp_path, "check", *words).returncode for words in ((), ("--strict",), ("--fail-on", "warnings"))] == [0, 0, 0]
    told = pmsite(tmp_path, "check", "--fail-on", "reminders", "--strict")
    assert (told.returncode, told.stdout.splitlines()[-1]) == (1, "No faults, 1 reminder")
    write(tmp_path / "roadmap", {"features/b.md": "title: B\ntarget: 2025"}, "name: P\nchecks: {planned-in-the-past: warning}\n")
    assert [pmsite(tmp_path, "check", *words).returncode for words in ((), ("--strict",))] == [0, 1]


@pytest.mark.parametrize("severity", ["reminder", "notice"])  # the older word, which plans hold still
def test_a_rule_can_be_made_a_reminder(tmp_path: Path, severity: str) -> None:
    write(tmp_path / "roadmap", {"launches/b.md": "title: B"}, f"name: P\nchecks: {{launch-without-owner: {severity}}}\n")
    told = pmsite(tmp_path, "check", "--strict")
    assert told.returncode == 0
    assert "roadmap/launches/b.md:2:1 reminder launch-without-owner" in told.stdout


@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab", "sarif"])
def test_every_format_tells_the_same_fault(tmp_path: Path, form: str) -> None:
    write(tmp_path / "roadmap", BAD)
    done = pmsite(tmp_path, "check", "--format", form)
    assert done.returncode == 1
    assert "unknown-status" in done.stdout
    assert "roadmap/features/a.md" in done.stdout
    if form in ("json", "gitlab", "sarif"):
        json.loads(done.stdout)


def test_check_for_an_audience_adds_what_it_reads_and_does_not_get(tmp_path: Path) -> None:
    plan = {
        "features/a.md": "title: A\nvisibility: [customers]\nsupports: [o]\nfor: {customers: {title: Ah}}\nsummary: Ours.\ntarget: 2027",
        "features/hidden.md": "title: H",
        "objectives/o.md": "title: O\nkey_results: [{id: k, title: K, baseline: 0, target: 1}]",
    }
    write(tmp_path / "roadmap", plan)
    assert pmsite(tmp_path, "check").stdout == "No faults.\n"
    told = pmsite(tmp_path, "check", "--audience", "customers")
    assert told.returncode == 0
    lines = [line for line in told.stdout.splitlines() if line.startswith("roadmap")]
    assert lines == [
        "roadmap/features/a.md:4:12 notice reference-left-out customers get this item without o, which they may not see",
        "roadmap/features/a.md:6:1 notice teams-words customers read the team's own summary and target",
    ]
    unknown = pmsite(tmp_path, "check", "--audience", "custmers")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "custmers" in unknown.stderr


def test_product_yml_cannot_relax_what_protects_readers(tmp_path: Path) -> None:
    files = {"features/a.md": "---\ntitle: A\nvisibility: [customers]\n---\nSee [b](b.md).\n", "features/b.md": "title: B"}
    write(tmp_path / "roadmap", files, "name: P\naudiences: {customers: {}}\nchecks: {link-to-hidden-item: off}\n")
    done = pmsite(tmp_path, "check")
    assert done.returncode == 1
    assert "roadmap/product.yml:3:10 error fixed-check" in done.stdout
    assert "roadmap/features/a.md:5:9 error link-to-hidden-item" in done.stdout


def test_check_works_from_inside_and_says_where_there_is_nothing(tmp_path: Path) -> None:
    write(tmp_path / "plan/roadmap", {"features/a.md": "title: A"})
    assert pmsite(tmp_path / "plan/roadmap/features", "check").returncode == 0
    assert pmsite(tmp_path, "check", "plan/roadmap").returncode == 0
    lost = pmsite(tmp_path, "check")
    assert lost.returncode == 2
    assert "pmsite init" in lost.stderr


@pytest.mark.parametrize("language", ["en", "zh"])
def test_init_writes_a_plan_without_faults_and_never_over_another(tmp_path: Path, language: str) -> None:
    assert pmsite(tmp_path, "init", "plan", "--language", language, "--name", "Field: Notes").returncode == 0
    checked = pmsite(tmp_path / "plan", "check", "--strict")
    assert (checked.returncode, checked.stdout) == (0, {"en": "No faults.\n", "zh": "没有问题。\n"}[language])
    assert 'name: "Field: Notes"' in (tmp_path / "plan/roadmap/product.yml").read_text(encoding="utf-8")
    again = pmsite(tmp_path, "init", "plan")
    assert again.returncode == 2
    assert "nothing was written" in again.stderr


def test_new_writes_an_item_and_never_over_another(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {})
    done = pmsite(tmp_path, "new", "feature", "Export: as PDF")
    assert (done.returncode, done.stdout) == (0, "roadmap/features/export-as-pdf.md\n")
    assert (tmp_path / done.stdout.strip()).is_file()
    assert pmsite(tmp_path, "check").returncode == 0
    assert pmsite(tmp_path, "new", "feature", "Export: as PDF").returncode == 2


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Feature", "feature"),
        ("features", "feature"),
        ("epic", "feature"),
        ("OKR", "objective"),
        ("功能", "feature"),
        ("featrue", "feature"),
    ],
)
def test_new_says_which_type_another_word_means(tmp_path: Path, word: str, meant: str) -> None:
    write(tmp_path / "roadmap", {})
    done = pmsite(tmp_path, "new", word, "A")
    assert done.returncode == 2
    assert f"there is no type {word}; did you mean {meant}?" in done.stderr


def test_new_names_what_is_there_and_writes_into_its_folder(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {"功能/同步.md": "title: 同步", "teams/core.md": "title: Core", "teams/broken.md": "staus: x"})
    done = pmsite(tmp_path, "new", "feature", "离线模式")
    assert (done.returncode, done.stdout) == (0, "roadmap/功能/离线模式.md\n")
    text = (tmp_path / "roadmap/功能/离线模式.md").read_text(encoding="utf-8")
    assert "# team: core  #" in text
    assert re.search(r"^# depends_on:  # .*\n#   - 同步$", text, re.MULTILINE)


def test_schema_knows_the_workspace(tmp_path: Path) -> None:
    write(
        tmp_path / "roadmap",
        {},
        "name: P\nstatuses: {beta: {stage: building}}\nfields: {feature: {maturity: {kind: choice, values: [a]}}}\n",
    )
    found = json.loads(pmsite(tmp_path, "schema", "feature", "-w", "roadmap").stdout)
    assert "beta" in found["properties"]["status"]["enum"]
    assert found["properties"]["maturity"]["enum"] == ["a"]
    assert set(json.loads(pmsite(tmp_path, "schema").stdout)) >= {"feature", "product"}


def test_a_fault_of_pmsite_itself_is_a_sentence(tmp_path: Path) -> None:
    code = "import sys; from pmsite import pipeline; pipeline.load = lambda *a: 1 / 0; from pmsite.cli import main; main(['check'])"
    write(tmp_path / "roadmap", {})
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "report" in done.stderr
