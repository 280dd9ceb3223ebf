"""Lines for a terminal: no wider than it, and nothing in them that acts on it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmsite.asking.lines import cut, padded, word, wrapped
from pmsite.reporting.safe import columns, its_lines

TEXT = st.text(st.sampled_from("abc dé 字，。…\u0301\u200d😀()"), max_size=200)


def test_wide_characters_and_marks_are_counted() -> None:
    assert [columns(text) for text in ("abc", "离线", "e\u0301", "a\u200db", "😀")] == [3, 4, 1, 2, 2]
    assert cut("离线模式", 8) == "离线模式"
    assert cut("离线模式", 7) == "离线模…"
    assert padded("离线", 6) + "|" == "离线  |"


def test_a_line_is_broken_at_spaces_and_beside_wide_characters_but_not_before_a_full_stop() -> None:
    assert list(wrapped("one two three", 8)) == ["one two", "three"]
    assert list(wrapped("没有网络也能看。", 14)) == ["没有网络也能", "看。"]
    assert list(wrapped("abcdefghij", 4)) == ["abcd", "efgh", "ij"]


@given(TEXT, st.integers(min_value=4, max_value=40))
def test_no_line_is_wider_than_the_room_and_no_word_is_lost(text: str, room: int) -> None:
    lines = list(wrapped(text, room))
    assert all(columns(line) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert columns(cut(text, room)) <= room


def test_values_are_one_line_and_act_on_nothing() -> None:
    assert word("\x1b[31mred\x1b[0m\nand \u202eback") == "\\u001b[31mred\\u001b[0m and \\u202eback"
    assert word({"\x1b": ["a\x07", {"b": True}], "c": 1.50}) == "\\u001b: (a\\u0007, (b: true)), c: 1.5"
    assert its_lines("a\tb\n\x1b[0m ##[error]") == "a\tb\n\\u001b[0m # #[error]"
    assert [word(value) for value in (None, False, 3, 0.1 + 0.2, 1e-7, 2e9)] == ["", "false", "3", "0.3", "0", "2000000000"]
