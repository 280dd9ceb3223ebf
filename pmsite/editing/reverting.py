"""Changes taken back: the files of some items put as they were in the last commit, through the same engine as every other change."""

from __future__ import annotations

from collections.abc import Collection

from pmsite.editing.commit import WorkTree
from pmsite.editing.plan import Plan
from pmsite.editing.since_commit import SinceCommit
from pmsite.writing.operation import Rename


def reverted(changes: SinceCommit, tree: WorkTree, keys: Collection[str]) -> Plan:
    """The plan that takes the changes of some items back. Raises Unable.

    What is new goes; an item that was renamed gets its old name, everywhere where it is named. What was found in the last commit already
    is nothing that stands against it.
    """
    wanted = [one for one in changes.items if one.key in keys]
    files = {inside: tree.committed(inside) for one in wanted for inside in one.files}
    names = tuple(Rename(one.key, one.was) for one in wanted if one.was)
    return Plan(names, files=files, known=tuple(changes.earlier.report) if changes.earlier else ())


def needed_too(changes: SinceCommit, keys: Collection[str], paths: Collection[str], prefix: str) -> tuple[str, ...]:
    """Which other items changed in the files that would be faulty then: with them it may go."""
    inside = {path.removeprefix(f"{prefix}/") for path in paths}
    return tuple(one.key for one in changes.items if one.key not in keys and inside.intersection(one.files))
