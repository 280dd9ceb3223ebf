"""What the theme makes of pages, made by other processes while MkDocs writes those that are done.

Only where all plugins are known: another one may change what the theme is given for a page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import get_context

from pmsite.background import CHUNK, BackgroundTasks, in_chunks
from pmsite.host.mkdocs_pages import GeneratedPage
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
    """Pages that the theme makes ahead, in the order in which MkDocs will ask for them. `first` is the first task that makes some."""

    def __init__(self, pages: Sequence[GeneratedPage], others: BackgroundTasks[Any], first: int) -> None:
        self._others, self._next = others, first
        self._waiting = {page.file.dest_uri: first + at // CHUNK for at, page in enumerate(pages)}
        self._early: dict[str, bytes] = {}

    def take(self, page: GeneratedPage) -> bytes:
        """A page's packed text; nothing where it is not among them, or came to grief, so that MkDocs makes it."""
        path = page.file.dest_uri
        for number in range(self._next, self._waiting.pop(path, -1) + 1):
            self._next = number + 1
            self._early.update(self._others.value(number, list))
        return self._early.pop(path, b"")


def parts(pages: Sequence[GeneratedPage], make: Callable[[GeneratedPage], str]) -> list[Callable[[], list[Packed]]]:
    """Tasks that make pages. Other processes must do them: a page that is made is let go, and another one may be the active one here."""

    def work(at: slice) -> list[Packed]:
        return [(page.file.dest_uri, pack(make(page))) for page in pages[at]]

    return in_chunks(work, len(pages))


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
