"""What the theme's search finds in a page: its sections, read several times faster than the theme's own reader does.

Only pages of the plainest HTML are read, as sanitised texts and pmsite's templates are: elements and attributes in small letters, values in
double quotes, nothing that hides what is inside of it. Of such a page the sections are those of the theme's reader, piece by piece; of any
other nothing is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import islice

_TAG = re.compile(r'([^<]*)<(?:/([a-z][a-z0-9]*)|([a-z][a-z0-9]*)((?:\s+[a-z][a-z0-9-]*(?:="[^"<]*")?)*)\s*(/?))>', re.ASCII)
"""A text and the element that begins or ends behind it."""
_ATTRIBUTE = re.compile(r'\s([a-z][a-z0-9-]*)(?:="([^"]*)")?', re.ASCII)
_KEPT = frozenset({"p", "code", "pre", "li", "ol", "ul", "sub", "sup"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_EMPTY = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"})
_UNLIKE = re.compile(
    r"<(?:script|style|object|textarea|title|iframe|noembed|noframes|noscript|plaintext|xmp|svg|math)\b|data-search-exclude|linenodiv"
)
"""What is read by other rules, or not at all."""
_PERMALINK = ' class="headerlink"'
_NEVER = 1 << 30
PROBE = (
    'before &amp; after<p>of > it</p>\n \n<h1 id="a">A&lt;b&gt; <code>c</code></h1><p>\n</p><ul><li>one\ntwo</li></ul><em> </em> <i>\n</i>x<hr>'
    '<h2>without</h2><h2 id="b">B<a class="headerlink" href="#b">&para;</a></h2><pre><code>d\n</code>\n\n</pre><div><h3 id="c">C<sub></sub></h3>'
    '<p>inside</p></div><p>outside</p><table><tr><td><p>e</p><h6 class="x" id="d">D</h6></td></tr></table></b>&nbsp;<p>f<br/>g</p>end'
)
"""A page with some of all that readers might see in different ways."""


@dataclass(slots=True)
class Section:
    """A heading and the text below it, both in pieces."""

    tag: str = "hx"
    depth: int = 0
    id: str | None = None
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


def sections(html: str) -> list[Section] | None:
    """The sections of a page; nothing where it is not plain enough."""
    found = _TAG.findall(f"{html}<br>")  # so that all text stands before an element
    if len(found) != html.count("<") + 1 or _UNLIKE.search(html):
        return None
    reader = _Reader()
    try:
        for text, end, start, attributes, closed in found:
            if text:
                reader.read(text)
            if end:
                reader.leave(end)
            elif start not in _EMPTY:
                if closed:
                    return None
                reader.enter(start, attributes)
    except ValueError:
        return None
    return reader.sections


class _Reader:
    """Reads a page from its beginning to its end, as the theme's reader does."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self._now: Section | None = None
        self._open: list[str] = []
        """The elements that are open."""
        self._permalinks: list[int] = []
        """How many elements were open when those began that are no part of a title."""

    def read(self, text: str) -> None:
        """A text between two elements."""
        inside = self._open
        if "&" in text:
            text = unescape(text)
        if "pre" not in inside:
            text = " " if text.isspace() else text.replace("\n", " ")
        now = self._now or self._begin(Section())
        if now.tag in inside:
            if not self._permalinks:
                now.title.append(escape(text, quote=False))
        elif not text.isspace():
            now.text.append(escape(text, quote=False))
        elif not now.text or not now.text[-1].isspace() or "pre" in inside:
            now.text.append(text)

    def enter(self, tag: str, attributes: str) -> None:
        """The beginning of an element that has an end."""
        self._open.append(tag)
        if tag in _HEADINGS and attributes:
            self._head(tag, attributes)
        elif tag == "a" and _PERMALINK in attributes:
            self._permalinks.append(len(self._open))
        now = self._now or self._begin(Section())
        if tag in _KEPT:
            self._pieces(now).append(f"<{tag}>")

    def leave(self, tag: str) -> None:
        """The end of an element."""
        inside, now = self._open, self._now
        if not inside or inside[-1] != tag or now is None:
            return
        if now.depth > len(inside):
            now = self._outer(now)
        if self._permalinks and self._permalinks[-1] == len(inside):
            self._permalinks.pop()
        inside.pop()
        if tag in _KEPT:
            pieces = self._pieces(now)
            at = pieces.index(f"<{tag}>")
            if all(map(str.isspace, islice(pieces, at + 1, None))):
                del pieces[at:]
            else:
                pieces.append(f"</{tag}>")

    def _head(self, tag: str, attributes: str) -> None:
        """Begin the section of a heading, if others can link to it."""
        ids = [value for name, value in _ATTRIBUTE.findall(attributes) if name == "id"]
        if not ids:
            return
        if len(ids) > 1 or not ids[0] or "&" in ids[0]:
            raise ValueError(ids)
        depth = len(self._open)
        if tag != "h1" and not self.sections:
            self._begin(Section(depth=depth))
        self._begin(Section(tag, depth, ids[0] if self.sections else None))

    def _begin(self, section: Section) -> Section:
        self._now = section
        self.sections.append(section)
        return section

    def _outer(self, now: Section) -> Section:
        """The section that goes on where what a section's heading was in comes to its end."""
        outer = next((section for section in reversed(self.sections) if section.depth <= len(self._open)), now)
        if outer is not now:
            now.depth = _NEVER
            self._now = outer
        return outer

    def _pieces(self, now: Section) -> list[str]:
        return now.title if now.tag in self._open else now.text
