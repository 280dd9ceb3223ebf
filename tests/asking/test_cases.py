"""What is asked of a plan, and what it answers: each case is a plan, a command, and below it all that is printed.

`PMSITE_WRITE_EXPECTED=1 pytest tests/asking` writes the answers anew, to be read before they are committed.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from pmsite.asking.find import SHOWN
from pmsite.cli import group
from pmsite.model.types import BY_NAME

HERE = Path(__file__).parent
CASES = sorted((HERE / "cases").glob("*.txt"))
PLANS = {"duties": HERE.parent / "views/plans/duties"} | {path.name: path / "roadmap" for path in (HERE / "plans").iterdir()}
ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069]|##\\[")
"""What a terminal or a runner may act on."""


def answer(folder: Path, command: str) -> str:
    """What a command prints, what it says besides, and how it ends."""
    _, *words = shlex.split(command)
    result = CliRunner().invoke(group, words, env={"COLUMNS": "80", "SOURCE_DATE_EPOCH": "1795392000"}, prog_name="pmsite")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    said = "".join(f"! {line}".rstrip() + "\n" for line in result.stderr.splitlines())
    return result.stdout + said + (f"exit {result.exit_code}\n" if result.exit_code else "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_question_is_answered(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, command, expected = case.read_text(encoding="utf-8").split("\n", 2)
    shutil.copytree(PLANS[plan.removeprefix("plan: ")], tmp_path / "roadmap")
    monkeypatch.chdir(tmp_path)
    found = answer(tmp_path, command.removeprefix("$ "))
    if os.environ.get("PMSITE_WRITE_EXPECTED"):
        case.write_text(f"{plan}\n{command}\n{found}", encoding="utf-8", newline="")
        expected = found
    assert found == expected
    assert not ACTS.search(found)


def test_every_type_has_facts_that_are_told_unasked() -> None:
    assert SHOWN.keys() == BY_NAME.keys()
