"""`pmsite brief` as a person uses it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.make import write

SETTINGS = "name: P\naudiences: {customers: {}}\n"
FILES = {
    "briefs/board.md": "title: Board\nkind: executive\nheadline: All is well.\nsections: [{view: roadmap, where: 'stage == \"planned\"'}]",
    "features/a.md": "title: Offline mode\nstatus: planned\nsupports: [o]",
    "objectives/o.md": "title: O\nkey_results: [{id: kr1, title: K, kind: baseline}]",
}


def pmsite(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "pmsite", *words],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1795392000", **env},
        capture_output=True,
        check=False,
    )


def test_html_goes_to_standard_output_and_is_the_same_each_time_and_everywhere(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", FILES, SETTINGS)
    done = pmsite(tmp_path, "brief", "board", PYTHONHASHSEED="1", TZ="Pacific/Kiritimati")
    again = pmsite(tmp_path, "brief", "board", PYTHONHASHSEED="2", TZ="Etc/GMT+12", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"<!doctype html>")
    assert b"Offline mode" in done.stdout
    assert done.stdout == again.stdout


def test_the_ending_of_the_file_says_the_format(tmp_path: Path) -> None:
    pytest.importorskip("weasyprint")
    write(tmp_path / "roadmap", FILES, SETTINGS)
    assert pmsite(tmp_path, "brief", "board", "-o", "out.html").returncode == 0
    assert (tmp_path / "out.html").read_bytes().startswith(b"<!doctype html>")
    assert pmsite(tmp_path, "brief", "board", "-o", "out.pdf").returncode == 0
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")
    assert pmsite(tmp_path, "brief", "board", "-o", "nowhere/out.html").returncode == 1


def test_it_names_the_commit_without_running_what_the_repository_configures(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", FILES, SETTINGS)
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@x.example"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *words], cwd=tmp_path, check=True)
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "diff.external", "alias.rev-parse"):
        subprocess.run(["git", "config", key, str(trap) if key != "alias.rev-parse" else f"!{trap}"], cwd=tmp_path, check=True)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    done = pmsite(tmp_path, "brief", "board")
    assert head[:12].encode() in done.stdout
    assert not (tmp_path / "sprung").exists()


def test_wrong_words_are_answered_with_the_right_ones(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", FILES, SETTINGS)
    for words, told in (
        (["bord"], b"did you mean board?"),
        (["board", "--audience", "custmers"], b"the audience 'custmers' is not in roadmap/product.yml"),
        (["board", "--audience", "customers"], b"is for team, not for customers"),
    ):
        done = pmsite(tmp_path, "brief", *words)
        assert (done.returncode, done.stdout) == (2, b"")
        assert told in done.stderr


def test_nothing_is_sent_of_a_plan_with_faults(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {**FILES, "features/b.md": "title: B\nstatus: bilding"}, SETTINGS)
    done = pmsite(tmp_path, "brief", "board", "-o", "out.html")
    assert done.returncode == 1
    assert b"roadmap/features/b.md:3:1 error unknown-status" in done.stderr
    assert not (tmp_path / "out.html").exists()


def test_a_filter_with_a_mistake_stops_it_with_file_and_line(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {**FILES, "briefs/board.md": FILES["briefs/board.md"].replace("stage", "stge")}, SETTINGS)
    done = pmsite(tmp_path, "brief", "board")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"roadmap/briefs/board.md:5:28 error bad-where" in done.stderr


@pytest.mark.parametrize("kind", ["executive", "investor", "customer", "partner", "sales", "team"])
def test_a_new_brief_has_its_sections_explained_and_can_be_sent(tmp_path: Path, kind: str) -> None:
    write(tmp_path / "roadmap", {}, SETTINGS)
    assert pmsite(tmp_path, "new", "brief", "Autumn", "--kind", kind).stdout.strip() == b"roadmap/briefs/autumn.md"
    assert f"kind: {kind}  # " in (tmp_path / "roadmap/briefs/autumn.md").read_text(encoding="utf-8")
    assert pmsite(tmp_path, "check").returncode == 0
    assert b"<h1" in pmsite(tmp_path, "brief", "autumn").stdout


def test_only_a_brief_has_a_format(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {}, SETTINGS)
    assert pmsite(tmp_path, "new", "feature", "A", "--kind", "sales").returncode == 2
