"""Descriptions: their structure stays, and nothing in them can run."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsite.diagnostics import Report
from pmsite.importers.export import Export
from pmsite.importers.forms import split
from pmsite.importers.headers import plain as plain_header
from pmsite.importers.markup import FORMS, html, plain, to_markdown, wiki
from pmsite.importers.markup.harmless import harmless
from pmsite.importers.people import names_of
from pmsite.importers.remarks import body_of
from pmsite.importers.sources import SOURCES
from pmsite.read import body
from pmsite.writing.front import new_text

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
        ("wiki", "{panel:title=Why|borderStyle=dashed}\ntext\n{panel}", "**Why**\ntext"),
        ("wiki", "See {status:title=DONE}{status:title=OLD}.", "See **DONE**  **OLD**."),
        ("wiki", "{expand:More of it}\nfolded\n{expand}", "**More of it**\nfolded"),
        ("wiki", "is {status:colour=Green|title=IN REVIEW} now", "is **IN REVIEW** now"),
        ("wiki", "{code:title=Foo.java|borderStyle=solid}\nint x;\n{code}", "**Foo.java**\n\n```\nint x;\n```"),
        ("wiki", "by [Ada Park|~accountid:12] !shot.png|width=3, alt=A shot!", "by @Ada Park (shot.png, A shot)"),
        ("wiki", "[x|https://a.example|the tip]", "[x](https://a.example) (the tip)"),
        ("wiki", "|a|b\\\\c|\n|d||", "|  |  |\n|---|---|\n| a | b<br>c |\n| d |  |"),
        ("wiki", "|| h |cell|", "| h | cell |\n|---|---|"),
        ("auto", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>", "- a\n    - b\n        - c"),
        ("auto", "<p>x</p><ol start='3'><li><p>a</p><p>b</p></li></ol>", "x\n\n3. a\n\n    b"),
        (
            "auto",
            "<table><tr><th>h|1</th></tr><tr><td><p>a</p><p>b<br>c</p></td></tr></table>",
            "| h&#124;1 |\n| --- |\n| a b<br>c |",
        ),
        ("auto", "<p>a</p><pre><code class='language-java'>x\ny</code></pre>", "a\n\n```java\nx\ny\n```"),
        ("auto", "<p>see <iframe src='https://v.example/1'></iframe></p>", "see <https://v.example/1>"),
        ("auto", "<p><abbr title='as soon as possible'>asap</abbr></p>", "asap (as soon as possible)"),
        ("wiki", ADF, "## Why\n\n**bold**@Ada\n\n- one"),
        ("auto", "<p>Hi <b>x</b></p><ul><li>a</li></ul>", "Hi **x**\n\n- a"),
        ("auto", "<p>a<script>alert(1)</script></p>", "a"),
        ("auto", "<p>&lt;script&gt;x&lt;/script&gt;</p>", "&lt;script>x&lt;/script>"),
        ("auto", "Markdown with <b>a tag</b>", "Markdown with <b>a tag</b>"),
        ("markdown", "<script>x</script>", "&lt;script>x&lt;/script>"),
        ("markdown", "`<script>` stays code", "`<script>` stays code"),
        ("markdown", "<img src=x onerror=alert(1)>", "x"),
        ("markdown", '<img src="https://a.example/x.png" width="30">', '<img src="https://a.example/x.png" width="30">'),
        (
            "markdown",
            "[a](javascript:alert) [b](https://b.example) ![c](../c.png)",
            "a (javascript:alert) [b](https://b.example) c (../c.png)",
        ),
        ("markdown", "<details><summary>Log</summary>\n\n`<a>`\n</details>", "**Log**\n\n`<a>`"),
        ("markdown", "a <!-- internal --> b", "a  b"),
        ("markdown", "```pmsite\nview: roadmap\n```", "```text\nview: roadmap\n```"),
        (
            "markdown",
            "- a\n\n    ```pmsite\n    view: x\n    ```\n> ~~~ {.pmsite}",
            "- a\n\n    ```text\n    view: x\n    ```\n\n> ```\n>\n> ```",
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

    from pmsite.texts.sanitise import Sanitiser

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


SAID = st.integers(100, 999).map("w{}".format)
WIKI = st.lists(
    st.one_of(
        SAID,
        st.sampled_from(["\n", "\n\n", " ", "|", "||", "\n* ", "\n** ", "\n# ", "h2. ", "{quote}", "{panel}", "{expand}", "*", "_", "-", "+", "{{", "}}", "\\\\\n", "bq. "]),
        SAID.map("{{panel:title={}|borderStyle=solid}}".format),
        SAID.map("{{status:colour=Green|title={}}}".format),
        SAID.map("{{expand:{}}}".format),
        SAID.map("{{code:title={}|java}}\nint x;\n{{code}}\n".format),
        SAID.map("[{}|~accountid:1]".format),
        SAID.map("[t|https://a.example|{}]".format),
        SAID.map("!a.png|alt={}!".format),
        SAID.map("\n||{0}||h|\n|a|{0}|\n".format),
    ),
    max_size=12,
).map("".join)  # fmt: skip
HTML = st.recursive(
    SAID,
    lambda inner: st.tuples(
        st.sampled_from(
            ["p", "div", "b", "i", "ul", "ol", "li", "table", "tr", "td", "th", "pre", "code", "h2", "blockquote", "details", "summary", "a", "span", "abbr", "section", "x-y"]
        ),
        st.lists(inner, max_size=3).map(" ".join),
        SAID,
    ).map(lambda found: f'<{found[0]} title="{found[2]}">{found[1]}</{found[0]}>' if found[0] in ("span", "abbr") else f"<{found[0]}>{found[1]}</{found[0]}>"),
    max_leaves=8,
)  # fmt: skip


@given(WIKI.map(lambda text: ("wiki", text)) | HTML.map(lambda text: ("html", text)))
@settings(max_examples=200, deadline=None)
def test_every_word_of_a_description_is_seen(described: tuple[str, str]) -> None:
    from markdown import markdown

    form, written = described
    page = markdown(to_markdown(written, form)[0], extensions=["pymdownx.superfences", "tables"])
    seen = re.sub(r"<[^>]*>", "", page)
    assert not [word for word in re.findall(r"w\d+", written) if word not in seen]


def test_plain_text_shows_as_it_is() -> None:
    assert plain("# no heading\n1. no list\n- no point") == "\\# no heading\n1\\. no list\n\\- no point"


@pytest.mark.parametrize(
    ("read", "written"),
    [
        (wiki.to_markdown, "Look![here|https://a.example]"),
        (html.to_markdown, '<p>Look!<a href="https://a.example">here</a></p>'),
    ],
    ids=["wiki", "html"],
)
def test_a_link_behind_an_exclamation_mark_is_no_picture(read: Callable[[str], str], written: str) -> None:
    assert read(written) == "Look\\![here](https://a.example)"


def test_code_around_a_block_of_code_loses_no_word() -> None:
    assert html.to_markdown("<code>before <pre>inside</pre> behind</code>") == "before\n\n```\ninside\n```\n\nbehind"


def test_a_picture_of_the_wiki_stands_before_a_link() -> None:
    assert wiki.to_markdown("!a.png![x|https://b.example]") == "(a.png)[x](https://b.example)"


def test_a_tag_beside_back_ticks_that_some_readers_pair_otherwise_is_text() -> None:
    assert harmless("``````text```<script>```")[0] == "``````text```&lt;script>```"
    assert harmless("`<b>` and ``<script>``")[0] == "`<b>` and ``<script>``"
