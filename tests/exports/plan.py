"""One small plan for the tests of feeds, calendar and tables."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from pmsite.audience import TEAM, Projection
from pmsite.pipeline import load
from pmsite.workspace import Workspace, in_language
from tests.make import TODAY, write

SETTINGS = "name: Field Notes\naudiences: {customers: {fields: {decision: [title, date, status]}}}\n"
FILES = {
    "releases/3.2.md": "title: A whole day offline\nversion: 3.2.0\ndate: 2026-11-20\nsummary: Write & read anywhere.\nvisibility: [customers]",
    "releases/3.1.md": "title: Spring\nversion: 3.1.0\ndate: 2026-05\nyanked: true",
    "releases/3.3.md": "title: Next\nversion: 3.3.0\ndate: 2026-12-15\nvisibility: [customers]",
    "releases/4.0.md": "title: Later\nversion: 4.0.0\ndate: 2027-Q2",
    "changes/1.added.md": "title: Notes <b>offline</b>\nrelease: '3.2'\nvisibility: [customers]",
    "changes/2.fixed.md": "title: Photos\nsummary: They arrive once.\nrelease: '3.2'\nbreaking: true",
    "changes/3.security.md": "title: Not out yet",
    "features/offline.md": "title: Offline mode\nstatus: shipped\nrelease: '3.2'\nstarted: 2026-08-03\nvisibility: [customers]",
    "features/sync.md": "title: Sync\nstatus: building\ntarget: 2027-01-31\nconfidence: high\nowner: ada\ntags: [mobile, big one]\n"
    "delivery: [APP-7]\nsummary: =cmd|' /C calc'!A0\nacceptance: [{text: It is fast}]\ntracks: {build: {state: active, owner: bo}, launch: {state: waiting}}",
    "features/gone.md": "title: Fax\nstatus: dropped\ntarget: 2026-12-01",
    "launches/l.md": "title: Offline launch\nstatus: planned\ndate: 2026-12-24\nvisibility: [customers]",
    "decisions/d.md": "title: No fax\nstatus: accepted\ndate: 2026-10-02\noptions: [{title: None at all, chosen: true}]\nconsequences: [Fewer bugs]\n"
    "visibility: [customers]",
    "decisions/open.md": "title: Which server\nstatus: proposed",
    "updates/u.md": "title: On track\nkind: status\ndate: 2026-11-21\nhealth: green",
    "updates/future.md": "title: To come\nkind: status\ndate: 2027-01-01",
}


def read(files: dict[str, str] = FILES, settings: str = SETTINGS) -> Workspace:
    """A workspace that has no faults."""
    with TemporaryDirectory() as folder:
        found = load(write(Path(folder), files, settings), "roadmap", TODAY)
    assert not found.report.failed, [f"{d.span} {d.message}" for d in found.report]
    return found


def seen(audience: str = TEAM, files: dict[str, str] = FILES, language: str | None = None, settings: str = SETTINGS) -> Projection:
    """What an audience sees of it, in one language."""
    found = read(files, settings)
    assert found.product is not None
    return in_language(found, found.product, audience, language)
