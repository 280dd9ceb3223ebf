"""Laws of written front matter: what is written is what is read, and what is changed is all that changes."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pmsite.diagnostics import Report
from pmsite.read.record import Record
from pmsite.read.workspace import read_item
from pmsite.writing.change import with_changes
from pmsite.writing.front import new_text

UNSEEN = st.characters(
    blacklist_categories=["Cs", "Cc", "Co", "Cn", "Zl", "Zp"],
    blacklist_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff",
)
ODD = st.sampled_from(
    [
        "null",
        "~",
        "true",
        "No",
        "- a",
        "a: b",
        "a #b",
        "#",
        "2026-12-01",
        "1.10",
        "0x1f",
        "'",
        '"',
        "[a]",
        "{a",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
        "|",
        ">",
        "<<",
        "---",
        "...",
        "?",
        "? a",
        ":",
        ":a",
        "\\",
        "\\n",
        "1e5",
        "=",
        "中文：",
        "a,b",
    ]
)
LINE = st.one_of(ODD, st.text(UNSEEN, min_size=1, max_size=30)).map(str.strip).filter(bool)
TEXT = st.one_of(LINE, st.lists(st.one_of(LINE, st.just("")), min_size=2, max_size=4).map("\n".join).map(str.strip).filter(bool))
GROUP = st.dictionaries(LINE, st.one_of(TEXT, st.lists(LINE, max_size=3)), min_size=1, max_size=3)
VALUE = st.one_of(
    TEXT,
    st.lists(LINE, max_size=4),
    GROUP,
    st.dictionaries(LINE, GROUP, min_size=1, max_size=2),
    st.lists(st.one_of(LINE, st.dictionaries(LINE, st.one_of(TEXT, st.lists(LINE, max_size=2), GROUP), max_size=3)), max_size=3),
)
FIELDS = st.dictionaries(
    st.one_of(st.sampled_from(["title", "status", "tags", "release", "imported", "summary"]), LINE), VALUE, max_size=5
)


def read(text: str) -> Record:
    report = Report()
    record = read_item(text, "features/a.md", "roadmap/features/a.md", report)
    assert record is not None, [d.message for d in report]
    return record


@given(FIELDS, st.sampled_from(["", "A body.", "---\nnot: a key\n---"]))
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_what_is_read(fields: dict[str, Any], body: str) -> None:
    record = read(new_text("feature", fields, body))
    assert record.data == fields
    assert record.body.rstrip("\n") == body


FILES = st.sampled_from(
    [
        "---\n# first\ntitle: One   # a comment\nstatus:   planned\n\n# about tags\ntags:\n  - a  # the first\n  - b\nscore: {reach: 10, impact: 2}\n# last\n---\nBody\n",
        "---\ntags: [a, b]\ntitle: 'One'\nimported:\n  source: X\n  id: 1\n  fields:\n    A: b  # why\nowner: \"ada\"\n...\nBody\n",
        "---\n{title: One, status: planned, tags: [a]}\n---\nBody\n",
        "---\ntitle: >-\n  folded\n  text\nstatus: planned\n---\n",
        "---\ntitle: One\ntags:\n  - {a: b, c: d}  # a group\n  - {a: e}\n  # between\n  - a: f\n    c: [g]\n---\nBody\n",
        "---\n---\nBody\n",
    ]
)  # fmt: skip


@given(
    FILES,
    st.dictionaries(
        st.sampled_from(["title", "status", "tags", "owner", "release", "imported"]), st.one_of(st.none(), VALUE), max_size=3
    ),
)
@example("---\ntitle: One   # a comment\n---\n", {"title": [{}, "null", "null"]})
@settings(max_examples=150, deadline=None)
def test_what_is_changed_is_all_that_changes(text: str, changes: dict[str, Any]) -> None:
    before = read(text)
    changes = {key: value for key, value in changes.items() if value is not None or key in before.data}
    found = with_changes(text, before, "feature", changes)
    after = read(found)
    expected = {key: value for key, value in {**before.data, **changes}.items() if value is not None}
    assert after.data == expected
    assert after.body == before.body
    kept = [line for line in before.head.split("\n") if line.startswith("#")]
    assert [line for line in after.head.split("\n") if line in kept] == kept
    if "title: One   # a comment" in text and not changes.keys() & {"title", "status"}:
        assert "# first\ntitle: One   # a comment\nstatus:   planned\n" in found
