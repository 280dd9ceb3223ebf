"""A plan of edits as a person reads it before it is carried out."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from pmsite.releasing.plan import Plan


def diff(plan: Plan, base: Path) -> Iterator[str]:
    """Every change of a file as a unified diff, files shown relative to `base`; a file that moves is compared with what it was."""
    moved = set(plan.came_from.values())
    for path in sorted(plan.texts, key=str):
        text = plan.texts[path]
        if text is None and path in moved:
            continue
        source = plan.came_from.get(path, path)
        before = source.read_bytes().decode().splitlines() if source.exists() else []
        after = text.splitlines() if text is not None else []
        old = _name(source, base) if source.exists() else "/dev/null"
        new = _name(path, base) if text is not None else "/dev/null"
        lines = list(unified_diff(before, after, old, new, lineterm=""))
        yield from lines or ([f"--- {old}", f"+++ {new}"] if old != new else [])


def _name(path: Path, base: Path) -> str:
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else str(path)
