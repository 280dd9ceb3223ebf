"""A digest for a terminal, or for a mail without markup."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.digest.parts import Digest
from pmsite.reporting.safe import one_line


def write(digest: Digest) -> str:
    """Every line, none of which acts on a terminal or on a runner."""
    return "".join(f"{one_line(line)}\n" for line in _lines(digest))


def _lines(digest: Digest) -> Iterator[str]:
    yield digest.title
    for part in digest.parts:
        yield ""
        yield part.heading
        for line in part.lines:
            yield f"- {line.subject}{digest.said(line)}"
            if line.url:
                yield f"  {line.url}"
        if part.more:
            yield f"- {part.more}"
