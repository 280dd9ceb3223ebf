"""An import, run and written as the command does it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pmsite.diagnostics import Report
from pmsite.importers.export import Export
from pmsite.importers.rules import Rules
from pmsite.importers.run import Outcome, Wishes, Workspace, run
from pmsite.importers.sources import SOURCES
from pmsite.model.load_settings import load_settings
from pmsite.transaction import apply
from tests.make import TODAY, sources, write

SETTINGS = "name: P\naudiences: {customers: {}, public: {}}\n"


def workspace(root: Path) -> Workspace:
    report = Report()
    read = sources(root, report)
    assert read.settings is not None
    settings = load_settings(read.settings, report)
    assert settings is not None
    assert not report.failed, [f"{d.span} {d.message}" for d in report]
    return Workspace(root, "roadmap", settings, read.records, TODAY, read.files)


def bring_in(
    root: Path, source: str, data: bytes | str, name: str = "export.csv", *, rules: Mapping[str, Any] | None = None, **wishes: Any
) -> Outcome:
    """Import into a workspace, which is made where there is none, and write what may be written."""
    if not (root / "product.yml").exists():
        write(root, {}, SETTINGS)
    given = Rules.model_validate({"source": SOURCES[source].rules.source, **rules}) if rules else None
    export = Export(name, data.encode() if isinstance(data, str) else data)
    outcome = run(export, SOURCES[source], workspace(root), Wishes(given, **wishes))
    if outcome.sound:
        apply(root, {root / inside: text.encode() for inside, text in outcome.files})
    return outcome


def files(root: Path) -> dict[str, str]:
    """Every item file of a workspace, by its place."""
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.md"))}


def faults(outcome: Outcome) -> list[str]:
    return [f"{d.span} {d.code}" for d in outcome.report if d.severity.value == "error"]
