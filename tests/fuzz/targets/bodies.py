"""Bodies against the law that nothing of an internal passage leaves the team.

The passages are read a second time, from the page that the team would see: Markdown renders the whole body, the marks survive as comments,
and a parser of HTML finds them. Each mark is written with a width of its own, so that it is known again wherever it comes out.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from itertools import count
from random import Random

import markdown

from pmsite.read.body import faults
from pmsite.read.marked import read
from pmsite.read.parts import Kind
from pmsite.read.passages import public_text
from pmsite.texts.bodies import STANDARD

EXTENSIONS: dict[str, tuple[str, ...]] = {
    "standard": STANDARD,
    "none": ("fenced_code",),
    "extra": ("extra", "sane_lists", "smarty", "nl2br", "codehilite"),
    "classic": ("md_in_html", "def_list", "abbr", "footnotes", "attr_list", "fenced_code", "admonition", "wikilinks"),
    "pymdownx": ("pymdownx.extra", "pymdownx.magiclink", "pymdownx.quotes", "pymdownx.fancylists"),
    "more": (
        *("pymdownx.extra", "pymdownx.saneheaders", "pymdownx.progressbar", "pymdownx.blocks.tab", "pymdownx.blocks.definition"),
        *("pymdownx.blocks.caption", "legacy_attrs", "legacy_em", "pymdownx.fancylists", "pymdownx.details", "pymdownx.arithmatex"),
    ),
    "material": (
        *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "pymdownx.arithmatex", "pymdownx.betterem"),
        *("pymdownx.caret", "pymdownx.critic", "pymdownx.details", "pymdownx.emoji", "pymdownx.highlight", "pymdownx.inlinehilite"),
        *(
            "pymdownx.keys",
            "pymdownx.mark",
            "pymdownx.smartsymbols",
            "pymdownx.superfences",
            "pymdownx.tabbed",
            "pymdownx.tasklist",
        ),
        *("pymdownx.tilde", "pymdownx.escapeall", "pymdownx.blocks.html", "pymdownx.blocks.details", "pymdownx.blocks.admonition"),
    ),
}
"""Sites differ in what they read Markdown with."""

_MARK = re.compile(r"<!--\s*(/?)internal\s*-->", re.IGNORECASE)
_MOVED = re.compile(r"(?:--|[\w\"'/])>[^\n]*<!--")
_CANARY = re.compile(r"zq\d+x")
ACCEPTED: Counter[str] = Counter()
"""How many bodies with passages the check accepted, by what they were read with."""

_BEGINS = (
    *("<!-- internal -->",) * 12,
    *(
        "<!--internal-->",
        "<!-- INTERNAL -->",
        "<!--  internal\t-->",
        "<!-- internal ->",
        "<!--- internal -->",
        "<!-- internals -->",
    ),
    *(
        "<! -- internal -->",
        "<!-- Internal: x -->",
        "&lt;!-- internal --&gt;",
        "＜!-- internal --＞",
        "<!—internal—>",
        "<internal>",
    ),
    *(
        "<!--\ninternal\n-->",
        "\\<!-- internal -->",
        "<!-- internal --",
        "<!-- interal -->",
        "<!-- internal --!>",
        "<!-- internal --->",
    ),
)
_ENDS = (
    *("<!-- /internal -->",) * 12,
    *("<!--/internal-->", "<!-- /INTERNAL -->", "<!-- / internal -->", "<!-- end internal -->", "</internal>", "<!-- /internal ->"),
    *("&lt;!-- /internal --&gt;", "<!-- \\/internal -->", "<!-- internal/ -->"),
)
_PIECES = (
    *(
        "```\n",
        "````\n",
        "~~~\n",
        "~~~~\n",
        "```py\n",
        "``` {.py}\n",
        '```py title="a"\n',
        "   ```\n",
        "    ```\n",
        "> ```\n",
        "- ```\n",
        "```x```\n",
    ),
    *(
        "<!-- note W -->",
        "<!--",
        "-->",
        "<!-- a\nW\n-->",
        "<!-- W\n\nb -->",
        "<!-- a ->",
        "<!-->",
        "<!--->",
        "<!",
        "<!DOCTYPE x>",
        "--!>",
    ),
    *("`", "``", "`<!--`", "`W`", "`a\nb`", "\\`", "\\", "`<b>`"),
    *(
        "- W\n",
        "1. W\n",
        "   W\n",
        "    W\n",
        "\tW\n",
        "> W\n",
        ">     W\n",
        "* a\n\n    W\n",
        ": W\n",
        "W\n:   W\n",
        "- [ ] W\n",
        "+ ",
    ),
    *("| a | W |\n|---|---|\n| b | ", " | ", " |\n", "\n---\n", "# W\n", "W\n===\n"),
    *(
        "<div>",
        "</div>",
        "<div markdown>\n",
        "<div markdown='1'>",
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<br>",
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
    ),
    *(
        "<script>",
        "</script>",
        "<style>",
        "<textarea>",
        "<details><summary>W</summary>\n",
        "</details>\n",
        '<a title="',
        '">',
        "<a href='",
        "'>",
    ),
    *(
        "<? W ",
        "?>",
        "<![CDATA[",
        "]]>",
        "<http://a.example/>",
        "<a@b.example>",
        "a < b",
        "a <b",
        "a<5",
        "</ x>",
        "<hr>",
        "<svg>",
        "<title>",
    ),
    *(
        "[a](b)",
        '[a](b "',
        '")',
        "[a](",
        ")",
        "[a]: b\n",
        '[a]: b "W"\n',
        "[a][",
        "]",
        "[",
        "![W](",
        "[^1]",
        "[^1]: W\n",
        "*[W]: ",
        "*[ab]: W\n",
    ),
    *("!!! note\n    W\n", "??? tip\n    ", '=== "W"\n    ', "/// note\nW\n///\n", "/// html | pre\n", "///\n", "[TOC]\n"),
    *(
        "{: title='W' }",
        "{>>",
        "<<}",
        "{--",
        "--}",
        "$",
        "$$\n",
        "\\(",
        "\\)",
        "++",
        "==",
        "~~",
        "^^",
        "*",
        "**",
        "_",
        '"',
        "'",
        "{",
        "}",
        "&lt;",
        "&amp;",
    ),
    *("\r\n", "\t", "    ", "  ", " ", "\n    \n", "\u00a0", "\u200b"),
)


def make(random: Random) -> bytes:
    """The name of a set of extensions on a line of its own, and a body made of what belongs badly together."""
    parts: list[str] = []
    style = random.random() ** 3
    for _ in range(random.randint(1, 4)):
        odd = random.random() < style
        begin, end = (random.choice(_BEGINS), random.choice(_ENDS)) if odd else ("<!-- internal -->", "<!-- /internal -->")
        passage = [begin, *_some(random, style), end]
        if random.random() < 0.6:  # as an author would write it
            passage = ["\n\n", passage[0], "\n", *passage[1:-1], "\n", passage[-1], "\n\n"]
        if random.random() < style * 0.2:
            passage.pop(random.randrange(len(passage)))
        parts += [*_some(random, style), *passage]
    parts += _some(random, style)
    if random.random() < style * 0.5:
        random.shuffle(parts)
    number = 0

    def canary(_: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return f"zq{number}x"

    body = re.sub("W", canary, "".join(parts))
    return f"{random.choice(list(EXTENSIONS))}\n{body}".encode()


def _some(random: Random, style: float) -> list[str]:
    """Mostly words, with few or many pieces of markup between them."""
    parts = []
    for _ in range(random.randint(0, 3)):
        parts.append(random.choice(("W", "W W", "\n\nW\n\n", "\nW\n", "\n", " ")))
        if random.random() < style * 0.8:
            parts.append(random.choice(_PIECES))
    return parts


def judge(data: bytes) -> str:
    """What is wrong with how a body is read, or nothing. A body that the check refuses is well."""
    name, _, body = data.decode("utf-8", "replace").partition("\n")
    body = _told_apart(body.replace("\r\n", "\n").replace("\r", "\n"))
    if faults(body, "a.md", 1) or not _MARK.search(body):
        return ""
    ACCEPTED[name] += 1
    page = _Page()
    page.feed(_markdown(name if name in EXTENSIONS else "standard").reset().convert(body))
    page.close()
    return _leak(body, page) or _difference(body, page)


def _told_apart(body: str) -> str:
    """A body whose marks and canaries are each the only one of their kind, also where one was copied."""
    number = 0

    def numbered(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return found[0] if "\n" in found[0] else f"<!--{' ' * number}{found[1]}internal -->"

    canaries = count()
    return _CANARY.sub(lambda _: f"zq{next(canaries)}x", _MARK.sub(numbered, body))


@cache
def _markdown(name: str) -> markdown.Markdown:
    return markdown.Markdown(extensions=[*EXTENSIONS[name], "tables", "toc"])


class _Page(HTMLParser):
    """A rendered page: its marks and its canaries in their order, and which canaries stand in code, in comments and in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.order: list[str] = []
        self.marks: list[str] = []
        self.code: set[str] = set()
        self.sight: set[str] = set()
        self.attributes: set[str] = set()
        """Those in sight that have no place among the marks: an element's attributes come before all that is in it."""
        self.depth = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.depth += tag in ("pre", "code")
        for _, value in attributes:
            self.sight.update(_CANARY.findall(value or ""))
            self.attributes.update(_CANARY.findall(value or ""))

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in ("pre", "code") and self.depth > 0

    def handle_data(self, data: str) -> None:
        found = _CANARY.findall(data)
        self.order += found
        self.sight.update(found)
        if self.depth:
            self.code.update(found)

    def handle_comment(self, data: str) -> None:
        if data.strip() in ("internal", "/internal"):
            self.marks.append(f"<!--{data}-->")
            self.order.append(self.marks[-1])


def _leak(body: str, page: _Page) -> str:
    outside = set(_CANARY.findall(public_text(body)))
    marks = [found for found in _MARK.finditer(body) if found[0] in page.marks]
    for between, reading in ((_written(body, marks), "as written"), (_shown(body, marks, page), "as rendered")):
        if leaked := between & outside:
            return f"{min(leaked)} stands in a passage, {reading}, and is told to others"
    return ""


def _written(body: str, marks: list[re.Match[str]]) -> set[str]:
    """What stands in a passage of the text, going by those marks that come out of Markdown as marks."""
    hidden: set[str] = set()
    begun: int | None = None
    for mark in marks:
        if not mark[1]:
            begun = mark.end() if begun is None else begun
        elif begun is not None:
            hidden.update(_CANARY.findall(body[begun : mark.start()]))
            begun = None
    return hidden if begun is None else hidden | set(_CANARY.findall(body[begun:]))


def _shown(body: str, marks: list[re.Match[str]], page: _Page) -> set[str]:
    """What stands between marks on the page and nowhere else on it; nothing where Markdown may have put a mark elsewhere.

    It does so with a comment that follows another one, or a tag, on the same line.
    """
    if [mark[0] for mark in marks] != page.marks or _MOVED.search(body):
        ACCEPTED["marks moved"] += 1
        return set()
    inside: set[str] = set()
    elsewhere = set(page.attributes)
    is_hidden = False
    for found in page.order:
        if found.startswith("<"):
            is_hidden = "/" not in found
        else:
            (inside if is_hidden else elsewhere).add(found)
    return inside - elsewhere


def _difference(body: str, page: _Page) -> str:
    """Where the parts of the text are not what comes out of Markdown."""
    parts = read(body).parts
    marks = sorted(body[part.start : part.end] for part in parts if part.kind in (Kind.BEGIN, Kind.END))
    if marks != sorted(page.marks):
        return f"the marks {marks} come out as {sorted(page.marks)}"
    for part in parts:
        canaries = set(_CANARY.findall(body[part.start : part.end]))
        if part.kind is Kind.COMMENT and canaries & page.sight:
            return f"{min(canaries & page.sight)} stands in a comment, and is in sight"
        inner = set(_CANARY.findall(body[part.start : part.end].partition("\n")[2]))
        if part.kind is Kind.FENCED and body[part.start] in "`~" and not inner <= page.code:
            return f"{min(inner - page.code)} stands in code, and comes out as text"
    return ""


def _main(count: int, seed: int) -> int:
    """Judge bodies until one is wrong; its bytes are printed."""
    wrong = 0
    for number in range(count):
        data = make(Random(f"{seed}:{number}"))
        try:
            told = judge(data)
        except Exception as fault:
            told = f"{type(fault).__name__}: {fault}"
        if told:
            wrong += 1
            print(told, data, sep="\n")
            if wrong >= 10:
                break
    print(dict(ACCEPTED))
    return wrong


if __name__ == "__main__":
    sys.exit(min(1, _main(int(sys.argv[1]), int(sys.argv[2]))))
