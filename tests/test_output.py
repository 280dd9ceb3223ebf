"""A site is put in place whole, or what stood there stands; and what is not the site's is left alone."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pmsite import exchange, files, output
from pmsite.output import NotPublished, Output, UnsafeOutput
from tests.killing import interrupted_at_each_line, killed_at_each_call

OLD = {
    "index.html": "old",
    "gone.html": "old",
    "assets/a.css": "old",
    "roadmap/a/index.html": "old",
    "roadmap/gone/index.html": "old",
}
NEW = {"index.html": "new", "assets/a.css": "new", "roadmap/a/index.html": "new", "fresh/index.html": "new", ".well-known/x": "new"}
THEIRS = {".git/config": "theirs", ".nojekyll": ""}


@pytest.fixture(autouse=True)
def _own(own_secret: None) -> None:
    """A user of its own."""


@pytest.fixture
def final(tmp_path: Path) -> Path:
    return fill(tmp_path / "work/site", {**OLD, **THEIRS})


def fill(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def held(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()}


def made(final: Path) -> Output:
    found = Output.prepare(final)
    fill(found.working, NEW)
    return found


def beside(final: Path) -> set[str]:
    return {path.name for path in final.parent.iterdir()}


def test_what_is_built_takes_the_place_of_what_stood_there_and_nothing_else_changes(final: Path) -> None:
    folder = final.stat().st_ino
    made(final).publish()
    assert held(final) == {**NEW, **THEIRS}
    assert final.stat().st_ino == folder
    assert beside(final) == {"site"}


def test_a_first_site_needs_no_folder(tmp_path: Path) -> None:
    made(tmp_path / "deep/site").publish()
    assert held(tmp_path / "deep") == {f"site/{path}": text for path, text in NEW.items()}


def test_a_build_that_is_killed_at_any_call_leaves_a_site_that_is_whole_again_before_the_next_reads_the_plan(
    tmp_path: Path,
) -> None:
    seen = []
    sites = killed_at_each_call(lambda at: fill(tmp_path / f"{at}/site", {**OLD, **THEIRS}), lambda final: made(final).publish())
    for final in sites:
        Output.prepare(final).discard()  # as where the next build ends with a fault
        seen.append(held(final))
        assert seen[-1] in ({**OLD, **THEIRS}, {**NEW, **THEIRS})
        assert beside(final) == {"site"}
    assert len(seen) > 30
    assert seen[0] == {**OLD, **THEIRS}
    assert seen[-1] == {**NEW, **THEIRS}


def test_a_first_build_that_is_killed_leaves_a_whole_site_or_none(tmp_path: Path) -> None:
    for final in killed_at_each_call(lambda at: tmp_path / f"{at}/site", lambda final: made(final).publish()):
        Output.prepare(final).discard()
        assert held(final) in ({}, NEW)


def failing(times: int, at: int, fault: int = errno.EACCES) -> Callable[..., None]:
    """A rename that fails so often, from the call with a number on; the journal comes first."""
    real, calls = os.rename, [0]

    def rename(source: Path, target: Path) -> None:
        calls[0] += 1
        if at <= calls[0] < at + times:
            raise OSError(fault, os.strerror(fault), str(source))
        real(source, target)

    return rename


@pytest.mark.parametrize("at", range(2, 11))
def test_a_file_that_somebody_has_open_is_waited_for(final: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    monkeypatch.setattr(exchange, "_PAUSES", (0, 0))
    monkeypatch.setattr(os, "rename", failing(2, at))
    made(final).publish()
    assert held(final) == {**NEW, **THEIRS}


@pytest.mark.parametrize("fault", [errno.EACCES, errno.EBUSY])
@pytest.mark.parametrize("at", range(2, 11))
def test_where_one_stays_open_the_site_of_before_stands(final: Path, monkeypatch: pytest.MonkeyPatch, at: int, fault: int) -> None:
    monkeypatch.setattr(exchange, "_PAUSES", (0, 0))
    monkeypatch.setattr(os, "rename", failing(3 if fault == errno.EACCES else 1, at, fault))  # only for that one is waited
    with pytest.raises(NotPublished, match="the site of before stands"):
        made(final).publish()
    assert held(final) == {**OLD, **THEIRS}
    assert beside(final) == {"site"}


def test_where_nothing_can_be_moved_back_either_the_next_build_goes_on_with_it(
    final: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_PAUSES", ())
    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", failing(99, 5))
        with pytest.raises(NotPublished, match="the next build goes on with it"):
            made(final).publish()
        assert beside(final) == {"site", ".site.pmsite"}
    Output.prepare(final).discard()
    assert held(final) == {**NEW, **THEIRS}


def test_only_one_build_at_a_time_has_a_folder(final: Path) -> None:
    first, done = made(final), threading.Event()
    told: list[str] = []

    def second() -> None:
        found = Output.prepare(final, (), told.append)
        fill(found.working, {"index.html": "later"})
        found.publish()
        done.set()

    waiting = threading.Thread(target=second)
    waiting.start()
    while not told:
        assert not done.wait(0.01)
    assert told == ["Another build of site is running; this one begins when that has ended"]
    first.publish()
    waiting.join(30)
    assert held(final) == {"index.html": "later", ".well-known/x": "new", **THEIRS}


def test_a_build_that_waits_too_long_says_so(final: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(final)
    monkeypatch.setattr(output, "WAIT", 0.0)
    with pytest.raises(UnsafeOutput, match="another build of site has been running"):
        Output.prepare(final, (), lambda _: None)
    assert held(first.working) == NEW


def test_what_is_no_build_of_this_user_here_is_neither_completed_nor_lost(final: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = final.parent / ".site.pmsite"
    theirs = {"new/index.html": "hostile", "journal": f'{"0" * 40}\n{{"made": ["index.html"], "names": ["index.html"]}}'}
    fill(room, theirs)
    with pytest.raises(UnsafeOutput, match=r"\.site\.pmsite was left by a build of somebody else"):
        Output.prepare(final)
    assert held(final) == {**OLD, **THEIRS}
    assert held(room) == theirs


def test_a_journal_counts_for_its_own_place_alone(tmp_path: Path, final: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "_PAUSES", ())
    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", failing(99, 5))
        with pytest.raises(NotPublished):
            made(final).publish()
    (tmp_path / "work").rename(tmp_path / "elsewhere")
    with pytest.raises(UnsafeOutput, match="left by a build of somebody else"):
        Output.prepare(tmp_path / "elsewhere/site")


def test_what_a_build_left_that_came_to_no_end_is_removed(final: Path) -> None:
    fill(final.parent / ".site.pmsite", {"new/index.html": "half", "lock": ""})
    Output.prepare(final).discard()
    assert beside(final) == {"site"}


def test_a_build_in_progress_is_nothing_to_commit(final: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=final.parent, check=True)
    fill(final.parent, {".gitignore": "site/\n"})
    building = made(final)
    told = subprocess.run(["git", "status", "--short"], cwd=final.parent, capture_output=True, text=True, check=True)
    assert told.stdout == "?? .gitignore\n"
    building.discard()


@pytest.mark.parametrize("code", ["raise KeyboardInterrupt", "raise SystemExit(3)", "pass"])
def test_a_build_that_is_interrupted_leaves_nothing(final: Path, code: str) -> None:
    program = f"from pathlib import Path\nfrom pmsite.output import Output\nmade = Output.prepare(Path('site'))\n{code}"
    subprocess.run([sys.executable, "-c", program], cwd=final.parent, capture_output=True, check=False)
    assert beside(final) == {"site"}
    assert held(final) == {**OLD, **THEIRS}


def test_a_folder_that_is_mounted_takes_the_site_from_a_room_inside(final: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.rename

    def rename(source: Path, target: Path) -> None:
        if Path(source).is_relative_to(final) != Path(target).is_relative_to(final):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        real(source, target)

    monkeypatch.setattr(os, "rename", rename)
    building = made(final)
    assert building.working.is_relative_to(final)
    building.publish()
    assert held(final) == {**NEW, **THEIRS}
    assert beside(final) == {"site"}


@pytest.mark.parametrize("name", ["site", ".site.pmsite"])
def test_a_link_is_never_followed(tmp_path: Path, name: str) -> None:
    elsewhere = fill(tmp_path / "elsewhere", OLD)
    (tmp_path / name).symlink_to(elsewhere)
    with pytest.raises(UnsafeOutput, match="symbolic link"):
        Output.prepare(tmp_path / "site")
    assert held(elsewhere) == OLD


def test_a_folder_that_holds_the_plan_is_refused(tmp_path: Path) -> None:
    plan = fill(tmp_path / "site/roadmap", {"product.yml": "name: P"})
    for final in (tmp_path / "site", plan):
        with pytest.raises(UnsafeOutput, match="choose another `site_dir`"):
            Output.prepare(final, [plan])
    assert beside(tmp_path / "site") == {"site"}


def test_a_folder_that_becomes_a_link_meanwhile_is_not_followed(final: Path, tmp_path: Path) -> None:
    theirs = fill(tmp_path / "elsewhere", {"index.html": "theirs"})
    found = made(final)
    final.rename(tmp_path / "before")
    final.symlink_to(theirs)
    with pytest.raises(NotPublished, match="symbolic link"):
        found.publish()
    assert held(theirs) == {"index.html": "theirs"}


def test_an_interruption_at_any_moment_leaves_a_whole_site_and_nothing_for_git(tmp_path: Path) -> None:
    seen = []
    sites = interrupted_at_each_line(
        {output.__file__, exchange.__file__},
        lambda at: fill(tmp_path / f"{at}/site", {**OLD, **THEIRS}),
        lambda final: made(final).publish(),
    )
    for final in sites:
        rooms = [room for room in final.parent.glob(".site.pmsite") if any(room.iterdir())]
        assert all((room / ".gitignore").is_file() for room in rooms)
        seen.append(held(final))
        assert seen[-1] in ({**OLD, **THEIRS}, {**NEW, **THEIRS})
    assert (seen[0], seen[-1]) == ({**OLD, **THEIRS}, {**NEW, **THEIRS})
    assert len(seen) > 50


def test_a_disk_that_is_full_from_the_start_leaves_nothing_behind(final: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> None:
        path.write_bytes(content[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pmsite.files.create", full)
    with pytest.raises(UnsafeOutput, match="No space left"):
        Output.prepare(final)
    assert beside(final) == {"site"}
    assert held(final) == {**OLD, **THEIRS}
    assert not (final / ".pmsite").exists()


AS_OTHERS = ["setpriv", "--bounding-set=-dac_override"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
"""The superuser may write everywhere, others may not."""
PUBLISHED = """
import sys, pathlib
from pmsite.output import Output
found = Output.prepare(pathlib.Path(sys.argv[1]))
(found.working / "index.html").write_text("new")
found.publish()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such rights there")
def test_folders_that_nobody_may_write_to_go_like_others(final: Path) -> None:
    for folder in (final / "roadmap/gone", final / "roadmap/a", final / "assets/deep"):
        fill(folder, {"x/y.html": "old"})
        (folder / "x").chmod(0o500)
        folder.chmod(0o500)
    for _ in range(2):
        done = subprocess.run([*AS_OTHERS, sys.executable, "-c", PUBLISHED, final], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert held(final) == {"index.html": "new", **THEIRS}
        assert beside(final) == {"site"}


def test_what_cannot_be_removed_is_hidden_from_git_and_in_no_builds_way(final: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = ("old", "left-")
    monkeypatch.setattr(output, "remove", lambda path: None if path.name.startswith(kept) else files.remove(path))
    room = final.with_name(".site.pmsite")
    for count in (1, 2):
        made(final).publish()
        assert held(final) == {**NEW, **THEIRS}
        left = {path.name for path in room.iterdir()}
        assert (len(left - {".gitignore"}), ".gitignore" in left) == (count, True)
    monkeypatch.undo()
    made(final).publish()
    assert not room.exists()
