"""The plugin's options in mkdocs.yml."""

from __future__ import annotations

from pathlib import Path

import yaml
from mkdocs.config.base import Config
from mkdocs.config.config_options import Choice, ListOfItems, Optional, Type

from pmsite.host.private_links import AUTO, WHEN
from pmsite.settings import LANGUAGES


class PmsiteConfig(Config):
    """Hosting only: everything about the product is in product.yml."""

    workspace = Type(str, default="roadmap")
    """The folder with product.yml in it, relative to mkdocs.yml."""

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

    preview = ListOfItems(Type(str), default=[])
    """Audiences whose view of each page the team can switch to; only a site for the team has them."""

    show_repository = Type(bool, default=False)
    """Whether a site for an outside audience shows where its source is; a site for the team always may."""

    links = Choice(WHEN, default=AUTO)
    """Whether the site holds the private links of briefs: where the secret is there, always (else it is a fault), or never."""


def entries(file: Path) -> tuple[list[int], bool]:
    """The lines of a configuration that name the plugin, and whether they are equal keys, of which MkDocs reads the last alone."""
    try:
        root = yaml.compose(file.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except (OSError, ValueError, yaml.YAMLError):  # MkDocs tells what is wrong with the file
        return [], False
    plugins = [value for key, value in root.value if key.value == "plugins"] if isinstance(root, yaml.MappingNode) else []
    names = [name for found in plugins for name in _names(found) if str(name.value).removeprefix("/") == "pmsite"]
    equal = len({name.value for name in names}) < len(names) and isinstance(plugins[0], yaml.MappingNode)
    return [name.start_mark.line + 1 for name in names], equal


def _names(plugins: yaml.Node) -> list[yaml.Node]:
    if isinstance(plugins, yaml.MappingNode):
        return [key for key, _ in plugins.value]
    listed = plugins.value if isinstance(plugins, yaml.SequenceNode) else []
    return [name for entry in listed for name in (_names(entry) if isinstance(entry, yaml.MappingNode) else [entry])]
