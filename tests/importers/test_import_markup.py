"""Descriptions: their structure stays, and nothing in them can run."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsite.diagnostics import Report
from pmsite.importers.export import Export
from pmsite.importers.forms import split
from pmsite.importers.front import new_text
from pmsite.importers.headers import plain as plain_header
from pmsite.importers.markup import FORMS, plain, to_markdown
from pmsite.importers.markup.harmless import harmless
from pmsite.importers.people import names_of
from pmsite.importers.remarks import body_of
from pmsite.importers.sources import SOURCES
from pmsite.read import body

ADF = (
    '{"type":"doc","version":1,"content":[{"type":"heading","attrs":{"level":2},"content":[{"type":"text","text":"Why"}]},'
    '{"type":"paragraph","content":[{"type":"text","text":"bold","marks":[{"type":"strong"}]},{"type":"mention","attrs":{"text":"@Ada"}}]},'
    '{"type":"bulletList","content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"one"}]}]}]}]}'
)


@pytest.mark.parametrize(
    ("form", "written", "markdown"),
    [
        ("wiki", "h2. Why\nSome *bold* -gone- {{a_b}}", "## Why\nSome **bold** ~~gone~~ `a_b`"),
        ("wiki", "Text\n* a\n** b\n# c", "Text\n\n- a\n    - b\n1. c"),
        ("wiki", "||h||k||\n|1|[x|http://a.example]|", "| h | k |\n|---|---|\n| 1 | [x](http://a.example) |"),
        ("wiki", "{code:java}\nif (a < b) {}\n{code}", "```java\nif (a < b) {}\n```"),
        ("wiki", "{quote}\nsaid\n{quote}", "> said"),
        ("wiki", "see [~accountid:12] and !shot.png|width=300!", "see @12 and (shot.png)"),
        ("wiki", ADF, "## Why\n\n**bold**@Ada\n\n- one"),
        ("auto", "<p>Hi <b>x</b></p><ul><li>a</li></ul>", "Hi **x**\n\n- a"),
        ("auto", "<p>a<script>alert(1)</script></p>", "a"),
        ("auto", "<p>&lt;script&gt;x&lt;/script&gt;</p>", "&lt;script>x&lt;/script>"),
        ("auto", "Markdown with <b>a tag</b>", "Markdown with <b>a tag</b>"),
        ("markdown", "<script>x</script>", "&lt;script>x&lt;/script>"),
        ("markdown", "`<script>` stays code", "`<script>` stays code"),
        ("markdown", "<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)>"),
        ("markdown", '<img src="https://a.example/x.png" width="30">', '<img src="https://a.example/x.png" width="30">'),
        (
            "markdown",
            "[a](javascript:alert) [b](https://b.example) ![c](../c.png)",
            "a (javascript:alert) [b](https://b.example) c (../c.png)",
        ),
        ("markdown", "<details><summary>Log</summary>\n\n`<a>`\n</details>", "**Log**\n\n\n`<a>`"),
        ("markdown", "a <!-- internal --> b", "a  b"),
        ("markdown", "```pmsite\nview: roadmap\n```", "```text\nview: roadmap\n```"),
        (
            "markdown",
            "- a\n\n    ```pmsite\n    view: x\n    ```\n> ~~~ {.pmsite}",
            "- a\n\n    ```text\n    view: x\n    ```\n> ~~~ {.text}",
        ),
        ("markdown", "```\nopen", "```\nopen\n```"),
        ("text", "*not* bold [x]", "\\*not\\* bold \\[x\\]"),
    ],
)
def test_markup_becomes_harmless_markdown(form: str, written: str, markdown: str) -> None:
    assert to_markdown(written, form)[0] == markdown


PIECES = st.lists(
    st.sampled_from(
        ["<script>", "</script>", "<b>", "<img src=x onerror=y>", "<!--", "-->", "<!-- internal -->", "```", "~~~~", "`", "\n", "\n\n", "[a](", "javascript:x)", "![", "](x.png)",
         "{code}", "{quote}", "h1. ", "* ", "| ", "word ", "中文 ", "  ", "> ", "<p>", "</p>", "&lt;", "\\", "[x]: y", "```pmsite"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(PIECES, st.sampled_from(FORMS))
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_nothing_live_is_left_and_bodies_take_it(written: str, form: str) -> None:
    from markdown import markdown

    from pmsite.render.sanitise import Sanitiser

    found = body_of([to_markdown(written, form)[0]])
    assert not body.faults(found, "a.md", 1)
    assert not re.search(r"<!--\s*/?internal\s*-->", re.sub(r"(?ms)^(`{3,}).*?^\1$", "", found))
    html = markdown(found, extensions=["pymdownx.superfences", "tables"])
    assert Sanitiser().clean(html, lambda path: None).removed == ()


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_harmless_again_changes_nothing(text: str) -> None:
    once = harmless(text)[0]
    assert harmless(once)[0] == once


@pytest.mark.parametrize(
    "piece",
    ["[", "<", "<!--", "![", "`", "[a](", "*a", "{code}", "{{", '<img alt=""', "|", "[a|", "-a", "<a", "\\", "_*", "!a", "> ", "&"],
)
def test_nothing_takes_long(piece: str) -> None:
    for form in FORMS:  # each of these once took more than linear time somewhere; a hang fails the run
        to_markdown(piece * 20_000, form)


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 90_000 + "b",
        "`" + "<" * 90_000,
        "[a](" + " " * 90_000 + "[",
        "a" + "\n" * 90_000 + "\t",
        "<p>" + " " * 90_000 + "x</p>",
    ],
)
def test_nothing_long_takes_long(text: str) -> None:
    for form in FORMS:
        to_markdown(text, form)
    split(text), names_of(text), plain_header(text), new_text("feature", {"a": text}, "")
    bring = Export("CHANGELOG.md", f"## [1.0.0]\n### Added\n- {text}\n## {text}\n### {text}\n".encode())
    SOURCES["changelog"].table(bring, Report())


def test_plain_text_shows_as_it_is() -> None:
    assert plain("# no heading\n1. no list\n- no point") == "\\# no heading\n1\\. no list\n\\- no point"
