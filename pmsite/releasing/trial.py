"""A look at the plan as it would be: a release that brings faults into it is not made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pmsite.diagnostics import Diagnostic
from pmsite.memory import Memory
from pmsite.pipeline import load


def new_faults(root: Path, prefix: str, today: date, edits: Mapping[Path, bytes | None]) -> list[Diagnostic]:
    """The errors and warnings that a workspace would have after some edits and has not now."""
    memory = Memory()
    before = Counter(map(_key, load(root, prefix, today, memory).report))
    over = {path.relative_to(root).as_posix(): content for path, content in edits.items() if path.is_relative_to(root)}
    found = [fault for fault in load(root, prefix, today, memory, over).report if fault.severity.is_fault]
    return [fault for fault in found if not before[_key(fault)]]


def _key(fault: Diagnostic) -> tuple[str, str]:
    return fault.code, fault.message
