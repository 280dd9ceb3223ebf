"""What blocks of a changelog are, as its parser gives them."""

from __future__ import annotations

import re

from markdown_it.tree import SyntaxTreeNode

from pmsite.importers.markup.commonmark import plain_text
from pmsite.importers.markup.harmless import is_safe

DEEPEST = 4
_FULL = re.compile(r"(?:full (?:changelog|diff|commit log)|完整(?:更新|变更)日志|全部变更)\b", re.IGNORECASE)


def line_of(node: SyntaxTreeNode) -> int:
    """The line that a block begins in."""
    return (node.map[0] if node.map else 0) + 1


def level_of(node: SyntaxTreeNode) -> int:
    """The level of a heading; 0 of what is none."""
    return int(node.tag[1:]) if node.type == "heading" else 0


def is_full(block: SyntaxTreeNode) -> bool:
    """Whether a block is the line that leads to everything that changed."""
    return block.type == "paragraph" and _FULL.match(plain_text(block)) is not None


def link_of(block: SyntaxTreeNode) -> str:
    """The address that a block leads to."""
    links = (str(node.attrs["href"]) for node in block.walk() if node.type == "link")
    return next((href for href in links if is_safe(href)), "")
