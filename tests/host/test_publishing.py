"""Whole builds side by side, or killed while they publish: what stands is a whole site."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.host.test_build import CONFIG, DAY, build, site
from tests.make import write

pytestmark = pytest.mark.host

KILLED = """
import os, signal, sys
from mkdocs.__main__ import cli
def watch(name, words):
    if name == "os.rename" and str(words[1]).endswith("site/roadmap/index.html"):
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
cli(["build", "-q"])
"""
"""Ended while half of the site is the one of before, and half the new one."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    write(tmp_path / "roadmap", {"features/a.md": "title: Offline mode", "features/b.md": "title: Sync"})
    return tmp_path


def test_two_builds_at_once_both_publish_whole_sites(project: Path) -> None:
    words = [sys.executable, "-m", "mkdocs", "build"]
    both = [subprocess.Popen(words, cwd=project, env={**os.environ, **DAY}, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate(timeout=300)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert sum("Another build of site is running" in text for text in told) <= 1
    together = site(project)
    shutil.rmtree(project / "site")
    assert build(project).returncode == 0
    assert together == site(project)
    assert not list(project.glob(".site*"))


def test_a_site_comes_back_after_a_kill_even_where_the_next_build_fails(project: Path) -> None:
    (project / "site/.git").mkdir(parents=True)
    (project / "site/.git/config").write_text("theirs", encoding="utf-8")
    build(project)
    before = site(project)
    write(project / "roadmap", {"features/a.md": "title: Online mode"})
    done = subprocess.run([sys.executable, "-c", KILLED], cwd=project, env={**os.environ, **DAY}, check=False)
    assert done.returncode < 0
    assert site(project) != before
    write(project / "roadmap", {"features/c.md": "title: [", "vision.md": "title: V"})
    assert build(project).returncode == 1
    whole = site(project)
    assert not list(project.glob(".site*"))
    for path in ("features/c.md", "vision.md"):
        (project / "roadmap" / path).unlink()
    assert build(project).returncode == 0
    assert whole == site(project)
    assert whole[".git/config"] == b"theirs"
