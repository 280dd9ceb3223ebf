"""Passing over what cannot match changes nothing: a text is rendered to what the library alone makes of it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTextInlineProcessor

from pmsite.texts.bodies import STANDARD
from pmsite.texts.extensions import KNOWN, choose
from pmsite.texts.inline import TRIGGERS, QuickInline, quicken
from pmsite.texts.quick_blocks import QuickBlocks, quicken_blocks

PIECES = st.sampled_from(
    [
        "a",
        "b c",
        "*",
        "**",
        "_",
        "`",
        "``",
        "\\",
        "[",
        "]",
        "](",
        ")",
        "![",
        "<",
        ">",
        "<http://x.y>",
        "<a@b.c>",
        "<b>",
        "</b>",
        "&amp;",
        "&",
        "#",
        "  \n",
        "\n",
        "\n\n",
        "[^1]",
        "[^1]: n",
        "[a]: /u\n",
        "[a]",
        "- ",
        "| a | b |\n|---|---|\n| c | d |\n",
        "~~",
        "^",
        "==",
        "{: .x }",
        "<!-- x -->",
        "H~2~O",
        "http://x.y",
        ":x:",
        "++ctrl++",
        '"',
        "--",
        "图",
        "\x02",
        "\x03",
        "\t",
        "!",
        "@ana",
        "*[HTML]: H\n",
        "HTML",
        "    ",
        "\n---\n",
        "\n===",
        "1. ",
        "* ",
        "> ",
        "\n# ",
        "\n!!! note\n    ",
        "\n??? tip\n    ",
        "|",
        "\n|-\n",
        "[a]:",
        ": ",
    ]
)
TEXTS = st.lists(PIECES, max_size=24).map("".join)
SETS = {
    "standard": STANDARD,
    "none": (),
    "all": tuple(sorted(name for name in KNOWN if "legacy" not in name and name != "markdown.extensions.extra")),
    "legacy": ("extra", "legacy_em", "legacy_attrs", "smarty", "nl2br"),
}


class _Shout(Extension):
    """What nobody knows of: it takes what others need."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.inlinePatterns.register(SimpleTextInlineProcessor(r"(a)b?"), "shout", 165)


@cache
def _both(name: str) -> tuple[markdown.Markdown, markdown.Markdown]:
    extensions = [_Shout()] if name == "unknown" else list(choose(SETS[name], {}).extensions)
    plain, quick = (markdown.Markdown(extensions=extensions) for _ in range(2))
    quicken(quick)
    quicken_blocks(quick)
    assert type(quick.parser) is QuickBlocks
    assert type(quick.treeprocessors["inline"]) is QuickInline
    return plain, quick


@pytest.mark.parametrize("name", [*SETS, "unknown"])
@given(text=TEXTS)
@settings(max_examples=200, deadline=None)
def test_a_text_is_rendered_as_by_the_library_alone(name: str, text: str) -> None:
    plain, quick = _both(name)
    assert quick.reset().convert(text) == plain.reset().convert(text)


def test_pages_are_rendered_as_by_the_library_alone() -> None:
    plain, quick = _both("standard")
    for path in sorted(Path("docs").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        assert quick.reset().convert(text) == plain.reset().convert(text), path


@pytest.mark.parametrize("pattern", TRIGGERS)
@given(text=TEXTS)
def test_nothing_matches_without_what_it_needs(pattern: str, text: str) -> None:
    found = re.search(pattern, text, re.DOTALL)
    assert found is None or TRIGGERS[pattern] in text
