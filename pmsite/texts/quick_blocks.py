"""Markdown's own reading of paragraphs, lists and tables, without asking those for a block that it cannot be for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from xml.etree.ElementTree import Element, ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import (
    BlockProcessor,
    BlockQuoteProcessor,
    CodeBlockProcessor,
    HashHeaderProcessor,
    ListIndentProcessor,
    ReferenceProcessor,
    SetextHeaderProcessor,
)
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.tables import TableProcessor

TRIGGERS: Mapping[type[BlockProcessor], str] = MappingProxyType(
    {
        HashHeaderProcessor: "#",
        SetextHeaderProcessor: "\n",
        BlockQuoteProcessor: ">",
        ReferenceProcessor: "]:",
        FootnoteBlockProcessor: "]:",
        TableProcessor: "|",
    }
)
"""By kind of block what stands in each. Any other kind is asked of every block."""
_INDENTED = (ListIndentProcessor, CodeBlockProcessor)


class QuickBlocks(BlockParser):
    """Finds what the library's own parser finds: a kind of block is passed over where what it needs is not there."""

    _kinds: tuple[tuple[str, BlockProcessor], ...] = ()

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:
        """Read a text."""
        self._kinds = tuple((_trigger(kind), kind) for kind in self.blockprocessors)
        return super().parseDocument(lines)

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:
        """Read blocks, those that extensions find inside of others as well."""
        if not self._kinds:  # outside of any text
            super().parseBlocks(parent, blocks)
        while blocks:
            for needs, kind in self._kinds:
                if needs in blocks[0] and kind.test(parent, blocks[0]) and kind.run(parent, blocks) is not False:
                    break


def quicken_blocks(markdown: Markdown) -> None:
    """Have a Markdown pass over kinds of blocks, unless it reads them in a way of its own."""
    # of a dozen tags it is asked a hundred times a page
    markdown.is_block_level = cache(markdown.is_block_level)  # type: ignore[method-assign]
    if type(markdown.parser) is BlockParser:
        markdown.parser.__class__ = QuickBlocks  # extensions hold on to the parser that they were given


def _trigger(kind: BlockProcessor) -> str:
    """What a block must hold for a kind: nothing where it is not known."""
    return " " * kind.tab_length if type(kind) in _INDENTED else TRIGGERS.get(type(kind), "")
