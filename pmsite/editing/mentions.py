"""Where an id stands in words that no reference follows: only a person can say whether the item is meant."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pmsite.diagnostics import Diagnostic, Report, Severity, Span
from pmsite.messages import said
from pmsite.read.files import read_bytes, walk
from pmsite.read.limits import MARKDOWN_BYTES
from pmsite.read.record import Record
from pmsite.read.text import decode_quoted
from pmsite.workspace import Workspace

_BLOCK = re.compile(r"^(?P<fence>`{3,}|~{3,})[ \t]*pmsite\b.*?^(?P=fence)", re.MULTILINE | re.DOTALL)
_WHERE = re.compile(r"\bwhere\b")
_DOCS = re.compile(r"^docs_dir:[ \t]*[\"']?([^\"'#\n]+?)[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)
_SITES = ("mkdocs.yml", "properdocs.yml")


def mentions(workspace: Workspace, ids: Iterable[str]) -> Iterator[Diagnostic]:
    """Each line of a filter, of a block, of product.yml, of the site around the plan, or of a text that holds one of some ids, as a notice."""
    names = "|".join(map(re.escape, ids))
    if not names:
        return
    found = re.compile(rf"(?<![\w.-])(?P<id>{names})(?![\w-]|\.[0-9])")
    quoted = re.compile(rf"`(?P<id>{names})(?:\.[\w-]+)?`")
    if workspace.written is not None:
        yield from _lines(workspace.written.head, workspace.written.path, 1, found)
    told = (translation.record for translation in workspace.translations.values())
    for record in (*workspace.records.values(), *told):
        yield from _in(record, found, quoted)
    yield from _of_the_site(workspace, found, names)


def _in(record: Record, found: re.Pattern[str], quoted: re.Pattern[str]) -> Iterator[Diagnostic]:
    if "where" in record.head:
        for told in _lines(record.head, record.path, record.head_line, found):
            if _WHERE.search(record.head.split("\n")[told.span.line - record.head_line]):
                yield told
    if "`" in record.body:
        yield from _in_blocks(record.body, record.path, record.body_line, found)
        yield from _lines(record.body, record.path, record.body_line, quoted)


def _in_blocks(text: str, path: str, first: int, found: re.Pattern[str]) -> Iterator[Diagnostic]:
    if "pmsite" in text:
        for block in _BLOCK.finditer(text):
            yield from _lines(block[0], path, first + text.count("\n", 0, block.start()), found)


def _of_the_site(workspace: Workspace, found: re.Pattern[str], names: str) -> Iterator[Diagnostic]:
    """What the site around a plan says of it: the navigation of the nearest mkdocs.yml, and links of its pages."""
    folder = next((one for one in workspace.root.parents if any((one / name).is_file() for name in _SITES)), None)
    if folder is None:
        return
    base = workspace.root.parents[workspace.prefix.count("/")]
    address = re.compile(rf"(?<=/)(?P<id>{names})(?=\.md\b|\.[a-z-]+\.md\b|/|\.html\b|#|[\"')\s]|$)")
    linked = re.compile(rf"{address.pattern}|`(?P<quoted>{names})`")
    docs = "docs"
    for site in sorted(folder.glob("mkdocs*.yml")) + sorted(folder.glob("properdocs*.yml")):
        text = _text(site)
        docs = _docs(text) or docs
        yield from _lines(text, os.path.relpath(site, base), 1, address)
    place = folder / docs
    if place.is_relative_to(folder) and place.is_dir():
        for page in walk(os.fspath(place), docs, Report()):
            path = place / page.inside
            if page.inside.endswith(".md") and not path.is_relative_to(workspace.root):
                text, shown = _text(path), os.path.relpath(path, base)
                yield from _in_blocks(text, shown, 1, found)
                yield from _lines(text, shown, 1, linked)


def _docs(text: str) -> str:
    said = _DOCS.search(text)
    return said[1] if said and ".." not in said[1].split("/") else ""


def _text(path: Path) -> str:
    try:
        return decode_quoted(read_bytes(os.fspath(path), MARKDOWN_BYTES))
    except OSError:
        return ""


def _lines(text: str, path: str, first: int, found: re.Pattern[str]) -> Iterator[Diagnostic]:
    for number, line in enumerate(text.split("\n"), start=first):
        if name := found.search(line):
            id = next(part for part in (name["id"], name.groupdict().get("quoted")) if part)
            message = said("{id} stands here in words that do not follow by themselves", id=id)
            at = name.start() + name[0].index(id) + 1
            yield Diagnostic("still-mentioned", Severity.NOTICE, Span(path, number, at), message, said("look whether it is meant"))
