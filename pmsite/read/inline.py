"""A line of Markdown as the text that readers see, and a text as a line of Markdown that shows just it."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

_MARKUP = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|!?\[(?P<label>(?:[^\[\]\\]|\\.)*)\](?:\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\[\]]*\])"
    r"|<(?P<address>(?:https?://|mailto:)[^\s<>]+)>"
    r"|(?P<tag></?[A-Za-z][^<>]*>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][0-9A-Za-z]{1,31});)"
    r"|(?P<emphasis>(?<![\w*])\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?![\w*])|(?<![^\W_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![^\W_])|~~)"
)
_MARK = re.compile(r"[\\`<\[\]]|\*(?!\s)|(?<!\s)\*|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|&(?=#?\w+;)")
may_mark = re.compile(r"[\\`<\[\]*_~&]").search
"""Whether a text may hold something that means something in Markdown: most hold nothing."""
_START = re.compile(r"(?:#{1,6}|[-+*]|(?P<number>\d{1,9})[.)])(?=\s|\Z)|>|=+\Z|-{2,}\Z")
"""What means something at the beginning of a line."""
_UNSAFE = re.compile(r"[\s()<>\\]")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def as_text(line: str) -> str:
    """What readers see of a line of Markdown."""
    return " ".join(_MARKUP.sub(_seen, line).split())


def _seen(found: re.Match[str]) -> str:
    if found["label"] is not None:
        return as_text(found["label"])
    if found["code"] is not None:
        inner = found["code"]
        return inner[1:-1] if inner.startswith(" ") and inner.endswith(" ") and inner.strip() else inner
    return found["escaped"] or found["address"] or unescape(found["entity"] or "")


def escaped(text: str) -> str:
    """An author's text on one line of Markdown, as text alone."""
    return beginning_escaped(marks_escaped(" ".join(text.split())))


def marks_escaped(text: str) -> str:
    """A text within a line of Markdown, as text alone."""
    return _MARK.sub(r"\\\g<0>", text) if may_mark(text) else text


def beginning_escaped(line: str) -> str:
    """A line of Markdown that begins no block but a paragraph."""
    start = _START.match(line)
    if start is None:
        return line
    at = start.end("number") if start["number"] else 0
    return f"{line[:at]}\\{line[at:]}"


def target(address: str) -> str:
    """An address as it stands in a link of Markdown."""
    quoted = _UNSAFE.sub(lambda found: quote(found[0], safe=""), address)
    return _ENTITY.sub("&amp;", quoted) if "&" in quoted else quoted


def first_paragraph(text: str) -> str:
    """The first paragraph of a text, or of a list entry what stands before the list in it."""
    return re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d{1,9}[.)]) )", text.strip(), maxsplit=1)[0]


def says(markdown: str, text: str) -> bool:
    """Whether a text in Markdown begins with another one, which may be shortened."""
    seen = as_text(first_paragraph(markdown))
    return bool(seen) and (seen == text or (text.endswith("…") and seen.startswith(text[:-1])))
