"""Finding many phrases in many texts finds what looking for each one alone finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pmsite.read.phrases import Phrases

_words = st.lists(st.sampled_from(["release", "3", "10", "sync", "engine", "离线", "模式", "a", "A"]), min_size=1, max_size=4)
_phrases = st.builds(lambda words, by: by.join(words), _words, st.sampled_from([" ", "-", ". "])).filter(lambda p: len(p) > 1)


@given(st.lists(_phrases, max_size=8, unique=True), st.lists(_phrases, max_size=6).map(" ".join))
def test_nothing_is_missed_and_nothing_made_up(phrases: list[str], text: str) -> None:
    han = "\u3400-\u9fff"
    inner = rf"[^\W{han}]"

    def stands(phrase: str) -> bool:
        before = rf"(?<!{inner})" if re.match(inner, phrase) else ""
        after = rf"(?!{inner})" if re.search(inner + r"\Z", phrase) else ""
        return re.search(before + re.escape(phrase) + after, text) is not None

    assert {phrase for phrase, _, _ in Phrases(((p, p) for p in phrases), fold=False).found(text)} == {
        p for p in phrases if stands(p)
    }


def test_case_counts_where_it_is_asked_to_and_for_a_single_word() -> None:
    phrases = [("Release Notes", 1), ("Sync", 2)]
    text = "release notes and sync"
    assert [found[1] for found in Phrases(phrases).found(text)] == [1]
    assert list(Phrases(phrases, fold=False).found(text)) == []
