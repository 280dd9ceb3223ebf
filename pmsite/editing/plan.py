"""What is to be changed together, and what would come of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pmsite.diagnostics import Diagnostic
from pmsite.workspace import Workspace
from pmsite.writing.operation import Operation, Raw


@dataclass(frozen=True)
class Plan:
    """Operations that are carried out in their order, all of them or none."""

    operations: tuple[Operation, ...]
    seen: Mapping[str, str] = field(default_factory=dict)
    """By the place of a file in the workspace, what `digest` gave for what whoever planned this has seen in it."""
    told: tuple[Diagnostic, ...] = ()
    """What whoever carries it out should know besides."""
    files: Mapping[str, bytes | None] = field(default_factory=dict)
    """Files that become just this after all operations, None where they go: such as they were at another time."""
    known: tuple[Diagnostic, ...] = ()
    """What is found in these files, and is no news."""


Wanted = Plan | Raw | Callable[[Workspace], Plan]
"""A plan, a file that is mended by hand, or what makes a plan of the workspace as it is at the moment of writing; it may raise Refused."""


@dataclass(frozen=True)
class FileChange:
    """One file before and after, None where it is not there."""

    inside: str
    before: bytes | None
    after: bytes | None
    came_from: str = ""
    """The place that it had before, where it moved."""


@dataclass(frozen=True)
class Verdict:
    """What a plan would do, or did."""

    files: tuple[FileChange, ...] = ()
    faults: tuple[Diagnostic, ...] = ()
    """Why nothing of it is done; where there are none, it can be."""
    told: tuple[Diagnostic, ...] = ()
    """What is new and not in the way, and what only a person can judge."""
    title: str = ""
    """Of what was undone, or done again: what it was called when it was done."""
    entry: str = ""
    """What was done, as the journal calls it: who undoes it may say so, lest another change goes."""

    @property
    def ok(self) -> bool:
        """Whether nothing stands against it."""
        return not self.faults

    @cached_property
    def digest(self) -> str:
        """What tells this verdict from one on other files, or on the same when they were others."""
        told = "".join(f"{change.inside}\0{digest(change.before)}\0{digest(change.after)}\0" for change in self.files)
        return hashlib.sha256(told.encode()).hexdigest()


def digest(content: bytes | None) -> str:
    """What tells a file's content from another one; nothing where there is no file."""
    return "" if content is None else hashlib.sha256(content).hexdigest()
