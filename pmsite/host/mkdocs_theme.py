"""What the theme makes of pages, made by other processes while MkDocs writes those that are done.

Only where all plugins are known: another one may change what the theme is given for a page.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import get_context

from pmsite.host.mkdocs_pages import GeneratedPage
from pmsite.render import parallel
from pmsite.render.packed import pack

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File
    from mkdocs.structure.nav import Navigation
    from mkdocs.utils.templates import TemplateContext

Packed = tuple[str, bytes]
"""A page by its path in the site, and its text as `render.rendered` packs it."""


class ThemeAhead:
    """Pages that the theme makes ahead, in the order in which MkDocs will ask for them."""

    def __init__(self, pages: Sequence[GeneratedPage], make: Callable[[GeneratedPage], str]) -> None:
        self._made = _made(pages, make)
        self._waiting = {page.file.dest_uri for page in pages}
        self._early = dict([next(self._made)])  # the processes begin now, while no page is the active one

    def take(self, page: GeneratedPage) -> bytes:
        """A page's packed text; nothing where it is not among them."""
        path = page.file.dest_uri
        if path not in self._waiting:
            return b""
        self._waiting.remove(path)
        while path not in self._early:
            self._early.update([next(self._made)])
        return self._early.pop(path)

    def close(self) -> None:
        """Let the other processes end."""
        self._made.close()


def maker(env: Environment, nav: Navigation, files: Sequence[File], config: MkDocsConfig) -> Callable[[GeneratedPage], str]:
    """What makes a page as MkDocs would."""

    def make(page: GeneratedPage) -> str:
        page.take_out()
        page.active = True
        html = env.get_template(page.meta["template"]).render(with_tags(get_context(nav, files, config, page), page, config))
        page.active = False
        page.let_go()
        return html

    return make


def with_tags(context: TemplateContext, page: GeneratedPage, config: MkDocsConfig) -> TemplateContext:
    """What the theme is given for a page, with the links for its tags where a plugin makes them."""
    tags: Any = config.plugins.get(f"{config.theme.name}/tags")
    if tags is not None:
        tags.on_page_context(context, page=page)
    return context


def _made(pages: Sequence[GeneratedPage], make: Callable[[GeneratedPage], str]) -> Generator[Packed, None, None]:
    def work(at: slice) -> list[Packed]:
        return [(page.file.dest_uri, pack(make(page))) for page in pages[at]]

    yield from parallel.in_order(work, parallel.by_the_dozen(len(pages)))
