"""A changelog in sections: what stands under the heading of each release, by kinds, entry by entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it.common.utils import normalizeReference
from markdown_it.tree import SyntaxTreeNode

from pmsite.importers.changelog import headings
from pmsite.importers.changelog.filling import fill
from pmsite.importers.changelog.headings import Heading
from pmsite.importers.changelog.kinds import kind_of
from pmsite.importers.changelog.nodes import DEEPEST, is_full, level_of, line_of, link_of
from pmsite.importers.changelog.structure import Changelog, Section
from pmsite.importers.markup.commonmark import Document, is_list, plain_text
from pmsite.importers.markup.commonmark import read as read_markdown
from pmsite.importers.markup.harmless import is_safe
from pmsite.messages import counted, said
from pmsite.model.change import CHANGE_KINDS

_NUMBER = re.compile(r"\d\.\d|\A\d+\Z")
_COMPARED = re.compile(r"/compare/\S+?\.\.\.?(?P<tag>[^\s/?#]+)|/releases/tag/(?P<release>[^\s?#]+)")


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
    document = read_markdown(text)
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
    found.first_line = line_of(blocks[starts[0].at])
    by_key: dict[str, Section] = {}
    for mark, end in zip(starts, [*(mark.at for mark in starts[1:]), len(blocks)], strict=True):
        assert mark.heading is not None
        inside = blocks[mark.at + 1 : end]
        if not inside and end < len(blocks) and mark.level < min(3, level_of(blocks[end]) or 0):
            found.left_out.append(said("the heading {title}, which stands above others", title=mark.text))
            continue
        section = by_key.setdefault(mark.heading.key, Section(line_of(blocks[mark.at]), mark.heading, mark.address))
        fill(section, inside)
        if mark.heading.is_next and mark.heading.title.casefold() not in ("unreleased", "未发布"):
            found.guesses.append(
                said("{title} (line {line}) is what is not released yet", title=mark.text, line=line_of(blocks[mark.at]))
            )
        elif not (mark.heading.version or mark.heading.is_next or mark.heading.date):
            found.guesses.append(
                said(
                    "{title} (line {line}) is a release, since it stands where releases do",
                    title=mark.text,
                    line=line_of(blocks[mark.at]),
                )
            )
    found.sections += by_key.values()
    return found


def notes(text: str, heading: Heading, address: str = "") -> tuple[Section, Document]:
    """What a code host says of one release, all of it below one heading."""
    document = read_markdown(text)
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
    if told := [f"{heading} → {kind} ({count})" for (heading, kind), count in known.items() if count]:
        yield said("kinds: {headings}", headings=told)
    if told := [f"{heading} ({count})" for heading, count in unknown.items() if count]:
        yield said("changed, since these headings are no kinds that are known: {headings}", headings=told)
    if bare:
        yield counted(
            bare,
            "changed, since they stand below no heading: {count} change",
            "changed, since they stand below no heading: {count} changes",
        )


def _lifted(blocks: Sequence[SyntaxTreeNode]) -> Iterator[SyntaxTreeNode]:
    """The blocks without the lines that only part them."""
    return (block for block in blocks if block.type != "hr")


def _marks(blocks: Sequence[SyntaxTreeNode], document: Document) -> list[_Mark]:
    """The headings that begin a release."""
    every = [_mark(at, level_of(block), block, document) for at, block in enumerate(blocks) if 0 < level_of(block) <= DEEPEST]
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
    has_kinds = after is not None and level_of(after) > mark.level and kind_of(plain_text(after)) is not None
    return headings.is_named(mark.text) or has_kinds


def _mark(at: int, level: int, block: SyntaxTreeNode, document: Document) -> _Mark:
    text = plain_text(block)
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


def _flat(blocks: list[SyntaxTreeNode], document: Document) -> tuple[list[SyntaxTreeNode], list[_Mark]] | None:
    """A file without headings of releases: bold lines or lines alone begin them, or entries of a list do."""
    lines = [(at, block) for at, block in enumerate(blocks) if block.type == "paragraph" and len(plain_text(block)) <= 120]
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
    first = next(
        (at for at, block in enumerate(blocks) if is_list(block) or (level_of(block) and kind_of(plain_text(block)))), None
    )
    if first is None:
        return
    heading, address = Heading("Unreleased", is_pending=True, is_next=True), ""
    for block in blocks:
        if is_full(block) and (link := link_of(block)) and (compared := _COMPARED.search(link)):
            told = headings.read(compared["tag"] or compared["release"])
            if told is not None and told.version:
                heading, address = told, link
                found.guesses.append(said("these are the notes of {title}, which {link} leads to", title=told.title, link=link))
    section = Section(line_of(blocks[first]), heading, address)
    if heading.is_next:
        found.guesses.append(said("no heading names a version, so all of it is not released yet"))
    fill(section, blocks[first:])
    yield section
