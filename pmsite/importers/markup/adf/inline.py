"""What stands within a line of a document: marked text, links, mentions, dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from pmsite.importers.json_table import leaves, one_text
from pmsite.importers.markup.adf.nodes import Node, attribute, kind_of, visible
from pmsite.importers.markup.harmless import is_safe

_MARKS = {"strong": "**", "em": "*", "strike": "~~"}
_ACTIVE = re.compile(r"[\\`*{}\[\]]|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|&(?=#?\w+;)|~~|==|\^\^|\|")


def marked(text: str, marks: list[Node]) -> str:
    """A text with the marks that a node gives it: bold, struck through, raised, a link."""
    core = text.strip()
    lead, tail = text[: text.index(core)], text[text.index(core) + len(core) :]
    for mark in marks:
        kind = kind_of(mark)
        if kind in _MARKS and "\n" not in core:
            core = f"{_MARKS[kind]}{core}{_MARKS[kind]}"
        elif kind == "subsup":
            tag = "sub" if attribute(mark, "type") == "sub" else "sup"
            core = f"<{tag}>{core}</{tag}>"
        elif kind == "link" and (address := attribute(mark, "href")):
            core = link(core, address)
    return f"{lead}{core}{tail}"


def link(label: str, address: str) -> str:
    """A link, or its words with the address behind them where no page may lead there."""
    address = address.strip()
    if not is_safe(address) or re.search(r"[\s<>|\\]", address) or "](" in label:
        shown = escaped(" ".join(address.split()))
        return label if label == shown else f"{label} ({shown})"
    if label == address:
        return f"<{address}>"
    return f"[{label}](<{address}>)"


def escaped(text: str) -> str:
    """A text in which no character means anything to Markdown."""
    return _ACTIVE.sub(_as_text, text)


def _as_text(found: re.Match[str]) -> str:
    written = found[0]
    return f"\\{written}" if written in "\\`*_{}[]" else "".join(f"&#{ord(character)};" for character in written)


def code_span(text: str, *, in_cell: bool = False) -> str:
    """A text as code within a line; as plain text where no back-ticks can hold it."""
    text = " ".join(text.replace("<!--", "<! --").split("\n"))
    if not text.strip() or text.strip("`") == "" or text.endswith("\\") or (in_cell and "|" in text):
        return escaped(text)
    ticks = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if "`" in text else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _break(node: Node) -> str:
    return "\n"


def _mention(node: Node) -> str:
    return "@" + escaped((attribute(node, "text", "id") or one_text(node.get("text"))).lstrip("@"))


def _emoji(node: Node) -> str:
    return escaped(attribute(node, "text", "shortName", "id"))


def _date(node: Node) -> str:
    written = attribute(node, "timestamp")
    try:
        return datetime.fromtimestamp(int(written) / 1000, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return escaped(written)


def _status(node: Node) -> str:
    text = " ".join(attribute(node, "text").split())
    return f"**{escaped(text)}**" if text else ""


def card(node: Node) -> str:
    """A page of another place, shown as a card: a link with its name."""
    address, attributes = attribute(node, "url"), node.get("attrs")
    data = attributes.get("data") if isinstance(attributes, Mapping) else None
    name = attribute({"attrs": data}, "name", "title")
    address = address or attribute({"attrs": data}, "url", "@id")
    return link(escaped(name or address), address) if address else escaped(name)


def file(node: Node) -> str:
    """A file that is attached: a link with its name, or its name alone."""
    name = attribute(node, "alt", "__fileName", "title") or ("" if attribute(node, "url") else attribute(node, "id"))
    name = escaped(" ".join(name.split()))
    if address := attribute(node, "url"):
        return link(name or escaped(address), address)
    return f"({name})" if name else ""


def _extension(node: Node) -> str:
    attributes = node.get("attrs")
    told = leaves(attributes.get("parameters"), "") if isinstance(attributes, Mapping) else ()
    words = [attribute(node, "extensionKey"), attribute(node, "text"), *(text for _, text in told)]
    return f"({escaped(', '.join(dict.fromkeys(' '.join(visible(word).split()) for word in words if word)))})"


WRITERS: Mapping[str, Callable[[Node], str]] = {
    "hardBreak": _break,
    "mention": _mention,
    "emoji": _emoji,
    "date": _date,
    "status": _status,
    "inlineCard": card,
    "mediaInline": file,
    "inlineExtension": _extension,
}
"""By kind, what writes a part of a line; all others by their text."""
