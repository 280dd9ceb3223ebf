"""What a verdict changes, as people read changes: a unified diff."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from difflib import unified_diff
from typing import NamedTuple

from pmsite.editing.plan import Verdict
from pmsite.messages import said


class Changed(NamedTuple):
    """One file, and what becomes of it: `changed`, `made`, `removed` or `moved`."""

    how: str
    path: str
    """Its place as messages show it; where it is removed, the one that it had."""
    came_from: str
    """The same before it moved; nothing where it did not."""
    diff: tuple[str, ...]
    """The lines of a unified diff; where only its place is another, their two first."""


def changes(verdict: Verdict, prefix: str) -> Iterator[Changed]:
    """What becomes of each file; one that moved is compared with what it was."""
    before = {change.inside: change.before for change in verdict.files}
    moved = {change.came_from for change in verdict.files if change.came_from}
    for change in verdict.files:
        if change.after is None and change.inside in moved:
            continue
        source = change.came_from or change.inside
        old = before.get(source)
        path, came_from = _shown(prefix, change.inside), _shown(prefix, change.came_from) if change.came_from else ""
        first, second = _name(_shown(prefix, source), old), _name(path, change.after)
        rows = tuple(unified_diff(_lines(old), _lines(change.after), first, second, lineterm=""))
        how = "moved" if came_from else "made" if old is None else "removed" if change.after is None else "changed"
        yield Changed(how, path, came_from, rows or (f"--- {first}", f"+++ {second}"))


def diff(verdict: Verdict, prefix: str) -> Iterator[str]:
    """The lines of a diff of all files, without their line breaks."""
    for change in changes(verdict, prefix):
        yield from change.diff


def _shown(prefix: str, inside: str) -> str:
    """A file as messages show it; of a file beside the workspace, such as a changelog, too."""
    return posixpath.normpath(f"{prefix}/{inside}")


def _name(path: str, content: bytes | None) -> str:
    return "/dev/null" if content is None else path


def _lines(content: bytes | None) -> list[str]:
    if content and b"\0" in content:  # a picture, of which nobody reads lines
        return [said("({count} bytes)", count=len(content))]
    return (content or b"").decode("utf-8", "replace").splitlines()
