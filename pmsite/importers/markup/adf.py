"""Atlassian's document format, which newer exports write descriptions in, becomes Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pmsite.importers.markup.harmless import code_block

_DEPTH = 40
_MARKS = {"strong": "**", "em": "_", "strike": "~~", "code": "`"}


def is_document(written: str) -> bool:
    """Whether a text is such a document rather than a text about one."""
    return written.startswith("{") and '"type"' in written[:200] and '"doc"' in written[:200]


def to_markdown(written: str) -> str:
    """The document, or nothing where it is broken."""
    try:
        found = json.loads(written)
    except (ValueError, RecursionError):
        return ""
    return "\n".join(_blocks(found, 0)).strip() if isinstance(found, Mapping) and found.get("type") == "doc" else ""


def _children(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    content = node.get("content")
    return [child for child in content if isinstance(child, Mapping)] if isinstance(content, list) else []


def _attribute(node: Mapping[str, Any], name: str) -> Any:
    attributes = node.get("attrs")
    return attributes.get(name, "") if isinstance(attributes, Mapping) else ""


def _blocks(node: Mapping[str, Any], depth: int) -> Iterator[str]:
    for child in _children(node) if depth < _DEPTH else ():
        kind = child.get("type")
        if kind in ("bulletList", "orderedList", "taskList"):
            yield from _list(child, "1. " if kind == "orderedList" else "- ", depth)
        elif kind == "heading":
            level = _attribute(child, "level")
            yield from (f"{'#' * (level if level in range(1, 7) else 2)} {_inline(child)}", "")
        elif kind == "codeBlock":
            yield from (code_block("".join(str(part.get("text", "")) for part in _children(child))), "")
        elif kind == "blockquote":
            yield from (*(f"> {line}" for line in "\n".join(_blocks(child, depth + 1)).strip().split("\n")), "")
        elif kind == "rule":
            yield from ("---", "")
        elif kind == "tableRow":
            yield "| " + " | ".join(" ".join(_blocks(cell, depth + 1)).strip() for cell in _children(child)) + " |"
        elif kind == "paragraph" or "text" in child:
            yield from (_inline(child), "")
        else:
            yield from _blocks(child, depth + 1)


def _list(node: Mapping[str, Any], mark: str, depth: int) -> Iterator[str]:
    for entry in _children(node):
        done = {"DONE": "[x] ", "TODO": "[ ] "}.get(str(_attribute(entry, "state")), "")
        text = "\n".join(_blocks(entry, depth + 1)).strip() if entry.get("type") == "listItem" else _inline(entry)
        first, *rest = text.split("\n")
        yield f"{mark}{done}{first}"
        yield from (f"    {line}" for line in rest if line)
    if not depth:
        yield ""


def _inline(node: Mapping[str, Any]) -> str:
    return "".join(map(_span, _children(node))) if "content" in node else _span(node)


def _span(node: Mapping[str, Any]) -> str:
    kind = node.get("type")
    if kind == "hardBreak":
        return "  \n"
    if kind == "mention":
        return "@" + str(_attribute(node, "text")).lstrip("@")
    if kind in ("inlineCard", "blockCard"):
        return f"<{_attribute(node, 'url')}>"
    if kind == "emoji":
        return str(_attribute(node, "text") or _attribute(node, "shortName"))
    text = str(node.get("text", ""))
    marks = node.get("marks")
    for mark in marks if isinstance(marks, list) else ():
        if isinstance(mark, Mapping) and text.strip():
            around = _MARKS.get(str(mark.get("type")), "")
            text = f"[{text}]({_attribute(mark, 'href')})" if mark.get("type") == "link" else f"{around}{text}{around}"
    return text
