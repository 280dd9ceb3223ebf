"""What a digest tells: each case is a plan at two moments, a command, and below it all that is printed.

The plan was committed on 10 and on 21 November 2026, and is asked on the 23rd. `PMSITE_WRITE_EXPECTED=1 pytest tests/digest` writes the
answers anew, to be read before they are committed.
"""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from pmsite.cli import group
from tests.history.repositories import git, start

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.txt"))
DAY = "1795392000"


def repository(folder: Path, plan: str) -> Path:
    """A repository whose workspace was committed twice."""
    start(folder)
    for moment, when in (("before", "2026-11-10"), ("after", "2026-11-21")):
        shutil.rmtree(folder / "roadmap", ignore_errors=True)
        shutil.copytree(HERE / "plans" / plan / moment, folder / "roadmap", copy_function=shutil.copyfile)  # git goes by times
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "--allow-empty", "-m", "A change", when=f"{when}T12:00:00+00:00")
    return folder


def answer(*words: str) -> str:
    """What a command prints, what it says besides, and how it ends."""
    result = CliRunner().invoke(group, words, env={"COLUMNS": "80", "SOURCE_DATE_EPOCH": DAY}, prog_name="pmsite")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    said = "".join(f"! {line}".rstrip() + "\n" for line in result.stderr.splitlines())
    return result.stdout + said + (f"exit {result.exit_code}\n" if result.exit_code else "")


@pytest.fixture(scope="module")
def repositories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """By plan, its repository, made once: a digest writes nothing."""
    return {plan.name: repository(tmp_path_factory.mktemp(plan.name), plan.name) for plan in (HERE / "plans").iterdir()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_digest_tells(case: Path, repositories: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    plan, command, expected = case.read_text(encoding="utf-8").split("\n", 2)
    monkeypatch.chdir(repositories[plan.removeprefix("plan: ")])
    found = answer(*shlex.split(command.removeprefix("$ pmsite ")))
    if os.environ.get("PMSITE_WRITE_EXPECTED"):
        case.write_text(f"{plan}\n{command}\n{found}", encoding="utf-8", newline="")
        expected = found
    assert found == expected
