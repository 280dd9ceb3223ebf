"""The systems that teams come from: one file and one line each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pmsite.importers.source import Source
from pmsite.importers.sources import (
    aha,
    any_table,
    changelog,
    fider,
    github,
    github_releases,
    jira,
    linear,
    pingcode,
    productboard,
    trello,
    worktile,
)

SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        "pingcode": pingcode.SOURCE,
        "worktile": worktile.SOURCE,
        "jira": jira.SOURCE,
        "linear": linear.SOURCE,
        "github": github.SOURCE,
        "trello": trello.SOURCE,
        "productboard": productboard.SOURCE,
        "aha": aha.SOURCE,
        "fider": fider.SOURCE,
        "changelog": changelog.SOURCE,
        "github-releases": github_releases.SOURCE,
        "csv": any_table.CSV,
        "xlsx": any_table.XLSX,
        "json": any_table.JSON,
    }
)
"""The registry of sources."""
