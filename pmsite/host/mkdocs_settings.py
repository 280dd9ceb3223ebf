"""What a site's own settings become so that pmsite's pages are shown as they are meant."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.plugins import get_plugin_logger

from pmsite.audience import Projection
from pmsite.host.mkdocs_known import THEMES
from pmsite.model.settings import LANGUAGES
from pmsite.templates import assets

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

log = get_plugin_logger(__name__)

_TIPS = {
    "content.tooltips": "it would run what is written in a title; browsers show titles by themselves",
    "content.footnote.tooltips": "it ends the page's scripts where a text links to a footnote that is not there",
}
"""Features of the theme that trust what anybody may have written, and why they are left out."""


class _ThemeFiles(FileSystemLoader):
    """The theme's files, listed without what is hidden: of its thousands of icons MkDocs copies none, and looks at each."""

    def list_templates(self) -> list[str]:
        """The names of all files that are not hidden, and in no hidden folder."""
        found = set()
        for top in self.searchpath:
            for folder, folders, names in os.walk(top, followlinks=self.followlinks):
                folders[:] = [name for name in folders if not name.startswith(".")]
                inside = os.path.relpath(folder, top).replace(os.sep, "/")
                found |= {name if inside == "." else f"{inside}/{name}" for name in names if not name.startswith(".")}
        return sorted(found)


def configure(config: MkDocsConfig, product: Projection, *, shows_repository: bool) -> None:
    """Add the style sheet and the script, and speak the workspace's language where the site names none."""
    if assets.STYLE not in config.extra_css:  # else another language of the same site has been built
        config.extra_css = [*config.extra_css, assets.STYLE]
        script = ExtraScriptValue(assets.SCRIPT)
        script.defer = True
        config.extra_javascript = [*config.extra_javascript, script]
    if not product.is_inside and not shows_repository:
        config.repo_url = config.repo_name = config.edit_uri = config.edit_uri_template = None
    speak(config, product.settings.language)
    _leave_tips(config)
    _list_fewer(config)


def speak(config: MkDocsConfig, language: str) -> None:
    """Have the theme speak a language where the site names none."""
    if config.theme.name in THEMES and config.theme.get("language", "en") == "en" and language != "en":
        config.theme["language"] = language


def language_of(config: MkDocsConfig) -> str:
    """The language of a site's interface, as far as pmsite has words in it."""
    language = re.split(r"[-_]", str(config.theme.get("language", "en")))[0]
    return language if language in LANGUAGES else "en"


def _list_fewer(config: MkDocsConfig) -> None:
    made = config.theme.get_env

    def environment() -> Environment:
        found = made()
        if type(found.loader) is FileSystemLoader:
            found.loader.__class__ = _ThemeFiles
        return found

    config.theme.get_env = environment  # type: ignore[method-assign]  # one theme for each build


def _leave_tips(config: MkDocsConfig) -> None:
    features = config.theme.get("features") or ()
    for name in _TIPS.keys() & set(features):
        config.theme["features"] = [feature for feature in config.theme["features"] if feature != name]
        log.info("%s of the theme is left out: %s", name, _TIPS[name])
