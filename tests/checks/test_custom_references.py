"""Custom references are filtered for readers as every reference is, so an id that they do not get gives nothing away."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.audience import project
from pmsite.pipeline import load
from tests.make import TODAY, write

SETTINGS = """\
name: P
audiences: {customers: {}}
fields:
  feature:
    participating: {kind: references, to: feature, label: Works with, audiences: [customers]}
    milestones: {kind: map, values_are: feature, audiences: [customers]}
    note: {kind: text, audiences: [customers]}
    words: {kind: map, values_are: text, audiences: [customers]}
"""
FILES = {"features/sync-queue.md": "title: Queue of syncs 7", "features/seen.md": "title: Seen\nvisibility: [customers]"}


@pytest.mark.parametrize(
    ("field", "is_told"),
    [
        ("participating: [sync-queue, seen]", False),
        ("milestones: {first: sync-queue, second: seen}", False),
        ("milestones: {sync-queue: sync-queue, second: seen}", False),
        ("milestones: {sync-queue: seen}", True),
        ("note: See sync-queue", True),
        ("words: {first: After sync-queue}", True),
        ("words: {sync-queue: First}", True),
    ],
)
def test_only_what_readers_get_is_told(tmp_path: Path, field: str, is_told: bool) -> None:
    files = {**FILES, "features/a.md": f"title: A\nvisibility: [customers]\n{field}"}
    found = load(write(tmp_path, files, SETTINGS), "roadmap", TODAY)
    assert bool([fault for fault in found.report if fault.code == "text-names-hidden-item"]) is is_told
    assert found.product is not None
    shown = repr(project(found.product, "customers").items["a"].custom)
    assert ("sync-queue" in shown) is is_told
