"""The nodes of a document, of which nothing is certain: what is in one, and what its attributes say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmsite.importers.json_table import one_text
from pmsite.importers.table import SOFT_BREAKS, UNSEEN

Node = Mapping[str, Any]
WORDS = ("text", "title", "name", "alt", "shortName", "url", "extensionKey")
"""Attributes in which parts that are not known may say something."""


def children(node: Node) -> list[Node]:
    """What is in a node; whatever is no node is a text."""
    content = node.get("content")
    found = content if isinstance(content, list) else [] if content is None else [content]
    return [child if isinstance(child, Mapping) else {"type": "text", "text": one_text(child)} for child in found]


def attribute(node: Node, *names: str) -> str:
    """The first of these attributes that says anything."""
    attributes = node.get("attrs")
    if not isinstance(attributes, Mapping):
        return ""
    return next((found for name in names if (found := visible(one_text(attributes.get(name)))) != ""), "")


def visible(text: str) -> str:
    """A text without characters that nobody sees."""
    return text if text.isprintable() else UNSEEN.sub("", SOFT_BREAKS.sub("\n", text))


def kind_of(node: Node) -> str:
    """What kind of node it is."""
    return one_text(node.get("type"))
