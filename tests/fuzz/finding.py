"""A finding: what was wrong, told apart from others by its kind and place, made small, and kept in a file.

What takes its process with it, a crash or a hang, is kept as it came.
"""

from __future__ import annotations

import hashlib
import re
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.mutate import smaller
from tests.fuzz.target import FOUND, Target

SECONDS = 30
"""How long a finding is made smaller."""


@dataclass(frozen=True)
class Finding:
    """What is wrong with one input. `kind` is the same wherever the fault is the same."""

    kind: str
    told: str

    @property
    def name(self) -> str:
        """A file name for the kind."""
        words = re.sub(r"[^a-zA-Z0-9]+", "-", self.kind)[:60].strip("-")
        return f"{words}-{hashlib.sha256(self.kind.encode('utf-8', 'replace')).hexdigest()[:8]}"


def look(target: Target, data: bytes) -> Finding | None:
    """What is wrong with an input, if anything is."""
    try:
        told = target.judge(data)
    except Exception as fault:
        return Finding(f"{type(fault).__name__} at {_place(fault)}", traceback.format_exc())
    except BaseException as fault:  # a panic of a library in Rust is no Exception
        if isinstance(fault, KeyboardInterrupt):
            raise
        return Finding(f"{type(fault).__name__} at {_place(fault)}", traceback.format_exc())
    return Finding(re.sub(r"\d+", "0", told.partition(":")[0]), told) if told else None


def _place(fault: BaseException) -> str:
    """The innermost line of the program itself, or of whatever it was."""
    frames = traceback.extract_tb(fault.__traceback__)
    own = [frame for frame in frames if "/pmsite/" in frame.filename.replace("\\", "/")]
    last = (own or frames)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def shrunk(data: bytes, is_same: Callable[[bytes], bool]) -> bytes:
    """The smallest input that was found by taking parts out while the finding stays."""
    end = time.monotonic() + SECONDS
    while True:
        before = len(data)
        for first, last in smaller(data):
            if time.monotonic() > end:
                return data
            less = data[:first] + data[last:]
            if len(less) < len(data) and is_same(less):
                data = less
        if len(data) == before:
            return data


def keep(name: str, finding: Finding, data: bytes) -> Path:
    """Write an input, and beside it what is wrong with it."""
    place = FOUND / name / finding.name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    place.with_name(f"{place.name}.txt").write_text(finding.told, encoding="utf-8", errors="replace")
    return place
