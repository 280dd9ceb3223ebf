"""Small sites for the browser, built by MkDocs itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from pmsite import pipeline
from pmsite.audience import TEAM
from pmsite.clock import today
from tests.make import write

CONFIG = """\
site_name: Field Notes
theme: {name: material, font: false, features: [navigation.tabs, navigation.instant]}
plugins: [search, pmsite]
"""
GOAL = """\
title: Nobody loses work
period: 2026-Q4
parent: vision
key_results: [{id: kr1, title: Lost notes, baseline: 12, current: 9, target: 2}, {id: kr2, title: A second one, kind: milestone}]
"""
FILES: Mapping[str, str] = {
    "visions/vision.md": "title: Field work without paper\nstatement: Written once, on the spot.",
    "objectives/safe.md": GOAL,
    "teams/mobile.md": "title: Mobile\nmission: Everything without a network.",
    "teams/growth.md": "title: Growth",
    "releases/3.1.md": 'title: Autumn\nversion: "3.1"\ndate: 2026-10-20\nhighlights: [Templates]',
    "releases/3.2.md": 'title: Winter\nversion: "3.2"\ndate: 2099-12-15',
    "changes/1.md": 'title: Templates can be shared\nkind: added\nrelease: "3.1"\nbreaking: true',
    "features/offline.md": "title: Offline mode\nsummary: No network needed.\nstatus: building\ntarget: 2099-Q4\nteam: mobile\nsupports: [safe.kr1]\n"
    "acceptance: [Edits survive a restart]\ndelivery: [APP-1]\nscore: {reach: 10, impact: 2, confidence: 80%, effort: 1}",
    "features/setup.md": "title: Guided setup\nstatus: planned\ntarget: 2099-02\nteam: growth",
    "features/invite.md": "title: Invite by link\nstatus: planned\nteam: growth\nsupports: [safe]",
    "features/templates.md": 'title: Templates\nstatus: shipped\nrelease: "3.1"\nteam: growth',
    "features/export.md": "title: Export\nstatus: building\ntarget: 2020-Q3",
    "features/fax.md": "title: Send by fax\nstatus: dropped",
    "features/离线.md": "title: 离线地图\nstatus: idea",
    "briefs/board.md": "title: Board update\nheadline: All is well.\nsections: [goals, roadmap, shipped, changelog, releases]",
}
PAGES = (
    "", "about/", "roadmap/", "roadmap/timeline/", "roadmap/by-goal/", "roadmap/by-team/", "roadmap/by-release/", "roadmap/table/", "roadmap/goals/",
    "roadmap/changelog/", "roadmap/teams/", "roadmap/features/offline/", "roadmap/features/export/", "roadmap/objectives/safe/", "roadmap/releases/3.1/",
    "roadmap/teams/growth/", "roadmap/briefs/board/", "roadmap/visions/vision/",
)  # fmt: skip
BLOCKS = (
    "view: roadmap",
    "view: table",
    "view: roadmap\ngroup_by: team",
    "view: roadmap\ngroup_by: team",
    "view: home",
    "view: home",
)
EMBEDDED = "# About\n\n## Plan\n\n" + "\n\n".join(f"```pmsite\n{block}\n```" for block in BLOCKS)


SHIFTS = """() => new Promise(done => new PerformanceObserver(list =>
  done(list.getEntries().filter(e => !e.hadRecentInput).reduce((sum, e) => sum + e.value, 0))).observe({type: 'layout-shift', buffered: true})
  || setTimeout(() => done(0), 400))"""
"""How far things are moved while a page is loaded."""


def build(root: Path, files: Mapping[str, str] = FILES, settings: str = "name: Field Notes\n", config: str = CONFIG) -> Path:
    """A site of a workspace; returns its folder."""
    write(root / "roadmap", files, settings)
    (root / "docs").mkdir()
    (root / "docs" / "about.md").write_text(EMBEDDED, encoding="utf-8")
    (root / "mkdocs.yml").write_text(config, encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return root / "site"


def example(root: Path, language: str) -> Path:
    """The example site in a language, as `pmsite init --example` and `mkdocs build --strict` make it."""
    for command in (["pmsite", "init", "--example", "--language", language, "."], ["mkdocs", "build", "-q", "--strict"]):
        done = subprocess.run([sys.executable, "-m", *command], cwd=root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"


def kinds(root: Path) -> Mapping[str, str]:
    """One page of each kind that a workspace has, by the name of its kind; the first page too."""
    built = pipeline.build(root / "roadmap", "roadmap", TEAM, today())
    assert isinstance(built, pipeline.Build)
    found = {page.template: page for page in reversed(built.pages)}
    return {"home": "", **{page.name: f"{page.address.removesuffix('index').rstrip('/')}/" for page in found.values()}}
