"""A plan that nobody touches builds strictly on every day, for everybody."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from pmsite.audience import TEAM
from pmsite.diagnostics import Report
from pmsite.pages import home_page
from pmsite.pipeline import Build, build
from pmsite.render import site
from pmsite.texts.bodies import BodyRenderer
from pmsite.workspace import around
from tests.properties.site import compiled_once

HARBOUR = Path(__file__).parents[3] / "shared/data/harbour"
READERS = (TEAM, "customers", "investors")
FIRST = date(2026, 11, 30)
_bodies = BodyRenderer()

pytestmark = pytest.mark.skipif(not HARBOUR.is_dir(), reason="the plan is not beside this checkout")


def faults(root: Path, audience: str, day: date) -> list[str]:
    """What stops a strict build for some readers on a day."""
    made = build(root, "roadmap", audience, day)
    found, late = list(made.report), Report()
    if isinstance(made, Build):
        every = (home_page(made.product), *made.pages)
        urls = {page.address: f"{page.address}/" for page in every}
        shown = site.Site(site.Basis(made.product, urls, _bodies, lambda path, root: None, around=around(made.workspace)), late)
        for page in every:
            shown.page(page)
    return [f"{day} {audience} {d.span} {d.message}" for d in (*found, *late) if d.severity.is_fault]


@pytest.mark.parametrize("audience", READERS)
def test_a_plan_builds_strictly_on_days_of_the_year_to_come(audience: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "environment", compiled_once)
    for days in (0, 15, 16, 32, 33, 47, 62, 122, 153, 213, 305, 397):
        assert faults(HARBOUR / "roadmap", audience, FIRST + timedelta(days=days)) == []
