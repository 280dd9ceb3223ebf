"""A digest for an issue, a wiki or a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.digest.parts import Digest, Line
from pmsite.reporting.safe import escaped


def write(digest: Digest) -> str:
    """The whole text; nothing of the plan acts as markup in it, mentions anybody or becomes a link."""
    return "\n".join(_lines(digest)) + "\n"


def _lines(digest: Digest) -> Iterator[str]:
    yield f"## {escaped(digest.title)}"
    for part in digest.parts:
        yield ""
        yield f"**{escaped(part.heading)}**"
        yield ""
        yield from (f"- {_name(line)}{escaped(digest.said(line))}" for line in part.lines)
        if part.more:
            yield f"- *{escaped(part.more)}*"


def _name(line: Line) -> str:
    return f"[{escaped(line.subject)}]({line.url})" if line.url else f"**{escaped(line.subject)}**"
