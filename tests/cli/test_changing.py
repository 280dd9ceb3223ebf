"""Commands that change a plan, as a person uses them: what they print, and what is another in the files afterwards.

Each file of `changing/` holds commands, what they say, and the diff of all files. All work on a copy of `changing/plan/`.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from difflib import unified_diff
from pathlib import Path

import pytest
from click.testing import CliRunner

from pmsite.cli import group

HERE = Path(__file__).parent / "changing"
CASES = sorted(HERE.glob("*.txt"))
_COMMAND = re.compile(r"^\$ pmsite (.*)$", re.MULTILINE)
_DIFF = "=== what is another afterwards\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the plan, in which commands run."""
    folder = tmp_path / "plan"
    shutil.copytree(HERE / "plan", folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    return folder


def run(words: str, text: str = "") -> tuple[int, str]:
    """What a command ends with, and all that it says."""
    done = CliRunner().invoke(group, shlex.split(words), input=text, prog_name="pmsite")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def difference(before: dict[str, bytes], after: dict[str, bytes]) -> str:
    """What became of each file: a file with the same content elsewhere has moved."""
    lines: list[str] = []
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        if old == new:
            continue
        gone, come = ((text or b"").decode("utf-8", "replace").splitlines() for text in (old, new))
        names = [path if text is not None else "(nothing)" for text in (old, new)]
        if b"\x00" in (old or new or b""):
            lines.append(f"{path} {'is new' if old is None else 'is gone'}")
        else:
            lines += unified_diff(gone, come, names[0], names[1], lineterm="", n=1)
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_command_says_and_does_what_stands_here(case: Path, here: Path) -> None:
    expected = case.read_text(encoding="utf-8")
    about = expected[: expected.index("$ ")]
    before = files(here)
    told = ""
    for words in _COMMAND.findall(expected):
        code, output = run(words)
        told += f"$ pmsite {words}\n{output}[{code}]\n\n"
    found = about + told + _DIFF + difference(before, files(here))
    if os.environ.get("PMSITE_WRITE_EXPECTED"):
        case.write_text(found, encoding="utf-8")
    assert found == case.read_text(encoding="utf-8")
