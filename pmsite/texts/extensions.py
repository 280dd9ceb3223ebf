"""Which extensions of Markdown run on what anybody may have written: those that are known to look at nothing but the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.fenced_code import FencedBlockPreprocessor, FencedCodeExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from pymdownx.extra import extra_extensions
from pymdownx.slugs import slugify
from pymdownx.superfences import SuperFencesCodeExtension

KNOWN = frozenset(
    [f"markdown.extensions.{name}" for name in (
        "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes", "legacy_attrs", "legacy_em",
        "md_in_html", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks",
    )] + [f"pymdownx.{name}" for name in (
        "arithmatex", "betterem", "bracketspan", "caret", "critic", "details", "emoji", "escapeall", "fancylists", "highlight",
        "inlinehilite", "keys", "magiclink", "mark", "progressbar", "quotes", "saneheaders", "smartsymbols", "striphtml", "superfences",
        "tabbed", "tasklist", "tilde", "blocks.admonition", "blocks.caption", "blocks.definition", "blocks.details", "blocks.tab",
    )]
)  # fmt: skip
"""The modules of extensions that read no file, run no code and take nothing from the head of a text."""
_BASES = frozenset({"builtins", "markdown.extensions", "pymdownx.blocks"})
_FENCES = (FencedCodeExtension, SuperFencesCodeExtension)
_EXTRA = ("pymdownx.extra", "pymdownx.extra:ExtraExtension")
_OF_LINES = frozenset({"hl_lines", "linenums", "use_pygments"})
_DRAWN = ("custom_fences", "custom_inline")
"""Options by which an owner has functions draw pieces of code."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The extensions that run, what the owner's own fences may be styled by, and what does not run, as it is written."""

    extensions: tuple[Extension, ...]
    classes: frozenset[str]
    refused: tuple[str, ...]


def choose(wanted: Sequence[Any], configs: Mapping[str, Mapping[str, Any]]) -> Chosen:
    """The extensions of a site that run on content, judged by what they are and not by how they are spelt; with what every text has."""
    found: list[Extension] = []
    refused: list[str] = []
    classes: set[str] = set()
    for entry, config in _each(wanted, configs):
        built = Markdown().build_extension(entry, dict(config)) if isinstance(entry, str) else entry
        if not isinstance(built, Extension) or not _is_known(built):
            refused.append(entry if isinstance(entry, str) else type(entry).__name__)
            continue
        for option in _DRAWN:
            if drawn := built.getConfig(option):
                kept = [one for one in drawn if all(map(_is_theirs, (one.get("format"), one.get("validator"))))]
                built.setConfig(option, kept)
                classes.update(str(one["class"]) for one in kept if "class" in one)
                refused += [f"code called {one.get('name', '')}" for one in drawn if one not in kept]
        if isinstance(built, TocExtension):
            _with_anchors(built, config)
        elif isinstance(built, FencedCodeExtension):
            built = _Fences(**built.getConfigs())
        found.append(built)
    return Chosen((*found, *_needed(found, configs)), frozenset(classes), tuple(refused))


def _each(wanted: Sequence[Any], configs: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    """Every extension with its options; one that stands for several as those."""
    for entry in wanted:
        config = configs.get(entry, {}) if isinstance(entry, str) else {}
        if entry in _EXTRA:
            yield from ((name, config.get(name, {})) for name in extra_extensions)
        else:
            yield entry, config


def _is_known(extension: Extension) -> bool:
    """Whether an extension, and all that it is derived from, comes from modules that are known."""
    return all(kind.__module__ in KNOWN | _BASES for kind in type(extension).__mro__) and type(extension).__module__ in KNOWN


def _is_theirs(function: Callable[..., Any] | None) -> bool:
    """Whether a function is one of the library's own, and no code of somebody else's that would run on content."""
    return function is None or getattr(function, "__module__", "") in KNOWN


def _needed(found: Sequence[Extension], configs: Mapping[str, Mapping[str, Any]]) -> list[Extension]:
    """What every text has, whatever the site's own pages have."""
    needed: list[Extension] = []
    if not any(isinstance(one, TableExtension) for one in found):
        needed.append(TableExtension())
    if not any(isinstance(one, TocExtension) for one in found):
        toc = TocExtension(**configs.get("toc", {}))
        _with_anchors(toc, configs.get("toc", {}))
        needed.append(toc)
    if not any(isinstance(one, _FENCES) for one in found):
        needed.append(_Fences())
    return needed


class _FencedBlocks(FencedBlockPreprocessor):
    """Takes what a text says of a block of code for a wish to number or mark lines, and hands the library that colours it nothing else."""

    def handle_attrs(self, attrs: Iterable[tuple[str, str]]) -> tuple[str, list[str], dict[str, Any]]:
        id, classes, options = super().handle_attrs(attrs)
        if self.codehilite_conf:
            options = {name: value for name, value in options.items() if name in _OF_LINES}
        return id, classes, options


class _Fences(FencedCodeExtension):
    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        md.preprocessors.register(_FencedBlocks(md, self.getConfigs()), "fenced_code_block", 25)


def _with_anchors(toc: TocExtension, config: Mapping[str, Any]) -> None:
    if "slugify" not in config:
        toc.setConfig("slugify", slugify(case="lower"))
    if "permalink" not in config:
        toc.setConfig("permalink", True)
