"""What is fuzzed: one module of `tests/fuzz/targets/` each."""

from __future__ import annotations

import importlib
from collections import Counter
from pathlib import Path
from random import Random
from typing import Protocol

HERE = Path(__file__).parent
SEEDS = HERE / "seeds"
FOUND = HERE / "found"


class Target(Protocol):
    """Makes inputs, and judges what the program does with one.

    `judge` gives nothing where all is well, else one line on what is wrong, of which the words before the first colon name the kind; whatever
    it raises is a finding as well. A target may count in `ACCEPTED` the inputs that the program took as sound, by kind if it likes, and say with `WHOLE = True` that
    its inputs cannot be cut or changed and still be read: then they are neither mutated nor shrunk.
    """

    def make(self, random: Random) -> bytes: ...
    def judge(self, data: bytes) -> str: ...


def names() -> list[str]:
    """Every target there is."""
    return sorted(path.stem for path in (HERE / "targets").glob("[!_]*.py"))


def load(name: str) -> Target:
    module: Target = importlib.import_module(f"tests.fuzz.targets.{name}")
    return module


def is_whole(target: Target) -> bool:
    return bool(getattr(target, "WHOLE", False))


def accepted(target: Target) -> int:
    counted: int | Counter[str] = getattr(target, "ACCEPTED", 0)
    return counted.total() if isinstance(counted, Counter) else counted


def seeds(name: str) -> list[Path]:
    """Inputs that are kept, since they are interesting or were found once."""
    return sorted(path for path in (SEEDS / name).glob("*") if path.is_file())
