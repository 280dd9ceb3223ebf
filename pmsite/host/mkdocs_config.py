"""The plugin's options in mkdocs.yml."""

from __future__ import annotations

from mkdocs.config.base import Config
from mkdocs.config.config_options import Choice, ListOfItems, Optional, Type

from pmsite.host.private_links import AUTO, WHEN
from pmsite.model.settings import LANGUAGES


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
