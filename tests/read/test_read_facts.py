"""Marks of internal passages have no place in facts: nothing would take the passage out. They are found in any spelling, anywhere."""

from __future__ import annotations

import pytest

from pmsite.diagnostics import Report
from pmsite.read.misspelt import defused
from pmsite.read.passages import resembles
from pmsite.read.table import rows
from pmsite.read.workspace import read_file

FACTS = [
    "summary: a <!-- internal -->b<!-- /internal -->",
    "summary: 'a <!-- internal ->'",
    'summary: "\\x3c!-- internal --\\x3e"',
    'summary: "a \\uff1c!-- internal -->"',
    "for: {customers: {title: <internal>a</internal>}}",
    "headline: |\n  One.\n  <!-- internal -->\n  Two.\n",
    "milestones: {<!-- internal -->: a}",
    "acceptance: [{text: '&lt;!-- internal --&gt;'}]",
]


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize("inside", ["features/a.md", "features/a.zh.md", "changes/1.fixed.md", "briefs/a.md", "product.yml"])
def test_a_mark_in_a_fact_is_an_error(fact: str, inside: str) -> None:
    report = Report()
    text = f"title: A\n{fact}\n"
    whole = text if inside == "product.yml" else f"---\n{text}---\nBody.\n"
    assert read_file(whole.encode(), inside, f"roadmap/{inside}", report, whole=False) is None
    assert [(d.code, d.span.line > 1) for d in report] == [("internal-passage-in-fact", True)]


@pytest.mark.parametrize(
    "fact", ["summary: a < b, internal notes", "summary: from internal -> external", 'summary: "\\t internal"']
)
def test_words_alone_are_no_marks(fact: str) -> None:
    report = Report()
    assert read_file(f"---\n{fact}\n---\n".encode(), "features/a.md", "roadmap/features/a.md", report) is not None


def test_a_mark_in_a_table_is_an_error() -> None:
    report = Report()
    assert rows(b"date,value,note\n2026-09,1,<!-- internal -->x\n", "a.csv", ("date", "value"), ("note",), report) == ()
    assert [(str(d.span), d.code) for d in report] == [("a.csv:2:1", "internal-passage-in-fact")]


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("fix: <!-- internal --> x", "fix: (internal --> x"),
        ("a &lt;!-- /internal --&gt;", "a (internal --&gt;"),
        ("<!-- interal -->", "<! -- interal -->"),
        ("a < b <!-- c -->", "a < b <! -- c -->"),
    ],
)
def test_foreign_texts_lose_what_looks_like_a_mark(text: str, harmless: str) -> None:
    assert defused(text) == harmless
    assert not resembles(harmless)
