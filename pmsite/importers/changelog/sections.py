"""A changelog in sections: what stands under the heading of each release, by kinds, entry by entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.common.utils import normalizeReference
from markdown_it.tree import SyntaxTreeNode

from pmsite.importers.changelog import headings
from pmsite.importers.changelog.headings import Heading
from pmsite.importers.changelog.kinds import BETWEEN, UNKNOWN, Kind, kind_of
from pmsite.importers.markup import gfm
from pmsite.importers.markup.gfm import Document
from pmsite.importers.markup.harmless import is_safe
from pmsite.model.change import CHANGE_KINDS

Blocks = list[SyntaxTreeNode | str]
"""Blocks of the file, and between them lines of Markdown that stand for headings."""

_DEEPEST = 4
_SHOWN = 10
_NUMBER = re.compile(r"\d\.\d|\A\d+\Z")
_FULL = re.compile(r"(?:full (?:changelog|diff|commit log)|完整(?:更新|变更)日志|全部变更)\b", re.IGNORECASE)
_COMPARED = re.compile(r"/compare/\S+?\.\.\.?(?P<tag>[^\s/?#]+)|/releases/tag/(?P<release>[^\s?#]+)")


@dataclass(slots=True)
class Entry:
    """One change: the line that it begins in, and its blocks."""

    line: int
    blocks: list[SyntaxTreeNode]


@dataclass(slots=True)
class Group:
    """Changes below one heading, which is empty where there is none."""

    heading: str
    kind: Kind
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """A release, or what is not released yet."""

    line: int
    heading: Heading
    address: str = ""
    text: Blocks = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)

    def group(self, heading: str, kind: Kind) -> Group:
        """The group of a heading; two of one name are one."""
        return self.groups.setdefault(heading, Group(heading, kind))

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.text and not any(group.entries for group in self.groups.values())


@dataclass(slots=True)
class Changelog:
    """All sections, the line that the first begins in, and what reading had to guess."""

    document: Document
    sections: list[Section] = field(default_factory=list)
    first_line: int = 1
    guesses: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def named_above(self) -> list[str]:
        """The addresses that what stands above the first section names."""
        above = (block for block in self.document.blocks if _line(block) < self.first_line)
        return [self.document.definitions[name] for name in dict.fromkeys(_names(above)) if name in self.document.definitions]

    def unnamed(self) -> Iterator[str]:
        """What is in no section: comments, and addresses that nothing names."""
        if any("<!--" in node.content for block in self.document.blocks for node in block.walk() if node.type.startswith("html_")):
            yield "comments"
        used = set(_names(self.document.blocks))
        used |= {normalizeReference(name) for section in self.sections for name in _called(section.heading)}
        left = [name for name in self.document.definitions if name not in used]
        if left:
            more = f" and {len(left) - _SHOWN} more" if len(left) > _SHOWN else ""
            yield f"addresses that nothing names ({', '.join(f'[{name.lower()}]' for name in left[:_SHOWN])}{more})"


@dataclass(frozen=True, slots=True)
class _Mark:
    """A block that may begin a release: what it says, where it stands, and its level."""

    at: int
    level: int
    text: str
    heading: Heading | None
    address: str = ""


def read(text: str) -> Changelog:
    """A whole file."""
    document = gfm.read(text)
    found = Changelog(document)
    blocks = list(_lifted(document.blocks))
    marks = _marks(blocks, document)
    starts = [mark for mark in marks if mark.heading is not None]
    if not starts and (flat := _flat(blocks, document)) is not None:
        blocks, starts = flat
    if not starts:
        found.sections += _without_versions(blocks, found)
        found.first_line = found.sections[0].line if found.sections else 1
        return found
    found.first_line = _line(blocks[starts[0].at])
    by_key: dict[str, Section] = {}
    for mark, end in zip(starts, [*(mark.at for mark in starts[1:]), len(blocks)], strict=True):
        assert mark.heading is not None
        inside = blocks[mark.at + 1 : end]
        if not inside and end < len(blocks) and mark.level < min(3, _level(blocks[end]) or 0):
            found.left_out.append(f"the heading {mark.text}, which stands above others")
            continue
        section = by_key.setdefault(mark.heading.key, Section(_line(blocks[mark.at]), mark.heading, mark.address))
        fill(section, inside)
        if mark.heading.is_next and mark.heading.title.casefold() not in ("unreleased", "未发布"):
            found.guesses.append(f"{mark.text} (line {_line(blocks[mark.at])}) is what is not released yet")
        elif not (mark.heading.version or mark.heading.is_next or mark.heading.date):
            found.guesses.append(f"{mark.text} (line {_line(blocks[mark.at])}) is a release, since it stands where releases do")
    found.sections += by_key.values()
    return found


def notes(text: str, heading: Heading, address: str = "") -> tuple[Section, Document]:
    """What a code host says of one release, all of it below one heading."""
    document = gfm.read(text)
    section = Section(0, heading, address)
    fill(section, list(document.blocks))
    return section, document


def guessed(sections: Iterable[Section]) -> Iterator[str]:
    """What was made of the headings of changes, in words."""
    known: Counter[tuple[str, str]] = Counter()
    unknown: Counter[str] = Counter()
    bare = 0
    for group in (group for section in sections for group in section.groups.values()):
        count = len(group.entries)
        if not group.heading:
            bare += count
        elif kind_of(group.heading) is None:
            unknown[group.heading] += count
        elif group.kind.name and group.heading.casefold() not in CHANGE_KINDS:
            known[group.heading, group.kind.name] += count
    if told := ", ".join(f"{heading} → {kind} ({count})" for (heading, kind), count in known.items() if count):
        yield f"kinds: {told}"
    if told := ", ".join(f"{heading} ({count})" for heading, count in unknown.items() if count):
        yield f"changed, since these headings are no kinds that are known: {told}"
    if bare:
        yield f"changed, since they stand below no heading: {bare} change{'s' if bare != 1 else ''}"


def _lifted(blocks: Sequence[SyntaxTreeNode]) -> Iterator[SyntaxTreeNode]:
    """The blocks without the lines that only part them."""
    return (block for block in blocks if block.type != "hr")


def _line(node: SyntaxTreeNode) -> int:
    return (node.map[0] if node.map else 0) + 1


def _level(node: SyntaxTreeNode) -> int:
    return int(node.tag[1:]) if node.type == "heading" else 0


def _marks(blocks: Sequence[SyntaxTreeNode], document: Document) -> list[_Mark]:
    """The headings that begin a release."""
    every = [_mark(at, _level(block), block, document) for at, block in enumerate(blocks) if 0 < _level(block) <= _DEEPEST]
    told = [mark for mark in every if mark.heading and mark.heading.version and mark.heading.is_sure]
    sure = {mark.level for mark in told if mark.heading and (mark.heading.date or mark.heading.title == mark.heading.version)}
    sure = sure or {mark.level for mark in told}
    sure = sure or {mark.level for mark in every if mark.heading and mark.heading.version}
    levels = sure or {mark.level for mark in every if mark.heading}
    if not levels:
        return []
    found: list[_Mark] = []
    for mark in every:
        if mark.heading is None:
            if (
                found
                and mark.level in levels
                and mark.level <= found[-1].level
                and not kind_of(mark.text)
                and _is_release_by_name(mark, blocks)
            ):
                found.append(replace(mark, heading=headings.named(mark.text)))
        elif _begins(mark, mark.heading, levels, found[-1].level if found else 0):
            found.append(mark)
    return found


def _begins(mark: _Mark, heading: Heading, levels: Collection[int], above: int) -> bool:
    """Whether a heading that speaks of a release begins one: `levels` are those where releases stand, `above` that of the one before."""
    if mark.level not in levels:
        return heading.is_next and not above
    if not above or mark.level <= above:
        return bool(heading.version) or heading.is_next or not kind_of(mark.text)
    is_sure = heading.is_sure and (bool(heading.date) or heading.title == heading.version)
    return is_sure and _NUMBER.search(heading.version) is not None


def _is_release_by_name(mark: _Mark, blocks: Sequence[SyntaxTreeNode]) -> bool:
    """Whether a heading without a version is called as releases are, or has kinds of changes below it."""
    after = next((block for block in blocks[mark.at + 1 :] if block.type == "heading"), None)
    has_kinds = after is not None and _level(after) > mark.level and kind_of(gfm.seen(after)) is not None
    return headings.is_named(mark.text) or has_kinds


def _mark(at: int, level: int, block: SyntaxTreeNode, document: Document) -> _Mark:
    text = gfm.seen(block)
    heading = headings.read(text)
    return _Mark(at, level, text, heading, _address(block, heading, document) if heading else "")


def _address(block: SyntaxTreeNode, heading: Heading, document: Document) -> str:
    """Where a release can be seen: the first link of its heading, or the one that its version names."""
    for node in block.walk():
        if node.type == "link" and is_safe(href := str(node.attrs["href"])) and not href.startswith(("#", "mailto:")):
            return href
    for name in (heading.version, f"v{heading.version}", heading.title):
        if name and (line := document.definitions.get(normalizeReference(name))):
            return line.partition("]: ")[2].partition(" ")[0].strip("<>")
    return ""


def _called(heading: Heading) -> Iterable[str]:
    """What an address may call a release; one of what comes next is made again."""
    return ("unreleased", heading.version, f"v{heading.version}", heading.title)


def _names(blocks: Iterable[SyntaxTreeNode]) -> Iterator[str]:
    return (str(node.meta["label"]) for block in blocks for node in block.walk() if node.type == "link" and "label" in node.meta)


def _flat(blocks: list[SyntaxTreeNode], document: Document) -> tuple[list[SyntaxTreeNode], list[_Mark]] | None:
    """A file without headings of releases: bold lines or lines alone begin them, or entries of a list do."""
    lines = [(at, block) for at, block in enumerate(blocks) if block.type == "paragraph" and len(gfm.seen(block)) <= 120]
    marks = [_mark(at, 1, block, document) for at, block in lines]
    found = [mark for mark in marks if mark.heading and (mark.heading.version or mark.heading.is_next) and mark.heading.is_sure]
    if found:
        return blocks, found
    spread: list[SyntaxTreeNode] = []
    for block in blocks:
        spread += [part for item in block.children for part in item.children] if block.type == "bullet_list" else [block]
    marks = [_mark(at, 1, block, document) for at, block in enumerate(spread) if block.type == "paragraph"]
    found = [mark for mark in marks if mark.heading and mark.heading.version and mark.heading.is_sure]
    return (spread, found) if found else None


def _without_versions(blocks: list[SyntaxTreeNode], found: Changelog) -> Iterator[Section]:
    """What a file that names no version tells: notes of the release that their last line links to, or what is not released yet."""
    first = next((at for at, block in enumerate(blocks) if _is_list(block) or (_level(block) and kind_of(gfm.seen(block)))), None)
    if first is None:
        return
    heading, address = Heading("Unreleased", is_pending=True, is_next=True), ""
    for block in blocks:
        if _is_full(block) and (link := _link(block)) and (compared := _COMPARED.search(link)):
            told = headings.read(compared["tag"] or compared["release"])
            if told is not None and told.version:
                heading, address = told, link
                found.guesses.append(f"these are the notes of {told.title}, which {link} leads to")
    section = Section(_line(blocks[first]), heading, address)
    if heading.is_next:
        found.guesses.append("no heading names a version, so all of it is not released yet")
    fill(section, blocks[first:])
    yield section


def _is_list(node: SyntaxTreeNode) -> bool:
    return node.type in ("bullet_list", "ordered_list")


def fill(section: Section, blocks: Sequence[SyntaxTreeNode]) -> None:
    """Put blocks where they belong: texts, and changes by the headings above them."""
    has_headings = any(block.type == "heading" for block in blocks)
    bold = (
        frozenset()
        if has_headings
        else frozenset(at for at, block in enumerate(blocks) if _bold(block) and _begins_list(blocks, at))
    )
    if blocks and blocks[0].type == "paragraph" and not section.heading.date and (date := headings.day(gfm.seen(blocks[0]))):
        section.heading = replace(section.heading, date=date)
        blocks = blocks[1:]
    filler = _Filler(section, has_headings or bool(bold))
    for at, block in enumerate(blocks):
        if block.type == "heading" or at in bold:
            filler.begin(block)
        elif gfm.seen(block) or "<img" in block.content if block.type == "html_block" else True:
            filler.put(block)


@dataclass
class _Filler:
    """Where the next block goes."""

    section: Section
    has_headings: bool
    is_apart: bool = False
    """Whether what stands here is no change."""
    group: Group | None = None
    path: list[tuple[int, str]] = field(default_factory=list)
    """The headings above, with their levels."""
    last: Entry | None = None
    is_told: bool = False
    """Whether the last entry is a paragraph, not one of a list."""

    def begin(self, block: SyntaxTreeNode) -> None:
        """A heading: of changes, or of what is no change and stays a text."""
        level, text = _level(block) or _DEEPEST + 1, gfm.seen(block).strip().rstrip(":：")
        while self.path and self.path[-1][0] >= level:
            self.path.pop()
        above = next((told for _, told in reversed(self.path) if kind_of(told) not in (None, UNKNOWN)), "")
        self.path.append((level, text))
        own = kind_of(text)
        self.group = self.last = None
        self.is_apart = own is not None and not own.name
        if self.is_apart:
            self.section.text.append(f"**{text}**")
        else:
            heading = f"{above}{BETWEEN}{text}" if above and own is None else text
            self.group = self.section.group(heading, kind_of(heading) or UNKNOWN)

    def put(self, block: SyntaxTreeNode) -> None:
        """A block that is no heading."""
        if _is_full(block):
            self.section.text.append(block)
            self.section.address = self.section.address or _link(block)
        elif self.group is None and (self.is_apart or not _is_list(block) or (self.has_headings and self.section.text)):
            self.section.text.append(block)
        elif self.group is None:
            self.section.group("", UNKNOWN).entries += _entries(block)
        elif _is_list(block) and not (self.last and self.is_told and _leads(self.last)):
            self.group.entries += _entries(block)
            self.last, self.is_told = self.group.entries[-1], False
        elif self.last is None or (self.is_told and block.type == "paragraph"):
            self.last, self.is_told = Entry(_line(block), [block]), True
            self.group.entries.append(self.last)
        else:
            self.last.blocks.append(block)


def _entries(block: SyntaxTreeNode) -> list[Entry]:
    return [Entry(_line(item), list(item.children)) for item in block.children]


def _leads(entry: Entry) -> bool:
    """Whether a paragraph announces the list that follows it."""
    return len(entry.blocks) == 1 and gfm.seen(entry.blocks[0]).endswith((":", "："))


def _bold(block: SyntaxTreeNode) -> bool:
    """Whether a paragraph is one bold line, as a heading is."""
    if block.type != "paragraph" or not block.children:
        return False
    parts = [node for node in block.children[0].children if not (node.type == "text" and not node.content.strip(" :："))]
    return len(parts) == 1 and parts[0].type == "strong"


def _begins_list(blocks: Sequence[SyntaxTreeNode], at: int) -> bool:
    return at + 1 < len(blocks) and (_is_list(blocks[at + 1]) or _bold(blocks[at + 1]))


def _is_full(block: SyntaxTreeNode) -> bool:
    return block.type == "paragraph" and _FULL.match(gfm.seen(block)) is not None


def _link(block: SyntaxTreeNode) -> str:
    links = (str(node.attrs["href"]) for node in block.walk() if node.type == "link")
    return next((href for href in links if is_safe(href)), "")
