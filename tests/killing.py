"""A process that is killed before any of the calls by which it changes files."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")

_CALLS = {"os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.link", "os.chmod", "open"}


def killed_at_each_call(begin: Callable[[int], T], work: Callable[[T], None]) -> Iterator[T]:
    """Do some work in a copy of this process that is killed before its first call; then in one killed before its second; to the last.

    Each time the work gets what `begin` makes for it, and so does the caller afterwards.
    """
    calls = 0
    while _is_killed(work, given := begin(calls), calls):
        yield given
        calls += 1


def _is_killed(work: Callable[[T], None], given: T, calls: int) -> bool:
    process = os.fork()
    if not process:
        try:
            _die_after(calls)
            work(given)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == -signal.SIGKILL


def _die_after(calls: int) -> None:
    left = [calls]

    def watch(name: str, words: tuple[object, ...]) -> None:
        if name in _CALLS:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
