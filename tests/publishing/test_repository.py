"""A repository that means harm is fetched and checked out, and nothing of it runs or leads elsewhere."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from pmsite.publishing.failed import Failed
from pmsite.publishing.repository import Repository
from tests.history.repositories import git
from tests.publishing.conftest import say


@pytest.fixture
def clone(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository.git", tmp_path / "tree")


def checked_out(clone: Repository, repository: Path) -> Path:
    clone.check_out(clone.fetch(str(repository), ""))
    return clone.tree


def test_what_is_checked_out_is_the_commit_and_nothing_else(clone: Repository, repository: Path) -> None:
    tree = checked_out(clone, repository)
    (tree / "left").mkdir()
    (tree / "left/over.md").write_text("x")
    (tree / "line.txt").write_text("changed by a build")
    say(repository, "second")
    (repository / ".gitignore").write_text("left\n.cache\n")
    say(repository, "third")
    checked_out(clone, repository)
    assert (tree / "line.txt").read_text() == "third"
    assert not (tree / "left").exists()


def test_history_is_there_for_pages_that_tell_it(clone: Repository, repository: Path) -> None:
    say(repository, "second")
    git(repository, "tag", "v1")
    tree = checked_out(clone, repository)
    assert git(tree, "log", "--format=%s").split() == ["second", "first"]
    assert git(tree, "tag") == "v1"
    git(repository, "tag", "-d", "v1")
    checked_out(clone, repository)
    assert git(tree, "tag") == ""


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("docs/x.md", "/etc/passwd"),
        ("docs/x", "../../.."),
        ("docs/x", "../.git"),
        ("x", ".git/config"),
        ("docs/x/y", "../../../repository.git"),
    ],
)
def test_a_link_that_leads_out_is_refused(clone: Repository, repository: Path, path: str, to: str) -> None:
    (repository / path).parent.mkdir(parents=True, exist_ok=True)
    (repository / path).symlink_to(to)
    say(repository, "link")
    with pytest.raises(Failed, match="leads out of the repository"):
        checked_out(clone, repository)


def test_a_link_over_another_that_leads_out_is_refused(clone: Repository, repository: Path) -> None:
    (repository / "a/b").mkdir(parents=True)
    (repository / "c").symlink_to("a/b")
    (repository / "a/b/d").symlink_to("../../../outside")
    (repository / "e").symlink_to("c/d")
    say(repository, "links")
    with pytest.raises(Failed, match="leads out of the repository"):
        checked_out(clone, repository)


def test_a_link_within_the_repository_is_fine(clone: Repository, repository: Path) -> None:
    (repository / "docs").mkdir()
    (repository / "docs/line.txt").symlink_to("../line.txt")
    say(repository, "link")
    assert (checked_out(clone, repository) / "docs/line.txt").read_text() == "link"


def test_no_filter_hook_setting_or_submodule_of_a_repository_runs(
    clone: Repository, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "ran"
    config = tmp_path / "home/.gitconfig"
    config.parent.mkdir()
    config.write_text(
        f'[filter "lfs"]\n smudge = touch {mark}\n required = true\n[filter "evil"]\n smudge = touch {mark}\n process = touch {mark}\n'
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("HOME", str(config.parent))
    (repository / ".gitattributes").write_text("*.bin filter=lfs diff=lfs merge=lfs -text\n*.txt filter=evil\n")
    (repository / "a.bin").write_text("version https://git-lfs.github.com/spec/v1\n")
    (repository / ".gitmodules").write_text(
        f'[submodule "s"]\n path = s\n url = ext::sh -c "touch {mark}"\n update = !touch {mark}\n'
    )
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{git(repository, 'rev-parse', 'HEAD')},s")
    for place in (repository / ".git/hooks", repository / "hooks"):
        place.mkdir(exist_ok=True)
        for name in ("post-checkout", "reference-transaction", "post-upload-pack", "pre-auto-gc"):
            (place / name).write_text(f"#!/bin/sh\ntouch {mark}\n")
            (place / name).chmod(0o755)
    (repository / ".gitconfig").write_text(f"[core]\n fsmonitor = touch {mark}\n")
    git(repository, "add", "-A", ".gitattributes", "a.bin", ".gitmodules", "hooks", ".gitconfig", "line.txt")
    git(repository, "commit", "-q", "-m", "harm")
    git(repository, "config", "uploadpack.packObjectsHook", f"touch {mark}")
    git(repository, "config", "core.fsmonitor", f"touch {mark}")
    for line in ("first", "again"):
        if line == "again":
            say(repository, line)
        mark.unlink(missing_ok=True)  # what ran just now is the owner's own
        tree = checked_out(clone, repository)
        assert (tree / "line.txt").read_text() == line
        assert not mark.exists()
        assert not list((tree / "s").glob("*"))
    assert (tree / "a.bin").read_text().startswith("version")


@pytest.mark.parametrize("source", ["ext::sh -c touch% ran", "http://127.0.0.1:1/x", "git://127.0.0.1/x"])
def test_no_other_way_to_fetch_is_open(clone: Repository, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Failed):
        clone.fetch(source, "")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("damage", ["tree", "tree/.git", "repository.git/HEAD", "repository.git/worktrees", "locks", "moved"])
def test_what_was_damaged_is_made_anew(clone: Repository, repository: Path, tmp_path: Path, damage: str) -> None:
    checked_out(clone, repository)
    if damage == "locks":
        for name in ("index.lock", "HEAD.lock"):
            (tmp_path / "repository.git/worktrees/tree" / name).touch()
        (tmp_path / "repository.git/packed-refs.lock").touch()
        (tmp_path / "repository.git/refs/pmsite").mkdir(exist_ok=True)
        (tmp_path / "repository.git/refs/pmsite/wanted.lock").touch()
    elif damage == "moved":
        (tmp_path / "elsewhere").mkdir()
        for name in ("repository.git", "tree"):
            os.rename(tmp_path / name, tmp_path / "elsewhere" / name)
        clone = Repository(tmp_path / "elsewhere/repository.git", tmp_path / "elsewhere/tree")
    else:
        subprocess.run(["rm", "-rf", tmp_path / damage], check=True)
    say(repository, "second")
    assert (checked_out(clone, repository) / "line.txt").read_text() == "second"


def test_a_token_reaches_git_for_its_host_and_no_argument(clone: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    from pmsite.publishing import repository

    monkeypatch.setenv("PMSITE_REPOSITORY_TOKEN", "reader:s3cret")
    seen: dict[str, str] = {}

    def run(command: list[str], folder: Path, environment: dict[str, str], *_: object, **__: object) -> tuple[int, bytes, bytes]:
        if "fetch" in command:
            assert "s3cret" not in " ".join(command)
            done = subprocess.run(
                ["git", "credential", "fill"],
                input="protocol=https\nhost=git.example.com\n\n",
                env=environment,
                capture_output=True,
                text=True,
                check=True,
            )
            other = subprocess.run(
                ["git", "credential", "fill"],
                input="protocol=https\nhost=else.example\n\n",
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            seen.update(own=done.stdout, other=other.stdout)
            return 1, b"", b"fatal: no"
        return 0, b"", b""

    monkeypatch.setattr(repository, "run", run)
    with pytest.raises(Failed):
        clone.fetch("https://git.example.com/plan.git", "main")
    assert "username=reader\npassword=s3cret" in seen["own"]
    assert "s3cret" not in seen["other"]
