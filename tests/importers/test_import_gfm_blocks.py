"""Markdown of code hosts: what Python-Markdown makes of it once it came in is what the code host makes of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown_it import MarkdownIt

from pmsite.importers.markup import to_markdown
from pmsite.read import body
from pmsite.texts.bodies import STANDARD
from pmsite.texts.sanitise import Sanitiser

HOST = MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"])
OURS = Markdown(extensions=list(STANDARD))
SHOWN = {
    "ul",
    "ol",
    "blockquote",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "tr",
    "td",
    "th",
    "em",
    "strong",
    "del",
    "code",
    "a",
    "hr",
    "br",
}
VOID = {"hr", "br", "img", "input"}


class Skeleton(HTMLParser):
    """A page as its words, each with what it stands in; which paragraphs a list has is left out, since tight and loose are near."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.path: list[str] = []
        self.found: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "input":
            self.found.append(("".join(self.path), "[x]" if "checked" in told else "[_]"))
        name = {"s": "del"}.get(tag, tag)
        if tag in VOID:
            self.found += [("".join(self.path), f"<{tag}>")] if tag in ("hr", "br") else []
        elif name in SHOWN:
            start = f"[{told['start']}]" if told.get("start") not in (None, "1") else ""
            self.path.append(f"/{name}{start}{told.get('href') or ''}")

    def handle_endtag(self, tag: str) -> None:
        if {"s": "del"}.get(tag, tag) in SHOWN - VOID:
            self.path.pop()
        elif tag == "li":
            self.found.append(("".join(self.path), "."))

    def handle_data(self, data: str) -> None:
        path, text = "".join(self.path), data.replace("\xa0", " ")
        if self.found and self.found[-1][0] == path and self.found[-1][1] not in ("[x]", "[_]", ".", "<br>", "<hr>"):
            text = self.found.pop()[1] + text
        self.found.append((path, text))


def skeleton(page: str) -> list[tuple[str, str]]:
    return [
        (path, word) for path, text in Skeleton(page).found for word in text.replace("[ ]", "[_]").replace("[X]", "[x]").split()
    ]


def ours(text: str) -> list[tuple[str, str]]:
    return skeleton(OURS.reset().convert(text))


def brought(written: str, form: str = "markdown") -> str:
    found = to_markdown(written, form)[0]
    assert not body.faults(found, "a.md", 1), found
    assert Sanitiser().clean(OURS.reset().convert(found), lambda path: None).removed == ()
    if not re.search(r"^[ >-].*(?:- |\d\. )$", found, re.MULTILINE):  # an entry in something else that begins with code or a quote
        assert to_markdown(found, "markdown")[0] == found
    return found


@pytest.mark.parametrize(
    "written",
    [
        "Why:\n- one\n- two\n\nthen\n1. a\n2. b\n3. c",
        "- a\n  - b\n    - c\n      - d\n  - e\n- f",
        "1. a\n   - b\n     1. c\n        more of c\n2. d\n\n   para of d\n\n   ```py\n   x = 1\n   ```\n3. e",
        "1) one\n2) two\n   * under two\n     + under that",
        "* a\n\n  still a\n* b\n\n> quoted\n> - in it\n>   - deeper\n>\n> ~~~\n> code\n> ~~~",
        "text\n```js\na();\n```\nmore\n~~~\nb\n~~~",
        "- ```\n  x\n  ```\n- b",
        "- | a | b |\n  |---|--:|\n  | 1 | 2 |\n- c",
        "a | b\n--|--\n`x\\|y` | \\| z\nonly",
        "Para\n| a |\n|---|\n| 1 |\nafter",
        "Title\n=====\nand\n\nSub\n---\ntext\n# C#\n## C #\n### A {b}",
        "hard\\\nbreak  \nhere\nsoft",
        "~~gone~~ and ~~ not ~~ and a~~b~~c and `~~code~~`",
        "\\~~not~~ \\<b> \\| \\\" \\& \\# 50\\% and \\\\ and \\`a",
        "#12 is no heading\n#13 neither\n+1 for it\n1986. A year",
        "a\n2. no list\nb\n    - no list either",
        "[a][docs] and [b] ![c]\n\n[docs]: https://docs.example/x \"T\"\n[B]: https://b.example\n[c]: <https://c.example/c.png>",
        "**bold**{x} `code`{y} [l](https://a.example){z} {end}",
        "`a\nb` ``c ` d`` *em*{.x}",
        "    indented code\n\n- a\n\n      code of a\n- b",
        "***\n- - -\n___",
        "- [ ] todo\n- [x] done\n  - [X] nested",
        "- a\n\n\n- b\n* c\n1. d\n- e",
        "> a\nlazy\n\n> b\n- c",
        "snake_case_name and 2*3*4 and **a**b and _x_",
        "??? what\n\n!!! wow\n\n[TOC]\n\n: colon\n\n=== eq",
        "\n".join(f"{n}. n{n}" for n in range(1, 12)) + "\n    - below eleven\n12. twelve\n\n    more",
        "- a\n  > quote of a\n  > - list\n- b\n  # heading of b\n- c",
        "![pic](https://a.example/p.png \"T\") <https://b.example> <kbd>Ctrl</kbd> &amp; &copy;",
    ],
)  # fmt: skip
def test_blocks_and_lines_mean_the_same(written: str) -> None:
    assert ours(brought(written)) == skeleton(HOST.render(written))


@pytest.mark.parametrize(
    ("written", "markdown"),
    [
        ("see https://a.example/x_y_z, (https://b.example/(c)) and www.c.example.", "see <https://a.example/x_y_z>, (<https://b.example/(c)>) and [www.c.example](http://www.c.example)."),
        ("详见 https://a.example/文档。然后", "详见 <https://a.example/文档>。然后"),
        ("[https://a.example](https://b.example) <https://c.example> `https://d.example`", "[https://a.example](https://b.example) <https://c.example> `https://d.example`"),
        ("**https://a.example/x**", "**<https://a.example/x>**"),
        ("a\nb", "a\nb"),
        ("Done :tada: :+1: at 10:30:15 :no_such_thing:", "Done 🎉 👍 at 10:30:15 :no_such_thing:"),
        ("> [!WARNING]\n> Hot\n> - a", "> **Warning**\n>\n> Hot\n>\n> - a"),
        ("[^1] said\n\n[^1]: word", "[^1] said\n\n[^1]: word"),
        ("3. three\n4. four\n   - below\n5. five", "3\\. three\n\n4\\. four\n\n- below\n\n5\\. five"),
        ("2026. A year\n", "2026\\. A year"),
        ("[x]\n\n[x]: ../secret.md", "x (../secret.md)"),
        ('<p align="center">\n  <b>Hi</b><br>\n  there\n</p>\n\nNext', "**Hi**  \nthere\n\nNext"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "|  |  |\n| --- | --- |\n| a | b |"),
        ("- a\n\n  ```\n  <script>\n  <!-- x -->\n  ```", "- a\n\n    ```\n    <script>\n    <! -- x -->\n    ```"),
        ("```pmsite\nview: x\n```\n- ~~~ {.pmsite}\n  view: x\n  ~~~", "```text\nview: x\n```\n\n- &nbsp;\n\n    ```\n    view: x\n    ```"),
        ("<details>\n<summary>More</summary>\n\n- a\n  - b\n</details>\nend", "**More**\n\n- a\n    - b\n\nend"),
        ("<!-- template\n- x\n-->\n- a", "- a"),
    ],
)  # fmt: skip
def test_what_only_one_of_them_knows(written: str, markdown: str) -> None:
    assert to_markdown(written, "markdown")[0] == markdown


def test_signs_alone_are_kept() -> None:
    assert [to_markdown(text, "markdown")[0] for text in ("#", "##\n#")] == ["\\#", "\\##\n\\#"]
    assert to_markdown("<!-- template -->", "markdown")[0] == ""


def test_a_new_line_in_a_comment_of_github_is_one() -> None:
    assert to_markdown("a\nb\n\n- c\n  d\n\n# e\nf", "github")[0] == "a  \nb\n\n- c  \n    d\n\n# e\n\nf"
    assert to_markdown("a\nb", "auto")[0] == "a\nb"


def test_what_is_nested_deeper_than_anybody_writes_is_kept() -> None:
    for mark in ("> ", "- ", "1. "):
        assert "word" in to_markdown(f"{mark * 500}word", "markdown")[0]


WORD = st.integers(100, 999).map("w{}".format)
SPAN = st.one_of(
    WORD,
    st.tuples(
        st.sampled_from(
            ["**{}**", "*{}*", "~~{}~~", "`{}`", "[{}](https://a.example)", "#{}", "{}_{{x}}", "\\~{}", "&lt;{}", "<kbd>{}</kbd>"]
        ),
        WORD,
    ).map(lambda found: found[0].format(found[1])),
)
LINE = st.lists(SPAN, min_size=1, max_size=4).map(" ".join)
TEXT = st.lists(LINE, min_size=1, max_size=3).flatmap(
    lambda lines: st.sampled_from(["\n", "  \n", "\\\n"]).map(lambda end: end.join(lines))
)
FENCE = st.tuples(WORD, st.sampled_from(["```", "~~~~"]), st.sampled_from(["", "js", "c++"])).map(
    lambda f: f"{f[1]}{f[2]}\n{f[0]}\n  - {f[0]}\n{f[1]}"
)
TABLE = st.tuples(LINE, LINE).map(lambda cells: f"| h1 | h2 |\n|:--|--:|\n| {cells[0]} | {cells[1]} |")
HEADING = st.tuples(st.integers(1, 6), LINE).map(lambda found: f"{'#' * found[0]} {found[1]}")


def _list(parts: list[str], mark: str, gap: str) -> str:
    marks = [f"{at}{mark} " if mark in ".)" else f"{mark} " for at in range(1, len(parts) + 1)]
    return gap.join(
        m + "\n".join(line if not at or not line else " " * len(m) + line for at, line in enumerate(part.split("\n")))
        for m, part in zip(marks, parts, strict=True)
    )


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.tuples(several, st.sampled_from("-*+.)"), st.sampled_from(["\n", "\n\n"])).map(lambda found: _list(*found)),
        inner.map(lambda text: "\n".join(f"> {line}".rstrip() if not line else f"> {line}" for line in text.split("\n"))),
        st.tuples(TEXT, inner).map("\n\n".join),
    )


DOCUMENT = st.lists(st.recursive(st.one_of(TEXT, FENCE, TABLE, HEADING), _blocks, max_leaves=5), min_size=1, max_size=3).map(
    "\n\n".join
)


@given(DOCUMENT)
@settings(max_examples=200, deadline=None)
def test_any_document_means_the_same(written: str) -> None:
    assume(not re.search(r">[^\n]*\n[> ]*\n[> ]*>", written))  # two quotes, one below the other, are one to Python-Markdown
    assert ours(brought(written)) == skeleton(HOST.render(written))


@given(
    st.lists(
        st.sampled_from(
            [
                "- ",
                "1. ",
                "> ",
                "\n",
                "\n\n",
                "  ",
                "    ",
                "w1 ",
                "w2\n",
                "```\n",
                "~~",
                "|",
                "|-|",
                "# ",
                "\\",
                "` ",
                "*",
                "_",
                "[w3] ",
                "https://a.example",
                "<b>",
                "---",
                "\t",
                "{",
                "}",
                ":",
            ]
        ),
        max_size=25,
    ).map("".join)
)
@settings(max_examples=300, deadline=None)
def test_no_word_is_lost_and_again_changes_nothing(written: str) -> None:
    found, told = to_markdown(written, "markdown")
    for word in ("w1", "w2", "w3") if "behind the fence" not in told else ():
        assert re.sub(r"[\\\s]", "", found).count(word) >= (word in written), found
    assert not body.faults(found, "a.md", 1)


@pytest.mark.parametrize(
    ("fence", "kept", "told"),
    [("```py", "```py", False), ('```js title="a.js"', "```js", True), ("~~~ - w1", "```-", True), ("```", "```", False)],
)
def test_what_stands_behind_a_fence_is_the_language_or_is_told(fence: str, kept: str, told: bool) -> None:
    found, what = to_markdown(f"{fence}\ncode\n{fence[:3]}\n", "markdown")
    assert found.splitlines()[0] == kept
    assert ("behind the fence" in what) is told
