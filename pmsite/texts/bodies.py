"""Item bodies: Markdown to safe HTML, links between files turned into links between pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markdown import Markdown

from pmsite.addresses import Target, Use, joined, own

if TYPE_CHECKING:
    from pmsite.texts.sanitise import Sanitiser

Find = Callable[[str], Target | None]
"""From a path relative to the workspace's parent to its place on the site, or nothing where it has none."""

STANDARD = (
    "admonition",
    "attr_list",
    "footnotes",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.superfences",
    "pymdownx.tasklist",
)
"""What bodies are written in where no site says otherwise."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry of a page's table of contents. `name` is what Markdown made of it, which nobody has looked through."""

    level: int
    id: str
    name: str
    children: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A rendered text. `html` is safe to put into a page as it is."""

    html: str
    headings: tuple[Heading, ...]
    removed: tuple[str, ...]
    """What was taken out for safety, in names an author knows."""
    uses: tuple[Use, ...] = ()
    """The addresses in it that pages load, or that lead to files."""


class BodyRenderer:
    """Renders texts with the Markdown extensions of the site, less those that reach beyond the text."""

    def __init__(self, extensions: Sequence[Any] = (), configs: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        from pmsite.texts.extensions import choose  # here, since the extensions of others take their time to load
        from pmsite.texts.inline import quicken
        from pmsite.texts.quick_blocks import quicken_blocks

        chosen = choose(extensions or STANDARD, configs or {})
        self.refused = chosen.refused
        """The extensions that do not run, as they are written."""
        self._markdown = Markdown(extensions=list(chosen.extensions))
        quicken(self._markdown)
        quicken_blocks(self._markdown)
        self._classes = chosen.classes
        self._sanitiser: Sanitiser | None = None

    def render(self, text: str, folder: str, resolve: Find) -> Body:
        """One text. `folder` is the place of its file in the workspace, which its links are relative to."""
        if not text.strip():
            return Body("", (), ())
        if self._sanitiser is None:
            from pmsite.texts.sanitise import Sanitiser  # here, since the process that writes a large site renders no text itself

            self._sanitiser = Sanitiser(self._classes)
        self._markdown.reset()
        raw = self._markdown.convert(text)
        clean = self._sanitiser.clean(raw, lambda path: resolve(joined(folder, path)))
        headings = tuple(_heading(token) for token in getattr(self._markdown, "toc_tokens", ()))
        return Body(clean.html, headings, clean.removed, clean.uses)


def _heading(token: Mapping[str, Any]) -> Heading:
    return Heading(token["level"], own(token["id"]), token["name"], tuple(_heading(child) for child in token["children"]))
