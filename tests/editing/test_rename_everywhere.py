"""In plans that people wrote, a renamed item leaves the plan equal but for its id, and git shows nothing else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from pmsite.editing.plan import Plan
from pmsite.editing.session import Session
from pmsite.writing.operation import Rename
from tests.editing.test_rename import NEW, sample, try_rename
from tests.history.repositories import git, start
from tests.make import TODAY

DATA = Path(__file__).parents[2].parent / "shared/data"
PLANS = ("kubernetes", "harbour")


@pytest.fixture(params=PLANS)
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a plan, in a repository."""
    if not (DATA / request.param).is_dir():
        pytest.skip("the reference material is not beside this checkout")
    shutil.copytree(
        DATA / request.param / "roadmap", tmp_path / "plan/roadmap", copy_function=shutil.copyfile
    )  # without their modes
    start(tmp_path / "plan")
    git(tmp_path / "plan", "add", "-A")
    git(tmp_path / "plan", "commit", "-qm", "As it is")
    return tmp_path / "plan/roadmap"


def test_only_the_id_is_another(root: Path) -> None:
    editor = Session(root, "roadmap", TODAY)
    assert [wrong for id in sample(root, 2) if (wrong := try_rename(editor, id))] == []


def test_git_shows_nothing_else(root: Path) -> None:
    editor = Session(root, "roadmap", TODAY)
    for id in sample(root, 1):
        kind = f".{id.rpartition('.')[2]}" if id.rpartition(".")[2] in ("added", "fixed", "changed") else ""
        assert editor.apply(Plan((Rename(id, f"{NEW}{kind}"),))).ok
        git(root.parent, "add", "-A")
        shown = git(root.parent, "diff", "--cached", "-M", "--unified=0")
        gone = [line[1:] for line in shown.splitlines() if re.match(r"-(?!--)", line)]
        new = [line[1:].replace(NEW + kind, id) for line in shown.splitlines() if re.match(r"\+(?!\+\+)", line)]
        assert gone == [line for line in new if line != f"id: {id}"], id
        assert editor.undo().ok
        git(root.parent, "reset", "-q")
        assert git(root.parent, "status", "--porcelain") == ""
