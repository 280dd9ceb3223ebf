"""A process that is killed before any of the calls by which it changes files, or interrupted at any line."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Set
from types import FrameType
from typing import Any, TypeVar

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


def interrupted_at_each_line(
    files: Set[str], begin: Callable[[int], T], work: Callable[[T], None], twice: bool = False
) -> Iterator[T]:
    """Do some work in a copy of this process that is interrupted at the first line that it runs of some files; then at its second; to the last.

    Where that is done `twice`, it is interrupted again a few lines later.
    """
    lines, interrupted = 0, True
    while interrupted:
        given = begin(lines)
        interrupted = _is_interrupted(files, work, given, {lines, lines + 4} if twice else {lines})
        yield given
        lines += 1


def _is_interrupted(files: Set[str], work: Callable[[T], None], given: T, at: set[int]) -> bool:
    process = os.fork()
    if not process:
        code = 0
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            sys.settrace(_interrupting(files, at))
            work(given)
            sys.settrace(None)
        except KeyboardInterrupt:
            code = 1
        except BaseException:
            code = 2
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    assert code in (0, 1)
    return code == 1


def _interrupting(files: Set[str], at: set[int]) -> Callable[[FrameType, str, Any], Any]:
    ran = [0]

    def trace(frame: FrameType, event: str, _: object) -> Any:
        if frame.f_code.co_filename not in files:
            return None
        if event == "line":
            ran[0] += 1
            if ran[0] - 1 in at:
                signal.raise_signal(signal.SIGINT)
        return trace

    return trace
