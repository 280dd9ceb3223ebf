"""What pages ask about the last commit, and have done to it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from pmsite.editor import committing
from pmsite.editor.asked import Asked
from pmsite.editor.changes import Answer
from pmsite.editor.desk import Desk
from pmsite.editor.refusal import Refusal
from pmsite.editor.served import Place, Served
from pmsite.wording.words import gettext
from tests.make import write

FILES = {
    "features/a.md": "---\ntitle: A\nstatus: planned\nvisibility: [customers]\n---\n",
    "features/b.md": "---\ntitle: B\nstatus: planned\n---\n",
}
SETTINGS = "name: P\naudiences: {customers: {label: Customers}}\n"


class Shown:
    """A server that shows a site in one language."""

    is_local, language = True, "en"
    places: Mapping[str, Place] = {"roadmap/features/a/": Place("a", "feature")}


class Here:
    """A plan in a repository, and whoever asks for it."""

    def __init__(self, folder: Path) -> None:
        self.top = folder / "product"
        self.root = write(self.top / "roadmap", FILES, SETTINGS)
        for words in (
            ("init", "-q", "-b", "main"),
            ("config", "user.name", "Ann"),
            ("config", "user.email", "a@example.org"),
            ("add", "-A"),
            ("commit", "-qm", "The plan"),
        ):
            self.git(*words)
        self.shown = Shown()
        self.desk = Desk(self.root, "roadmap", "team", cast(Served, self.shown))

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.top, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def ask(self, what: Callable[[Asked], Answer], rest: str = "", **body: Any) -> dict[str, Any]:
        say = gettext(self.shown.language)
        asked = Asked(self.desk, cast(Served, self.shown), rest, {}, json.dumps(body).encode(), "application/json", say)
        return dict(what(asked)[1])

    def refused(self, what: Callable[[Asked], Answer], **body: Any) -> tuple[int, str]:
        with pytest.raises(Refusal) as fault:
            self.ask(what, **body)
        return fault.value.status, str(fault.value.told(gettext("en"))["message"])

    def retitle(self, id: str, title: str) -> None:
        file = self.root / f"features/{id}.md"
        file.write_text(file.read_text("utf-8").replace(f"title: {id.upper()}", f"title: {title}"), encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Here:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return Here(tmp_path)


def test_what_is_different_is_told_with_a_page_a_branch_and_a_message(here: Here) -> None:
    here.retitle("a", "New")
    found = here.ask(committing.changed)
    assert here.ask(committing.changed, "count") == {"count": 1, "unsent": 0, "branch": "main"}
    assert found["items"] == [
        {
            "key": "a",
            "title": "New",
            "type": "feature",
            "label": "Feature",
            "how": "changed",
            "was": "",
            "told": [],
            "readers": [{"who": "Customers", "told": "was called “A”", "grave": ""}],
            "faults": [],
            "files": ["features/a.md"],
            "address": "roadmap/features/a/",
        }
    ]
    assert found["offered"] == {"branch": "plan/a", "from": "main", "message": "New\n\n- New (a)\n  Customers: was called “A”\n"}
    assert found["push"] == {"branch": "", "unsent": 0, "sent": False, "to": "", "address": ""}


def test_it_is_taken_back_committed_and_sent_step_by_step(here: Here, tmp_path: Path) -> None:
    here.retitle("a", "New")
    here.retitle("b", "Other")
    seen = here.ask(committing.changed)["seen"]
    assert here.ask(committing.revert, keys=["b"], seen=seen)["undo"] == "Reverted: Other"
    assert here.refused(committing.commit, branch="plan/a", message="Why", seen=seen)[0] == 409
    seen = here.ask(committing.changed)["seen"]
    assert here.ask(committing.commit, branch="plan/a", message="Why", seen=seen)["branch"] == "plan/a"
    assert here.ask(committing.changed)["push"]["unsent"] == 1
    assert here.refused(committing.push, branch="plan/a") == (422, "This repository has no remote called origin.")
    here.git("init", "-q", "--bare", str(tmp_path / "there.git"))
    here.git("remote", "add", "origin", str(tmp_path / "there.git"))
    assert here.ask(committing.push, branch="plan/a")["push"]["sent"]
    assert here.git("ls-remote", "--heads", "origin").endswith("refs/heads/plan/a")


def test_what_was_renamed_counts_once(here: Here) -> None:
    here.git("mv", "roadmap/features/a.md", "roadmap/features/c.md")
    assert here.ask(committing.changed, "count")["count"] == here.ask(committing.changed)["count"] == 1


def test_what_is_needed_by_others_is_named(here: Here) -> None:
    (here.root / "features/c.md").write_text("---\ntitle: C\n---\n", encoding="utf-8")
    here.retitle("b", "B\ndepends_on: [c]")
    found = here.ask(committing.revert, keys=["c"], seen=here.ask(committing.changed)["seen"])
    assert not found["ok"]
    assert found["also"] == ["b"]


def test_without_a_repository_the_reason_is_told(here: Here, tmp_path: Path) -> None:
    alone = Desk(write(tmp_path / "alone/roadmap", FILES), "roadmap", "team", cast(Served, here.shown))
    here.desk = alone
    assert here.ask(committing.changed, "count") == {"count": 0, "unsent": 0, "branch": ""}
    found = here.ask(committing.changed)
    assert found["why"].startswith("This plan is in no Git repository")
    assert found["hint"]
    here.shown.language = "zh"
    assert here.ask(committing.changed)["why"].startswith("这份计划不在任何 Git 仓库里")


@pytest.mark.parametrize("body", [{}, {"keys": "a"}, {"keys": []}, {"keys": ["a"], "more": 1}, {"keys": [1]}])
def test_what_is_no_order_is_refused(here: Here, body: dict[str, Any]) -> None:
    assert here.refused(committing.revert, **body)[0] == 400
    assert here.refused(committing.commit, **body)[0] == 400
    assert here.refused(committing.push, **body)[0] == 400


def test_a_place_that_is_no_changed_item_changes_nothing(here: Here) -> None:
    here.retitle("a", "New")
    before = (here.root / "features/a.md").read_bytes()
    assert here.ask(committing.revert, keys=["../../README.md", "b"])["files"] == []
    assert (here.root / "features/a.md").read_bytes() == before
