"""What the theme makes of pages, and what of a page is its own."""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from jinja2 import pass_context
from mkdocs.commands.build import get_context
from mkdocs.structure.toc import get_toc

from pmsite.host.mkdocs_pages import GeneratedPage
from pmsite.host.shells import Sample
from pmsite.host.traced import FILTERS, Traced, unlike_any

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.runtime import Context
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File
    from mkdocs.structure.nav import Navigation

PARTS = {"toc": "partials/toc.html", "tags": "partials/tags.html"}
_LANGUAGE = "partials/language.html"
_MAIN = "main.html"
MOST_LISTS = 500
"""Contents lists that are kept at once."""

Given = Callable[..., Any]
"""A hook of a plugin for what templates are given."""


class SiteTheme:
    """The theme of one site, with what other plugins give it for a page."""

    unseen = frozenset({"tagged"})

    def __init__(
        self, env: Environment, nav: Navigation, files: Sequence[File], config: MkDocsConfig, given: Sequence[Given]
    ) -> None:
        self.is_strange = config.theme.custom_dir is not None
        self._env, self._nav, self._files, self._config, self._hooks = env, nav, files, config, given
        self._around: dict[tuple[str, str], dict[str, Any]] = {}
        self._lists: dict[str, str] = {}
        self._last: tuple[GeneratedPage | None, dict[str, Any]] = (None, {})

    def html(self, page: GeneratedPage) -> str:
        """The whole page, as MkDocs has the theme make it."""
        return self._rendered(str(page.meta.get("template", _MAIN)), page, self._context(page) | self._given(page))

    def url(self, page: GeneratedPage) -> str:
        """The address of a page in the site."""
        return page.url

    def own(self, page: GeneratedPage) -> Mapping[str, str]:
        """The texts of a page that other pages need not have."""
        headings = page.headings
        return {
            "content": page.content or "",
            "title": page.title or "",
            "meta.title": str(page.meta.get("title", "")),
            "meta.description": str(page.meta.get("description", "")),
            "edit_url": page.edit_url or "",
            "canonical_url": page.canonical_url or "",
            "abs_url": page.abs_url or "",
            "url": _place(page.url)[1],
            "src_uri": page.file.src_uri,
            "dest_uri": page.file.dest_uri,
            "name": page.file.name,
            "abs_src_path": page.file.abs_src_path or "",
            "anchor": headings[0]["id"] if headings else "",
            "tagged": "\n".join(page.meta.get("tags", ())),
        }

    def kind(self, page: GeneratedPage) -> object:
        """Where a page is, and what else it has than texts of its own."""
        folder, _, end = _place(page.url)
        marked = page.beside and (page.beside.parent if page.beside.is_apart else page.beside)
        beside = [id(found) for found in (page.parent, marked, page.previous_page, page.next_page)]
        meta = {name: value for name, value in page.meta.items() if name not in ("title", "description", "tags")}
        given = {
            name: bool(value) if name == "tags" else object() for name, value in self._given(page).items()
        }  # of others nothing is known
        return folder, end, *beside, page.is_index, page.is_homepage, repr(meta), tuple(given.items())

    def part(self, name: str, page: GeneratedPage) -> str:
        """A part of a page, as the theme's own template for it makes it. Many pages have the same headings, so the same contents list."""
        if name != "toc" or self.is_strange:
            return self._part(name, page)
        headings = repr(page.headings)
        if headings not in self._lists:
            if len(self._lists) >= MOST_LISTS:
                self._lists.clear()
            self._lists[headings] = self._part(name, page)
        return self._lists[headings]

    def _part(self, name: str, page: GeneratedPage) -> str:
        folder, _, end = _place(page.url)
        if (folder, end) not in self._around:
            context = self._context(page)
            self._around[folder, end] = context | {"lang": self._env.get_template(_LANGUAGE).make_module(context)}
        return self._rendered(PARTS[name], page, self._around[folder, end] | self._given(page) | {"page": page})

    def sample(self, page: GeneratedPage, own: Mapping[str, str]) -> Sample:
        """A page that does not exist, of the same kind as another one."""
        inside: list[str] = []
        found = _stand_in(page, own, inside)
        given = self._given(page)
        if given.get("tags"):
            given["tags"] = [_tag(tag, inside) for tag in (given["tags"] * 2)[:2]]
        self._last = (found, given)
        targets: set[str] = set()
        filters = dict(self._env.filters)
        self._env.filters |= {name: _watching(name, filters[name]) for name in FILTERS} | {"url": _noting(filters["url"], targets)}
        try:
            html = self.html(found)
        finally:
            self._env.filters.update(filters)
        parts = {"toc": found.headings, "tags": given.get("tags")}
        return Sample(
            html, {name: self._part(name, found) for name, has in parts.items() if has}, tuple(inside), frozenset(targets)
        )

    def _rendered(self, template: str, page: GeneratedPage, context: Mapping[str, Any]) -> str:
        page.active = True
        html = self._env.get_template(template).render(context)
        page.active = False
        return html

    def _context(self, page: GeneratedPage) -> dict[str, Any]:
        return cast("dict[str, Any]", get_context(self._nav, self._files, self._config, page))

    def _given(self, page: GeneratedPage) -> dict[str, Any]:
        """What other plugins give the theme for a page."""
        if self._last[0] is not page:
            given = {}
            if self._hooks:
                before = self._context(page)
                after = dict(before)
                for hook in self._hooks:
                    after = hook(after, page=page, config=self._config, nav=self._nav) or after
                given = {name: value for name, value in after.items() if name not in before or before[name] is not value}
            self._last = (page, given)
        return dict(self._last[1])


class _StandIn(GeneratedPage):
    """A page that does not exist."""

    is_index = False
    is_homepage = False

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = None  # type: ignore[assignment]


def _place(url: str) -> tuple[str, str, str]:
    """Of an address what is before its last part, that part, and what is after it."""
    end = "/" if url.endswith("/") else posixpath.splitext(url)[1]
    folder, slash, name = url.removesuffix(end).rpartition("/")
    return folder + slash, name, end


def _stand_in(page: GeneratedPage, own: Mapping[str, str], inside: list[str]) -> _StandIn:
    found = copy.copy(page)
    found.__class__ = _StandIn
    assert isinstance(found, _StandIn)
    found.is_index, found.is_homepage = page.is_index, page.is_homepage
    found.file = file = copy.copy(page.file)
    folder, _, end = _place(page.url)
    file.url = folder + str.__str__(own["url"]) + end
    file.src_uri, file.dest_uri, file.name = own["src_uri"], own["dest_uri"], own["name"]
    file.abs_src_path = own.get("abs_src_path")
    found.title, found.content = own["title"], own["content"]
    found.edit_url, found.canonical_url, found.abs_url = map(own.get, ("edit_url", "canonical_url", "abs_url"))
    found.meta = {**page.meta} | {name: own[f"meta.{name}"] for name in ("title", "description") if f"meta.{name}" in own}
    if "tagged" in own:
        found.meta["tags"] = [own["tagged"]]
    if "anchor" in own:
        first, second, third, fourth = (unlike_any() for _ in range(4))
        inside += [first, second, third, fourth]
        found.toc = get_toc(
            [
                {"level": 2, "id": str.__str__(own["anchor"]), "name": first, "children": []},
                {"level": 2, "id": second, "name": third, "children": [{"level": 3, "id": fourth, "name": fourth, "children": []}]},
            ]
        )
    return found


def _watching(name: str, plain: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that is done later to what stands for a text."""
    return lambda text, *more: text.changed(name) if isinstance(text, Traced) and not more else plain(text, *more)


def _noting(plain: Callable[..., Any], targets: set[str]) -> Callable[..., Any]:
    """The filter for addresses, which notes them."""

    @pass_context
    def noted(context: Context, address: str) -> Any:
        targets.add(str(address))
        return plain(context, address)

    return noted


def _tag(tag: Any, inside: list[str]) -> Any:
    found = copy.copy(tag)
    found.name = unlike_any()
    inside.append(found.name)
    return found
