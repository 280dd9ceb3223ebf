"""What a text meant for outside readers must not give away: hidden items, and who reads it."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote

from pmsite.audience import Projection, public_text
from pmsite.diagnostics import Diagnostic, Severity, Span
from pmsite.model.brief import Brief
from pmsite.model.item import Item
from pmsite.model.product import Product
from pmsite.read.record import Record

SHORTEST = 4
"""Characters that a hidden name has at least, to be looked for in visible text."""

_LINK = re.compile(
    r"\]\(\s*<?([^()\s>]+)|^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)|(?:href|src)\s*=\s*[\"']?([^\"'\s>]+)",
    re.MULTILINE | re.IGNORECASE,
)
_REMOTE_IMAGE = re.compile(
    r"!\[[^\]]*\]\(\s*<?((?:https?:)?//[^\s)>]+)|<img\b[^>]*\bsrc\s*=\s*[\"']?((?:https?:)?//[^\"'\s>]+)", re.IGNORECASE
)
_WORD = re.compile(r"[\w.~-]*\w")

Names = Mapping[str, list[tuple[str, str]]]
"""By first word, the hidden names that begin with it, each with the id of its item."""


def find(product: Product, seen: Projection, records: Mapping[str, Record]) -> Iterator[Diagnostic]:
    """Every place where a visible item names, or leads to, a hidden one, or loads an image from another host."""
    hidden = [item for id, item in product.items.items() if id not in seen.items]
    paths = {item.path: item.id for item in hidden}
    names = _names(hidden)
    for id, item in seen.items.items():
        yield from _body(item, public_text(product.items[id].body, keep_lines=True), paths, names)
        for field in ("title", "summary"):
            for _, other in _named(getattr(item, field), names):
                yield _naming(records[id].span(field), other)
        if isinstance(item, Brief):
            yield from _brief(item, records[id], paths, names)


def _brief(brief: Brief, record: Record, paths: Mapping[str, str], names: Names) -> Iterator[Diagnostic]:
    """What the words of a brief give away besides its body: its headline, its disclaimer, and those of its sections."""
    places: list[tuple[tuple[str | int, ...], str]] = [(("headline",), brief.headline), (("disclaimer",), brief.disclaimer or "")]
    for at, section in enumerate(brief.sections):
        places += [(("sections", at, "title"), section.title), (("sections", at, "text"), section.text)]
        places += [(("sections", at, "points", line), point) for line, point in enumerate(section.points)]
    for place, text in places:
        span = record.span(*place)
        for found in _body(brief, text, paths, names):
            yield replace(found, span=span)


def _names(hidden: list[Item]) -> Names:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for item in hidden:
        for name in {item.id, item.title}:
            first = _WORD.search(name)
            if first and len(name) >= SHORTEST:
                found[first[0]].append((name, item.id))
    return found


def _named(text: str, names: Names) -> Iterator[tuple[str, str]]:
    for word in _WORD.finditer(text):
        for name, other in names.get(word[0], ()):
            start = word.start() - name.index(word[0])
            end = start + len(name)
            if start >= 0 and text[start:end] == name and not text[end : end + 1].isalnum():
                yield name, other


def _body(item: Item, text: str, paths: Mapping[str, str], names: Names) -> Iterator[Diagnostic]:
    folder = posixpath.dirname(item.path)
    for number, line in enumerate(text.split("\n"), start=item.body_line):
        for link in _LINK.finditer(line):
            target = unquote((link[1] or link[2] or link[3]).partition("#")[0])
            if posixpath.normpath(posixpath.join(folder, target)) in paths:
                message = "this links to an item that the audience may not see"
                yield Diagnostic(
                    "link-to-hidden-item",
                    Severity.ERROR,
                    Span(item.path, number, link.start() + 1),
                    message,
                    "remove the link, or put it between <!-- internal --> and <!-- /internal -->",
                )
        for image in _REMOTE_IMAGE.finditer(line):
            message = "an image from another host tells that host who reads the page"
            yield Diagnostic(
                "remote-image",
                Severity.ERROR,
                Span(item.path, number, image.start() + 1),
                message,
                "save the image beside the item and link to the file",
            )
        for name, other in _named(line, names):
            yield _naming(Span(item.path, number, line.index(name) + 1), other)


def _naming(span: Span, other: str) -> Diagnostic:
    return Diagnostic(
        "text-names-hidden-item",
        Severity.ERROR,
        span,
        f"the text names the item {other}, which the audience may not see",
        "say it in other words, or put it between <!-- internal --> and <!-- /internal -->",
    )
