"""Markdown's own reading of a line, without the patterns that cannot match it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from xml.etree.ElementTree import Element

from markdown import Markdown, inlinepatterns
from markdown.inlinepatterns import InlineProcessor as Pattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

TRIGGERS: Mapping[str, str] = MappingProxyType(
    {
        inlinepatterns.BACKTICK_RE: "`",
        inlinepatterns.ESCAPE_RE: "\\",
        inlinepatterns.LINK_RE: "[",
        inlinepatterns.IMAGE_LINK_RE: "![",
        inlinepatterns.AUTOLINK_RE: "<",
        inlinepatterns.AUTOMAIL_RE: "<",
        inlinepatterns.HTML_RE: "<",
        inlinepatterns.ENTITY_RE: "&",
        inlinepatterns.LINE_BREAK_RE: "  \n",
    }
)
"""By regular expression, what stands in all that it matches. Any other pattern is tried on every line."""


class QuickInline(InlineProcessor):
    """Finds what the library's own processor finds: a pattern is passed over where what it needs is not there.

    The loop over patterns has no public name in the library; under another one it would run as it is there.
    """

    _needs: list[str] | None = None

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Read the lines of a tree."""
        self._needs = [_trigger(pattern) for pattern in self.inlinePatterns]
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString):
            return data
        needs = self._needs or []
        start = 0
        while patternIndex < len(needs):
            matched = needs[patternIndex] in data
            if matched:
                pattern = self.inlinePatterns[patternIndex]
                data, matched, start = self._InlineProcessor__applyPattern(pattern, data, patternIndex, start)  # type: ignore[attr-defined]
            if not matched:
                patternIndex, start = patternIndex + 1, 0
        return data


def quicken(markdown: Markdown) -> None:
    """Have a Markdown pass over patterns, unless an extension reads lines in a way of its own."""
    if type(markdown.treeprocessors["inline"]) is InlineProcessor:
        markdown.treeprocessors.register(QuickInline(markdown), "inline", 20)


def _trigger(pattern: object) -> str:
    """What a text must hold for a pattern to match: nothing where it is not known."""
    if not isinstance(pattern, Pattern) or type(pattern).getCompiledRegExp is not Pattern.getCompiledRegExp:
        return ""
    return TRIGGERS.get(pattern.getCompiledRegExp().pattern, "")
