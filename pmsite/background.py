"""Work that other processes do while this one goes on, where processors are free for it.

They are copies of this one, so they see everything as it was when they began, and nothing is sent to them but the number of a task.
Whatever becomes of them, the work is done and nobody waits for ever: what they did not finish is done here.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from struct import Struct
from typing import Any, Generic, NoReturn, Self, TypeVar

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

_ORDER, _WORD = Struct("ii"), Struct("i")
"""What a process is told, the number of a task and the file for what it gives, and what it says of it: its number.

Each is so short that the system keeps it whole, whoever else writes to the pipe or reads from it.
"""
_at_work: set[int] = set()
"""The processes that work for this one."""


def spare_processors() -> int:
    """Processors that could take work; none outside Linux, where processes work already, or where threads run, which a copy would lack."""
    if _at_work or threading.active_count() > 1 or not hasattr(os, "memfd_create"):
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
        self._begun: dict[int, int] = {}
        self._done: set[int] = set()
        self._spare: list[int] = []
        self._workers: dict[int, int] = {}
        """By the pipe in which it says what it has done, each process."""
        self._orders = -1
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
        for place in (*self._spare, *self._begun.values()):
            os.close(place)
        self._spare, self._begun, self._tasks = [], {}, ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self, processes: int) -> None:
        held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # until all that must end then are known
        gc.freeze()  # what is there already is looked through by no process: each look would copy it
        try:
            self._begin(processes)
            self._submit()
        except OSError:  # no more files or processes
            self._end()
        finally:
            gc.unfreeze()
        try:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)
        except BaseException:  # an interruption that waited
            self.close()
            raise

    def _begin(self, processes: int) -> None:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()  # what waits there is told once
        for _ in range(processes * WAITING):
            self._spare.append(os.memfd_create("answer"))
        orders, self._orders = os.pipe()
        try:
            for _ in range(processes):
                self._begin_one(orders)
        finally:
            os.close(orders)

    def _begin_one(self, orders: int) -> None:
        said, say = os.pipe()
        try:
            process = os.fork()
            if not process:
                os.close(self._orders)
                _work(self._tasks, orders, say)
        except OSError:
            os.close(said)
            raise
        finally:
            os.close(say)
        self._workers[said] = process
        _at_work.add(process)

    def _submit(self) -> None:
        while self._workers and self._spare and self._next < len(self._tasks):
            try:
                os.write(self._orders, _ORDER.pack(self._next, self._spare[-1]))
            except BrokenPipeError:
                self._end()
                return
            self._begun[self._next] = self._spare.pop()
            self._next += 1

    def _answers(self, number: int) -> list[T]:
        """What a task gave, if it gave anything."""
        while number not in self._done and self._workers:
            self._listen()
        place = self._begun.pop(number)
        answers = _read(place) if number in self._done else []
        os.ftruncate(place, 0)
        self._spare.append(place)
        return answers

    def _listen(self) -> None:
        """Wait for what the processes say. One that is no more says nothing: nobody knows what it had begun, so all of them end."""
        poll = select.poll()
        for pipe in self._workers:
            poll.register(pipe, select.POLLIN)
        said = [os.read(pipe, _WORD.size) for pipe, _ in poll.poll()]
        whole = [word for word in said if len(word) == _WORD.size]
        self._done.update(number for word in whole for number in _WORD.unpack(word))
        if len(whole) < len(said):
            self._end()

    def _end(self) -> None:
        """Have the processes end; nothing that they were doing goes on once this is over."""
        for process in self._workers.values():
            with suppress(ProcessLookupError):  # the system does not keep how it ended
                os.kill(process, signal.SIGKILL)
        while self._workers:
            pipe, process = self._workers.popitem()
            os.close(pipe)
            with suppress(ChildProcessError):
                os.waitpid(process, 0)
            _at_work.discard(process)
        if self._orders >= 0:
            os.close(self._orders)
            self._orders = -1


def in_chunks(work: Callable[[slice], T], count: int, singly: int = 0) -> list[Callable[[], T]]:
    """Tasks that do some work on the first pages one by one, since each takes its time; on the others by the dozen."""
    first = [slice(at, at + 1) for at in range(singly)]
    return [partial(work, at) for at in (*first, *(slice(at, at + CHUNK) for at in range(singly, count, CHUNK)))]


def _work(tasks: Sequence[Callable[[], object]], orders: int, say: int) -> NoReturn:
    """Be a process that does tasks as they are ordered, until it is ended.

    Where a task comes to grief the process ends, since nobody knows what state it is in; whatever the grief was, it is met again where
    the task is done in place.
    """
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        gc.set_threshold(OFTEN)
        gc.enable()
        threading.Thread(target=_end_with_parent, args=(orders,), daemon=True).start()
        while order := os.read(orders, _ORDER.size):
            task, place = _ORDER.unpack(order)
            _write(tasks[task](), place)
            os.write(say, _WORD.pack(task))
    finally:
        os._exit(1)


def _end_with_parent(orders: int) -> None:
    """End with the process that this one works for, which alone can give orders."""
    poll = select.poll()
    poll.register(orders, 0)
    poll.poll()
    os._exit(1)


def _write(value: object, place: int) -> None:
    """Write down what a task gives. It is not sent: who reads a pipe would wait for the rest where the sender is killed halfway."""
    with open(place, "wb", closefd=False) as file:
        file.seek(0)
        pickle.dump(value, file, pickle.HIGHEST_PROTOCOL)


def _read(place: int) -> list[Any]:
    with open(place, "rb", closefd=False) as file:
        file.seek(0)
        try:
            return [pickle.load(file)]  # noqa: S301  # written by this program itself
        except Exception:  # what cannot be brought here is made here
            return []
