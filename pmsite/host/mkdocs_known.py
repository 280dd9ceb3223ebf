"""What a site is made with, as far as that is known: what may stay as an earlier build wrote it, and what has to be made anew.

A page stays where all that the theme is given for it is the same. Where not all of that is known, as where a plugin may change what the
theme is given, the theme makes every page anew, and only what pmsite itself makes is kept; where even that may depend on more than is known,
nothing is.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, partial
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from babel import Locale
from mkdocs.plugins import get_plugins

from pmsite.host.mkdocs_pages import GeneratedPage
from pmsite.render.compiled import code

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure import StructureItem
    from mkdocs.structure.nav import Navigation

THEMES = ("material", "materialx")
PLUGINS = frozenset(
    {"pmsite", "search", "tags", "blog", "group", "meta", "offline"}
    | {"awesome-nav", "awesome-pages", "exclude", "ezlinks", "gen-files", "git-revision-date-localized", "include-markdown"}
    | {"literate-nav", "mike", "minify", "redirects", "same-dir", "section-index", "table-reader"}
)
"""Plugins, without the name of the theme that they come with, that leave the content of pmsite's pages alone. They may have a hand in
files, navigation, metadata, what templates are given, and finished pages."""
EXTENSIONS = frozenset(
    {"abbr", "admonition", "attr_list", "codehilite", "def_list", "fenced_code", "footnotes", "md_in_html", "sane_lists", "smarty"}
    | {"tables", "toc"}
)
"""Markdown extensions whose result depends on the text alone, besides those of pymdownx."""
PACKAGES = (
    "mkdocs",
    "mkdocs-material",
    "mkdocs-materialx",
    "properdocs",
    "jinja2",
    "markdown",
    "pymdown-extensions",
    "pygments",
    "nh3",
    "babel",
    "jieba",
    "htmlmin2",
)
"""What texts and pages are made with, besides the packages that plugins come with."""
UNSEEN = frozenset({"markdown_extensions", "plugins", "theme", "site_dir", "watch", "exclude_docs", "draft_docs", "not_in_nav"})
"""Settings that are looked at by themselves, or that no template asks for."""
SAFE_MODULES = ("pymdownx.", "markdown.", "material.", "materialx.", "mkdocs.", "properdocs.")


class PageKeys:
    """What tells a page that the theme makes from any other, by what the theme is given for it."""

    def __init__(self, config: MkDocsConfig, nav: Navigation) -> None:
        self._nav, self._config = nav, config
        homepage = nav.homepage.url if nav.homepage else None
        self._site = key_of(stamp(config), [_entry(found) for found in nav.items], homepage).hex()

    def of(self, page: GeneratedPage, for_head: str) -> bytes:
        """The key of a page, with what pmsite adds to its head. What pmsite itself made of the page is no part of that."""
        return key_of("page", self._site, _given(page, self._nav), _tags(page, self._config), for_head)


def key_of(*parts: object) -> bytes:
    """The key of what is made from some parts, which are plain data."""
    return blake2b(json.dumps(parts).encode(), digest_size=16).digest()


def tools(config: MkDocsConfig) -> str:
    """A hash of all that turns texts into HTML."""
    packages = [[name, _version(name)] for name in PACKAGES]
    return key_of(platform.python_version(), code(), packages, _named(config), plain(config.mdx_configs)).hex()


def stamp(config: MkDocsConfig) -> str:
    """A hash of all that pages are made with, besides what is in them."""
    settings = [[name, plain(value)] for name, value in config.items() if name not in UNSEEN]  # extensions are among the tools
    plugins = [[name, _comes_with(name), plain(plugin.config)] for name, plugin in config.plugins.items()]
    theme = [config.theme.name, config.theme.dirs, plain(config.theme)]
    return key_of(tools(config), settings, plugins, theme).hex()


def are_contents_known(config: MkDocsConfig) -> bool:
    """Whether all that has a hand in what pmsite makes is known."""
    return not any(_unknown_to_contents(config))


def are_left_alone(config: MkDocsConfig) -> bool:
    """Whether all that has a hand in pmsite's pages is known to leave their content alone, so that they can be made beside MkDocs."""
    return not config.hooks and not any(_unknown_to_pages(config))


def is_known(config: MkDocsConfig) -> bool:
    """Whether all that finished pages are made of is known."""
    return are_contents_known(config) and are_left_alone(config) and config.theme.custom_dir is None


def hindrance(config: MkDocsConfig) -> str:
    """What makes this build slower than it might be, and what is done without; nothing where nothing does."""
    if found := ", ".join(_unknown_to_contents(config)):
        return f"nothing is kept from build to build, since {found} may change what pages hold"
    if found := ", ".join(_unknown_to_pages(config)):
        return f"the theme makes every page anew, one after the other, since {found} may change what it makes"
    return ""


def search_of(config: MkDocsConfig) -> Any:
    """The theme's own search, or nothing."""
    return config.plugins.get(f"{config.theme.name}/search")


def _unknown_to_contents(config: MkDocsConfig) -> Iterator[str]:
    if config.hooks:
        yield "`hooks`"
    for name in _named(config):
        if name not in EXTENSIONS and not name.startswith("pymdownx."):
            yield f"the Markdown extension `{name}`"
    if "custom_icons" in str(config.mdx_configs):
        yield "`custom_icons`"


def _unknown_to_pages(config: MkDocsConfig) -> Iterator[str]:
    if config.theme.name not in THEMES:
        yield f"the theme `{config.theme.name}`"
    unknown = [name for name in config.plugins if name.removeprefix(f"{config.theme.name}/").partition(" #")[0] not in PLUGINS]
    if unknown:
        yield ("the plugin " if len(unknown) == 1 else "the plugins ") + ", ".join(f"`{name}`" for name in unknown)
    search: Mapping[str, Any] = getattr(search_of(config), "config", {})
    if search.get("jieba_dict") or search.get("jieba_dict_user"):
        yield "a dictionary of the search's own"


def _named(config: MkDocsConfig) -> list[str]:
    """The Markdown extensions of the site without those that plugins bring along, which no item is rendered with."""
    entries: list[Any] = list(config.markdown_extensions)
    return [entry for entry in entries if isinstance(entry, str)]


def _given(page: GeneratedPage, nav: Navigation) -> list[object]:
    """All that the theme may read of a page, besides what pmsite made of it."""
    marked = [_way(found, nav) for found in (page, page.beside) if found is not None]
    beside = [_entry(found) for found in (page.previous_page, page.next_page)]
    file = [page.file.src_uri, page.file.dest_uri, page.file.url]
    links = [page.url, page.canonical_url, page.abs_url, page.edit_url]
    return [
        page.title,
        [page.switch, page.offers],
        plain(page.meta),
        file,
        links,
        marked,
        beside,
        page.is_homepage,
    ]


def _way(page: GeneratedPage, nav: Navigation) -> list[object]:
    """The place of a page below others, which the theme shows as a way to it and marks in the navigation."""
    way: list[StructureItem] = []
    above: StructureItem | None = page.parent
    while above is not None:
        way.append(above)
        above = above.parent
    place = next((at for at, found in enumerate(nav.items) if way and found is way[-1]), -1)
    return [place, page.url, [[found.title, getattr(found, "url", "")] for found in way]]


def _tags(page: GeneratedPage, config: MkDocsConfig) -> list[object]:
    """The links that the theme shows for the tags of a page."""
    given: dict[str, Any] = {}
    for name, plugin in config.plugins.items():
        if name.partition(" #")[0] == f"{config.theme.name}/tags":
            plugin.on_page_context(given, page=page)
    return [[name, [[tag.name, tag.hidden, tag.url] for tag in found]] for name, found in given.items()]


def _entry(found: StructureItem | None) -> object:
    """An entry of the navigation with all that is below it."""
    if found is None:
        return None
    children = [_entry(child) for child in getattr(found, "children", None) or ()]
    return [type(found).__name__, found.title, getattr(found, "url", ""), plain(getattr(found, "meta", None)), children]


def plain(value: object) -> object:
    """A setting as plain data. What is unknown becomes a text with its place in memory, so that nothing is ever found by it."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Mapping):
        return [[plain(key), plain(entry)] for key, entry in value.items()]
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, (set, frozenset)):
        return sorted(map(plain, value), key=repr)
    if isinstance(value, partial):
        return ["partial", *map(plain, (value.func, value.args, value.keywords))]
    if isinstance(value, (Locale, date)):
        return str(value)
    module = type(value).__module__ if not callable(value) else getattr(value, "__module__", None) or ""
    if module.startswith(SAFE_MODULES) and callable(value) and not getattr(value, "__closure__", None):
        return f"{module}.{getattr(value, '__qualname__', '')}"
    if module.startswith(SAFE_MODULES) and hasattr(value, "__dict__"):
        return [type(value).__name__, plain(vars(value))]
    return object.__repr__(value)


_plugins = cache(get_plugins)


def _comes_with(plugin: str) -> str:
    """The package that a plugin comes with, and its version: another one may do something else to pages."""
    package = found.dist if (found := _plugins().get(plugin.partition(" #")[0])) else None
    return f"{package.name} {package.version}" if package else ""


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
