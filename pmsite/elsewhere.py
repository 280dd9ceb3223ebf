"""Work that another process does while this one goes on, where a processor is free for it."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

T = TypeVar("T")

FEW = 300
"""Items or pages below which starting processes costs more than it saves."""


def free() -> int:
    """Processors that could take work; none outside Linux, or where threads run, which a copy of the process would lack."""
    if threading.active_count() > 1 or not hasattr(os, "memfd_create"):
        return 0
    return len(os.sched_getaffinity(0)) - 1


def is_worth_it(many: int) -> bool:
    """Whether work on so many items or pages is done faster by several processes, and there are processors for them."""
    return many >= FEW and free() > 0


class Elsewhere(Generic[T]):
    """A value, which must be able to be pickled, on its way from a process of its own.

    The work sees everything as it is now, and changes nothing here. Whoever needs the value no more may leave it.
    """

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._answer = os.memfd_create("answer")
        try:
            self._process = os.fork()
        except OSError:  # too many processes: then it is done here
            self._process = -1
        if not self._process:
            _answer(work, self._answer)

    def value(self) -> T:
        """What the work gave; it is done again here where the other process came to grief, so that faults show as ever. Once only."""
        if self._process > 0:
            os.waitpid(self._process, 0)
        with os.fdopen(self._answer, "rb") as answer:
            answer.seek(0)
            told = answer.read()
        try:
            value: T = pickle.loads(told)  # noqa: S301  # written by this program itself
        except (EOFError, pickle.UnpicklingError):
            return self._work()
        return value

    def leave(self) -> None:
        """Do without the value, and have the work end."""
        if self._process > 0:
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        os.close(self._answer)


def _answer(work: Callable[[], T], answer: int) -> None:
    try:
        gc.disable()  # it ends soon, and whatever it touches must be copied
        with os.fdopen(answer, "wb") as stream:
            stream.write(pickle.dumps(work(), pickle.HIGHEST_PROTOCOL))
    finally:
        os._exit(0)  # whatever happened: nothing of the program that it was copied from may go on here
