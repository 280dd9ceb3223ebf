"""A server hears of changes at once where the system tells of them, and knows which files have changed."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from pmsite.host import watching
from pmsite.host.watching import Watch, stamps
from pmsite.read.recent import LastLook


def test_files_that_come_go_or_are_written_differ(tmp_path: Path) -> None:
    for name in ("same", "written", "gone"):
        (tmp_path / "folder").mkdir(exist_ok=True)
        (tmp_path / "folder" / name).write_text("a", encoding="utf-8")
    alone = tmp_path / "alone"
    alone.write_text("a", encoding="utf-8")
    paths = [str(tmp_path / "folder"), str(alone), str(tmp_path / "nowhere")]
    last = LastLook()
    last.changed(stamps(paths))
    (tmp_path / "folder/written").write_text("ab", encoding="utf-8")
    (tmp_path / "folder/gone").unlink()
    (tmp_path / "folder/new").write_text("a", encoding="utf-8")
    alone.write_text("ab", encoding="utf-8")
    names = {Path(path).name for path in last.changed(stamps(paths))}
    assert names == {"written", "gone", "new", "alone"}
    assert not last.changed(stamps(paths))


@pytest.mark.skipif(Observer is PollingObserver, reason="this system tells of no changes")
def test_a_change_is_told_of_and_a_look_is_not(tmp_path: Path) -> None:
    path = tmp_path / "item.md"
    path.write_text("a", encoding="utf-8")
    told = threading.Event()
    watch = Watch(str(tmp_path), told.set)
    watch.start()
    try:
        path.read_text(encoding="utf-8")
        assert not told.wait(0.5)
        path.write_text("ab", encoding="utf-8")
        assert told.wait(60)
    finally:
        watch.stop()


def test_where_the_system_tells_of_nothing_changes_are_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "Observer", PollingObserver)
    path = tmp_path / "item.md"
    path.write_text("a", encoding="utf-8")
    told = threading.Event()
    watch = Watch(str(tmp_path), told.set)
    watch.start()
    try:
        assert not told.wait(2 * watching.OFTEN)
        path.write_text("ab", encoding="utf-8")
        assert told.wait(60)
    finally:
        watch.stop()


def test_another_day_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = threading.Event()
    watch = Watch(str(tmp_path), told.set)
    watch.start()
    try:
        monkeypatch.setattr(watching, "today", lambda: date(2027, 1, 1))
        assert told.wait(10)
    finally:
        watch.stop()
