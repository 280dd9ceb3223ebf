"""Pictures beside items: safe kinds, names of their own, and undone like everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.editing.attaching import attaching
from pmsite.editing.session import Session
from tests.make import PICTURE, TODAY, write


def session(tmp_path: Path) -> Session:
    return Session(write(tmp_path / "plan/roadmap", {"features/sync.md": "title: Sync"}), "roadmap", TODAY)


def put(editor: Session, name: str, content: bytes = PICTURE) -> list[str]:
    verdict = editor.apply(lambda workspace: attaching(workspace, "sync", name, content))
    return [fault.code for fault in verdict.faults] or [change.inside for change in verdict.files]


def test_a_picture_stands_beside_its_item_and_goes_again(tmp_path: Path) -> None:
    editor = session(tmp_path)
    assert put(editor, "The Map.PNG") == ["features/the-map.png"]
    assert (editor.root / "features/the-map.png").read_bytes() == PICTURE
    assert editor.undo().ok
    assert not (editor.root / "features/the-map.png").exists()


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("map.png", "map.png", "map-2.png"),
        ("image.png", "sync-1.png", "sync-2.png"),
        ("图片.png", "sync-1.png", "sync-2.png"),
        ("2026-11-30.png", "sync-1.png", "sync-2.png"),
        ("同步 流程.png", "同步-流程.png", "同步-流程-2.png"),
        ("../../etc/map.png", "map.png", "map-2.png"),
        ("map-1.png", "map-1.png", "map-2.png"),
    ],
)
def test_its_name_is_safe_and_its_own(tmp_path: Path, name: str, first: str, second: str) -> None:
    editor = session(tmp_path)
    assert put(editor, name) == [f"features/{first}"]
    assert put(editor, name) == [f"features/{second}"]


def test_a_file_that_nobody_told_of_is_not_written_over(tmp_path: Path) -> None:
    editor = session(tmp_path)
    (editor.root / "features/MAP.png").write_bytes(PICTURE)
    assert put(editor, "map.png") == ["features/map-2.png"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("map.svg", b"<svg/>", "not-a-picture"),
        ("map.html", b"<p>", "not-a-picture"),
        ("map", PICTURE, "not-a-picture"),
        ("map.png", b"<svg/>", "file-not-as-named"),
        ("map.jpg", PICTURE, "file-not-as-named"),
        ("map.png", b"", "not-a-picture"),
        ("map.png", PICTURE + b"\0" * (5 * 1024 * 1024), "picture-too-large"),
    ],
)
def test_what_is_no_picture_is_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    editor = session(tmp_path)
    assert put(editor, name, content) == [code]
    assert [path.name for path in (editor.root / "features").iterdir()] == ["sync.md"]
