"""Sites in several languages by mkdocs-static-i18n, which builds the whole site once for each of them.

It keeps files of the owner's folder alone, so pmsite's pages are added after it, at the place that it gives to a language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pmsite.model.settings import LANGUAGES

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

PLUGIN = "i18n"


def is_translated(config: MkDocsConfig) -> bool:
    """Whether the site is built once for each language."""
    return PLUGIN in config.plugins


def words_of(config: MkDocsConfig) -> str:
    """The language that pmsite speaks in this build; nothing where it has no words for the site's, or the site has but one."""
    if not is_translated(config):
        return ""
    spoken = re.split(r"[-_]", _locale(config.plugins[PLUGIN]).lower())[0]
    return spoken if spoken in LANGUAGES else ""


def folder(config: MkDocsConfig) -> str:
    """Where the pages of this build's language are; nothing for the default one, which has the root."""
    if not is_translated(config):
        return ""
    plugin: Any = config.plugins[PLUGIN]
    locale = _locale(plugin)
    return "" if locale == plugin.default_language else f"{locale}/"


def folders(config: MkDocsConfig) -> list[str]:
    """Where the pages of all languages but the default one are."""
    if not is_translated(config):
        return []
    plugin: Any = config.plugins[PLUGIN]
    return [f"{locale}/" for locale in plugin.build_languages if locale != plugin.default_language]


def place(file: File, config: MkDocsConfig) -> None:
    """Put a page where its language is, and tell the plugin where it is in the others."""
    plugin: Any = config.plugins[PLUGIN]
    told: Any = file  # the plugin asks more of a file than MkDocs gives it
    at, url = file.dest_uri, file.url
    told.locale = told.locale_alternate_of = _locale(plugin)
    told.localization, told.norm_src_uri, told.alternates = None, file.src_uri, {}
    for locale in plugin.build_languages:
        other = file if locale == told.locale else type(file)(file.src_uri, None, file.dest_dir, file.use_directory_urls)
        below = "" if locale == plugin.default_language else f"{locale}/"
        other.dest_uri, other.url = below + at, below + url.removeprefix("./") if below else url
        told.alternates[locale] = other


def list_in_sitemap(files: Files, config: MkDocsConfig) -> None:
    """Let the plugin's sitemap have all pages, since it noted them before pmsite's were there."""
    plugin: Any = config.plugins[PLUGIN]
    plugin.i18n_files_per_language[_locale(plugin)] = files.documentation_pages()


def _locale(plugin: Any) -> str:
    """The language of this build: before the plugin has begun, the default one."""
    locale: str = plugin.current_language or plugin.default_language
    return locale
