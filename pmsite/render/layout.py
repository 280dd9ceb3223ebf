"""How templates may be laid out: a line break beside a tag is for their reader, and puts nothing on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_BREAK = re.compile(r"[ \t]*\n\s*")


class Layout(Extension):
    """Templates with one thing a line, indented, whose pages stay as small as if they stood in one.

    A line break with the indentation after it is nothing at either side of a tag, of HTML or of a template, and a space
    within a text. A space that is wanted beside a tag stands in the line, or is written `{{ ' ' }}`.
    """

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """The template's tokens, its texts without what lays them out."""
        return self._tokens(stream)

    def _tokens(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            if token.type != "data":
                yield token
            elif text := joined(token.value):
                yield Token(token.lineno, "data", text)


def joined(text: str) -> str:
    """A text between two tags of a template, in one line."""

    def space(found: re.Match[str]) -> str:
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        return "" if before in ("", ">") or after in ("", "<") else " "

    return _BREAK.sub(space, text)
