"""This repository's own changelog and release pages are made by `pmsite release` from its own fragments."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner

import pmsite
from pmsite.cli import group
from pmsite.clock import today
from pmsite.model.change import Change
from pmsite.model.release import Release
from pmsite.pipeline import load
from pmsite.releasing.changelog_file import plain

ROOT = Path(__file__).parent.parent.parent


def test_every_release_that_was_made_is_told_in_the_changelog_with_all_its_changes() -> None:
    own = load(ROOT / "roadmap", "roadmap", today())
    assert own.product is not None
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for release in own.product.of(Release):
        if "scope" in own.records[release.id].data:
            section = log.partition(f"## [{release.name}] - {release.date}\n")[2].partition("\n## ")[0]
            changes = [item for item in own.product.pointing(release.id, "release") if isinstance(item, Change)]
            assert changes
            assert all(plain(change.title) in plain(section) for change in changes)
            assert all(own.records[change.id].inside.startswith(f"changes/{release.name}/") for change in changes)


def test_the_version_of_the_code_is_released_or_can_be(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "roadmap", tmp_path / "roadmap")
    shutil.copy(ROOT / "CHANGELOG.md", tmp_path)
    done = CliRunner().invoke(group, ["release", pmsite.__version__, "-w", str(tmp_path / "roadmap")])
    assert f"Released {pmsite.__version__}" in done.output or "is released already" in done.output, done.output
