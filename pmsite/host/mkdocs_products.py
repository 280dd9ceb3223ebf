"""The products of a site, as its configuration names them: one workspace, or several, each with its pages below its own name."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import ConfigurationError

from pmsite.host import mkdocs_languages
from pmsite.host.mkdocs_pages import PREVIEWS
from pmsite.model.parsing import PLAN

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from pmsite.host.mkdocs_config import PmsiteConfig

TAKEN = frozenset({PREVIEWS, "assets", "search", "s"})
"""Folders that sites have for something else."""
_EXAMPLE = "`workspaces: {app: app/roadmap, box: box/roadmap}`"


@dataclass(frozen=True, slots=True)
class SiteProduct:
    """One product of a site, and what its configuration says of it."""

    prefix: str
    """Below which address it is; nothing where it is the only one."""
    options: PmsiteConfig


def products_of(options: PmsiteConfig, config: MkDocsConfig) -> tuple[SiteProduct, ...]:
    """The products of a site, in the order in which they are named. Raises ConfigurationError."""
    if not options.workspaces:
        return (SiteProduct("", options),)
    if fault := next(_faults(options, config), ""):
        raise ConfigurationError(f"pmsite: {fault}")
    return tuple(SiteProduct(f"{name}/", _of_one(options, folder)) for name, folder in options.workspaces.items())


def _of_one(options: PmsiteConfig, folder: str) -> PmsiteConfig:
    found = copy.copy(options)
    found.workspace = folder.rstrip("/")
    return found


def _faults(options: PmsiteConfig, config: MkDocsConfig) -> Iterator[str]:
    """What is wrong with the names and folders of several products."""
    if mkdocs_languages.is_translated(config):
        yield "a site in several languages shows one product, so `workspaces` cannot stand beside the plugin i18n; write `workspace`"
    if options.workspace != type(options)().workspace:
        yield f"either `workspace` or `workspaces` says which products the site has; remove `workspace: {options.workspace}`"
    root = Path(config.config_file_path or ".").resolve().parent
    places: dict[Path, str] = {}
    for name, folder in options.workspaces.items():
        if not isinstance(name, str) or not PLAN.fullmatch(name):
            yield f"`workspaces` names a product {name!r}, which is part of its address: write small letters, digits and `-`, as in {_EXAMPLE}"
        elif name in TAKEN:
            yield f"`workspaces` names a product {name!r}, and every site has something else at that address; give it another name"
        elif not isinstance(folder, str) or not folder.strip():
            yield f"`workspaces` names no folder for {name}; write one, as in {_EXAMPLE}"
        else:
            place = (root / folder).resolve()
            if other := next((found for found in places if place.is_relative_to(found) or found.is_relative_to(place)), None):
                yield f"`workspaces`: the folders of {places[other]} and {name} are one, or one lies in the other; each needs its own"
            places[place] = name
