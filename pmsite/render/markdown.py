"""A rendered page as Markdown, for programs that read: what the page says, in its order, without pictures, forms and style.

It is made from the page itself, so it can hold nothing that the page does not show. That is pmsite's own HTML, or sanitised: it nests, and
its attributes stand in quotes, so a pattern takes it apart in a fraction of the time that a parser of any HTML needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from html import unescape

from pmsite.read.inline import marks_escaped, may_mark
from pmsite.render.markdown_blocks import BEGIN, BESIDE, END, REMEMBERED, Blocks, Handler

_WITHOUT = re.compile(r"<(svg|select|form|button|style|script|template)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL)
_CODE_BLOCK = re.compile(r"<pre\b[^>]*>(.*?)</pre\s*>", re.DOTALL)
_TAGS = re.compile(r"<(?!>)([^>\"]*+(?:\"[^\"]*\"[^>\"]*+)*+)>")
_VOID = frozenset({"br", "hr", "img", "input", "wbr", "col", "source"})
_INLINE = frozenset({"a", "abbr", "b", "code", "del", "em", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "time"})
_APART_FROM: Mapping[str, Set[str]] = {name: {"span"} for name in _INLINE} | {"span": _INLINE, "a": {"a", "span"}}
"""After which elements, with nothing between, one begins another text."""
_STANDS_APART = re.compile(r'class="pm-(facts|judged|reason|sum|blip-number)\b')
"""Texts that style puts away from what is before them, space between or not; and numbers in a picture, which is not there."""
_HEADINGS: Mapping[str, int] = {f"h{level}": level for level in range(1, 7)}

_INLINE_BEGINS, _INLINE_ENDS, _HIDDEN, _CODE = "an inline element begins", "it ends", "nothing is seen", "code"
_Tag = tuple[str | int | Handler, str, str]
"""What to do at a tag, its element, and its attributes. At that of any other block a text ends, and one of this level of heading begins, 0 for none."""
_KNOWN: dict[str, _Tag] = {}
"""Tags that pages repeat, taken apart."""
MOST_KNOWN = 4096


def _taken_apart(tag: str) -> _Tag:
    if tag.startswith("a "):  # as most that are not known
        return _kind("a", tag, ends=False), "a", tag
    name, _, attributes = tag.strip("/").replace("\n", " ").partition(" ")
    found = _kind(name, attributes, ends=tag.startswith("/")), name, attributes
    if len(_KNOWN) < MOST_KNOWN:
        _KNOWN[tag] = found
    return found


def _kind(name: str, attributes: str, *, ends: bool) -> str | int | Handler:
    if ('aria-hidden="true"' in attributes or 'class="headerlink"' in attributes) and name not in _VOID:
        return _HIDDEN
    if name == "span" and not ends and (apart := _STANDS_APART.search(attributes)):
        return _HIDDEN if apart[1] == "blip-number" else _begin_apart
    if name == "pre":
        return _CODE
    if name in _INLINE:
        return _INLINE_ENDS if ends else _INLINE_BEGINS
    return END.get(name, 0) if ends else BEGIN.get(name, _HEADINGS.get(name, 0))


def _begin_apart(page: Blocks, attributes: str) -> None:
    page.parts.append(BESIDE)


def markdown(html: str) -> str:
    """The Markdown of a page's content."""
    page = Blocks()
    html = _WITHOUT.sub("", html)
    has_code = "<pre" in html
    codes = iter(_CODE_BLOCK.findall(html) if has_code else ())
    html = _CODE_BLOCK.sub("<pre>", html) if has_code else html
    pieces = _TAGS.split(html)
    known, parts, opened = _KNOWN, page.parts, page.opened
    parts.append(marks_escaped(unescape(pieces[0])))
    closed = ""  # the inline element that has just ended, if nothing stands behind it
    hidden, depth = "", 0
    for tag, text in zip(pieces[1::2], pieces[2::2], strict=True):
        kind, name, attributes = known.get(tag) or _taken_apart(tag)
        if depth:
            if kind is _CODE:
                next(codes, "")
            if name == hidden and name not in _VOID:
                depth += -1 if tag[0] == "/" else 1
            if depth:
                continue
        elif kind is _INLINE_ENDS:
            if opened and opened[-1][0] == name:
                page.close(*opened.pop())
            closed = name
        elif kind is _INLINE_BEGINS:
            if closed:
                if closed in _APART_FROM[name] or 'class="pm-' in attributes:
                    parts.append(BESIDE)
                closed = ""
            if name in REMEMBERED:
                opened.append((name, len(parts), attributes))
        elif type(kind) is int:
            closed = ""
            if parts:
                page.block(name)
            page.heading = kind
        elif kind is _HIDDEN:
            hidden, depth = name, 1
            continue
        elif kind is _CODE:
            page.code_block(next(codes, ""))
        elif not isinstance(kind, str | int):
            closed = ""
            kind(page, attributes)
        if text and (parts or not text.isspace()):
            closed = ""
            if may_mark(text):
                said = unescape(text)
                parts.append(said if opened and opened[-1][0] == "code" else marks_escaped(said))
            else:
                parts.append(text)
    page.write()
    return "\n".join(page.lines).strip("\n") + "\n"
