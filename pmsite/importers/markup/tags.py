"""Tags of HTML as they stand in a text: which there are, what they are called, and what their attributes say."""

from __future__ import annotations

import re
from html.parser import HTMLParser

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAGS = (
    "a abbr acronym article b big blockquote br center cite code dd del details dfn div dl dt em figcaption figure font footer g-emoji h1 h2 h3"
    " h4 h5 h6 header hr i iframe img ins kbd li main mark nobr ol p picture pre q s samp section small source span strike strong sub summary"
    " sup table tbody td th thead tr tt u ul var video"
)
KNOWN_TAGS = frozenset(_TAGS.split())
"""Tags of HTML, which go while what stands between them stays: all others were meant as text."""


def tag_name(tag: str) -> str:
    """What a tag is called; ! for a comment and the like."""
    found = re.match(r"</?([A-Za-z][\w-]*)", tag)
    return found[1].casefold() if found else "!"


class _Reader(HTMLParser):
    values: dict[str, str]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.values = {name: value or "" for name, value in attrs}


def tag_attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag, by name."""
    reader = _Reader()
    reader.values = {}
    reader.feed(tag)
    return reader.values
