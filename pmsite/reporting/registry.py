"""The registry of report formats: one line each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from pmsite.diagnostics import Report
from pmsite.reporting import github, gitlab, json, markdown, sarif, text


class Writer(Protocol):
    """Turns a report into one text."""

    def __call__(self, report: Report, root: Path, *, colour: bool = False) -> str: ...


FORMATS: Mapping[str, Writer] = MappingProxyType(
    {
        "text": text.write,
        "json": json.write,
        "markdown": markdown.write,
        "github": github.write,
        "gitlab": gitlab.write,
        "sarif": sarif.write,
    }
)
