"""Work that another process does is the same work."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from pmsite.elsewhere import Elsewhere, free

forks = pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="only Linux shares work so")


@forks
def test_the_value_comes_from_another_process_with_what_was_known_when_it_began() -> None:
    known = [1]
    value = Elsewhere(lambda: (os.getpid(), list(known)))
    known.append(2)
    process, seen = value.value()
    assert process != os.getpid()
    assert seen == [1]


@forks
def test_work_that_came_to_grief_elsewhere_is_done_here() -> None:
    here = os.getpid()

    def work() -> str:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "done"

    assert Elsewhere(work).value() == "done"


@forks
def test_its_faults_are_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        Elsewhere(lambda: 1 // 0).value()


@forks
def test_what_cannot_travel_is_made_here() -> None:
    assert Elsewhere(lambda: lambda: 3).value()() == 3


@forks
def test_without_another_process_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", full)
    assert Elsewhere(os.getpid).value() == os.getpid()


@forks
def test_work_that_nobody_needs_any_more_ends(tmp_path: Path) -> None:
    def work() -> None:
        time.sleep(0.5)
        (tmp_path / "late").touch()

    Elsewhere(work).leave()
    time.sleep(0.7)
    assert not list(tmp_path.iterdir())


@forks
def test_nothing_is_left_behind() -> None:
    before = set(os.listdir("/proc/self/fd"))
    process = Elsewhere(os.getpid).value()
    Elsewhere(os.getpid).leave()
    assert set(os.listdir("/proc/self/fd")) == before
    assert not Path(f"/proc/{process}").exists()


def test_no_processor_is_free_beside_threads() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert free() == 0
    finally:
        stop.set()
        thread.join()


@forks
def test_the_processors_that_this_process_may_use_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1, 5})
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert free() == 2
