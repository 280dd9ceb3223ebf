"""Bytes become text, or a fault that says where they stop being it."""

from __future__ import annotations

import pytest

from pmsite.diagnostics import Report, Span
from pmsite.read import front_matter
from pmsite.read.text import decode, printable


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a\nb\n", "a\nb\n"),
        (b"\xef\xbb\xbfa\n", "a\n"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"a\tb", "a\tb"),
        ("离线 שלום 👩\u200d🔧".encode(), "离线 שלום 👩\u200d🔧"),
    ],
)
def test_text(data: bytes, text: str) -> None:
    report = Report()
    assert decode(data, "a.md", report) == text
    assert not len(report)


@pytest.mark.parametrize(
    ("data", "code", "line", "column", "words"),
    [
        (b"a\ncaf\xe9", "not-utf-8", 2, 4, "byte 6"),
        (b"a\rb\r\nc\xff", "not-utf-8", 3, 2, "byte 7"),
        (b"\xff\xfea\0", "not-utf-8", 1, 1, "byte 1"),
        (b"\xc0\xaf", "not-utf-8", 1, 1, "byte 1"),
        (b"\xed\xa0\x80", "not-utf-8", 1, 1, "byte 1"),
        (b"\xe2\x82", "not-utf-8", 1, 1, "byte 1"),
        (b"a\n\0", "control-character", 2, 1, "U+0000"),
        (b"\x1b[31m", "control-character", 1, 1, "U+001B"),
        (b"a\x7f", "control-character", 1, 2, "U+007F"),
        ("a\x85".encode(), "control-character", 1, 2, "U+0085"),
        ("a\u2028".encode(), "control-character", 1, 2, "U+2028"),
        ("a\u2029".encode(), "control-character", 1, 2, "U+2029"),
    ],
)
def test_no_text(data: bytes, code: str, line: int, column: int, words: str) -> None:
    report = Report()
    assert decode(data, "a.md", report) is None
    (found,) = report
    assert (found.code, found.span) == (code, Span("a.md", line, column))
    assert words in found.message


def test_utf_16_is_named() -> None:
    report = Report()
    decode("title: x".encode("utf-16"), "a.md", report)
    assert "UTF-16" in next(iter(report)).hint


@pytest.mark.parametrize("character", ["\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\uffff"])
def test_what_turns_or_hides_text_is_refused_in_front_matter(character: str) -> None:
    report = Report()
    assert front_matter.read(f"title: x\nsummary: a{character}b", "a.md", 2, report) is None
    (found,) = report
    assert (found.code, found.span) == ("control-character", Span("a.md", 3, 11))


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a b", "a b"), ("a\x1b\n", "a\\u001b\\u000a"), ("\u202e", "\\u202e"), ("\udcff", "\\udcff"), ("\U000e0001", "\\U000e0001")],
)
def test_messages_show_no_character_that_nobody_sees(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_key_is_quoted_without_control_characters() -> None:
    report = Report()
    front_matter.read('"a\\e]0;x\\a": 1\n"a\\e]0;x\\a": 2\n', "a.md", 2, report)
    (found,) = report
    assert found.code == "duplicate-key"
    assert f"{found.message}{found.hint}".isprintable()
