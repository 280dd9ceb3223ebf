"""What a verdict says, for programs and in sentences: commands, editors and assistants say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmsite.editing.diff import changes
from pmsite.editing.plan import Verdict
from pmsite.messages import Message, said
from pmsite.reporting.json import entry

VERSION = 1


def as_json(verdict: Verdict, prefix: str) -> dict[str, Any]:
    """A verdict as every command that changes a plan gives it with `--format json`."""
    return {
        "version": VERSION,
        "ok": verdict.ok,
        "digest": verdict.digest,
        "title": verdict.title,
        "files": [
            {"path": one.path, "how": one.how, "came_from": one.came_from, "diff": list(one.diff)}
            for one in changes(verdict, prefix)
        ],
        "faults": [entry(fault) for fault in verdict.faults],
        "told": [entry(found) for found in verdict.told],
    }


def sentences(verdict: Verdict, prefix: str, *, would: bool = False) -> Iterator[str]:
    """What was done, or would be, file by file, and how many files that are."""
    found = list(changes(verdict, prefix))
    verbs = _WOULD if would else _DID
    for one in found:
        yield Message(verbs[one.how], {"file": one.path, "before": one.came_from})
    if not found:
        yield said("Nothing to change.") if would or not verdict.title else said("Nothing was changed.")


_DID: Mapping[str, str] = {
    "changed": said("Changed {file}"),
    "made": said("Made {file}"),
    "removed": said("Removed {file}"),
    "moved": said("Moved {before} to {file}"),
}
_WOULD: Mapping[str, str] = {
    "changed": said("Would change {file}"),
    "made": said("Would make {file}"),
    "removed": said("Would remove {file}"),
    "moved": said("Would move {before} to {file}"),
}
