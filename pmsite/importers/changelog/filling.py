"""The text below a release's heading becomes groups of changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from markdown_it.tree import SyntaxTreeNode

from pmsite.importers.changelog import headings
from pmsite.importers.changelog.kinds import BETWEEN, UNKNOWN, kind_of
from pmsite.importers.changelog.nodes import DEEPEST, is_full, level_of, line_of, link_of
from pmsite.importers.changelog.structure import Entry, Group, Section
from pmsite.importers.markup.commonmark import is_list, plain_text


def fill(section: Section, blocks: Sequence[SyntaxTreeNode]) -> None:
    """Put blocks where they belong: texts, and changes by the headings above them."""
    has_headings = any(block.type == "heading" for block in blocks)
    bold = (
        frozenset()
        if has_headings
        else frozenset(at for at, block in enumerate(blocks) if _bold(block) and _begins_list(blocks, at))
    )
    if blocks and blocks[0].type == "paragraph" and not section.heading.date and (date := headings.day(plain_text(blocks[0]))):
        section.heading = replace(section.heading, date=date)
        blocks = blocks[1:]
    filler = _Filler(section, has_headings or bool(bold))
    for at, block in enumerate(blocks):
        if block.type == "heading" or at in bold:
            filler.begin(block)
        elif plain_text(block) or "<img" in block.content if block.type == "html_block" else True:
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
        level, text = level_of(block) or DEEPEST + 1, plain_text(block).strip().rstrip(":：")
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
        if is_full(block):
            self.section.text.append(block)
            self.section.address = self.section.address or link_of(block)
        elif self.group is None and (self.is_apart or not is_list(block) or (self.has_headings and self.section.text)):
            self.section.text.append(block)
        elif self.group is None:
            self.section.group("", UNKNOWN).entries += _entries(block)
        elif is_list(block) and not (self.last and self.is_told and _leads(self.last)):
            self.group.entries += _entries(block)
            self.last, self.is_told = self.group.entries[-1], False
        elif self.last is None or (self.is_told and block.type == "paragraph"):
            self.last, self.is_told = Entry(line_of(block), [block]), True
            self.group.entries.append(self.last)
        else:
            self.last.blocks.append(block)


def _entries(block: SyntaxTreeNode) -> list[Entry]:
    return [Entry(line_of(item), list(item.children)) for item in block.children]


def _leads(entry: Entry) -> bool:
    """Whether a paragraph announces the list that follows it."""
    return len(entry.blocks) == 1 and plain_text(entry.blocks[0]).endswith((":", "："))


def _bold(block: SyntaxTreeNode) -> bool:
    """Whether a paragraph is one bold line, as a heading is."""
    if block.type != "paragraph" or not block.children:
        return False
    parts = [node for node in block.children[0].children if not (node.type == "text" and not node.content.strip(" :："))]
    return len(parts) == 1 and parts[0].type == "strong"


def _begins_list(blocks: Sequence[SyntaxTreeNode], at: int) -> bool:
    return at + 1 < len(blocks) and (is_list(blocks[at + 1]) or _bold(blocks[at + 1]))
