"""What a change does to others, in words: their titles, and what their facts are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.editing.plan import Plan
from pmsite.editing.session import Session
from pmsite.editor.effects import Effects
from pmsite.wording.words import gettext
from pmsite.writing.operation import Drop, Operation, Rename, Set
from tests.make import TODAY, write

PLAN = {
    "releases/3.2.md": 'title: Winter\nversion: "3.2"\ndate: 2026-12-15',
    "features/sync.md": '---\ntitle: Sync\nrelease: "3.2"\n---\n',
    "features/sync.zh.md": "title: 同步",
    "features/map.md": "---\ntitle: Map\ndepends_on: [sync]\nland: DE\n---\nAfter [sync](sync.md).\n",
    "risks/late.md": 'title: It comes late\nprobability: 3\nimpact: 3\naffects: [sync, "3.2"]',
    "metrics/active.md": "title: Active teams",
    "metrics/active.csv": "date,value\n2026-10-01,4\n",
}
SETTINGS = "name: P\nlanguages: [en, zh]\nfields: {feature: {land: {label: Country, kind: text}}}\n"


@pytest.mark.parametrize(
    ("operation", "language", "told"),
    [
        (Drop("3.2", "unset"), "en", ["Sync (Feature): Release gone", "Winter (Release):", "It comes late (Risk): Affects changed"]),
        (Drop("3.2", "unset"), "zh", ["Sync (功能): 版本 gone", "Winter (版本):", "It comes late (风险): 影响 changed"]),
        (
            Rename("sync", "offline"),
            "en",
            [
                "Map (Feature): Depends on changed, Text changed",
                "Sync (Feature):",
                "Sync (Feature) zh:",
                "It comes late (Risk): Affects changed",
            ],
        ),
        (Drop("active", "refuse"), "en", ["Active teams (Metric):", "Active teams (Metric):"]),
        (Set("map", ("land",), "CN"), "en", ["Map (Feature): Country changed"]),
        (Set("sync", ("status",), "planned"), "en", ["Sync (Feature): Status new"]),
    ],
)  # fmt: skip
def test_each_file_is_told(tmp_path: Path, operation: Operation, language: str, told: list[str]) -> None:
    session = Session(write(tmp_path / "roadmap", PLAN, SETTINGS), "roadmap", TODAY)
    verdict = session.preview(Plan((operation,)))
    assert verdict.ok, verdict.faults
    effects = Effects(session.look(), gettext(language)).of(verdict)
    gone = {change.came_from for change in verdict.files}
    found = [
        f"{one['title']} ({one['label']}){' ' if one['language'] else ''}{one['language']}: "
        + ", ".join(f"{fact['label']} {fact['how']}" for fact in one["facts"])
        for inside, one in effects.items()
        if inside not in gone
    ]
    assert [line.strip() for line in found] == told
