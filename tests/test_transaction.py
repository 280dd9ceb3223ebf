"""All files or none."""

from __future__ import annotations

import errno
import itertools
import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pmsite import files, transaction
from pmsite.own import seal
from tests.killing import interrupted_at_each_line, killed_at_each_call

BEFORE = {"roadmap/a.md": "old", "roadmap/gone.md": "gone", "CHANGELOG.md": "log"}
AFTER = {"roadmap/a.md": "new", "roadmap/releases/1.md": "one", "CHANGELOG.md": "longer"}


@pytest.fixture(autouse=True)
def _own_secret(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("user")))
    monkeypatch.setattr(transaction, "flush_to_disk", lambda _: None)  # tests cut no power


def begun(folder: Path) -> Path:
    for path, text in BEFORE.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def change(folder: Path) -> None:
    edits = {folder / path: text.encode() for path, text in AFTER.items()}
    transaction.apply(folder / "roadmap", {**edits, folder / "roadmap/gone.md": None})


def tree(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def half_done(folder: Path) -> tuple[Path, Path]:
    """A folder in which a command was killed when it had written all but one file, and what it left."""
    *_, found = (found for found in killed_at_each_call(lambda at: begun(folder / str(at)), change) if _left(found))
    return found, _left(found)[0]


def _left(folder: Path) -> list[Path]:
    return [staged for staged in folder.glob(".roadmap.pmsite-*") if (staged / "journal").exists()]


def test_a_command_that_is_killed_at_any_call_has_done_all_or_is_undone_by_the_next(tmp_path: Path) -> None:
    seen = []
    for folder in killed_at_each_call(lambda at: begun(tmp_path / str(at)), change):
        transaction.recover(folder / "roadmap")
        seen.append(tree(folder))
        assert seen[-1] in (BEFORE, AFTER)
        assert {path.name for path in folder.iterdir()} == {"roadmap", "CHANGELOG.md"}
    assert (seen[0], seen[-1]) == (BEFORE, AFTER)
    assert len(seen) > 20


def test_another_command_undoes_what_was_left_and_says_so(tmp_path: Path) -> None:
    folder, staged = half_done(tmp_path)
    assert tree(folder) != BEFORE
    assert transaction.recover(folder / "roadmap") == transaction.Recovery(True, ())
    assert tree(folder) == BEFORE
    assert not staged.exists()


HOSTILE = [
    {"path": "{folder}/.git/hooks/pre-commit", "old": None, "new": None, "mode": 0o755, "folder": "{folder}"},
    {"path": "{folder}/../elsewhere.desktop", "old": None, "new": None, "mode": 0o755, "folder": "/"},
]


@pytest.mark.parametrize("told", [json.dumps({"roots": ["/"], "edits": HOSTILE}), json.dumps(HOSTILE), "{}", "", "[" * 9999, "\0"])
@pytest.mark.parametrize("name", ["x", "0123456789abcdef-" + "0" * 40, "{own}"])
def test_what_others_wrote_undoes_nothing_and_stays_as_it_is(tmp_path: Path, told: str, name: str) -> None:
    folder = begun(tmp_path / "here")
    root = folder / "roadmap"
    own = "0123456789abcdef-" + seal(b"staged", os.fsencode(root), b"0123456789abcdef")  # as if somebody had seen one
    theirs = folder / f".roadmap.pmsite-{name.replace('{own}', own)}"
    theirs.mkdir()
    (theirs / "journal").write_text("0" * 40 + "\n" + told.replace("{folder}", str(folder)), encoding="utf-8")
    (theirs / "0.old").write_text("hostile", encoding="utf-8")
    before = tree(tmp_path)
    assert transaction.recover(root) == transaction.Recovery(False, (theirs,))
    assert tree(tmp_path) == before


def _copied(folder: Path, staged: Path) -> Path:
    elsewhere = begun(folder.parent / "elsewhere")
    staged.rename(elsewhere / staged.name)
    return elsewhere


def _moved(folder: Path, staged: Path) -> Path:
    return folder.rename(folder.parent / "elsewhere")


def _rewritten(folder: Path, staged: Path) -> Path:
    journal = staged / "journal"
    journal.write_bytes(journal.read_bytes().replace(b"CHANGELOG.md", b"CHANGELOG.mk"))
    return folder


def _renamed(folder: Path, staged: Path) -> Path:
    staged.rename(staged.with_name(staged.name[:-1] + ("0" if staged.name[-1] != "0" else "1")))
    return folder


def _linked(folder: Path, staged: Path) -> Path:
    staged.rename(folder.parent / "staged")
    staged.symlink_to(folder.parent / "staged")
    return folder


def _of_somebody_else(folder: Path, staged: Path) -> Path:
    (Path(os.environ["XDG_CACHE_HOME"]) / "pmsite/secret").unlink()
    return folder


@pytest.mark.parametrize("how", [_copied, _moved, _rewritten, _renamed, _linked, _of_somebody_else])
def test_a_journal_counts_for_its_own_user_and_place_alone(tmp_path: Path, how: Callable[[Path, Path], Path]) -> None:
    folder = how(*half_done(tmp_path / "work"))
    before = tree(folder)
    found = transaction.recover(folder / "roadmap")
    assert (found.undone, len(found.foreign)) == (False, 1)
    assert tree(folder) == before


def _another_text(old: Path, folder: Path) -> None:
    old.write_text("hostile", encoding="utf-8")


def _a_link(old: Path, folder: Path) -> None:
    (folder / "same").write_bytes(old.read_bytes())
    old.unlink()
    old.symlink_to(folder / "same")


def _a_second_name(old: Path, folder: Path) -> None:
    os.link(old, folder / "same")


@pytest.mark.parametrize("how", [_another_text, _a_link, _a_second_name])
def test_only_what_stood_there_is_put_back(tmp_path: Path, how: Callable[[Path, Path], None]) -> None:
    folder, staged = half_done(tmp_path)
    (old,) = (path for path in staged.glob("*.old") if path.read_text(encoding="utf-8") == "old")
    how(old, tmp_path)
    transaction.recover(folder / "roadmap")
    assert tree(folder) == {**BEFORE, "roadmap/a.md": "new"}


def test_what_became_executable_meanwhile_does_not_stay_so(tmp_path: Path) -> None:
    folder, staged = half_done(tmp_path)
    for old in staged.glob("*.old"):
        old.chmod(0o777)
    transaction.recover(folder / "roadmap")
    assert (folder / "roadmap/a.md").stat().st_mode & 0o111 == 0


def test_nothing_is_put_back_through_a_link(tmp_path: Path) -> None:
    folder, _ = half_done(tmp_path / "work")
    (folder / "roadmap").rename(tmp_path / "elsewhere")
    (folder / "roadmap").symlink_to(tmp_path / "elsewhere")
    transaction.recover(folder / "roadmap")
    assert tree(tmp_path / "elsewhere") == {"a.md": "new", "releases/1.md": "one"}


def test_what_another_command_is_writing_is_left_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, real = begun(tmp_path / "here"), os.replace

    def replace(source: Path, target: Path) -> None:
        assert transaction.recover(folder / "roadmap") == transaction.Recovery(False, ())
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    change(folder)
    assert tree(folder) == AFTER


def test_a_new_file_takes_no_others_place(tmp_path: Path) -> None:
    folder = begun(tmp_path / "here")
    with pytest.raises(FileExistsError):
        transaction.apply(folder / "roadmap", {folder / "roadmap/b.md": b"b", folder / "roadmap/a.md": b"new"}, new=True)
    assert tree(folder) == BEFORE


def test_without_a_place_for_the_secret_files_are_written_and_nothing_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "user").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    folder = begun(tmp_path / "here")
    change(folder)
    assert tree(folder) == AFTER


def test_what_fails_half_way_leaves_the_tree_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "roadmap"
    (root / "features").mkdir(parents=True)
    (root / "features/a.md").write_text("old", encoding="utf-8")
    real = os.replace
    moved: list[Path] = []

    def failing(source: Path, target: Path) -> None:
        if len(moved) == 3 and ".old" not in str(source):
            raise OSError(28, "no space left")
        moved.append(target)
        real(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OSError, match="no space"):
        transaction.apply(root, {root / "features/a.md": b"new", root / "themes/b.md": b"b", root / "releases/c.md": b"c"})
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")} == {
        "roadmap",
        "roadmap/features",
        "roadmap/features/a.md",
    }
    assert (root / "features/a.md").read_text(encoding="utf-8") == "old"


def test_files_that_exist_keep_their_mode(tmp_path: Path) -> None:
    root = tmp_path / "roadmap"
    root.mkdir()
    (root / "a.md").write_text("old", encoding="utf-8")
    (root / "a.md").chmod(0o640)
    transaction.apply(root, {root / "a.md": b"new"})
    assert (root / "a.md").read_text(encoding="utf-8") == "new"
    assert (root / "a.md").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("link", ["roadmap", "roadmap/features", "roadmap/features/deep", "docs", "docs/a.md"])
@pytest.mark.parametrize("new", [True, False])
def test_a_link_on_the_way_leads_nothing_outside(tmp_path: Path, link: str, new: bool) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (here / link).parent.mkdir(parents=True)
    (here / link).symlink_to(elsewhere)
    edits = {here / path: b"new" for path in ("roadmap/features/deep/x.md", "docs/a.md")}
    with pytest.raises(OSError, match="symbolic link, which may lead anywhere"):
        transaction.apply(here / "roadmap", edits, new=new)
    assert not list(elsewhere.iterdir())
    assert {path.name for path in here.iterdir()} == {link.partition("/")[0]}


def test_a_folder_that_becomes_a_link_meanwhile_leads_nothing_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = begun(tmp_path / "here")
    (folder / "roadmap/features").mkdir()
    (tmp_path / "elsewhere").mkdir()

    def swap(_: object) -> None:
        (folder / "roadmap/features").rmdir()
        (folder / "roadmap/features").symlink_to(tmp_path / "elsewhere")

    monkeypatch.setattr(transaction, "flush_to_disk", swap)
    with pytest.raises(OSError, match="symbolic link"):
        transaction.apply(folder / "roadmap", {folder / "roadmap/a.md": b"new", folder / "roadmap/features/x.md": b"new"})
    assert not list((tmp_path / "elsewhere").iterdir())
    assert tree(folder) == BEFORE


def read_only(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    real, calls = os.replace, itertools.count(1)

    def replace(source: Path, target: Path) -> None:
        if next(calls) > after:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)


def test_what_cannot_be_undone_at_once_is_kept_for_the_next_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = begun(tmp_path)
    with monkeypatch.context() as patch:
        read_only(patch, after=2)
        with pytest.raises(transaction.NotUndone, match="Read-only"):
            change(folder)
    assert (folder / "roadmap/a.md").read_text(encoding="utf-8") == "new"
    with monkeypatch.context() as patch:
        read_only(patch, after=0)
        with pytest.raises(transaction.NotUndone, match="Read-only"):
            transaction.recover(folder / "roadmap")
    assert transaction.recover(folder / "roadmap") == transaction.Recovery(True, ())
    assert tree(folder) == BEFORE
    assert {path.name for path in folder.iterdir()} == {"roadmap", "CHANGELOG.md"}


def test_what_another_command_removes_meanwhile_is_nobody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, staged = half_done(tmp_path)
    found = transaction._left(folder / "roadmap")  # as a look at the folder told a moment ago
    shutil.rmtree(staged)
    monkeypatch.setattr(transaction, "_left", lambda _: found)
    assert transaction.recover(folder / "roadmap") == transaction.Recovery(False, ())


def hidden(folder: Path) -> bool:
    """Whether git would take nothing of what a command has left beside the files."""
    left = [path for path in folder.rglob("*pmsite-*") if path.is_file() or (any(path.iterdir()))]
    return all((path / ".gitignore").is_file() for path in left)


@pytest.mark.parametrize("twice", [False, True])
def test_an_interruption_at_any_moment_leaves_all_or_nothing_and_nothing_for_git(tmp_path: Path, twice: bool) -> None:
    def work(folder: Path) -> None:
        change(folder)
        files.write(folder / "plan.json", [b"{}"])

    seen = []
    for folder in interrupted_at_each_line(
        {transaction.__file__, files.__file__}, lambda at: begun(tmp_path / str(at)), work, twice
    ):
        assert hidden(folder)
        transaction.recover(folder / "roadmap")
        seen.append({path: text for path, text in tree(folder).items() if path != "plan.json"})
        assert seen[-1] in (BEFORE, AFTER)
    assert (seen[0], seen[-1]) == (BEFORE, AFTER)
    assert len(seen) > 100


def test_what_is_written_into_a_file_at_the_moment_when_it_is_replaced_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "plan"
    root.mkdir()
    one, two, gone = root / "a", root / "b", root / "c"
    for path in (one, two, gone):
        path.write_bytes(b"before")
    real = transaction._must_be_as_it_was
    cases: list[tuple[Path, dict[Path, bytes | None]]] = [
        (two, {one: b"after", two: b"after"}),
        (gone, {one: b"after", gone: None}),
    ]
    for late, edits in cases:

        def check(path: Path, was: Mapping[str, str | None], late: Path = late) -> None:
            real(path, was)
            if path.name == late.name:
                with path.open("ab") as file:
                    file.write(b" and more")

        monkeypatch.setattr(transaction, "_must_be_as_it_was", check)
        with pytest.raises(transaction.ChangedMeanwhile):
            transaction.apply(root, edits, was=dict.fromkeys(edits, b"before"))
        assert late.read_bytes() == b"before and more"
        assert one.read_bytes() == b"before"
        late.write_bytes(b"before")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan"]
