"""Item bodies: Markdown to safe HTML, links between files turned into links between pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import markdown
from markdown.treeprocessors import Treeprocessor
from pymdownx.slugs import slugify

from pmsite.render.store import Store, key_of

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
NEEDED = ("tables", "toc")
"""What every body has, whatever the site's own pages have."""
REFUSED = frozenset({"pymdownx.snippets", "pymdownx.b64", "markdown.extensions.meta", "meta"})
"""Extensions that read files, or the head of a file, and so never run on what anybody may have written.

Neither do those that plugins of the site bring along, which come as objects: they may read whatever the plugin does.
"""

_FENCES = frozenset({"fenced_code", "markdown.extensions.fenced_code", "pymdownx.superfences", "pymdownx.extra"})

Resolve = Callable[[str], str | None]
"""From a path relative to the workspace to an address relative to the page, or nothing where there is no such page."""

_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry of a page's table of contents."""

    level: int
    id: str
    name: str
    children: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A rendered body. `html` is safe to put into a page as it is."""

    html: str
    headings: tuple[Heading, ...]
    removed: tuple[str, ...]
    """What was taken out for safety, in names an author knows."""


class BodyRenderer:
    """Renders bodies with the Markdown extensions of the site, less those that reach beyond the text.

    With a store, a text that was rendered before is rendered again only where its links lead elsewhere now; `stamp` tells all
    that the result depends on besides the text.
    """

    def __init__(
        self,
        extensions: Sequence[Any] = (),
        configs: Mapping[str, Mapping[str, Any]] | None = None,
        store: Store | None = None,
        stamp: str = "",
    ) -> None:
        chosen: list[str] = [entry for entry in extensions or STANDARD if isinstance(entry, str) and entry not in REFUSED]
        chosen += [name for name in NEEDED if name not in chosen]
        if not _FENCES.intersection(chosen):
            chosen.append("fenced_code")
        settings = {name: dict(values) for name, values in (configs or {}).items() if name not in REFUSED}
        toc = settings.setdefault("toc", {})
        toc.setdefault("slugify", slugify(case="lower"))
        toc.setdefault("permalink", True)
        self._markdown = markdown.Markdown(extensions=chosen, extension_configs=settings)
        self._store, self._stamp = store, stamp
        self._links = _Links(self._markdown)
        self._markdown.treeprocessors.register(self._links, "pmsite_links", 0)

    def render(self, text: str, folder: str, resolve: Resolve) -> Body:
        """One body. `folder` is the place of its file in the workspace, which its links are relative to."""
        if not text.strip():
            return Body("", (), ())
        if self._store is None:
            return self._render(text, folder, resolve)
        key = key_of("body", self._stamp, folder, text)
        value = self._store.get(key)
        if value is not None and all(resolve(path) == to for path, to in value[1]):
            return _body(value[0])
        asked: dict[str, str | None] = {}

        def ask(path: str) -> str | None:
            asked[path] = resolve(path)
            return asked[path]

        body = self._render(text, folder, ask)
        self._store.put(key, [astuple(body), list(asked.items())])
        return body

    def _render(self, text: str, folder: str, resolve: Resolve) -> Body:
        from pmsite.render import sanitise  # here, since the process that writes a large site renders no body itself

        self._markdown.reset()
        self._links.start(folder, resolve)
        raw = self._markdown.convert(text)
        html = sanitise.clean(raw)
        headings = tuple(_heading(token) for token in getattr(self._markdown, "toc_tokens", ()))
        return Body(html, headings, (*self._links.removed, *sanitise.removed(raw, html)))


def _body(plain: Sequence[Any]) -> Body:
    """A body from what `astuple` and JSON made of it."""
    html, headings, removed = plain
    return Body(html, tuple(map(listed, headings)), tuple(removed))


def listed(plain: Sequence[Any]) -> Heading:
    """An entry of a table of contents from what `astuple` and JSON made of it."""
    level, id, name, children = plain
    return Heading(level, id, name, tuple(map(listed, children)))


class _Links(Treeprocessor):
    def start(self, folder: str, resolve: Resolve) -> None:
        self.folder, self.resolve = folder, resolve
        self.removed: list[str] = []

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "a" and "href" in element.attrib:
                self._point(element, "href")
            elif element.tag == "img" and "src" in element.attrib:
                self._point(element, "src")

    def _point(self, element: Element, attribute: str) -> None:
        written = element.attrib[attribute]
        plain = self.md.postprocessors["unescape"].run(written) if "unescape" in self.md.postprocessors else written
        scheme = urlsplit_safely(_CONTROL.sub("", plain))
        if scheme is None or scheme.scheme.lower() not in _SCHEMES:
            del element.attrib[attribute]
            self.removed.append(f"{attribute} address")
            return
        if scheme.scheme or scheme.netloc or not scheme.path or scheme.path.startswith("/"):
            return
        found = self.resolve(posixpath.normpath(posixpath.join(self.folder, unquote(scheme.path))))
        if found == "":  # what is there has no page
            del element.attrib[attribute]
        elif found is not None:
            element.attrib[attribute] = (
                found + (f"?{scheme.query}" if scheme.query else "") + (f"#{scheme.fragment}" if scheme.fragment else "")
            )


def urlsplit_safely(address: str) -> Any:
    """An address in parts, or nothing where it is malformed."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _heading(token: Mapping[str, Any]) -> Heading:
    return Heading(token["level"], token["id"], token["name"], tuple(_heading(child) for child in token["children"]))
