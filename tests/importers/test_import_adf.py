"""Jira Cloud's document format: whatever a document says is in the Markdown, as its reader saw it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import markdown

from pmsite.importers.markup import to_markdown
from pmsite.read import body
from pmsite.texts.sanitise import Sanitiser
from tests.importers.exports import table
from tests.importers.make import bring_in, files

EXTENSIONS = ["pymdownx.superfences", "tables", "attr_list", "md_in_html", "def_list", "footnotes", "admonition"]


def text(written: str, *marks: str) -> dict[str, Any]:
    return {"type": "text", "text": written, "marks": [{"type": mark} for mark in marks]}


def para(*parts: Any) -> dict[str, Any]:
    return {"type": "paragraph", "content": [text(part) if isinstance(part, str) else part for part in parts]}


def node(kind: str, *content: Any, **attrs: Any) -> dict[str, Any]:
    return {"type": kind, "attrs": attrs, "content": list(content)}


def written(*content: Any) -> str:
    return to_markdown(json.dumps({"type": "doc", "version": 1, "content": list(content)}), "wiki")[0]


@pytest.mark.parametrize(
    ("content", "markdown_text"),
    [
        (para("Release on ", node("date", timestamp="1764374400000"), " state ", node("status", text="IN REVIEW")), "Release on 2025-11-29 state **IN REVIEW**"),
        (node("expand", para("inside"), title="Details"), "**Details**\n\ninside"),
        (node("panel", para("careful"), panelType="warning"), "> **Warning**\n>\n> careful"),
        (node("mediaSingle", node("media", type="file", id="1", alt="shot.png"), node("caption", text("The shot"))), "(shot.png)\n\nThe shot"),
        (node("media", type="external", url="https://a.example/x.png", alt="Map"), "[Map](<https://a.example/x.png>)"),
        (node("decisionList", node("decisionItem", text("we go"), state="DECIDED")), "- Decided: we go"),
        (
            node("taskList", node("taskItem", text("a"), state="DONE"), node("taskList", node("taskItem", text("b"), state="TODO"))),
            "- [x] a\n    - [ ] b",
        ),
        (
            node("orderedList", node("listItem", para("a"), node("bulletList", node("listItem", para("b"))), para("c")), order=3),
            "3. a\n    - b\n\n    c",
        ),
        (node("codeBlock", text("a *b*\n\nc"), language="java"), "```java\na *b*\n\nc\n```"),
        (node("codeBlock", text("view: roadmap"), language="pmsite"), "**pmsite**\n\n```\nview: roadmap\n```"),
        (
            node(
                "table",
                node("tableRow", node("tableHeader", para("h|1")), node("tableHeader", para("h2"))),
                node("tableRow", node("tableCell", para("p1"), para("p2"), node("bulletList", node("listItem", para("li")))), node("tableCell")),
            ),
            "| h&#124;1 | h2 |\n| --- | --- |\n| p1<br>p2<br>• li |  |",
        ),
        (node("table", node("tableRow", node("tableCell", para("a"), colspan=2))), "|  |  |\n| --- | --- |\n| a |  |"),
        (para(node("mention", id="1", text="@Ada"), node("emoji", shortName=":tada:"), node("inlineCard", url="https://a.example")), "@Ada:tada:<https://a.example>"),
        (para(text(" a ", "strong"), text("b*", "em", "strike"), text("c`d", "code")), "**a** ~~*b\\**~~`` c`d ``"),
        (para("# no heading"), "&#35; no heading"),
        (para("1. no list"), "1\\. no list"),
        (para("<!-- internal --> [x](y) snake_case _em_"), "&#60;!-- internal --> \\[x\\](y) snake_case \\_em\\_"),
        (para({"type": "text", "text": "go", "marks": [{"type": "link", "attrs": {"href": "javascript:x"}}]}), "go (javascript:x)"),
        (node("mystery", para("kept"), title="so is this"), "so is this\n\nkept"),
        (para(node("inlineExtension", extensionKey="toc", parameters={"macroParams": {"level": {"value": "2"}}})), "(toc, 2)"),
        ("a text", "a text"),
        ({"type": "paragraph", "content": {"type": "text", "text": 5}}, "5"),
    ],
)  # fmt: skip
def test_every_part_has_its_markdown(content: Any, markdown_text: str) -> None:
    assert written(content) == markdown_text


def test_a_document_comes_in_a_cell_of_csv_in_a_comment_and_in_json(tmp_path: Path) -> None:
    document = {"type": "doc", "version": 1, "content": [para("state ", node("status", text="DONE"))]}
    cell = json.dumps(document)
    rows = table(["Summary", "Issue key", "Status", "Description", "Comment"], [["A", "X-1", "Done", cell, f"1/May/26;ada;{cell}"]])
    assert bring_in(tmp_path / "csv", "jira", rows).sound
    found = files(tmp_path / "csv")["features/x-1.md"]
    assert "---\nstate **DONE**\n\n<!-- internal -->" in found
    assert "> *ada*, 1/May/26:\n>\n> state **DONE**\n" in found.replace("**ada**", "*ada*")
    entry = json.dumps([{"number": 1, "title": "A", "body": document}])
    assert bring_in(tmp_path / "json", "github", entry, "a.json").sound
    assert files(tmp_path / "json")["features/a.md"].endswith("---\nstate **DONE**\n")


def test_a_document_of_many_levels_keeps_its_text() -> None:
    found: Any = para("deep")
    for _ in range(60):
        found = node("bulletList", node("listItem", found))
    assert "deep" in written(found)
    for _ in range(150):
        found = node("mystery", found)
    assert "deep" in written(found)


# The law: every text and every attribute that says something is seen, in a document of any parts of the format

ODD = [
    "*",
    "_",
    "`",
    "[",
    "](",
    "<b>",
    "&lt;",
    "#",
    "- ",
    "1. ",
    "|",
    "~~",
    "\\",
    ">",
    "{",
    "}",
    "  ",
    "!",
    "离线",
    "<!--",
    "-->",
    ":",
    "=",
    "$",
    "\u2028",
    "\n",
]
WORDS = st.tuples(st.sampled_from(["", *ODD]), st.integers(100, 999), st.sampled_from(["", *ODD])).map(
    lambda found: f"{found[0]}w{found[1]}{found[2]}"
)
MARKS = st.lists(
    st.sampled_from(["strong", "em", "strike", "code", "underline", "textColor", "annotation"]).map(lambda kind: {"type": kind})
    | WORDS.map(lambda word: {"type": "link", "attrs": {"href": f"https://a.example/{word}"}})
    | st.sampled_from(["sub", "sup"]).map(lambda kind: {"type": "subsup", "attrs": {"type": kind}}),
    max_size=2,
)  # fmt: skip
TEXT = st.builds(lambda word, marks: {"type": "text", "text": word, "marks": marks}, WORDS, MARKS)


def part(kind: str, **attrs: Any) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({"type": st.just(kind), "attrs": st.fixed_dictionaries(attrs)})


INLINE = st.one_of(
    TEXT, TEXT, st.just({"type": "hardBreak"}), part("mention", id=st.just("7"), text=WORDS), part("emoji", shortName=WORDS), part("status", text=WORDS),
    part("date", timestamp=st.sampled_from(["1764374400000", "w1", -1, None, 10**30])), part("inlineCard", url=WORDS.map("https://a.example/{}".format)),
    part("mediaInline", id=st.just("9"), alt=WORDS), part("placeholder", text=WORDS), part("inlineExtension", extensionKey=WORDS, text=WORDS), part("mystery", text=WORDS),
)  # fmt: skip


def holding(kind: str, content: st.SearchStrategy[Any], **attrs: Any) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {"type": st.just(kind), "content": st.lists(content, max_size=3), "attrs": st.fixed_dictionaries(attrs)}
    )


PLAIN = st.one_of(
    holding("paragraph", INLINE), holding("heading", INLINE, level=st.integers(0, 7)), holding("codeBlock", WORDS.map(text), language=WORDS | st.just("java")),
    st.just({"type": "rule"}), part("blockCard", url=WORDS.map("https://a.example/{}".format)),
    holding("mediaSingle", part("media", id=st.just("9"), alt=WORDS) | holding("caption", INLINE)),
    holding("decisionList", holding("decisionItem", INLINE, state=WORDS | st.just("DECIDED"))), holding("mystery", INLINE, title=WORDS),
)  # fmt: skip


def around(blocks: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    item = holding("listItem", blocks)
    cells = holding("tableHeader", blocks) | holding("tableCell", blocks, colspan=st.integers(1, 3))
    task = holding("taskItem", INLINE, state=st.sampled_from(["TODO", "DONE"]))
    return st.one_of(
        holding("bulletList", item), holding("orderedList", item, order=st.integers(0, 12)), holding("taskList", task | holding("taskList", task)),
        holding("blockquote", blocks), holding("panel", blocks, panelType=WORDS), holding("expand", blocks, title=WORDS), holding("table", holding("tableRow", cells)),
        holding("layoutSection", holding("layoutColumn", blocks)), holding("bodiedExtension", blocks, extensionKey=WORDS), holding("mystery", blocks),
    )  # fmt: skip


DOCUMENTS = st.lists(st.recursive(PLAIN, around, max_leaves=8), max_size=4)


def told(value: Any) -> Iterator[str]:
    """Every word of a document that its reader saw."""
    if isinstance(value, list):
        for entry in value:
            yield from told(entry)
    elif isinstance(value, dict):
        for entry in value.values():
            yield from told(entry)
    elif isinstance(value, str):
        yield from re.findall(r"w\d+", value)


def test_a_link_behind_an_exclamation_mark_is_no_picture() -> None:
    link = {"type": "text", "text": "here", "marks": [{"type": "link", "attrs": {"href": "https://a.example"}}]}
    assert (
        written({"type": "paragraph", "content": [{"type": "text", "text": "Look!"}, link]}) == "Look\\![here](<https://a.example>)"
    )


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS)
def test_nothing_that_a_document_says_is_lost_and_nothing_in_it_acts(content: list[Any]) -> None:
    found = written(*content)
    assert not body.faults(found, "a.md", 1)
    page = markdown(found, extensions=EXTENSIONS)
    assert Sanitiser().clean(page, lambda path: None).removed == ()
    addresses, languages = re.findall(r'href="([^"]*)"', page), re.findall(r"`{3,}(.+)", found)
    seen = html.unescape(" ".join([re.sub(r"<[^>]*>", "", page), *addresses, *languages])).casefold()
    assert not [word for word in told(content) if word not in seen]


@settings(max_examples=200, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | WORDS | st.sampled_from(["doc", "paragraph", "table"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "content", "attrs", "marks", "text", "title"]), inner, max_size=5), max_leaves=12))  # fmt: skip
def test_any_json_in_the_place_of_a_document_is_read(value: Any) -> None:
    assert isinstance(written(value), str)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_a_paragraph_shows_just_what_it_said(words: list[str]) -> None:
    page = markdown(written(para(*words)), extensions=EXTENSIONS)
    assert "".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split()) == "".join("".join(words).split())
