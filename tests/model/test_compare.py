"""What differs between two versions of an item, in the words of the plan."""

from __future__ import annotations

import pytest

from pmsite.model.compare import differences
from pmsite.model.product import titles
from pmsite.wording.differences import Teller
from tests.make import product

SETTINGS = """\
name: P
audiences: {customers: {label: Customers}}
statuses: {wip: {stage: building, label: In the works}}
fields:
  feature:
    maturity: {kind: choice, values: [alpha, beta], label: Maturity}
    milestones: {kind: map, values_are: release, label: Milestones}
"""
OTHERS = {
    "releases/r1.md": "title: Spring",
    "releases/r2.md": "title: Summer",
    "teams/t.md": "title: Maps",
    "people/ada.md": "title: Ada",
}
CASES = [
    ("target: 2026-Q2", "target: 2026-Q3", "Target: Q3 2026, was Q2 2026"),
    ("", "target: 2026-H2", "Target: H2 2026, was not set"),
    ("target: 2026-12", "", "Target: no longer set, was Dec 2026"),
    ("status: planned", "status: wip", "Status: In the works, was Planned"),
    ("confidence: low", "confidence: high", "Confidence: High, was Low"),
    ("release: r1", "release: r2", "Release: Summer, was Spring"),
    ("owner: Ada", "owner: Bo", "Owner: Bo, was Ada"),
    ("tags: [a, b]", "tags: [b, c]", "Tags: added c; removed a"),
    ("tags: [a, b]", "tags: [b, a]", "Tags: in another order"),
    ("visibility: []", "visibility: [customers]", "Visible to: added customers"),
    ("summary: Old", "summary: New", "Summary: rewritten"),
    ("", "summary: New", "Summary: written"),
    ("title: A", "title: B", "Title: B, was A"),
    ("score: {reach: 100, impact: 2, confidence: 80%, effort: 4}", "score: {reach: 100, impact: 2, confidence: 50%, effort: 4}", "RICE: 25, was 40; Priority › Confidence: 50%, was 80%"),
    ("tracks: {design: active}", "tracks: {design: done, build: waiting}", "Work › Design › Status: Done, was Active; Work › Build: added"),
    ("acceptance: [It works]", "acceptance: [{text: It works, done: true}]", "Accepted when › It works › Done: Yes, was No"),
    ("for: {customers: {target: 2026-H1}}", "for: {customers: {target: 2026-H2}}", "Words for audiences › customers › Target: H2 2026, was H1 2026"),
    ("maturity: alpha", "maturity: beta", "Maturity: beta, was alpha"),
    ("milestones: {alpha: r1}", "milestones: {alpha: r2, beta: r2}", "Milestones › alpha: Summer, was Spring; Milestones › beta: Summer, was not set"),
]  # fmt: skip


def told(path: str, before: str, after: str) -> str:
    sides = [
        product({path: text if text.startswith("title:") else f"title: A\n{text}", **OTHERS}, SETTINGS) for text in (before, after)
    ]
    old, new = (side.items["a"] for side in sides)
    teller = Teller("en", sides[1].settings, {**titles(sides[0]), **titles(sides[1])})
    return "; ".join(f"{teller.label(d, new.type, new.id)}: {teller.sentence(d)}" for d in differences(old, new))


@pytest.mark.parametrize(("before", "after", "expected"), CASES)
def test_a_fact_that_differs_is_told(before: str, after: str, expected: str) -> None:
    assert told("features/a.md", before, after) == expected
    assert told("features/a.md", after, after) == ""


def test_key_results_are_compared_by_their_ids() -> None:
    first = "key_results: [{id: kr1, title: Crews, baseline: 0, target: 9, current: 1}, {id: kr2, title: Notes}]"
    then = "key_results: [{id: kr3, title: Calls}, {id: kr1, title: Crews, baseline: 0, target: 8, current: 3}]"
    assert (
        told("objectives/a.md", first, then)
        == "Crews › Target value: 8, was 9; Crews › Current value: 3, was 1; Notes: removed; Calls: added"
    )


@pytest.mark.parametrize(("nth", "words"), [(1, "first move"), (3, "third move"), (12, "move 12")])
def test_moves_are_counted_in_words(nth: int, words: str) -> None:
    old, new = (product({"features/a.md": f"title: A\ntarget: 2026-Q{n}"}).items["a"] for n in (1, 2))
    teller = Teller("en", product({}).settings, {})
    assert [teller.sentence(d, nth) for d in differences(old, new)] == [f"Q2 2026, was Q1 2026, {words}"]
