"""A site is published into what its owner has: a worktree, a clone with work in it, a volume. And what is stopped leaves nothing for git."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pmsite.output import Output
from tests.history.repositories import git, start
from tests.host.test_build import CONFIG, DAY, build
from tests.make import write

pytestmark = pytest.mark.host


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with a plan, whose site is ignored."""
    root = start(tmp_path / "project")
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (root / ".gitignore").write_text("site\n.cache/\n", encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs/about.md").write_text("# About\n", encoding="utf-8")
    write(root / "roadmap", {"features/a.md": "title: Offline mode", "features/b.md": "title: Sync"})
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "The plan")
    return root


def built(project: Path) -> None:
    done = build(project)
    assert done.returncode == 0, done.stderr
    assert (project / "site/roadmap/features/a/index.html").is_file()
    assert not list(project.glob(".site*"))


def test_a_worktree_stays_one(project: Path) -> None:
    git(project, "branch", "gh-pages")
    git(project, "worktree", "add", "-q", "site", "gh-pages")
    (project / "site/.nojekyll").touch()
    built(project)
    site = project / "site"
    assert git(site, "rev-parse", "--show-toplevel") == str(site)
    assert (site / ".nojekyll").exists()
    assert git(project, "status", "--short") == ""
    git(site, "add", "-A")
    git(site, "commit", "-q", "-m", "The site")
    assert git(project, "show", "--stat", "gh-pages", "--", "roadmap/features/a/index.html")
    assert git(project, "branch", "--show-current") == "main"


def test_a_clone_keeps_commits_that_are_nowhere_else(project: Path) -> None:
    site = project / "site"
    git(project, "clone", "-q", ".", "site")
    git(site, "checkout", "-q", "-b", "pages")
    (site / "unpushed").write_text("1")
    git(site, "add", "-A")
    git(site, "commit", "-q", "-m", "not pushed yet")
    built(project)
    assert git(site, "log", "-1", "--format=%s") == "not pushed yet"
    assert git(site, "show", "HEAD:unpushed") == "1"


@contextmanager
def mounted(folder: Path, *words: str) -> Iterator[None]:
    """Something mounted at a folder; only root may do that, and only where a container's owner lets it."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root mounts")
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *words, str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_volume_takes_the_site_and_keeps_what_is_not_of_it(project: Path, tmp_path: Path) -> None:
    site = project / "site"
    with mounted(site, "-t", "tmpfs", "none"):
        for name in ("lost+found", ".git"):
            (site / name).mkdir()
        (site / "gone.html").touch()
        built(project)
        built(project)
        assert (site / "lost+found").is_dir()
        assert (site / ".git").is_dir()
        assert not (site / "gone.html").exists()
        assert not (site / ".pmsite").exists()


def test_what_is_mounted_in_the_site_stays(project: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "their files"
    theirs.mkdir()
    (theirs / "film.mp4").write_text("theirs")
    (project / "site").mkdir()
    with mounted(project / "site/more films", "--bind", str(theirs)):
        built(project)
        assert (project / "site/more films/film.mp4").read_text() == "theirs"
    assert (theirs / "film.mp4").read_text() == "theirs"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_that_is_stopped_leaves_nothing_to_commit(project: Path, how: signal.Signals) -> None:
    (project / ".gitignore").write_text("site\n", encoding="utf-8")  # a site of before pmsite, with no line for its store
    git(project, "commit", "-qam", "Settings")
    words = [sys.executable, "-m", "mkdocs", "build", "-q"]
    room = project / ".site.pmsite"
    running = subprocess.Popen(words, cwd=project, env={**os.environ, **DAY}, stderr=subprocess.DEVNULL, start_new_session=True)
    while running.poll() is None and not (room / "new").is_dir():
        time.sleep(0.01)
    os.killpg(running.pid, how)
    running.wait(60)
    assert git(project, "add", "-A", "--dry-run") == ""
    assert git(project, "status", "--short") == ""
    if how is signal.SIGINT:
        assert not room.exists()
    Output.prepare(project / "site").discard()
    assert not room.exists()
