"""Git is asked for data: nothing of a repository's configuration runs, and no name becomes an option."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from pmsite.history import git as git_of
from pmsite.history.git import NoHistory
from pmsite.history.read import read
from pmsite.history.revision import product_at
from tests.history.repositories import commit, git, plan, start
from tests.make import TODAY

A = {"features/a.md": "title: A\ntarget: 2026-Q1"}
SMUGGLED = [
    "--output=x",
    "-h",
    "--upload-pack=touch x",
    "main..main",
    "main;touch x",
    "$(touch x)",
    "main\ntouch",
    ":/A",
    "@{-1}",
    "",
    "a" * 5000,
]


@pytest.mark.parametrize("name", SMUGGLED)
def test_a_name_that_is_no_revision_is_refused(tmp_path: Path, name: str) -> None:
    repository = git_of.find(plan(tmp_path, ("2026-01-01", A)) / "roadmap")
    with pytest.raises(NoHistory):
        repository.commit(name)
    assert not (tmp_path / "x").exists()
    assert not (tmp_path / "roadmap/x").exists()


@pytest.mark.parametrize("name", ["main", "HEAD", "HEAD~1", "HEAD^", "v1.0", "side/way"])
def test_branches_tags_and_ancestors_are_revisions(tmp_path: Path, name: str) -> None:
    plan(tmp_path, ("2026-01-01", A), ("2026-01-02", {"features/b.md": "title: B"}))
    git(tmp_path, "tag", "v1.0")
    git(tmp_path, "branch", "side/way")
    assert git_of.find(tmp_path / "roadmap").commit(name)


def test_a_branch_that_begins_with_a_hyphen_never_reaches_git(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-01-01", A))
    (tmp_path / ".git/refs/heads/--output=x").write_text(git(tmp_path, "rev-parse", "HEAD") + "\n", encoding="utf-8")
    with pytest.raises(NoHistory, match="not the name of a revision"):
        git_of.find(tmp_path / "roadmap").commit("--output=x")


def test_programs_in_the_configuration_of_a_repository_do_not_run(tmp_path: Path) -> None:
    plan(tmp_path / "r", ("2026-01-01", A), ("2026-02-01", {"features/a.md": "title: A\ntarget: 2026-Q2"}))
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\ncat\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    for key in ("core.fsmonitor", "core.pager", "pager.log", "diff.external", "diff.x.textconv", "diff.x.command", "gpg.program",
                "filter.x.clean", "filter.x.smudge", "core.sshCommand", "core.editor", "credential.helper", "alias.log", "alias.cat-file"):  # fmt: skip
        git(tmp_path / "r", "config", key, str(program))
    git(tmp_path / "r", "config", "log.showSignature", "true")
    git(tmp_path / "r", "config", "diff.relative", "true")
    git(tmp_path / "r", "config", "core.hooksPath", str(tmp_path))
    (tmp_path / "r/.gitattributes").write_text("*.md diff=x filter=x\n", encoding="utf-8")
    history = read(tmp_path / "r/roadmap")
    assert len(history.revisions) == 2
    assert product_at(history.repository, history.head, "roadmap", TODAY).product.items.keys() == {"a"}
    assert not (tmp_path / "ran").exists()


def test_nothing_is_fetched(tmp_path: Path) -> None:
    plan(tmp_path / "full", ("2026-01-01", A))
    git(tmp_path / "full", "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{tmp_path}/full", "partial")
    git(tmp_path / "partial", "config", "core.sshCommand", f"touch {tmp_path}/ran")
    (tmp_path / "partial/roadmap").mkdir(exist_ok=True)
    git(tmp_path / "partial", "config", "remote.origin.url", f"ext::sh -c 'touch {tmp_path}/ran'")
    history = read(tmp_path / "partial/roadmap")
    assert history.heads == {}
    assert not (tmp_path / "ran").exists()


def test_variables_of_a_hook_do_not_lead_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan(tmp_path / "one", ("2026-01-01", A))
    plan(tmp_path / "other", ("2026-01-01", {"features/b.md": "title: B"}))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other/.git"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    history = read(tmp_path / "one/roadmap")
    assert "features/a.md" in {edit.inside for revision in history.revisions for edit in revision.edits}


def test_no_repository_no_commit_and_no_git_are_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plain").mkdir()
    with pytest.raises(NoHistory, match="in no git repository"):
        git_of.find(tmp_path / "plain")
    start(tmp_path / "empty")
    with pytest.raises(NoHistory, match="no commit yet"):
        read(tmp_path / "empty")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoHistory, match="git is not installed"):
        git_of.find(tmp_path / "plain")


def test_a_folder_of_somebody_else_is_read_only_where_its_user_trusts_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan(tmp_path / "r", ("2026-01-01", A))
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    for path in [tmp_path / "r", *(tmp_path / "r").rglob("*")]:
        os.chown(path, 12345, 12345)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    with pytest.raises(NoHistory, match="belongs to somebody else"):
        read(tmp_path / "r/roadmap")
    (home / ".gitconfig").write_text(f"[safe]\n\tdirectory = {tmp_path}/r\n", encoding="utf-8")
    assert len(read(tmp_path / "r/roadmap").revisions) == 1


def test_a_commit_that_nobody_has_is_refused_with_the_reason(tmp_path: Path) -> None:
    plan(tmp_path / "full", ("2026-01-01", A), ("2026-01-02", {"features/b.md": "title: B"}))
    commit(tmp_path / "full", {}, "2026-01-03")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{tmp_path}/full", "shallow")
    with pytest.raises(NoHistory) as told:
        git_of.find(tmp_path / "shallow/roadmap").commit("HEAD~2")
    assert "shallow" in told.value.hint
