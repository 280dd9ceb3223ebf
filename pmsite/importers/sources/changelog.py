"""A CHANGELOG.md, as tools and people write it: its sections become releases, their entries changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmsite.diagnostics import Report, Span
from pmsite.importers.changelog import columns
from pmsite.importers.export import Export
from pmsite.importers.source import Source
from pmsite.importers.table import Table, clean_cells
from pmsite.messages import said

if TYPE_CHECKING:
    from pmsite.importers.changelog.structure import Changelog

_ANCHORS = re.compile(r"(?:\s*<a (?:name|id)=[\"'][^\"'<>]*[\"']>(?:</a>)?)+\s*\Z")


def _read(export: Export, report: Report) -> Table:
    from pmsite.importers.changelog import headings, rows, sections  # here, since they need libraries that only imports have

    written = export.text(report)
    table = Table(export.path, tuple(columns.MEANING))
    if written is None:
        return table
    text = written.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found = sections.read(text)
    if not found.sections:
        hint = said("begin each release with a line such as `## [1.2.0] - 2026-11-20`")
        report.error("empty-table", Span(export.path), said("the file names no release, and lists no change"), hint)
        return table
    _put_head(table, text, found, report)
    told = rows.Told()
    out = rows.released(found.sections)
    coming = [
        section.heading.title
        for section, is_out in zip(found.sections, out, strict=True)
        if not (is_out or section.heading.is_pending)
    ]
    order = headings.order_of(section.heading.date for section in found.sections)
    newest = rows.newest(found.sections)
    for section, is_out in zip(found.sections, out, strict=True):
        how = rows.How(is_out, section is newest, order)
        made = rows.of(section, found.document, told, how)
        columns.put(table, ((Span(export.path, line), cells) for line, cells in made), report)
    table.guesses += [*found.guesses, *sections.guessed(found.sections), *told.guesses]
    table.guesses += [
        said("{title} is not out yet, since it has no day above releases that have one", title=title) for title in coming
    ]
    table.guesses += (
        [said("{order}, since one of the dates such as 13/04/2026 tells it", order=order.replace("-", " "))] if order else []
    )
    table.left_out += [*found.left_out, *found.unnamed()]
    return table


def _put_head(table: Table, text: str, found: Changelog, report: Report) -> None:
    """What stands above the first release, with the addresses that it names."""
    lines = text.split("\n")[: found.first_line - 1]
    head = _ANCHORS.sub("", "\n".join(lines)).strip().expandtabs(4)  # settings hold no tabs
    more = [line for line in found.named_above() if line.partition("]:")[0].casefold() not in head.casefold()]
    kept = clean_cells(
        iter([("above the first release", "\n".join([head, "", *more] if more else [head]))]), Span(table.path, 1), report
    )
    if kept:
        table.head = kept[0][1]


SOURCE = Source(columns.rules("Changelog"), read=_read)
