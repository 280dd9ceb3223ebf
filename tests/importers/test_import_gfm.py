"""Markdown of code hosts reads on the site as it did there."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import settings as testing
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from pmsite.importers.markup import gfm
from pmsite.texts.bodies import BodyRenderer
from tests.properties.test_nothing_hidden_leaks import SLOW

SITE = BodyRenderer()
HOST = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"]).use(gfm_autolink_plugin)
UNSEEN = frozenset({"p", "span", "div", "thead", "tbody", "br", "s", "del", "code", "pre", "hr", "input", "sup", "b", "t"})
"""What differs between the two and looks alike."""


@pytest.mark.parametrize(
    ("written", "markdown"),
    [
        ("See:\n- a\n  - b\n    - c\n- d", "See:\n\n- a\n    - b\n        - c\n- d"),
        ("#12 and\n#13", "\\#12 and\n\\#13"),
        ("~~a~~ https://x.example/a_b.", "<s>a</s> <https://x.example/a_b>."),
        ("Array<T> <kbd>x</kbd> <span>y</span>", "Array&lt;T> <kbd>x</kbd> y"),
        ('<img style="width: 75%" src="assets/a.png" alt="The desktop">\n<br/>', "The desktop (assets/a.png)"),
        ('<p align="center"><img src="https://x.example/a.png"></p>', "![](https://x.example/a.png)"),
        ("<details><summary>More</summary>\n\n- a\n\n</details>", "**More**\n\n- a"),
        ("1) a\n2) b\n\n- c", "1. a\n2. b\n\n&nbsp;\n\n- c"),
        ("[a][b] [b], [c](./d.md)\n\n[b]: https://b.example 'B'", '[a](https://b.example "B") [b], c (./d.md)\n\n[b]: https://b.example "B"'),
        ("a[^1]\n\n[^1]: note\n    more", "a[^1]\n\n[^1]: note\n    more"),
        ("a\\\nb", "a  \nb"),
        ("## C#\nUse {x}", "## C\\#\n\nUse \\{x}"),
        ("!!! note", "\\!!! note"),
        ("| a |\n|--|\n| `b\\|c` |", "| a |\n| --- |\n| <code>b&#124;c</code> |"),
    ],
)  # fmt: skip
def test_what_differs_between_the_two_is_written_out(written: str, markdown: str) -> None:
    assert gfm.to_markdown(written)[0] == markdown


def test_in_a_comment_the_end_of_a_line_is_one() -> None:
    assert gfm.to_markdown("a\nb", breaks=True)[0] == "a  \nb"


PIECES = [
    "word", "Feuer", "离线。", "#12", "(#444)", "@ada", "`code <b>`", "**bold**", "_soft_", "snake_case_name", "[a link](https://docs.example/a_(b))",
    "[named]", "[a word][other]", "<https://docs.example>", "2 * 3", "a & b", "&amp;", "C++", "\\*", "\\<b>", '"q"', "1.2.0", "~~gone~~", ":", "!",
    "*", "**", "`", "[", "]", "(", "<b>x</b>", "https://bare.example/x", "_a", "a_", "{x}", "1.", "-", "Array<T>", "|", "\\_", "\\#", "&lt;", "^",
    "=", "==", "+", "#", "C#",
]  # fmt: skip
LINE = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join)
DEFINITIONS = "\n\n[named]: https://docs.example/named\n[other]: https://docs.example/other\n"


def entry(mark: str, text: str) -> str:
    return mark + text.replace("\n", "\n" + " " * len(mark)).replace("\n" + " " * len(mark) + "\n", "\n\n")


def blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.lists(LINE, min_size=1, max_size=3).map("\n".join),
        several.map(lambda found: "\n".join(entry("- ", text) for text in found)),
        several.map(lambda found: "\n\n".join(entry("* ", text) for text in found)),
        several.map(lambda found: "\n".join(entry(f"{at}. ", text) for at, text in enumerate(found, start=1))),
        inner.map(lambda text: "\n".join(f"> {line}" for line in text.split("\n"))),
        st.tuples(inner, inner).map("\n".join),
        st.tuples(inner, inner).map("\n\n".join),
        LINE.map(lambda line: f"### {line}"),
        st.sampled_from(["```js\n{\n    a: <b>\n}\n```", "| a | b |\n|---|---|\n| `x` | y_z |", "---"]),
    )


@testing(SLOW, max_examples=120)
@given(st.recursive(LINE, blocks, max_leaves=8).map(lambda text: text + DEFINITIONS))
def test_a_text_shows_what_it_showed_there_and_is_its_own_translation(written: str) -> None:
    found, _ = gfm.to_markdown(written)
    assert gfm.to_markdown(found)[0] == found
    assert shape(SITE.render(found, "changes", lambda path: None).html) == shape(HOST.render(written).replace("<T>", "&lt;T>"))


class Shape(HTMLParser):
    """The words of a page and the tags that structure them."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.is_own = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if href.startswith("#at-"):
            self.is_own = True
        elif tag not in UNSEEN:
            self.parts.append(f"<{tag} {href}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.is_own:
            self.is_own = False
        elif tag not in UNSEEN:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.is_own:
            self.parts.append("".join(data.split()).replace("[]", ""))


def shape(html: str) -> str:
    shown = Shape()
    shown.feed(html)
    found = "".join(shown.parts)
    for empty in ("<h1 ></h1>", "<h2 ></h2>", "<h3 ></h3>"):
        found = found.replace(empty, "")
    for _ in range(3):
        for tag in ("blockquote", "ul", "ol"):
            found = found.replace(f"</{tag}><{tag} >", "")
    return found
