"""Quick ways to look through many texts find what the slow and plain ones find."""

from __future__ import annotations

import re
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from pmsite.addresses import _BOX, BOXES, plain
from pmsite.checks.exposure import _as_read, _places, _stands, _without_emphasis
from pmsite.checks.markdown import _MARK, may_hold_unseen
from pmsite.read.phrases import Phrases, place_of
from pmsite.read.signs import _SIGNS, may_hold_marks

PIECES = st.sampled_from(
    ["a", "b", "ab", "é", "王小", "1", "-", "_", "*", "`", "~", ">", " ", "  ", "\n", "\n\n", " \n> ", "\t", "\r"]
)
TEXTS = st.lists(PIECES, max_size=16).map("".join)


@given(st.lists(PIECES, min_size=1, max_size=6).map("".join).filter(str.strip), TEXTS)
@settings(max_examples=300, deadline=None)
def test_a_name_stands_where_a_pattern_for_it_would_find_it(name: str, words: str) -> None:
    letter = r"[^\W\u3400-\u9fff]"
    told = r"(?:(?!\n[^\S\n]*\n)[\s>*`~_])+".join(map(re.escape, name.split()))
    found = list(re.finditer(rf"(?<!{letter}){told}(?!{letter})", words)) or list(re.finditer(told, words))
    assert list(_places(name, words)) == [place.start() for place in found]


@given(TEXTS)
def test_spaces_run_together_as_if_each_were_looked_at(words: str) -> None:
    spaced = re.sub(r"[^\S\n]*\n[^\S\n]*(?:>[^\S\n]*)*|[^\S\n]+", " ", words)
    assert _as_read(words) == re.sub(r"\*+|`+|~~|(?<!\w)_+|_+(?!\w)", "", spaced)


@given(st.lists(PIECES, min_size=1, max_size=4).map("".join).map(_as_read).filter(str.strip), TEXTS, TEXTS, st.booleans())
@settings(max_examples=1000, deadline=None)
def test_a_name_is_found_wherever_a_page_shows_it(name: str, before: str, after: str, is_there: bool) -> None:
    words = f"{before}{name if is_there else ''}{after}"
    shown = place_of(name, _as_read(words)) >= 0
    assert _stands(name, words) is shown
    known = Phrases([(name, None)], fold=False)
    assert not shown or any(known.found(_as_read(words))) is any(known.possible(_without_emphasis(words)))


LINES = st.sampled_from(["", " ", "a", "- a", "-", "  - a", "    - a", "1. a", " 2. ", "a - b", "   * a", "-a", "\u2003+ a"])


@given(st.lists(LINES, max_size=5).map("\n".join))
@settings(max_examples=500)
def test_a_list_that_may_not_be_seen_is_found_in_any_text(text: str) -> None:
    entry = rf" *{_MARK}(?: +\S| *$)"
    told = re.search(rf"^(?: {{2,3}}{_MARK} +\S|(?!{entry})[^\S\n]*\S[^\n]*\n *{_MARK}(?: |$))", text, re.MULTILINE)
    assert may_hold_unseen(text) is (told is not None)


@given(
    st.lists(
        st.sampled_from(["!!!", "???", "+", " ", "note", "mine", '"a"', '"', "\n", "!", "?", "{", "]", ":", "("]), max_size=10
    ).map("".join)
)
@settings(max_examples=500)
def test_a_text_is_plain_whatever_signs_are_looked_for_first(text: str) -> None:
    rest = _BOX.sub(lambda box: " " if box[1] in BOXES else box[0], text)
    assert (plain(text) is None) is any(sign in rest for sign in ("](", "]:", "{", "!!!", "???"))


@given(st.lists(st.sampled_from([*_SIGNS, "a", "-", "!", " "]), max_size=6).map("".join))
def test_a_sign_of_a_mark_is_seen_in_any_text(text: str) -> None:
    assert may_hold_marks(text) is any(sign in text for sign in _SIGNS)


def test_a_check_begins_to_read_before_the_models_are_loaded() -> None:
    code = "import sys, pmsite.cli.check; sys.exit('pydantic' in sys.modules or 'pmsite.model.types' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
