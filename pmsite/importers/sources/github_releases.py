"""The releases of a code host as its command line or interface writes them in JSON: GitHub's, and those of hosts with the same fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import Field

from pmsite.diagnostics import Report, Span
from pmsite.importers.changelog import columns
from pmsite.importers.export import Export
from pmsite.importers.json_table import AGAIN, Misshapen, entries_of
from pmsite.importers.shapes import Shape, Word, shaped, untold
from pmsite.importers.source import Source
from pmsite.importers.table import Table
from pmsite.messages import said
from pmsite.read.json_text import parse

if TYPE_CHECKING:
    from pmsite.importers.changelog.headings import Heading


class _Release(Shape):
    """One release: in the words of `gh release view --json`, or else of the interface."""

    tag: Word = Field("", alias="tagName")
    tag_name: Word = ""
    name: Word = ""
    body: Word = ""
    description: Word = ""
    published: Word = Field("", alias="publishedAt")
    published_at: Word = ""
    released_at: Word = ""
    is_draft: bool = Field(False, alias="isDraft")
    draft: bool = False
    html_url: Word = ""
    url: Word = ""

    @property
    def called(self) -> str:
        """Its tag, or its name where it has none yet."""
        return self.tag or self.tag_name or self.name

    @property
    def day(self) -> str:
        """The day on which it came out."""
        return (self.published or self.published_at or self.released_at)[:10]


def _read(export: Export, report: Report) -> Table:
    from pmsite.importers.changelog import rows, sections  # here, since they need libraries that only imports have

    table = Table(export.path, tuple(columns.MEANING))
    text = export.text(report)
    found = parse(text, export.path, report) if text is not None else None
    if found is None:
        return table
    told, made = rows.Told(), []
    left_out: dict[str, None] = {}
    for at, release in _releases(found, export.path, report):
        left_out |= dict.fromkeys(untold(release))
        heading = _heading(release)
        address = release.html_url or release.url
        section, document = sections.notes(release.body or release.description, heading, address)
        made.append(section)
        how = rows.How(is_out=not heading.is_pending, is_newest=False, breaks=True)
        place = f"{export.path}#{at}"
        cells = rows.of(section, document, told, how)
        columns.put(table, ((Span(place, line), row) for line, row in cells), report)
    if not made and not report.failed:
        report.error("empty-table", Span(export.path), said("the file holds no release"), AGAIN)
    table.guesses += [*sections.guessed(made), *told.guesses]
    table.left_out += left_out
    return table


def _releases(found: Any, path: str, report: Report) -> Iterator[tuple[int, _Release]]:
    """The releases of a list, or the only one, each with its number."""
    is_one = isinstance(found, Mapping) and bool({"tagName", "tag_name"} & set(found))
    for at, entry in enumerate([found] if is_one else entries_of(found, path, report), start=1):
        try:
            release = shaped(_Release, entry)
        except Misshapen as fault:
            for message in fault.messages:
                report.error("wrong-shape", Span(f"{path}#{at}"), message, AGAIN)
            continue
        if release.called:
            yield at, release
        else:
            report.error("wrong-shape", Span(f"{path}#{at}"), said("a release without a tag and a name"), AGAIN)


def _heading(release: _Release) -> Heading:
    """What a release is called: by its tag, and by the words of its name where it has other ones."""
    from pmsite.importers.changelog import headings

    called = headings.read(release.called) or headings.named(release.called)
    named = headings.read(release.name)
    title = called.title
    if named is not None and named.version == called.version:
        title = named.title
    elif release.name not in ("", release.called):
        title = f"{called.title} – {release.name}"
    is_draft = release.is_draft or release.draft
    day = "" if is_draft else release.day
    return replace(called, title=title, date=day, is_pending=is_draft, is_next=False, called=called.title)


SOURCE = Source(
    columns.rules("GitHub releases"),
    read=_read,
    signs=(("tagName", "publishedAt"), ("tag_name", "published_at"), ("tag_name", "released_at")),
    basis="the manual of GitHub's command line, and of the API of GitHub and of hosts with the same fields",
)
