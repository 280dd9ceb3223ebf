"""Work that other processes do while this one goes on, where processors are free for it.

They are copies of this one, so they see everything as it was when they began, and nothing is sent to them. Whatever becomes of them,
the work is done and nobody waits for ever: what they did not finish is done here.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from multiprocessing.process import BaseProcess
from typing import Any, Generic, Self, TypeVar

from pmsite.processors import processors

T = TypeVar("T")

FEW = 300
"""Items or pages below which starting processes costs more than it saves."""
MOST = 8
"""Processors that are used at most: the process that gathers what the others do keeps no more of them busy, and each takes memory."""
CHUNK = 16
"""Pages that a process takes at once."""
WAITING = 4
"""Tasks, for each process, that may be begun and not taken: nobody needs what all of them give in memory."""
OFTEN = 2_000
"""Objects that a process makes until it looks for garbage: what it makes of a page it throws away, and there are several such processes."""
PATIENCE = 10
"""Seconds between looks whether those who bring the answers are still there."""

_tasks: Sequence[Callable[[], object]] = ()


def spare_processors() -> int:
    """Processors that could take work; none outside Linux, or where threads run, which a copy of the process would lack."""
    if threading.active_count() > 1 or not hasattr(os, "memfd_create"):
        return 0
    return min(processors(), MOST) - 1


def is_worth_it(many: int) -> bool:
    """Whether work on so many items or pages is done faster by several processes, and there are processors for them."""
    return many >= FEW and spare_processors() > 0


class BackgroundTasks(Generic[T]):
    """Tasks that other processes do, a few ahead of what is asked for; all are done here where there are no processes.

    What a task gives must be able to be pickled; what it changes is changed there alone. Close it, or use it in a `with`, so that no
    process outlives its use.
    """

    def __init__(self, tasks: Sequence[Callable[[], T]], processes: int) -> None:
        self._tasks = tasks
        self._next = 0
        self._begun: dict[int, tuple[Future[None], int]] = {}
        self._spare: list[int] = []
        self._executor: ProcessPoolExecutor | None = None
        self._workers: list[BaseProcess] = []
        self._threads: set[threading.Thread] = set()
        if tasks and processes > 0:
            self._start(min(processes, len(tasks)))

    def value(self, number: int, instead: Callable[[], T] | None = None) -> T:
        """What a task gives. Ask once for each, in about their order.

        One that came to grief or was not begun is done here, where its faults are raised, or something else is done `instead`.
        """
        answers = self._answers(number) if number in self._begun else []
        self._next = max(self._next, number + 1)
        self._submit()
        return answers[0] if answers else (instead or self._tasks[number])()

    def values(self) -> Iterator[T]:
        """What the tasks give, in order."""
        return map(self.value, range(len(self._tasks)))

    def close(self) -> None:
        """Have the other processes end, whatever they are doing."""
        self._end()
        for place in (*self._spare, *(place for _, place in self._begun.values())):
            os.close(place)
        self._spare, self._begun, self._tasks = [], {}, ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self, processes: int) -> None:
        global _tasks  # noqa: PLW0603  # forked processes inherit the tasks through it instead of receiving copies
        children, threads = multiprocessing.active_children(), set(threading.enumerate())
        held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # until all that must end then are known
        _tasks = self._tasks
        gc.freeze()  # what is there already is looked through by no process: each look would copy it
        try:
            with suppress(ImportError, NotImplementedError, OSError, RuntimeError):  # no more files, processes, threads or locks
                self._spare = [os.memfd_create("answer") for _ in range(processes * WAITING)]
                self._executor = ProcessPoolExecutor(processes, multiprocessing.get_context("fork"), _begin)
                self._submit()  # the first task begins all processes, and then the threads that serve them
        finally:
            gc.unfreeze()
            _tasks = ()
            self._workers = [child for child in multiprocessing.active_children() if child not in children]
            self._threads = {thread for thread in threading.enumerate() if thread.is_alive()} - threads
        if not self._threads:
            self._end()
        try:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
        except BaseException:  # an interruption that waited
            self.close()
            raise

    def _submit(self) -> None:
        while self._executor and self._spare and self._next < len(self._tasks):
            try:
                future = self._executor.submit(_do, self._next, self._spare[-1])
            except BrokenProcessPool:
                self._end()
                return
            self._begun[self._next] = future, self._spare.pop()
            self._next += 1

    def _answers(self, number: int) -> list[T]:
        """What a task gave, if it gave anything."""
        future, place = self._begun.pop(number)
        answers = _read(place) if self._is_done(future) else []
        os.ftruncate(place, 0)
        self._spare.append(place)
        return answers

    def _is_done(self, future: Future[None]) -> bool:
        while not future.done() and self._executor and all(thread.is_alive() for thread in self._threads):
            wait([future], PATIENCE)
        if future.done() and not future.exception():
            return True
        self._end()
        return False

    def _end(self) -> None:
        """Have the processes end; nothing that they were doing goes on once this is over."""
        for worker in self._workers:
            worker.kill()
        if self._executor:
            with suppress(RuntimeError):  # it waits for a thread, which may never have begun
                self._executor.shutdown()
        for worker in self._workers:
            worker.join()
        self._executor, self._workers = None, []


def in_chunks(work: Callable[[slice], T], count: int, singly: int = 0) -> list[Callable[[], T]]:
    """Tasks that do some work on the first pages one by one, since each takes its time; on the others by the dozen."""
    first = [slice(at, at + 1) for at in range(singly)]
    return [partial(work, at) for at in (*first, *(slice(at, at + CHUNK) for at in range(singly, count, CHUNK)))]


def _begin() -> None:
    """Let a process end with the one that it works for: by the same interruption, or because that one is no more."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    gc.set_threshold(OFTEN)
    try:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    except RuntimeError:  # no room for a thread
        os._exit(1)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None  # only forked processes ask
    parent.join()
    os._exit(1)


def _do(number: int, place: int) -> None:
    """Do a task and write down what it gives.

    It is not sent: who reads a pipe would wait for the rest for ever where the sender is killed halfway. Where the task comes to grief the
    process ends, since nobody knows what state it is in; whatever the grief was, it is met again where the task is done in place.
    """
    try:
        with open(place, "wb", closefd=False) as file:
            file.seek(0)
            pickle.dump(_tasks[number](), file, pickle.HIGHEST_PROTOCOL)
    except BaseException:
        os._exit(1)


def _read(place: int) -> list[Any]:
    with open(place, "rb", closefd=False) as file:
        file.seek(0)
        try:
            return [pickle.load(file)]  # noqa: S301  # written by this program itself
        except Exception:  # what cannot be brought here is made here
            return []
