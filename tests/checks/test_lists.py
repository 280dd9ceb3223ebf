"""A list that pages do not show as one is told; nothing is where they do."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown_it import MarkdownIt

from pmsite.checks.markdown import first_unseen, may_hold_unseen
from pmsite.texts.bodies import STANDARD

WRITTEN, SHOWN = MarkdownIt("commonmark").enable(["table"]), Markdown(extensions=list(STANDARD))


def lists(page: str) -> list[str]:
    return re.findall(r"</?(?:ul|ol|li)\b", page)


LINES = st.sampled_from(
    [
        "text",
        "more - text",
        "- a",
        "- b",
        "* c",
        "  - d",
        "    - e",
        "   - f",
        "1. g",
        "2. i",
        "  goes on",
        "    deep",
        "",
        "",
        "# h",
        "> q",
        "- ",
        "-x",
    ]
)


@given(st.lists(LINES, max_size=10).map("\n".join))
@settings(max_examples=400, deadline=None)
def test_what_is_told_does_differ(words: str) -> None:
    if first_unseen(words):
        assert lists(WRITTEN.render(words)) != lists(SHOWN.reset().convert(words))


@given(st.lists(LINES | st.text(" \t\r-*1.a\n", max_size=8), max_size=10).map("\n".join))
@settings(max_examples=400, deadline=None)
def test_the_first_look_misses_none(words: str) -> None:
    assert may_hold_unseen(words) or first_unseen(words) is None


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("text\n- a", 5),
        ("text\n\ntext\n1. a\n2. b", 11),
        ("- a\n  - b", 6),
        ("1. a\n   - b", 8),
        ("```\ntext\n- a\n```\n\ntext\n* b", 23),
        ("text\n\n- a\n- b\n\n    - c", None),
        ("# h\n- a", None),
        ("- \n\n  - a", None),
        ("- a\n  more\n- b", None),
        ("text - and\n-5 and\n2026.", None),
        ("> text\n> - a", None),
        ("| a |\n|---|\n- a", None),
        ("    code\n    - a", None),
    ],
)
def test_lists_that_pages_do_not_show(words: str, at: int | None) -> None:
    found = first_unseen(words)
    assert (found[0] if found else None) == at
