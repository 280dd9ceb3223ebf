"""The theme's navigation, rendered once for all item pages that show the same one.

Item pages are not in the navigation, so what the theme draws for them depends only on their section and on the folder of
their address, which its links are relative to. Drawing it for each page again was a third of the theme's time.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import TYPE_CHECKING

from jinja2 import BaseLoader, ChoiceLoader, DictLoader, FunctionLoader, TemplateNotFound

from pmsite.host.mkdocs_pages import GeneratedPage

if TYPE_CHECKING:
    from jinja2 import Environment

PARTIAL = "partials/nav.html"
_THEMES_OWN = "pmsite/nav-of-the-theme.html"
_CACHED = f"""
{{%- set key = pmsite_nav.key(page) if page else none -%}}
{{%- if key is not none and pmsite_nav.has(key) -%}}
  {{{{ pmsite_nav.get(key) }}}}
{{%- else -%}}
  {{%- set html -%}}{{% include "{_THEMES_OWN}" %}}{{%- endset -%}}
  {{{{ pmsite_nav.keep(key, html) }}}}
{{%- endif -%}}
"""

Key = tuple[int, str]


class NavCache:
    """Navigations by section and folder, for one build."""

    def __init__(self) -> None:
        self._kept: dict[Key, str] = {}

    def key(self, page: object) -> Key | None:
        """What a page's navigation depends on; nothing where it depends on the page itself."""
        if not isinstance(page, GeneratedPage) or page.source.in_nav:
            return None
        return (id(page.parent), posixpath.dirname(page.url.rstrip("/")))

    def has(self, key: Key) -> bool:
        """Whether this navigation has been rendered."""
        return key in self._kept

    def get(self, key: Key) -> str:
        """A navigation that has been rendered."""
        return self._kept[key]

    def keep(self, key: Key | None, html: str) -> str:
        """Remember a navigation, and pass it on."""
        if key is not None:
            self._kept[key] = html
        return html


def install(env: Environment) -> None:
    """Let the theme ask the cache before it renders a navigation; a theme without that partial is left alone."""
    theme = env.loader
    if theme is None or not _has(theme, env):
        return
    env.loader = ChoiceLoader([DictLoader({PARTIAL: _CACHED}), FunctionLoader(_original(env, theme)), theme])
    env.globals["pmsite_nav"] = NavCache()


def _has(theme: BaseLoader, env: Environment) -> bool:
    """Whether a theme has the partial. Some loaders can say so of one template, and list none."""
    try:
        theme.get_source(env, PARTIAL)
    except TemplateNotFound:
        return False
    return True


def _original(env: Environment, theme: BaseLoader) -> Callable[[str], tuple[str, str | None, Callable[[], bool] | None] | None]:
    def load(name: str) -> tuple[str, str | None, Callable[[], bool] | None] | None:
        return theme.get_source(env, PARTIAL) if name == _THEMES_OWN else None

    return load
