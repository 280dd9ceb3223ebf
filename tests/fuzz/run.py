"""Runs targets in processes of their own, which may hang, crash or be killed, and collects what they find."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.finding import Finding, keep
from tests.fuzz.target import FOUND
from tests.fuzz.worker import COUNTS, INPUT, STACK

ROOT = Path(__file__).parents[2]
SLICE = 120.0
"""Seconds after which a worker makes room for a fresh one, so that memory does not grow for ever."""


@dataclass(frozen=True)
class Plan:
    """How long, how many at once, and what is too much."""

    seed: str
    minutes: float
    jobs: int
    hang: float = 10
    megabytes: int = 4000


@dataclass
class Tally:
    """What became of one target."""

    name: str
    tried: int = 0
    accepted: int = 0
    found: list[Path] = field(default_factory=list)


def run(names: list[str], plan: Plan) -> list[Tally]:
    """Give each target its share of the time."""
    share = plan.minutes * 60 * plan.jobs / len(names)
    share = min(share, plan.minutes * 60)
    with ThreadPoolExecutor(plan.jobs) as pool:
        return list(pool.map(lambda name: _target(name, share, plan), names))


def _target(name: str, seconds: float, plan: Plan) -> Tally:
    tally = Tally(name)
    start, end, number = time.time(), time.monotonic() + seconds, 0
    while (left := end - time.monotonic()) > 0:
        _worker(name, f"{plan.seed}-{number}", min(left, SLICE), plan, tally)
        number += 1
    folder = FOUND / name
    new = [path for path in folder.glob("*") if path.suffix != ".txt" and path.stat().st_mtime >= start] if folder.is_dir() else []
    tally.found = sorted(new)
    print(f"{name}: {tally.tried} inputs, {tally.accepted} taken as sound, {len(new)} findings", flush=True)
    return tally


def _worker(name: str, seed: str, seconds: float, plan: Plan, tally: Tally) -> None:
    with TemporaryDirectory(prefix="fuzz-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        words = [name, seed, str(seconds), str(plan.hang), str(plan.megabytes), folder]
        with (place / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.fuzz.worker", *words],
                cwd=ROOT, env={**os.environ, "TMPDIR": folder}, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
            status = process.wait()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # what the target itself started and left
        counts = place / COUNTS
        tried, accepted = struct.unpack("<QQ", counts.read_bytes()) if counts.exists() and counts.stat().st_size else (0, 0)
        tally.tried += tried
        tally.accepted += accepted
        if status:
            said = (place / "log").read_text(encoding="utf-8", errors="replace")
            stack = (place / STACK).read_text(encoding="utf-8", errors="replace") if (place / STACK).exists() else ""
            if not (place / INPUT).exists():
                raise SystemExit(f"the target {name} does not start:\n{said}")
            keep(name, ended(status, stack, said, plan.hang), (place / INPUT).read_bytes())


def ended(status: int, stack: str, said: str, hang: float) -> Finding:
    """Why a worker ended before its time."""
    if stack:
        frames = [line for line in stack.splitlines() if " in " in line]
        own = [line for line in frames if "/pmsite/" in line] or frames
        return Finding(f"hang in {own[0].rpartition(' in ')[2] if own else 'a worker'}", f"longer than {hang:g} s\n{stack}")
    how = signal.Signals(-status).name if status < 0 else f"status {status}"
    own = [line.strip().rpartition(" in ")[2] for line in said.splitlines() if "/pmsite/" in line]
    return Finding(f"crash {how} in {own[0] if own else 'a worker'}", said)
