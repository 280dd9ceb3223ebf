"""How many processors this process may use: a container often gets less than the machine has."""

from __future__ import annotations

import math
import os
import posixpath
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def processors(root: Path = Path("/")) -> int:
    """Whole processors that this process may run on, and has time on. `root` is where the system's own files are."""
    return max(1, math.floor(min(_to_run_on(), *_quotas(root))))


def _to_run_on() -> int:
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _quotas(root: Path) -> Iterator[float]:
    """What each control group that this process is in gives to all that is in it."""
    yield math.inf
    groups = root / "sys/fs/cgroup"
    for controllers, path in _memberships(root / "proc/self/cgroup"):
        if not controllers:
            for folder in _from_the_top(groups, path):
                yield _quota(_words(folder / "cpu.max"))
        elif "cpu" in controllers.split(","):
            for folder in _from_the_top(groups / "cpu", path):
                yield _quota([*_words(folder / "cpu.cfs_quota_us"), *_words(folder / "cpu.cfs_period_us")])


def _memberships(path: Path) -> Iterator[tuple[str, str]]:
    """The controllers of each hierarchy, and this process's group in it; the second version of control groups names no controllers."""
    with suppress(OSError, ValueError):
        for line in path.read_text(encoding="utf-8").splitlines():
            _, controllers, group = line.split(":", 2)
            yield controllers, group


def _from_the_top(folder: Path, group: str) -> Iterator[Path]:
    """The folders of a group and of those that it is in. In a container the first may be all that is there."""
    yield folder
    for part in posixpath.normpath(f"/{group}").strip("/").split("/"):
        folder /= part
        yield folder


def _words(path: Path) -> list[str]:
    with suppress(OSError, ValueError):
        return path.read_text(encoding="utf-8").split()
    return []


def _quota(words: list[str]) -> float:
    """Processors for a time and the period that it is a part of; no limit where none is told."""
    with suppress(ValueError, ZeroDivisionError):
        time, period = map(int, words)
        if time > 0:
            return time / period
    return math.inf
