"""What is judged without rendering is never milder than what rendering shows, and no text makes a page load from elsewhere unseen."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pmsite.addresses import Leads, Use, plain, read
from pmsite.attached import Around
from pmsite.texts.bodies import STANDARD, BodyRenderer

RICH = [
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "nl2br",
    "sane_lists",
    "smarty",
    "tables",
    "toc",
    "wikilinks",
    "pymdownx.betterem",
    "pymdownx.caret",
    "pymdownx.critic",
    "pymdownx.details",
    "pymdownx.escapeall",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.keys",
    "pymdownx.magiclink",
    "pymdownx.mark",
    "pymdownx.smartsymbols",
    "pymdownx.snippets",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    "pymdownx.tilde",
]
RENDERERS = (BodyRenderer(STANDARD), BodyRenderer(RICH))
AROUND = Around(Path("/nowhere"), "roadmap", frozenset({"features/p.png"}), {"roadmap/features/b.md": frozenset({"public"})})
PUBLIC = frozenset({"public"})

ADDRESSES = ("b.md", "p.png", "m1.html", "m\\.html", "m&period;html", "https://evil.example/a.png", "http:evil.example", "https:/evil.example",
             "//evil.example/a", "\\\\evil.example\\a", "/\\evil.example", "&#104;ttps://evil.example", "\nhttps://evil.example", " //evil.example",
             "/\t/evil.example", "data:image/svg+xml,x", "javascript:x", "java&#x09;script:x", "ftp://evil.example", "#x", "?q", "", "%2e%2e/x", "\x01//evil")  # fmt: skip
ADDRESS = st.sampled_from(ADDRESSES)
PIECE = st.one_of(
    st.sampled_from(["text", " ", "\n", "\n\n", "    ", "> ", "- ", "1. ", "[", "]", "(", ")", "!", "`", "``", "\n```\n", "~~~\n", "<", ">", "\\", "*", "_", "{", "}",
                     "<!--", "-->", "<!-- internal -->", "|", "\n|--|--|\n", "[a]", "![a]", "[a]: ", "[^1]: ", "*[a]: ", "\n!!! note\n    ", "\n??? md-overlay\n    ", '\n!!! note "', '"\n    ', "\n!!! note md-overlay\n    ", "\n??? tip inline end\n    ",
                     "&lt;", "&", '"', "'", "=", "{: src=//evil.example/a }", "{ .md-overlay #x }", "<img ", "<a ", "src=", "href=", "alt='", "<b>", "</b>", "<p>",
                     "<script>", "</script>", "<script", "--8<-- \"/etc/hostname\"", "\n;--8<--\n", "[[a]]", "++a++", ":smile:", "{++", "++}", "{--", "--}", "#", "## "]),
    st.builds("[{}]({})".format, st.sampled_from(["a", "a b", "a\nb", "[a]", "![a](p.png)", "`a`", ""]), ADDRESS),
    st.builds("![{}]({})".format, st.sampled_from(["a", "", "[a]"]), ADDRESS),
    st.builds("<{}>".format, ADDRESS),
    st.builds("\n[{}]: {}\n".format, st.sampled_from(["a", "b", "^1"]), ADDRESS),
    st.builds('<img src="{}">'.format, ADDRESS),
    st.builds("<img\n alt='>' src={}>".format, ADDRESS),
    ADDRESS,
)  # fmt: skip
TEXT = st.lists(PIECE, max_size=12).map("".join)


class Loads(HTMLParser):
    """Everything that a browser asks for by itself, as it reads the address."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag not in (
            "script",
            "iframe",
            "object",
            "embed",
            "video",
            "audio",
            "source",
            "link",
            "style",
            "svg",
            "base",
            "form",
            "meta",
        )
        for name, value in attributes:
            assert name not in ("srcset", "poster", "background", "action", "formaction", "ping", "data")
            if name == "src":
                self.found.append(re.sub(r"[\t\n\r]", "", (value or "").strip("".join(map(chr, range(33))))))


def is_remote(address: str) -> bool:
    return re.match(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", address, re.IGNORECASE) is not None


@pytest.mark.parametrize("renderer", RENDERERS, ids=["standard", "rich"])
@settings(max_examples=200)
@given(text=TEXT)
@example(text="[a](b.md) `[c](gone.md)`")
@example(text="[a]: b.md\n\n![a]")
@example(text="[a][b] ![c](d)\n\n[b]: x")
def test_a_text_that_looks_plain_holds_nothing_else_when_it_is_rendered(renderer: BodyRenderer, text: str) -> None:
    written = plain(text)
    if written is None:
        return
    body = renderer.render(text, "roadmap/features", lambda path: None)
    assert not [use for use in body.uses if use.loads]
    assert {use.address.path for use in body.uses} <= {read(one).path for one in written}
    assert body.removed == ()


@pytest.mark.parametrize("renderer", RENDERERS, ids=["standard", "rich"])
@settings(max_examples=200)
@given(text=TEXT)
def test_no_text_loads_from_elsewhere_without_a_fault(renderer: BodyRenderer, text: str) -> None:
    body = renderer.render(text, "roadmap/features", lambda path: None)
    loads = Loads(body.html).found
    told = [fault for use in body.uses for fault in AROUND.faults(use, "roadmap/features/a.md", PUBLIC)]
    assert len([fault for fault in told if fault.code == "remote-image"]) == len([load for load in loads if is_remote(load)])


@given(st.text(alphabet=st.sampled_from("htpsHTP:/\\.?#@ \t\n\r\x00\x01ab%2e"), max_size=12))
def test_an_address_is_of_this_host_only_where_every_browser_agrees(written: str) -> None:
    plainly = re.sub(r"[\t\n\r]", "", written.strip("".join(map(chr, range(33)))))
    elsewhere = read(written).leads in (Leads.ELSEWHERE, Leads.NOWHERE)
    assert elsewhere == is_remote(plainly)
    assert Use(written).address == read(written)
