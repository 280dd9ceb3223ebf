"""A line of Markdown as text, and a text as a line of Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsite.read.inline import as_text, escaped, first_paragraph, says


@given(st.text(st.sampled_from("ab 1.)`*_[]()<>&;#@~\\-+=!:/\"'|中"), min_size=1))
def test_a_text_that_became_markdown_is_the_same_text(text: str) -> None:
    assert as_text(escaped(text)) == " ".join(text.split())


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("A [link](https://a.example/b_(c)) and ![a picture][p], <https://b.example>", "A link and a picture, https://b.example"),
        ("**Bold** and _soft_, ~~gone~~; snake_case * 2", "Bold and soft, gone; snake_case * 2"),
        ("`a <b> *c*` and `` ` ``", "a <b> *c* and `"),
        (r"\<b> \*not\* \`this\`", "<b> *not* `this`"),
        ("<b>Bold</b> &lt;tag> &amp; &copy;", "Bold <tag> & ©"),
        ("[**x** in `y`](z)", "x in y"),
    ],
)
def test_readers_see_no_markup(line: str, text: str) -> None:
    assert as_text(line) == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Arabic translation (#444), by @ada & friends", "Arabic translation (#444), by @ada & friends"),
        ("<b> [x] `y` *z* _w_ a_b 2 * 3 &amp; \\n", r"\<b> \[x\] \`y\` \*z\* \_w\_ a_b 2 * 3 \&amp; \\n"),
        ("# no heading", r"\# no heading"),
        ("1. no list", r"1\. no list"),
        ("- no list", r"\- no list"),
        ("> no quote", r"\> no quote"),
        ("#1 is no heading", "#1 is no heading"),
    ],
)
def test_only_what_would_mean_something_is_escaped(text: str, line: str) -> None:
    assert escaped(text) == line


def test_a_text_says_a_title_with_its_first_paragraph() -> None:
    assert first_paragraph("One\ntwo.\n\nThree.") == "One\ntwo."
    assert first_paragraph("One\n- two") == "One"
    assert says("`One` [two](x)\n\nThree.", "One two")
    assert says("One two three", "One tw…")
    assert not says("Another one.", "One")
    assert not says("", "One")
