"""All or nothing: every file is written beside the workspace first, then moved; what goes wrong on the way is undone."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

_LEFT_BEHIND = 3600


def put(root: Path, files: Iterable[tuple[str, str]]) -> int:
    """Write files, by their places in a workspace; raises OSError, and then none of them is written."""
    _clear(root)
    staged = Path(tempfile.mkdtemp(prefix=f".{root.name}.import-", dir=root.parent))
    try:
        names = []
        for number, (inside, text) in enumerate(files):
            (staged / str(number)).write_bytes(text.encode())
            names.append(inside)
        _move(staged, root, names)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return len(names)


def _clear(root: Path) -> None:
    """Remove what an import left behind that was ended from outside an hour ago or more."""
    for left in root.parent.glob(f".{root.name}.import-*"):
        if time.time() - left.lstat().st_mtime > _LEFT_BEHIND:
            shutil.rmtree(left, ignore_errors=True)


def _move(staged: Path, root: Path, names: list[str]) -> None:
    done: list[tuple[Path, Path]] = []
    made: list[Path] = []
    try:
        for number, inside in enumerate(names):
            target, before = root / inside, staged / f"{number}.before"
            _make_folder(target.parent, made)
            if target.exists():
                _copy(target, before)
                shutil.copymode(target, staged / str(number))
            os.replace(staged / str(number), target)
            done.append((target, before))
    except BaseException:
        for target, before in reversed(done):
            os.replace(before, target) if before.exists() else target.unlink()
        for folder in reversed(made):
            folder.rmdir()
        raise


def _copy(target: Path, before: Path) -> None:
    try:
        os.link(target, before)
    except (AttributeError, OSError):  # not every system has links
        shutil.copy2(target, before)


def _make_folder(folder: Path, made: list[Path]) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent, made)
        folder.mkdir()
        made.append(folder)
