"""A file that had just changed when somebody looked may be another one and look the same, so what is in it counts."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pmsite.read import recent
from pmsite.read.recent import LastLook


def test_a_file_that_had_just_changed_is_judged_by_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"one")
    last, now = LastLook(), {"a.csv": (time.time_ns(), 3)}
    assert last.changed(now, str(tmp_path)) == {"a.csv"}
    assert last.changed(now, str(tmp_path)) == frozenset()
    (tmp_path / "a.csv").write_bytes(b"two")
    assert last.changed(now, str(tmp_path)) == {"a.csv"}
    assert last.changed(now, str(tmp_path)) == frozenset()


def test_it_is_looked_into_once_more_when_that_was_a_while_ago_and_then_never(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_bytes(b"one")
    last, now = LastLook(), {"a.csv": (time.time_ns(), 3)}
    last.changed(now, str(tmp_path))
    (tmp_path / "a.csv").write_bytes(b"two")
    monkeypatch.setattr(recent, "RECENT", 0)
    assert last.changed(now, str(tmp_path)) == {"a.csv"}
    assert last.recent == {}
    (tmp_path / "a.csv").unlink()  # nobody opens it now
    assert last.changed(now, str(tmp_path)) == frozenset()


def test_what_somebody_else_judges_is_not_looked_into(tmp_path: Path) -> None:
    last = LastLook()
    last.changed({"a.md": (time.time_ns(), 3)}, str(tmp_path), {"a.md"})
    assert last.recent == {}
    assert last.changed({}, str(tmp_path)) == {"a.md"}
