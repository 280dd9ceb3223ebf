"""What a changelog consists of: releases, groups of changes, and what each change says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markdown_it.common.utils import normalizeReference
from markdown_it.tree import SyntaxTreeNode

from pmsite.importers.changelog.headings import Heading
from pmsite.importers.changelog.kinds import Kind
from pmsite.importers.changelog.nodes import line_of
from pmsite.importers.markup.commonmark import Document
from pmsite.messages import listed, said

Blocks = list[SyntaxTreeNode | str]
"""Blocks of the file, and between them lines of Markdown that stand for headings."""
_SHOWN = 10


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
        above = (block for block in self.document.blocks if line_of(block) < self.first_line)
        return [self.document.definitions[name] for name in dict.fromkeys(_names(above)) if name in self.document.definitions]

    def unnamed(self) -> Iterator[str]:
        """What is in no section: comments, and addresses that nothing names."""
        if any("<!--" in node.content for block in self.document.blocks for node in block.walk() if node.type.startswith("html_")):
            yield said("comments")
        used = set(_names(self.document.blocks))
        used |= {normalizeReference(name) for section in self.sections for name in _called(section.heading)}
        left = [name for name in self.document.definitions if name not in used]
        if left:
            names = [f"[{name.lower()}]" for name in left[:_SHOWN]]
            more = len(left) - _SHOWN
            shown = said("{names} and {more} more", names=names, more=more) if more > 0 else listed(names)
            yield said("addresses that nothing names ({names})", names=shown)


def _called(heading: Heading) -> Iterable[str]:
    """What an address may call a release; one of what comes next is made again."""
    return ("unreleased", heading.version, f"v{heading.version}", heading.title)


def _names(blocks: Iterable[SyntaxTreeNode]) -> Iterator[str]:
    return (str(node.meta["label"]) for block in blocks for node in block.walk() if node.type == "link" and "label" in node.meta)
