"""Feeds as Atom (RFC 4287)."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pmsite.exports.feed import Feed

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA = "application/atom+xml"

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]|[\ud800-\udfff]|[\ufffe\uffff]")
"""Characters that XML 1.0 has no place for, by what they are: a pattern of all others takes long to compile."""


def write(feed: Feed, address: str = "") -> str:
    """The feed. `address` is where it stands itself, which is left out where that is not known."""
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": feed.language})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", feed.updated)
    _text(SubElement(root, "author"), "name", feed.product)
    _text(root, "generator", "pmsite")
    _link(root, "self", address, MEDIA)
    _link(root, "alternate", feed.home, "text/html")
    for entry in feed.entries:
        told = SubElement(root, "entry")
        _text(told, "id", entry.id)
        _text(told, "title", entry.title)
        _text(told, "updated", entry.updated)
        if entry.date.precision == "day":
            _text(told, "published", entry.moment)
        _link(told, "alternate", entry.url, "text/html")
        if entry.summary:
            _text(told, "summary", entry.summary)
        _text(told, "content", entry.html, type="html")
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = _ILLEGAL.sub("", text)


def _link(parent: Element, relation: str, address: str, media: str) -> None:
    if address:
        SubElement(parent, "link", {"rel": relation, "type": media, "href": address})
