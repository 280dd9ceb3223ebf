"""Trees in which a change cannot be made safely: a sentence, and nothing written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.test_changing import files, here, run

__all__ = ["here"]
SYNC = Path("roadmap/features/sync.md")


def unreadable(path: Path) -> None:
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")


def conflict(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("status: planned\n", "<<<<<<< HEAD\nstatus: planned\n=======\nstatus: idea\n>>>>>>> theirs\n"),
        encoding="utf-8",
    )


def link(path: Path) -> None:
    Path("elsewhere.md").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(Path.cwd() / "elsewhere.md")


def linked_folder(path: Path) -> None:
    path.parent.rename("elsewhere")
    path.parent.symlink_to(Path.cwd() / "elsewhere")


def torn(path: Path) -> None:
    path.write_text("---\ntitle: Sync\n", encoding="utf-8")


def latin(path: Path) -> None:
    path.write_bytes(b"---\ntitle: Caf\xe9\n---\n")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (unreadable, "the file cannot be read: permission denied"),
        (conflict, "error merge-conflict "),
        (link, "error symbolic-link "),
        (linked_folder, "error symbolic-link "),
        (torn, "error front-matter-not-closed "),
        (latin, "error not-utf-8 "),
    ],
)
@pytest.mark.parametrize(
    "words", ["set sync status=building", "rename sync engine", "drop sync --reason no", "move sync features/engine"]
)
def test_of_a_file_that_cannot_be_read_right_nothing_is_changed(
    here: Path, spoil: Callable[[Path], None], told: str, words: str
) -> None:
    spoil(SYNC)
    before = files(here) if spoil is not unreadable else {}
    code, output = run(words)
    assert code == 1
    assert told in output, output
    assert output.endswith("Nothing was written.\n")
    if before:
        assert files(here) == before


def test_a_tree_that_may_not_be_written(here: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("this user may write everywhere")
    for folder in (Path("roadmap/features"), Path("roadmap"), here):
        folder.chmod(0o555)
    try:
        code, output = run("set sync status=building")
    finally:
        for folder in (here, Path("roadmap"), Path("roadmap/features")):
            folder.chmod(0o755)
    assert (code, output.splitlines()[-1]) == (1, "Nothing was written.")
    assert "error not-written nothing was written: permission denied" in output


def test_two_commands_at_once_each_do_their_own(here: Path) -> None:
    words = [[sys.executable, "-m", "pmsite", "set", "sync", "map", f"tags+=t{number}"] for number in range(4)]
    running = [subprocess.Popen(one, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for one in words]
    ended = [(one.communicate()[0], one.returncode) for one in running]
    assert [code for _, code in ended] == [0] * 4, ended
    for path in (SYNC, Path("roadmap/features/map.md")):
        assert all(f"t{number}" in path.read_text(encoding="utf-8") for number in range(4))


def test_undo_leaves_what_somebody_changed_since(here: Path) -> None:
    assert run("set sync map status=building")[0] == 0
    path = Path("roadmap/features/map.md")
    path.write_text(path.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    before = files(here)
    code, output = run("undo")
    assert code == 1
    assert "roadmap/features/map.md error changed-meanwhile the file has been changed since, and that would be lost" in output
    assert files(here) == before


def test_the_body_comes_from_a_file_or_from_here(here: Path) -> None:
    Path("story.md").write_text("A story.\n", encoding="utf-8")
    assert run("set sync --body story.md")[0] == 0
    assert SYNC.read_text(encoding="utf-8").endswith("---\nA story.\n")
    assert run("set sync --body - status=building", "Another.\n")[0] == 0
    assert SYNC.read_text(encoding="utf-8").endswith("---\nAnother.\n")
    Path("story.md").write_bytes(b"\xff\xfe\x00")
    assert run("set sync --body story.md")[0] == 2


def test_nothing_that_is_said_moves_a_terminal(here: Path) -> None:
    code, output = run("set sync $'title=A\\x1b[2J'".replace("$'", "'").replace("\\x1b", "\x1b"))
    assert code == 1
    assert "\x1b" not in output
    code, output = run("set 'a\x1b[2Jb' status=idea")
    assert code == 1
    assert "\x1b" not in output
    assert run("set sync 'summary=\u202eabc' --dry-run")[1].count("\u202e") == 0


@pytest.mark.parametrize("command", ["set", "rename", "move", "drop", "check-in", "undo"])
def test_help_fits_a_narrow_terminal(command: str) -> None:
    code, output = run(f"{command} --help")
    assert code == 0
    assert max(map(len, output.splitlines())) <= 80


def test_what_can_be_undone_is_listed(here: Path) -> None:
    assert run("undo --list") == (0, "There is nothing to undo.\n")
    assert run("set sync status=building")[0] == 0
    assert run("rename map atlas")[0] == 0
    code, output = run("undo --list")
    assert code == 0
    assert [line.partition("  ")[2] for line in output.splitlines()] == [
        "rename map atlas  (6 files)",
        "set sync status=building  (1 file)",
    ]
    told = json.loads(run("undo --list --format json")[1])["changes"]
    assert [one["title"] for one in told] == ["rename map atlas", "set sync status=building"]
    assert told[1]["files"] == ["features/sync.md"]


def test_a_value_may_be_less_than_nothing_and_no_option(here: Path) -> None:
    assert run("check-in grow.notes -2")[0] == 0
    assert "value: -2" in Path("roadmap/objectives/grow.md").read_text(encoding="utf-8")
    code, output = run("check-in grow.notes --confidense 5%")
    assert code == 2
    assert "No such option" in output
