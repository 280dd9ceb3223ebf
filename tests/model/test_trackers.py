"""A key of a tracker leads to the work that it names, whatever stands before its number."""

from __future__ import annotations

import pytest

from pmsite.model.trackers import address_of, prefix_of

TRACKERS = {
    "APP": "https://tracker.example/browse/APP-{n}",
    "OPS-": "https://ops.example/{n}",
    "需求": "https://tracker.example/story/{n}",
    "#": "https://code.example/our/plan/issues/{n}",
    "!": "https://code.example/our/plan/merge/{n}",
    "goals#": "https://code.example/org/goals/issues/{n}",
    "org/repo#": "https://code.example/org/repo/issues/{n}",
}


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("APP-381", "https://tracker.example/browse/APP-381"),
        ("app-3", "https://tracker.example/browse/APP-3"),
        ("OPS-12", "https://ops.example/12"),
        ("需求-12", "https://tracker.example/story/12"),
        ("#4", "https://code.example/our/plan/issues/4"),
        ("!7", "https://code.example/our/plan/merge/7"),
        ("goals#625", "https://code.example/org/goals/issues/625"),
        ("org/repo#5", "https://code.example/org/repo/issues/5"),
        ("Org/Repo#5", "https://code.example/org/repo/issues/5"),
        ("other/repo#5", ""),
        ("OLD-2", ""),
        ("APP381", ""),
        ("12", ""),
        ("a note", ""),
        ("the meeting of APP-3", ""),
    ],
)
def test_a_key_leads_to_its_work(key: str, address: str) -> None:
    assert address_of(key, TRACKERS) == address


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("OLD-2", "OLD"),
        ("#4", "#"),
        ("!4", "!"),
        ("other/repo#5", "other/repo#"),
        ("v1.2", ""),
        ("a note", ""),
        ("https://code.example/org/repo/pull/12", ""),
        ("https://code.example/org/repo#5", ""),
    ],
)
def test_what_looks_like_a_key_is_known_by_its_prefix(text: str, prefix: str) -> None:
    assert prefix_of(text) == prefix
