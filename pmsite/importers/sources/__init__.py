"""The systems that teams come from: one file and one line each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pmsite.importers.source import Source
from pmsite.importers.sources import (
    aha,
    any_table,
    asana,
    azure_devops,
    changelog,
    clickup,
    fider,
    github,
    github_releases,
    gitlab,
    jira,
    linear,
    madr,
    notion,
    pingcode,
    productboard,
    shortcut,
    tapd,
    trello,
    worktile,
    zentao,
)

SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        "pingcode": pingcode.SOURCE,
        "worktile": worktile.SOURCE,
        "jira": jira.SOURCE,
        "linear": linear.SOURCE,
        "github": github.SOURCE,
        "gitlab": gitlab.SOURCE,
        "trello": trello.SOURCE,
        "azure-devops": azure_devops.SOURCE,
        "asana": asana.SOURCE,
        "clickup": clickup.SOURCE,
        "shortcut": shortcut.SOURCE,
        "notion": notion.SOURCE,
        "zentao": zentao.SOURCE,
        "tapd": tapd.SOURCE,
        "productboard": productboard.SOURCE,
        "aha": aha.SOURCE,
        "fider": fider.SOURCE,
        "changelog": changelog.SOURCE,
        "github-releases": github_releases.SOURCE,
        "madr": madr.SOURCE,
        "csv": any_table.CSV,
        "xlsx": any_table.XLSX,
        "json": any_table.JSON,
    }
)
"""The registry of sources."""
