"""One process that tries inputs of one target until its time is over. Started by the runner, which sees what becomes of it.

Inputs are made and changed at random. An engine that is led by coverage (atheris) has wheels for Linux on x86-64 alone, so it cannot be a
requirement of the project; whoever has one can give it the targets, which know nothing of this runner.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import struct
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import TextIO

from tests.fuzz.finding import keep, look, shrunk
from tests.fuzz.mutate import mutated
from tests.fuzz.target import Target, accepted, is_whole, load, seeds
from tests.fuzz.watch import watched

INPUT, COUNTS, STACK = "input", "counts", "stack"
"""Files in the worker's folder: the input that is being judged, how many there were, and where it stood when it took too long."""


def work(name: str, seed: str, seconds: float, hang: float, megabytes: int, place: Path) -> None:
    """Try inputs; each is on disk before it is judged, so that it outlives the process."""
    _limit(megabytes)
    target, random = load(name), Random(seed)
    kept = [path.read_bytes() for path in seeds(name)]
    known: set[str] = set()
    tried, end = 0, time.monotonic() + seconds
    with (place / STACK).open("w") as stack, (place / COUNTS).open("wb", buffering=0) as counts:
        while time.monotonic() < end:
            data = one(target, random, kept)
            (place / INPUT).write_bytes(data)
            with watched(hang, stack):
                finding = look(target, data)
            tried += 1
            os.pwrite(counts.fileno(), struct.pack("<QQ", tried, accepted(target)), 0)
            if finding and finding.kind not in known:
                known.add(finding.kind)
                keep(name, finding, data)  # as it came, should making it smaller come to grief
                keep(name, finding, data if is_whole(target) else _smaller(target, data, finding.kind, hang, stack))
            if tried % 100 == 0:
                gc.collect()


def _smaller(target: Target, data: bytes, kind: str, hang: float, stack: TextIO) -> bytes:
    def is_same(less: bytes) -> bool:
        with watched(hang, stack):
            found = look(target, less)
        return found is not None and found.kind == kind

    return shrunk(data, is_same)


def one(target: Target, random: Random, kept: list[bytes]) -> bytes:
    """The next input: made, or made and changed, or a kept one changed."""
    way = random.random()
    if way < 0.5 or is_whole(target):
        return target.make(random)
    base = random.choice(kept) if kept and way < 0.8 else target.make(random)
    return mutated(random, base, kept)


def _limit(megabytes: int) -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource  # where the system has it

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    faulthandler.enable()
    words = sys.argv[1:]
    work(words[0], words[1], float(words[2]), float(words[3]), int(words[4]), Path(words[5]))
