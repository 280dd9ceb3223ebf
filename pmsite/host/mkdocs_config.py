"""The plugin in mkdocs.yml: its options, and that it is named there once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config.base import Config
from mkdocs.config.config_options import Choice, ListOfItems, Optional, Type
from mkdocs.exceptions import ConfigurationError

from pmsite.model.settings import LANGUAGES
from pmsite.read.host_config import entries
from pmsite.share.links import AUTO, WHEN

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class PmsiteConfig(Config):
    """Hosting only: everything about the product is in product.yml."""

    workspace = Type(str, default="roadmap")
    """The folder with product.yml in it, relative to mkdocs.yml."""

    workspaces = Type(dict, default={})
    """In place of `workspace`, several products as one site: by name, which is where the pages are, the folder of each workspace."""

    audience = Optional(Type(str))
    """Who the site is for: an audience of product.yml; the environment's PMSITE_AUDIENCE or the team where it is absent."""

    language = Optional(Choice(LANGUAGES))
    """The language of the site, where the workspace is told in more than one; product.yml's where it is absent."""

    nav = Type(bool, default=True)
    """Whether the plugin adds its pages to the navigation."""

    history = Optional(Type(bool))
    """Whether pages tell how the plan came about, from git; where it is absent, those of the team's own site do."""

    edit_url = Optional(Type(str))
    """Where an item is edited, with {path} for its place in the repository; follows from repo_url where it is absent."""

    markdown = Type(bool, default=True)
    """Whether each page is there as Markdown too, for programs that read, with `llms.txt`, which lists them."""

    preview = ListOfItems(Type(str), default=[])
    """Audiences whose view of each page the team can switch to; only a site for the team has them."""

    show_repository = Type(bool, default=False)
    """Whether a site for an outside audience shows where its source is; a site for the team always may."""

    public = Optional(Type(bool))
    """Whether everybody may read the site, so that search engines may list it. Where neither this nor the environment's PMSITE_PUBLIC
    is there, an audience called `public` is everybody; where both are, both must say so."""

    closed = Type(bool, default=False)
    """Whether readers sign in before the place where the site is put, as the owner says."""

    links = Choice(WHEN, default=AUTO)
    """Whether the site holds the private links of briefs: where the secret is there, always (else it is a fault), or never."""


def refuse_two(config: MkDocsConfig, plugin: type[object]) -> None:
    """Each entry would make a site of its own, at the same addresses. Raises ConfigurationError."""
    file = Path(config.config_file_path or "mkdocs.yml")
    lines, swallowed = entries(file)
    if not swallowed and sum(isinstance(found, plugin) for found in config.plugins.values()) < 2:
        return
    where = f" (lines {', '.join(map(str, lines))})" if len(lines) > 1 else ""
    raise ConfigurationError(
        f"pmsite: `plugins` in {file.name} names pmsite more than once{where}. Keep one entry, and let it name all products of the site: "
        f"`pmsite: {{workspaces: {{app: app/roadmap, box: box/roadmap}}}}`"
    )
