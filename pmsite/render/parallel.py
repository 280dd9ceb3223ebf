"""Work on many pages at once, on as many processors as there are."""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from pmsite.elsewhere import free

T = TypeVar("T")

CHUNK = 16
WAITING = 4
"""Results, for each process, that may wait to be taken: nobody needs all of them in memory."""

_work: Callable[[slice], Any] | None = None


def in_order(work: Callable[[slice], Sequence[T]], chunks: Iterator[slice]) -> Iterator[T]:
    """What some work gives for each chunk, done by other processes, in order. They inherit what it needs, and see it as it is now."""
    global _work  # noqa: PLW0603  # forked processes inherit the work through it instead of receiving copies
    processes = free() + 1
    _work = work
    gc.freeze()  # what is there already is looked through by no process: each look would copy it
    try:
        pool = multiprocessing.get_context("fork").Pool(processes)
    finally:
        _work = None
        gc.unfreeze()
    with pool:
        waiting = deque(pool.apply_async(_done, (at,)) for at in islice(chunks, processes * WAITING))
        while waiting:
            found = waiting.popleft().get()
            waiting.extend(pool.apply_async(_done, (at,)) for at in islice(chunks, 1))
            yield from found


def by_the_dozen(count: int, singly: int = 0) -> Iterator[slice]:
    """The first pages one by one, since each takes its time; the others by the dozen."""
    yield from (slice(at, at + 1) for at in range(singly))
    yield from (slice(at, at + CHUNK) for at in range(singly, count, CHUNK))


def _done(at: slice) -> Any:
    assert _work is not None  # set before the processes begin
    return _work(at)
