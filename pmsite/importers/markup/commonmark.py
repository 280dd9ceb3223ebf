"""Markdown as code hosts read it: a kept CommonMark parser, with tables, footnotes, what is struck through and bare addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

from pmsite.importers.markup.escapes import address, one_line
from pmsite.importers.markup.harmless import INLINE_TAG, is_safe
from pmsite.importers.markup.tags import COMMENT, KNOWN_TAGS, tag_name

_NESTED = 100
_LABEL = re.compile(r" {0,3}(?:> ?|[-+*] +)*\[((?:[^\[\]\\]|\\.)+)\]:")


@dataclass(frozen=True)
class Document:
    """A text as a tree of blocks, with the addresses of links that stand apart from it."""

    blocks: tuple[SyntaxTreeNode, ...]
    definitions: dict[str, str] = field(default_factory=dict)
    """By the name that a link has for them: the lines that define them."""
    footnotes: dict[str, SyntaxTreeNode] = field(default_factory=dict)


def read(text: str) -> Document:
    """A text of a code host."""
    env: dict[str, dict[str, dict[str, object]]] = {}
    root = SyntaxTreeNode(_parser().parse(text, env))
    lines = text.split("\n")
    blocks = tuple(node for node in root.children if node.type != "footnote_block")
    notes = {str(note.meta.get("label")): note for node in root.children if node.type == "footnote_block" for note in node.children}
    return Document(blocks, dict(_definitions(env.get("references", {}), lines)), notes)


def _definitions(references: dict[str, dict[str, object]], lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name, found in references.items():
        place = found["map"]
        first = lines[place[0]] if isinstance(place, list) else ""
        written = _LABEL.match(first)
        label = written[1] if written and normalizeReference(written[1]) == name else name
        href, title = str(found["href"]), str(found["title"])
        if is_safe(href):
            yield name, f"[{label}]: {address(href)}" + (f' "{one_line(title)}"' if title else "")


def plain_text(node: SyntaxTreeNode) -> str:
    """What readers see of a block or a part of a line, on one line."""
    return " ".join("".join(_shown(node)).split())


def _shown(node: SyntaxTreeNode) -> Iterator[str]:
    if node.type in ("text", "text_special", "code_inline", "fence", "code_block"):
        yield node.content
    elif node.type in ("softbreak", "hardbreak"):
        yield " "
    elif node.type == "html_block":
        yield re.sub(r"<[^<>]*>", " ", COMMENT.sub("", node.content))
    elif node.type == "html_inline":
        yield "" if INLINE_TAG.fullmatch(node.content) or tag_name(node.content) in KNOWN_TAGS | {"!"} else node.content
    elif node.type == "footnote_ref":
        yield f"[^{node.meta['label']}]"
    else:
        for child in node.children:
            yield from _shown(child)
            yield " " if child.is_nested and child.block else ""


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _NESTED, "store_labels": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False).use(gfm_autolink_plugin)
    parser.disable(["text_join", "fragments_join"], ignoreInvalid=True)  # so that what was escaped can be told from what was not
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]  # addresses stay as they are written
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # `is_safe` judges them
    return parser


def is_tight(node: SyntaxTreeNode | None) -> bool:
    """Whether a list has no empty lines between its entries: its paragraphs are no paragraphs then."""
    paragraphs = [child for item in (node.children if node else ()) for child in item.children if child.type == "paragraph"]
    return all(paragraph.nester_tokens is not None and paragraph.nester_tokens.opening.hidden for paragraph in paragraphs)


def blocks_below(item: SyntaxTreeNode) -> Sequence[SyntaxTreeNode]:
    """The blocks of an entry below its first paragraph."""
    return item.children[1:] if item.children and item.children[0].type == "paragraph" else item.children


def is_list(node: SyntaxTreeNode) -> bool:
    """Whether a block is a list, of whichever kind."""
    return node.type in ("bullet_list", "ordered_list")


def edge(node: SyntaxTreeNode, end: int) -> str:
    """The first or the last sign of a part of a line."""
    if node.type in ("softbreak", "hardbreak"):
        return " "
    return node.content[end] if node.type in ("text", "text_special") and node.content else "."


def beginning(node: SyntaxTreeNode) -> str:
    """How a part of a line begins, as far as it may be the name of an address."""
    return (
        node.content
        if node.type == "text"
        else "["
        if node.type in ("link", "footnote_ref")
        else " "
        if "break" in node.type
        else "."
    )
