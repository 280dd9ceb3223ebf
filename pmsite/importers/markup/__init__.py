"""Descriptions of other systems become Markdown in which nothing can run."""

from __future__ import annotations

import re

from pmsite.importers.markup import adf, html, wiki
from pmsite.importers.markup.harmless import harmless
from pmsite.messages import said

FORMS = ("auto", "markdown", "github", "wiki", "html", "text")


def to_markdown(written: str, form: str) -> tuple[str, str]:
    """A description as harmless Markdown, and what was done to it where that is more than nothing."""
    if adf.is_document(written) and (found := adf.to_markdown(written)):
        return found, said("written as Markdown from a document")
    head, gap, rest = written.partition("\n\n")
    if gap and adf.is_document(rest) and (found := adf.to_markdown(rest)):  # who said it, and when, above what was said
        return f"{to_markdown(head, form)[0]}\n\n{found}", said("written as Markdown from a document")
    if form == "html" or (form == "auto" and html.looks_like(written)):
        return harmless(html.to_markdown(written))[0], said("written as Markdown from HTML")
    if form == "wiki":
        converted = wiki.to_markdown(written)
        found, changed = harmless(converted)
        return found, changed or (said("written as Markdown from wiki markup") if converted != written else "")
    if form == "text":
        return harmless(plain(written))
    from pmsite.importers.markup import gfm  # here, since it needs the libraries that only imports have

    return gfm.to_markdown(written, breaks=form == "github")


_MARKS = re.compile(r"([\\`*_{}\[\]<>])|^([ \t]*+\d*+)([#>+-]|(?<=\d)[.)])(?=\s)", re.MULTILINE)


def plain(text: str) -> str:
    """A text that means no markup, as Markdown that shows it as it is."""
    return _MARKS.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", text)
