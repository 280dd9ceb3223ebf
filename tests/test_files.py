"""All files or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pmsite import files


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
        files.put(root, {root / "features/a.md": b"new", root / "themes/b.md": b"b", root / "releases/c.md": b"c"})
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
    files.put(root, {root / "a.md": b"new"})
    assert (root / "a.md").read_text(encoding="utf-8") == "new"
    assert (root / "a.md").stat().st_mode & 0o777 == 0o640
