"""Quick ways to look through many texts find what the slow and plain ones find."""

from __future__ import annotations

import re
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from pmsite.checks.exposure import _as_read, _places
from pmsite.read.misspelt import _SIGNS, may_hold_marks

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


@given(st.lists(st.sampled_from([*_SIGNS, "a", "-", "!", " "]), max_size=6).map("".join))
def test_a_sign_of_a_mark_is_seen_in_any_text(text: str) -> None:
    assert may_hold_marks(text) is any(sign in text for sign in _SIGNS)


def test_a_check_begins_to_read_before_the_models_are_loaded() -> None:
    code = "import sys, pmsite.cli.check; sys.exit('pydantic' in sys.modules or 'pmsite.model.types' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
