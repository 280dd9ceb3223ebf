"""Sections of changelogs as rows: each release one, each change one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode

from pmsite.importers.changelog.structure import Blocks, Entry, Group, Section
from pmsite.importers.dates import NotADate, period_of
from pmsite.importers.markup import gfm
from pmsite.importers.markup.commonmark import Document, plain_text
from pmsite.messages import counted
from pmsite.model.change import CHANGE_KINDS
from pmsite.model.parsing import TITLE_LIMIT
from pmsite.read.inline import as_text, escaped, first_paragraph

Cells = list[tuple[str, str]]

_KEY = 250
_COMMIT = re.compile(r"https?://\S+?/(?:commit|commits|-/commit)/([0-9a-f]{7,40})\b")
_ISSUE = re.compile(r"https?://\S+?/(?:issues|pull|pulls|merge_requests|work_items)/\d+")
_LED = re.compile(r"([0-9a-f]{7,40}):\s")
_BREAKING = re.compile(
    r"\*\*\[?\s*breaking(?: changes?)?\s*:?\s*\]?:?\*\*|\bBREAKING[ -]CHANGES?\b|\[\*\*breaking\*\*\]|💥", re.IGNORECASE
)


@dataclass(slots=True)
class Told:
    """What was met on the way: keys, so that two entries that say the same are two changes, and what texts lost."""

    keys: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)

    @property
    def guesses(self) -> Iterator[str]:
        """What was changed in texts, with how many."""
        yield from (
            counted(count, "{what} ({count} text)", "{what} ({count} texts)", what=what)
            for what, count in self.changed.items()
            if what
        )


@dataclass(frozen=True, slots=True)
class How:
    """What a section alone does not tell."""

    is_out: bool = False
    """Whether it is out although it may have no day."""
    is_newest: bool = False
    """Whether it is the newest release, which has what was unreleased before."""
    order: str = ""
    """Which number of dates such as 13/04/2026 is the day."""
    breaks: bool = False
    """Whether the end of a line is one, as in comments."""


def of(section: Section, document: Document, told: Told, how: How) -> Iterator[tuple[int, Cells]]:
    """The rows of one section, each with its line."""
    heading = section.heading
    body = _text(section.text, document, told, how.breaks)
    date = _in_order(heading.date, how.order)
    if not heading.is_next or body:
        yield (
            section.line,
            [
                ("type", "release"),
                ("key", heading.key),
                ("former key", "Unreleased" if how.is_newest else ""),
                ("title", heading.title),
                ("version", heading.version or ("" if heading.is_next else heading.title)),
                ("date", date),
                ("out", "true" if how.is_out and not date else ""),
                ("yanked", "true" if heading.is_yanked else ""),
                ("body", body),
                ("address", section.address),
            ],
        )
    order = 0
    for group in section.groups.values():
        for entry in group.entries:
            if cells := _change(entry, group, section, document, told, how.breaks):
                order += 1
                yield entry.line, [*cells, ("order", str(order))]


def _change(entry: Entry, group: Group, section: Section, document: Document, told: Told, breaks: bool) -> Cells:
    text, changed = gfm.write(entry.blocks, document, breaks=breaks)
    if not text:
        return []
    told.changed.update(filter(None, changed.split("; ")))
    first = first_paragraph(text)
    title = as_text(first) or " ".join(plain_text(block) for block in entry.blocks).strip() or first
    short = title if len(title) <= TITLE_LIMIT else title[: TITLE_LIMIT - 1].rstrip() + "…"
    release = "" if section.heading.is_next else section.heading.key
    label = group.heading or "Changed"
    key = f"{section.heading.key} {label} {title}"[:_KEY]
    told.keys[key] += 1
    former = [f"Unreleased {label} {title}"[:_KEY]] if release else []
    former += [] if group.heading else [f"{section.heading.key}  {title}"[:_KEY]]
    addresses = [str(node.attrs["href"]) for block in entry.blocks for node in block.walk() if node.type == "link"]
    commits = [found[1] for address in addresses if (found := _COMMIT.match(address))]
    commits += [found[1] for found in [_LED.match(title)] if found]
    is_breaking = group.kind.is_breaking or _BREAKING.search(first) is not None
    return [
        ("type", "change"),
        ("key", key if told.keys[key] == 1 else f"{key} ({told.keys[key]})"),
        *(("former key", name) for name in former),
        ("title", short),
        ("kind", group.kind.name),
        ("heading", "" if group.heading.casefold() in CHANGE_KINDS or not group.heading else group.heading),
        ("breaking", "true" if is_breaking else ""),
        ("release", release),
        *(("commits", name) for name in dict.fromkeys(commits)),
        *(("references", found[0]) for address in dict.fromkeys(addresses) if (found := _ISSUE.match(address))),
        ("body", "" if _tells_all(short, text) else text),
    ]


def _tells_all(title: str, text: str) -> bool:
    """Whether a text is its title, written as Markdown."""
    return " ".join(text.split()).replace("&lt;", "\\<") == escaped(title)


def _text(blocks: Blocks, document: Document, told: Told, breaks: bool) -> str:
    """A release's text."""
    parts: list[str] = []
    for run in _runs(blocks):
        if isinstance(run, str):
            parts.append(run)
        else:
            text, changed = gfm.write(run, document, breaks=breaks)
            told.changed.update(filter(None, changed.split("; ")))
            parts.append(text)
    return "\n\n".join(filter(None, parts))


def _runs(blocks: Blocks) -> Iterator[str | list[SyntaxTreeNode]]:
    """Headings, and the blocks between them together."""
    run: list[SyntaxTreeNode] = []
    for block in blocks:
        if isinstance(block, str):
            if run:
                yield run
            yield block
            run = []
        else:
            run.append(block)
    if run:
        yield run


def newest(sections: Iterable[Section]) -> Section | None:
    """The newest release, where nothing stands in its place that is not released yet but has a text."""
    found = list(sections)
    waiting = any(section.heading.is_next and section.text for section in found)
    return None if waiting else next((section for section in found if not section.heading.is_pending), None)


def released(sections: Sequence[Section]) -> list[bool]:
    """By section, whether it is out although it may have no day: all but a first one without a day above others that have one."""
    told = [section for section in sections if not section.heading.is_pending]
    is_coming = len(told) > 1 and not told[0].heading.date and bool(told[1].heading.date)
    return [not section.heading.is_pending and not (is_coming and section is told[0]) for section in sections]


def _in_order(date: str, order: str) -> str:
    """A day as pmsite writes it, or as it stands there where nothing tells which number is the day."""
    try:
        return period_of(date, order) if date else ""
    except NotADate:
        return date
