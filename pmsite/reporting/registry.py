"""The registry of report formats: one name each, which is that of the module that is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from pmsite.diagnostics import Report
from pmsite.messages import Say


class Writer(Protocol):
    """Turns a report into one text."""

    def __call__(self, report: Report, root: Path, *, colour: bool = False, say: Say = str) -> str: ...


def _write(name: str, report: Report, root: Path, *, colour: bool = False, say: Say = str) -> str:
    write: Writer = import_module(f"pmsite.reporting.{name}").write
    return write(report, root, colour=colour, say=say)


FORMATS: Mapping[str, Writer] = MappingProxyType(
    {name: partial(_write, name) for name in ("text", "json", "markdown", "github", "gitlab", "sarif")}
)
CARRYING_FIXES = frozenset({"json", "sarif"})
"""Those that hold what mends each finding, where that is known."""
