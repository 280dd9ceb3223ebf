"""Work that another process does is the same work, whatever becomes of that process."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pmsite import background
from pmsite.background import CHUNK, BackgroundTasks, in_chunks, spare_processors

pytestmark = pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="only Linux shares work so")
HERE = os.getpid()
LONG = 60
"""Seconds after which something counts as hanging."""


STARTED: list[int] = []
"""The processes that a test started; others are somebody else's, such as a browser that later tests go on with."""


@pytest.fixture(autouse=True)
def nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No process or thread outlives its use, and no test hangs."""
    before, fork = set(threading.enumerate()), os.fork

    def noted() -> int:
        process = fork()
        STARTED.append(process)
        return process

    STARTED.clear()
    monkeypatch.setattr(os, "fork", noted)

    def hangs(*_: object) -> None:
        raise AssertionError("it hangs")

    signal.signal(signal.SIGALRM, hangs)
    signal.alarm(LONG)
    yield
    signal.alarm(0)
    assert set(threading.enumerate()) <= before  # what other tests left running may end meanwhile
    assert no_process_is_left()


def no_process_is_left() -> bool:
    return not any(is_there(process) for process in STARTED)


def is_there(process: int) -> bool:
    try:
        os.waitpid(process, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


def once(flag: Path, act: Callable[[], object]) -> None:
    """Do something in one of the other processes, once."""
    if os.getpid() != HERE:
        try:
            flag.touch(exist_ok=False)
        except FileExistsError:
            return
        act()


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def no_memory() -> None:
    raise MemoryError


GRIEF: dict[str, Callable[[], object]] = {
    "killed": killed,
    "terminated": lambda: os.kill(os.getpid(), signal.SIGTERM),
    "interrupted": lambda: os.kill(os.getpid(), signal.SIGINT),
    "ended": lambda: os._exit(3),
    "ended as programs end": lambda: sys.exit(3),
    "no memory": no_memory,
    "a fault": lambda: 1 // 0,
}
"""By name, what can become of a process or of its task."""


def test_the_value_comes_from_another_process_with_what_was_known_when_it_began() -> None:
    known = [1]
    with BackgroundTasks([lambda: (os.getpid(), list(known))], 1) as other:
        known.append(2)
        process, seen = other.value(0)
    assert process != os.getpid()
    assert seen == [1]


@pytest.mark.parametrize("processes", [0, 1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, CHUNK, 30 * CHUNK + 1])
def test_on_any_number_of_processes_the_same_comes_in_the_same_order(processes: int, count: int) -> None:
    with BackgroundTasks(in_chunks(lambda at: list(range(count))[at], count, singly=min(3, count)), processes) as others:
        assert [number for found in others.values() for number in found] == list(range(count))


def test_all_processes_work() -> None:
    def work() -> int:
        time.sleep(0.01)
        return os.getpid()

    with BackgroundTasks([work] * 40, 3) as others:
        assert HERE not in (found := set(others.values()))
    assert len(found) == 3


@pytest.mark.parametrize("grief", GRIEF.values(), ids=GRIEF)
@pytest.mark.parametrize(("processes", "bad"), [(1, 0), (2, 0), (2, 7), (3, 19)])
def test_whatever_becomes_of_a_process_the_work_is_done(
    grief: Callable[[], object], processes: int, bad: int, tmp_path: Path
) -> None:
    def work(number: int) -> tuple[int, bytes]:
        if number == bad:
            once(tmp_path / "flag", grief)
        return number, b"x" * 200_000

    with BackgroundTasks([partial(work, number) for number in range(20)], processes) as others:
        assert [number for number, _ in others.values()] == list(range(20))
    assert (tmp_path / "flag").exists()


@pytest.mark.parametrize("act", [*GRIEF.values(), int], ids=[*GRIEF, "nothing"])
def test_no_file_is_left_open(act: Callable[[], object], tmp_path: Path) -> None:
    gc.collect()  # what other tests left open goes now, not in between
    before = set(os.listdir("/proc/self/fd"))
    with BackgroundTasks([partial(once, tmp_path / "flag", act)] * 20, 2) as others:
        others.value(0)
    del others
    gc.collect()
    assert set(os.listdir("/proc/self/fd")) == before


def test_the_work_is_done_where_all_processes_are_killed() -> None:
    def work(number: int) -> int:
        if os.getpid() != HERE:
            killed()
        return number

    with BackgroundTasks([partial(work, number) for number in range(100)], 2) as others:
        assert list(others.values()) == list(range(100))


@pytest.mark.parametrize("most", [0, 2])
def test_the_work_is_done_where_a_process_is_killed_while_it_says_what_it_did(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    write, here = os.write, HERE

    def cut_off(pipe: int, data: bytes) -> int:
        if os.getpid() != here:
            write(pipe, data[:most])
            killed()
        return write(pipe, data)

    monkeypatch.setattr(os, "write", cut_off)
    with BackgroundTasks([lambda: b"x" * 1_000_000] * 10, 2) as others:
        assert [len(found) for found in others.values()] == [1_000_000] * 10


def test_the_work_is_done_where_an_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def dump(value: object, file: Any, protocol: int) -> None:
        file.write(pickle.dumps(value, protocol)[:-10])
        file.flush()
        killed()

    monkeypatch.setattr(pickle, "dump", dump)
    with BackgroundTasks([lambda: "x" * 100_000] * 3, 2) as others:
        assert [len(found) for found in others.values()] == [100_000] * 3


def test_what_was_done_before_a_process_was_killed_is_not_done_again(tmp_path: Path) -> None:
    def work(number: int) -> int:
        with (tmp_path / str(number)).open("a") as file:
            file.write("x")
        if number == 3:
            once(tmp_path / "flag", killed)
        return number

    with BackgroundTasks([partial(work, number) for number in range(6)], 1) as others:
        assert [others.value(number) for number in range(6)] == list(range(6))
    assert [(tmp_path / str(number)).read_text() for number in range(6)] == ["x", "x", "x", "xx", "x", "x"]


def test_a_process_that_lost_its_task_does_not_go_on_with_it(tmp_path: Path) -> None:
    def slow() -> str:
        if os.getpid() != HERE:
            time.sleep(LONG)
        (tmp_path / "by").write_text(str(os.getpid()))
        return "written"

    def work() -> None:
        once(tmp_path / "flag", killed)

    with BackgroundTasks([slow, work], 2) as others:
        assert others.value(0) == "written"
        assert no_process_is_left()
    assert (tmp_path / "by").read_text() == str(HERE)


def test_something_else_is_done_instead_where_somebody_says_so(tmp_path: Path) -> None:
    with BackgroundTasks([killed, lambda: None], 1) as others:
        assert others.value(0, lambda: None) is None
        assert others.value(1) is None


def test_its_faults_are_raised_here() -> None:
    with BackgroundTasks([lambda: 1 // 0], 1) as other, pytest.raises(ZeroDivisionError):
        other.value(0)


class Stubborn:
    """Something that cannot be brought back."""

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        return _fails, (1,)


def _fails(_: int) -> object:
    raise TypeError


class StubbornFault(Exception):
    """A fault that cannot be sent."""

    def __reduce__(self) -> Any:
        raise TypeError


def test_what_cannot_travel_is_made_here() -> None:
    def fault() -> None:
        raise StubbornFault

    tasks: list[Callable[[], Any]] = [lambda: lambda: 3, Stubborn, fault]
    with BackgroundTasks(tasks, 1) as other:
        assert other.value(0)() == 3
        assert isinstance(other.value(1), Stubborn)
        with pytest.raises(StubbornFault):
            other.value(2)


def full(*_: object, **__: object) -> None:
    raise BlockingIOError


def no_thread(_: object) -> None:
    raise RuntimeError("can't start new thread")


@pytest.mark.parametrize(
    ("where", "name", "instead"),
    [
        (os, "fork", full),
        (os, "memfd_create", full),
        (os, "pipe", full),
    ],
)
def test_without_another_process_it_is_done_here(where: Any, name: str, instead: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(where, name, instead)
        with BackgroundTasks([os.getpid] * 9, 2) as others:
            assert set(others.values()) == {HERE}


def test_where_only_some_processes_can_begin_none_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    fork, left = os.fork, [False, True]

    def second() -> int:
        if left.pop():
            return fork()
        raise BlockingIOError

    with monkeypatch.context() as patch:
        patch.setattr(os, "fork", second)
        with BackgroundTasks([os.getpid] * 9, 2) as others:
            assert set(others.values()) == {HERE}


def test_a_process_without_room_for_a_thread_gives_up(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    start = threading.Thread.start
    monkeypatch.setattr(threading.Thread, "start", lambda self: start(self) if os.getpid() == HERE else no_thread(self))
    with BackgroundTasks([os.getpid] * 3, 2) as others:
        assert set(others.values()) == {HERE}
    assert capfd.readouterr().err == ""


def test_work_that_nobody_needs_any_more_ends(tmp_path: Path) -> None:
    def work() -> None:
        (tmp_path / str(os.getpid())).touch()
        time.sleep(LONG)

    with BackgroundTasks([work] * 9, 2):
        while len(list(tmp_path.iterdir())) < 2:
            time.sleep(0.01)
    assert not any(Path("/proc", path.name).exists() for path in tmp_path.iterdir())


def test_little_waits_to_be_taken(tmp_path: Path) -> None:
    def work(number: int) -> int:
        (tmp_path / str(number)).touch()
        return number

    with BackgroundTasks([partial(work, number) for number in range(50)], 2) as others:
        others.value(0)
        time.sleep(0.3)
        assert len(list(tmp_path.iterdir())) <= 1 + 2 * background.WAITING


def test_a_task_that_is_asked_for_before_its_time_is_done_once(tmp_path: Path) -> None:
    def work(number: int) -> int:
        (tmp_path / str(number)).touch(exist_ok=False)
        return number

    with BackgroundTasks([partial(work, number) for number in range(50)], 1) as others:
        assert others.value(40) == 40
        assert [others.value(number) for number in (*range(40), *range(41, 50))] == [*range(40), *range(41, 50)]


def test_no_processor_is_free_beside_threads() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert spare_processors() == 0
    finally:
        stop.set()
        thread.join()


def test_no_processor_is_free_within_a_process_that_works_for_another() -> None:
    with BackgroundTasks([spare_processors], 1) as other:
        assert other.value(0) == 0


@pytest.mark.parametrize(
    ("processors", "expected"), [(1, 0), (3, 2), (background.MOST, background.MOST - 1), (500, background.MOST - 1)]
)
def test_one_processor_less_than_there_are_is_free_up_to_a_limit(
    processors: int, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "processors", lambda: processors)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert spare_processors() == expected


def test_without_a_place_for_answers_no_processor_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "memfd_create")
    assert spare_processors() == 0


PARENT = """
import os, sys, time
from pmsite.background import BackgroundTasks

def work():
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(600)

def held():
    os.write(1, b"%d\\n" % os.getpid())
    while True:
        sum(range(10**6))

with BackgroundTasks([work, held], 2) as others:
    others.value(0)
"""


def is_gone(process: int) -> bool:
    """Whether a process has ended, though perhaps nobody has asked how."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


@pytest.mark.parametrize("whom", [os.kill, os.killpg], ids=["it alone", "as the terminal does"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_one_that_it_works_for(number: signal.Signals, whom: Callable[[int, int], None]) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as parent:
        assert parent.stdout is not None
        assert parent.stderr is not None
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        whom(parent.pid, number)
        parent.wait()
        while not all(map(is_gone, workers)):
            time.sleep(0.05)
        assert parent.stderr.read().count("Traceback") == (number == signal.SIGINT)


def test_what_is_in_memory_is_shared_and_not_copied_by_looking_for_garbage() -> None:
    with BackgroundTasks([gc.get_freeze_count], 1) as other:
        assert other.value(0) > 1000
    assert gc.get_freeze_count() == 0
