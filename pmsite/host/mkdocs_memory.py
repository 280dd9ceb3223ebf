"""Pages of earlier builds: one whose content, place and theme are the same is not rendered again.

A page is found by a hash of everything that the theme is given for it, so what is found is what rendering would give, byte
for byte. Where not all of that is known, as where a plugin may change what the theme is given, the theme makes every page anew,
and only what pmsite itself makes is found again; where even that may depend on more than is known, nothing is.
"""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, partial
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from babel import Locale
from jinja2 import ChoiceLoader, DictLoader

from pmsite import own
from pmsite.files import hide
from pmsite.host.mkdocs_pages import GeneratedPage
from pmsite.host.mkdocs_theme import ThemeAhead, with_tags
from pmsite.render.compiled import code, compiled
from pmsite.render.packed import unpack
from pmsite.render.store import Store, key_of

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure import StructureItem
    from mkdocs.structure.nav import Navigation
    from mkdocs.utils.templates import TemplateContext

FOLDER = ".cache/pmsite"
THEMES = ("material", "materialx")
PLUGINS = frozenset(
    {"pmsite", "search", "tags", "blog", "group", "meta", "offline"}
    | {"autorefs", "awesome-nav", "awesome-pages", "exclude", "ezlinks", "gen-files", "git-revision-date-localized"}
    | {
        "include-markdown",
        "literate-nav",
        "mike",
        "minify",
        "mkdocstrings",
        "redirects",
        "same-dir",
        "section-index",
        "table-reader",
    }
)
"""Plugins, without the name of the theme that they come with, that leave pmsite's pages alone until the theme has made them, or
whose part in them is in what pages are found by: files, navigation, settings, metadata, tags."""
EXTENSIONS = frozenset(
    {"abbr", "admonition", "attr_list", "codehilite", "def_list", "fenced_code", "footnotes", "md_in_html", "sane_lists", "smarty"}
    | {"tables", "toc"}
)
"""Markdown extensions whose result depends on the text alone, besides those of pymdownx."""
TEMPLATE = "pmsite/remembered.html"
_SHOWN = '{% if page.remembered %}{{ page.remembered }}{% else %}{% include "main.html" %}{% endif %}'
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
)
UNSEEN = frozenset({"markdown_extensions", "plugins", "theme", "site_dir", "watch", "exclude_docs", "draft_docs", "not_in_nav"})
"""Settings that are looked at by themselves, or that no template asks for."""
SAFE_MODULES = ("pymdownx.", "markdown.", "material.", "materialx.", "mkdocs.", "properdocs.")


class PageMemory:
    """What the theme makes of the pages of one build, and what it made of them before."""

    def __init__(self, store: Store, config: MkDocsConfig, nav: Navigation) -> None:
        self._store, self._nav, self._config = store, nav, config
        homepage = nav.homepage.url if nav.homepage else None
        self._site = key_of(stamp(config), [_entry(found) for found in nav.items], homepage).hex()
        self._keys: dict[str, bytes] = {}
        self.ahead: ThemeAhead | None = None
        """What other processes make of pages that are new."""

    def key(self, page: GeneratedPage) -> bytes:
        """What tells a page that the theme makes from any other."""
        path = page.file.dest_uri
        if path not in self._keys:
            self._keys[path] = key_of("page", self._site, _given(page, self._nav), _tags(page, self._config))
        return self._keys[path]

    def new(self, pages: Iterable[GeneratedPage]) -> list[GeneratedPage]:
        """The pages that are not remembered."""
        return [page for page in pages if not self._store.has(self.key(page))]

    def recall(self, page: GeneratedPage) -> None:
        """Give a page that is about to be rendered what was made of it before, or ahead."""
        packed = self.ahead.take(page) if self.ahead else b""
        if packed:
            self._store.take([(self.key(page), packed)])
            page.remembered = unpack(packed)
        else:
            page.remembered = self._store.get_text(self.key(page))

    def keep(self, page: GeneratedPage, output: str) -> None:
        """Keep what was made of a page."""
        if not page.remembered:
            self._store.put_text(self.key(page), output)


def install(env: Environment, pages: Iterable[GeneratedPage]) -> None:
    """Let pages that are remembered be shown as they are, and the others by the theme, whose templates are not compiled anew."""
    env.bytecode_cache = compiled("theme")
    env.loader = ChoiceLoader([DictLoader({TEMPLATE: _SHOWN}), *([env.loader] if env.loader else [])])
    for page in pages:
        page.meta["template"] = TEMPLATE


def open_store(config: MkDocsConfig, audience: str) -> Store | None:
    """The store of a site and an audience; nothing where it cannot be trusted to be right, or cannot be had."""
    root = Path(config.config_file_path or ".").resolve().parent
    folder = root / FOLDER
    watched = [Path(config.docs_dir), *map(Path, config.watch)]
    if not are_contents_known(config) or any(folder.is_relative_to(path.resolve()) for path in watched):
        return None
    try:
        if folder.parent.is_symlink() or folder.is_symlink():
            return None
        folder.mkdir(parents=True, exist_ok=True)
        hide(folder)
        return Store(folder / _file_name(audience))
    except (OSError, sqlite3.Error):
        return None


def tools(config: MkDocsConfig) -> str:
    """A hash of all that turns texts into HTML."""
    packages = [[name, _version(name)] for name in PACKAGES]
    return key_of(platform.python_version(), code(), packages, _named(config), plain(config.mdx_configs)).hex()


def stamp(config: MkDocsConfig) -> str:
    """A hash of all that pages are made with, besides what is in them."""
    settings = [[name, plain(value)] for name, value in config.items() if name not in UNSEEN]  # extensions are among the tools
    plugins = [[name, plain(plugin.config)] for name, plugin in config.plugins.items()]
    theme = [config.theme.name, config.theme.dirs, plain(config.theme)]
    return key_of(tools(config), settings, plugins, theme).hex()


def are_contents_known(config: MkDocsConfig) -> bool:
    """Whether all that has a hand in what pmsite makes is known."""
    return not any(_unknown_to_contents(config))


def is_known(config: MkDocsConfig) -> bool:
    """Whether all that has a hand in the pages is known, up to what the theme makes of them."""
    return not any(_unknown_to_contents(config)) and not any(_unknown_to_theme(config))


def hindrance(config: MkDocsConfig) -> str:
    """What makes this build slower than it might be, and what is done without; nothing where nothing does."""
    if found := ", ".join(_unknown_to_contents(config)):
        return f"nothing is kept from build to build, since {found} may change what pages hold"
    if found := ", ".join(_unknown_to_theme(config)):
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


def _unknown_to_theme(config: MkDocsConfig) -> Iterator[str]:
    if config.theme.name not in THEMES:
        yield f"the theme `{config.theme.name}`"
    elif config.theme.custom_dir is not None:
        yield "`custom_dir`"
    unknown = [name for name in config.plugins if name.removeprefix(f"{config.theme.name}/") not in PLUGINS]
    if unknown:
        yield ("the plugin " if len(unknown) == 1 else "the plugins ") + ", ".join(f"`{name}`" for name in unknown)
    search: Mapping[str, Any] = getattr(search_of(config), "config", {})
    if search.get("jieba_dict") or search.get("jieba_dict_user"):
        yield "a dictionary of the search's own"


def _named(config: MkDocsConfig) -> list[str]:
    """The Markdown extensions of the site without those that plugins bring along, which no item is rendered with."""
    entries: list[Any] = list(config.markdown_extensions)
    return [entry for entry in entries if isinstance(entry, str)]


def _file_name(audience: str) -> str:
    """A name that only this user's builds know, so that a file which comes with a stranger's content is never opened."""
    return blake2b(audience.encode(), key=own.secret(), digest_size=12).hexdigest() + ".db"


def _given(page: GeneratedPage, nav: Navigation) -> list[object]:
    """All that the theme may read of a page."""
    above = list(page.ancestors)
    place = next((at for at, found in enumerate(nav.items) if above and found is above[-1]), -1)
    beside = [_entry(found) for found in (page.previous_page, page.next_page)]
    file = [page.file.src_uri, page.file.dest_uri, page.file.url]
    links = [page.url, page.canonical_url, page.abs_url, page.edit_url]
    return [
        page.title,
        page.fingerprint,
        plain(page.meta),
        page.headings,
        file,
        links,
        place,
        [a.title for a in above],
        beside,
        page.is_homepage,
    ]


def _tags(page: GeneratedPage, config: MkDocsConfig) -> list[object]:
    """The links that the theme shows for the tags of a page."""
    given: Any = with_tags(cast("TemplateContext", {}), page, config)
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


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
