"""One process at a time holds a lock, and its file can be removed meanwhile."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pmsite.lock import Lock


def test_a_lock_is_held_until_it_is_released(tmp_path: Path) -> None:
    first, second = Lock(tmp_path / "lock"), Lock(tmp_path / "lock")
    assert first.take()
    assert not second.take()
    first.release()
    assert not list(tmp_path.iterdir())
    assert second.take()


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    process = os.fork()
    if not process:
        Lock(tmp_path / "lock").take()
        os._exit(0)
    os.waitpid(process, 0)
    assert Lock(tmp_path / "lock").take()


def test_who_waited_for_a_file_that_is_gone_has_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = (Lock(tmp_path / "lock") for _ in range(3))
    real = os.open
    assert first.take()

    def opened(*words: object) -> int:
        handle = real(*words)  # type: ignore[arg-type]
        monkeypatch.setattr(os, "open", real)
        first.release()
        assert third.take()
        return handle

    monkeypatch.setattr(os, "open", opened)
    assert not second.take()


def test_a_link_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / "lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="link"):
        Lock(tmp_path / "lock").take()
    assert not (tmp_path / "elsewhere").exists()
