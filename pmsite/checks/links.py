"""Links and pictures in bodies."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from pmsite.checks.rule import Context, Rule
from pmsite.diagnostics import Diagnostic, Severity, Span
from pmsite.model.item import Item
from pmsite.once import once
from pmsite.read.limits import IMAGE_BYTES

_LINK = re.compile(r"(!?)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(\s*<?([^()\s<>]+)|^ {0,3}\[(?!\^)([^\]]+)\]:\s*<?([^\s<>]+)")
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|/|#|\?)", re.IGNORECASE)
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Target:
    """A relative link of a body: what kind it is, where it stands, and the path that it means."""

    item: Item
    is_image: bool
    is_definition: bool
    span: Span
    written: str
    path: str
    """Relative to the workspace's parent; begins with ../ where it leaves that too."""


@once
def targets(context: Context) -> tuple[Target, ...]:
    """Every relative link of every body, found once for all rules."""
    return tuple(
        target for item in context.product.items.values() if "](" in item.body or "]:" in item.body for target in _targets(item)
    )


def _targets(item: Item) -> Iterator[Target]:
    folder = posixpath.dirname(item.path)
    fence = ""
    for number, line in enumerate(item.body.split("\n"), start=item.body_line):
        if found := _FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
            continue
        if fence or line.startswith("    ") or "]" not in line:
            continue
        for link in _LINK.finditer(_CODE.sub(lambda code: " " * len(code[0]), line)):
            if link[3] and not _is_used(item.body, link[3]):
                continue
            written = link[2] or link[4]
            plain = unquote(re.split(r"[#?]", written, maxsplit=1)[0])
            if plain and not _ADDRESS.match(written):
                yield Target(
                    item,
                    bool(link[1]),
                    bool(link[3]),
                    Span(item.path, number, link.start() + 1),
                    written,
                    posixpath.normpath(posixpath.join(folder, plain)),
                )


def _is_used(body: str, label: str) -> bool:
    """Whether a link anywhere in a body goes by a label, besides the line that defines it."""
    return any(not body.startswith(":", found.end()) for found in re.finditer(re.escape(f"[{label}]"), body, re.IGNORECASE))


def inside(context: Context, path: str) -> str | None:
    """A path relative to the workspace; nothing where it leads out of it."""
    start = context.settings.path.removesuffix(context.settings.inside)
    return path.removeprefix(start) if path.startswith(start) else None


ACTIVE = (".svg", ".svgz", ".html", ".htm", ".xhtml", ".xht", ".xml", ".xsl", ".js", ".mjs", ".css", ".wasm", ".swf")
"""Endings of files that browsers run, or take parts of a page from."""


class FileOutsideWorkspace(Rule):
    """A picture lies outside the workspace, where the site does not take files from."""

    code = "file-outside-workspace"
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for target in targets(context):
            if target.is_image and inside(context, target.path) is None:
                yield self.at(
                    target.span, f"the picture {target.written} is a file outside the workspace", "save it beside the item"
                )


class MissingImage(Rule):
    """A picture is not there, or too large for a page."""

    code = "missing-image"
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for target in targets(context):
            path = inside(context, target.path)
            if not target.is_image or path is None:
                continue
            if path not in context.files:
                yield self.at(
                    target.span, f"there is no picture {target.written}", "correct the path, which is relative to this file"
                )
            elif (context.root / path).stat().st_size > IMAGE_BYTES:
                yield self.at(
                    target.span,
                    f"the picture {target.written} is too large: {IMAGE_BYTES // 1024 // 1024} MiB fit",
                    "save it smaller",
                )


class ActiveFile(Rule):
    """A file that can run scripts in the reader's browser, as part of the site, is linked or shown."""

    code = "active-file"
    severity = Severity.ERROR
    fixed = True

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for target in targets(context):
            if target.path.lower().endswith(ACTIVE) and inside(context, target.path) in context.files:
                message = f"{target.written} can run scripts in the browser of whoever opens it"
                yield self.at(target.span, message, "save it as a picture (PNG, WebP) or as a PDF")


class BrokenLink(Rule):
    """A link leads to a file that does not exist."""

    code = "broken-link"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for target in broken(context):
            if not target.is_definition:
                yield self.at(
                    target.span, f"the link {target.written} leads nowhere", "correct the path, which is relative to this file"
                )


class BrokenLinkDefinition(Rule):
    """A link's address, written apart from the text, leads to a file that does not exist. Texts bring these along when they move."""

    code = "broken-link-definition"
    severity = Severity.NOTICE

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for target in broken(context):
            if target.is_definition:
                yield self.at(
                    target.span,
                    f"the address {target.written} leads nowhere",
                    "correct the path, which is relative to this file, or remove the line",
                )


def broken(context: Context) -> Iterator[Target]:
    """The links, pictures apart, that lead to no file."""
    files = {record.inside for record in context.records.values()} | context.files
    for target in targets(context):
        if target.is_image:
            continue
        path = inside(context, target.path)
        outside = not target.path.startswith("../") and (context.root.parent / target.path).is_file()
        if not (path in files if path is not None else outside):
            yield target
