"""Imports and releases are changes like others: nobody writes meanwhile, and `pmsite undo` takes them back."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.cli import writing
from pmsite.editing.session import Session
from tests.cli.test_changing import files, here, run
from tests.make import TODAY

__all__ = ["here"]
EXPORT = "Issue key,Issue Type,Summary,Status\nAPP-1,Story,Offline mode,To Do\n"


def test_an_import_is_taken_back(here: Path) -> None:
    (here / "jira.csv").write_text(EXPORT, encoding="utf-8")
    before = files(here)
    assert run("import jira jira.csv")[0] == 0
    assert files(here).keys() > before.keys()
    assert run("undo") == (0, "Undid: pmsite import jira jira.csv\nRemoved roadmap/features/app-1.md\n")
    assert files(here) == before
    assert run("import jira jira.csv --dry-run")[0] == 0
    assert run("undo")[0] == 1


def test_a_release_is_taken_back_with_its_changelog(here: Path) -> None:
    (here / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    before = files(here)
    code, output = run("release 1.0.0")
    assert code == 0, output
    assert files(here)["CHANGELOG.md"] != before["CHANGELOG.md"]
    code, output = run("undo")
    assert code == 0, output
    assert "Undid: pmsite release 1.0.0" in output
    assert "Changed CHANGELOG.md\n" in output
    assert "Moved roadmap/changes/1.0.0/merges.md to roadmap/changes/merges.md\n" in output
    assert files(here) == before


def test_what_somebody_writes_while_an_import_runs_is_not_written_over(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "jira.csv").write_text(EXPORT, encoding="utf-8")
    assert run("import jira jira.csv")[0] == 0
    (here / "jira.csv").write_text(EXPORT.replace("To Do", "Done"), encoding="utf-8")
    item = here / "roadmap/features/app-1.md"
    real = writing.Alone.write

    def write(*words: object, **more: object) -> None:
        item.write_text(item.read_text(encoding="utf-8") + "\nTheirs.\n", encoding="utf-8")
        real(*words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(writing.Alone, "write", write)
    code, output = run("import jira jira.csv")
    assert code == 1
    assert "nothing was written: roadmap/features/app-1.md was changed meanwhile" in output
    assert item.read_text(encoding="utf-8").endswith("Theirs.\n")


def test_an_import_waits_for_nobody_for_ever(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmsite.editing.session._PATIENCE", 0.1)
    (here / "jira.csv").write_text(EXPORT, encoding="utf-8")
    with Session(here / "roadmap", "roadmap", TODAY).alone():
        code, output = run("import jira jira.csv")
    assert (code, output) == (1, "Error: another command is writing here; try again when it has ended\n")


def test_a_new_item_is_taken_back(here: Path) -> None:
    before = files(here)
    assert run("new feature 'Offline mode'") == (0, "roadmap/features/offline-mode.md\n")
    assert run("new feature 'Offline mode'")[0] == 2
    assert run("undo") == (0, "Undid: pmsite new feature Offline mode\nRemoved roadmap/features/offline-mode.md\n")
    assert files(here) == before
