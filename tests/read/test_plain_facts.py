"""Facts that are read without a parse of YAML are what YAML makes of them."""

from __future__ import annotations

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pmsite.read import plain_facts
from pmsite.read.events import walk
from pmsite.read.fault import HeadFault
from pmsite.read.record import Value

PLAIN = """title: Offline mode, for crews (2), what's next? 100%/+ “now”
title_2: 离线模式，第一步
delivery: https://tracker.example/APP-381
target: 2026-Q4
owner:
reason: null
empty: []
supports: [2026-q4-activation.kr2, Null, field crew, 1.10, 离线]
score: {reach: 1200, impact: 0.25, confidence: 80%, effort: null}
quoted: "Sync: #1 [draft] {x} & *y* 'z' - "
nothing: ""
"""
PIECES = st.sampled_from(
    [
        *"ab1~-#:'\"[]{},!&*?|>%@`=.\\/\t\n_é中，\u3000\u00a0\u2028\ufeff",
        "a: ",
        "b: ",
        ": ",
        ", ",
        " ",
        "  ",
        "\n\n",
        "\n- ",
        "null",
        "true",
        "<<",
        "~",
        " #",
        "---\n",
    ]
)
HEADS = st.lists(PIECES, max_size=12).map("".join)


def parsed(head: str) -> dict[str, Value] | None:
    try:
        return walk(head)
    except (HeadFault, yaml.YAMLError):
        return None


def test_most_front_matter_needs_no_parse() -> None:
    assert plain_facts.read(PLAIN) == walk(PLAIN)
    assert list(walk(PLAIN)) == list(plain_facts.read(PLAIN) or ())


@given(HEADS)
@example("a: 1\na: 2\n")
@example("a: {b: 1, b: 2}\n")
@example("a: {true: 1}\n")
@example("null: 1\n")
@settings(max_examples=3000, deadline=None)
def test_a_plain_head_is_read_as_yaml_reads_it(head: str) -> None:
    found = plain_facts.read(head)
    assert found is None or found == parsed(head)


@given(st.integers(0, len(PLAIN)), st.integers(0, 3), st.lists(PIECES, max_size=3).map("".join))
@settings(max_examples=3000, deadline=None)
def test_so_is_what_an_edit_makes_of_one(at: int, removed: int, added: str) -> None:
    head = PLAIN[:at] + added + PLAIN[at + removed :]
    found = plain_facts.read(head)
    assert found is None or found == parsed(head)
    assert found is None or list(found) == list(parsed(head) or ())
