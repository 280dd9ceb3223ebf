"""A CHANGELOG.md in the form of Keep a Changelog: its sections become releases, its lines changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pmsite.diagnostics import Report, Span
from pmsite.importers.export import Export
from pmsite.importers.markup import to_markdown
from pmsite.importers.rules import Rules
from pmsite.importers.source import Source
from pmsite.importers.table import Row, Table, clean_cells
from pmsite.model.change import CHANGE_KINDS
from pmsite.model.values import TITLE_LIMIT
from pmsite.read.inline import as_text, escaped, first_paragraph

_RELEASE = re.compile(
    r"##\s++\[?v?([^\]\s]{1,100}+)\]?(?:\([^)]*+\))?\s*+(?:[-–—(]\s*+(\d{4}-\d{2}-\d{2})\)?)?\s*+(\[?yanked\]?)?\s*+", re.IGNORECASE
)
_KIND = re.compile(r"###\s++(.+)")
_ENTRY = re.compile(r"[-*+]\s+(.*)")
_ADDRESS = re.compile(r"\[v?([^\]]+)\]:\s*(\S+)")
_LABEL = re.compile(r"\[([^\[\]]+)\](?!\()")
COLUMNS = (
    "type",
    "key",
    "former key",
    "title",
    "version",
    "date",
    "yanked",
    "kind",
    "heading",
    "release",
    "order",
    "body",
    "address",
)


@dataclass(slots=True)
class _Section:
    """A release, or what is not released yet."""

    line: int
    version: str
    date: str = ""
    yanked: bool = False
    text: list[str] = field(default_factory=list)
    entries: list[tuple[int, str, list[str]]] = field(default_factory=list)
    """The line, kind and lines of each change."""


def _read(export: Export, report: Report) -> Table:
    text = export.text(report)
    table = Table(export.path, COLUMNS)
    if text is None:
        return table
    lines = text.replace("\r\n", "\n").split("\n")
    sections = _sections(lines)
    if not sections:
        hint = "begin each release with a line such as `## [1.2.0] - 2026-11-20`"
        report.error("empty-table", Span(export.path), "the file names no release", hint)
    else:
        head = "\n".join(lines[: sections[0].line - 1]).strip().expandtabs(4)  # settings hold no tabs
        above = clean_cells(iter([("above the first release", head)]), Span(export.path, 1), report)
        table.head = above[0][1] if above else ""
    addresses = {found[1].casefold(): found[2] for line in lines if (found := _ADDRESS.fullmatch(line.strip()))}
    keys: Counter[str] = Counter()
    for section in sections:
        for line, cells in _rows(section, addresses, keys):
            place = Span(export.path, line)
            kept = clean_cells(iter(cells), place, report)
            if kept:
                table.rows.append(Row(place, kept))
    return table


def _sections(lines: list[str]) -> list[_Section]:
    found: list[_Section] = []
    kind = ""
    for number, line in enumerate(lines, start=1):
        if heading := _RELEASE.fullmatch(line):
            found.append(_Section(number, heading[1], heading[2] or "", bool(heading[3])))
            kind = ""
        elif not found or _ADDRESS.fullmatch(line.strip()):
            continue
        elif heading := _KIND.fullmatch(line):
            kind = heading[1].strip()
        elif entry := _ENTRY.match(line):
            found[-1].entries.append((number, kind, [entry[1]]))
        elif found[-1].entries and (line.startswith((" ", "\t")) or not line.strip() or kind):
            found[-1].entries[-1][2].append(line[2:] if line.startswith("  ") else line.lstrip("\t"))
        else:
            found[-1].text.append(line)
    return found


def _rows(section: _Section, addresses: dict[str, str], keys: Counter[str]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """A section's release and changes. `keys` counts what goes by one key, so that two entries that say the same are two changes."""
    released = section.version.casefold() != "unreleased"
    if released:
        yield (
            section.line,
            [
                ("type", "release"),
                ("key", section.version),
                ("title", section.version),
                ("version", section.version),
                ("date", section.date),
                ("yanked", "true" if section.yanked else ""),
                ("body", _with_addresses("\n".join(section.text).strip("\n"), addresses)),
                ("address", addresses.get(section.version.casefold(), "")),
            ],
        )
    for order, (line, kind, found) in enumerate(section.entries, start=1):
        text, _ = to_markdown("\n".join(found).strip(), "markdown")
        title = as_text(first_paragraph(text)) or first_paragraph(text)
        short = title if len(title) <= TITLE_LIMIT else title[: TITLE_LIMIT - 1].rstrip() + "…"
        known = kind.casefold() in CHANGE_KINDS
        key = f"{section.version} {kind} {title}"[:250]
        keys[key] += 1
        yield (
            line,
            [
                ("type", "change"),
                ("key", key if keys[key] == 1 else f"{key} ({keys[key]})"),
                ("former key", f"Unreleased {kind} {title}"[:250] if released else ""),
                ("title", short),
                ("kind", kind.casefold() if known else "changed"),
                ("heading", "" if known else kind),
                ("release", section.version if released else ""),
                ("order", str(order)),
                ("body", _with_addresses(text, addresses) if text != escaped(short) else ""),
            ],
        )


def _with_addresses(text: str, addresses: dict[str, str]) -> str:
    """A text with the addresses of its links, which stand at the end of the file."""
    used = {found[1].casefold(): found[1] for found in _LABEL.finditer(text) if found[1].casefold() in addresses}
    return "\n".join([text, "", *(f"[{label}]: {addresses[name]}" for name, label in used.items())]) if used else text


SOURCE = Source(
    Rules(
        source="Changelog",
        text="markdown",
        types={"release": "release", "change": "change"},
        columns={
            "type": "type",
            "key": "key",
            "former key": "former_key",
            "title": "title",
            "version": "version",
            "date": "date",
            "yanked": "yanked",
            "kind": "kind",
            "heading": "keep",
            "release": "release",
            "order": "order",
            "body": "body",
            "address": "url",
        },
    ),
    read=_read,
)
