"""A brief tells plans as finely as its readers are told them everywhere, on the team's site too."""

from __future__ import annotations

import pytest

from tests.properties.site import outputs

PLAN = {
    "features/pay.md": "---\ntitle: Card payments\nstatus: planned\ntarget: 2026-12-20\nvisibility: [customers]\n---\n",
    "releases/2.0.md": "---\ntitle: Two\ndate: 2026-12-20\nvisibility: [customers]\n---\n",
    "briefs/winter.md": "---\ntitle: Winter\nkind: customer\naudience: customers\nheadline: Pay by card.\nvisibility: [customers]\n"
    "sections: [{view: roadmap}, {view: releases}, {view: calendar}]\n---\n",
}
BRIEF, FEATURE, RELEASE = "roadmap/briefs/winter", "roadmap/features/pay", "roadmap/releases/2.0"


@pytest.mark.parametrize(
    ("dates", "told", "on_pages"),
    [
        ("", "Q4 2026", "Dec 20, 2026"),
        ("dates: day", "Dec 20, 2026", "Dec 20, 2026"),
        ("dates: month", "Dec 2026", "Dec 2026"),
        ("dates: quarter", "Q4 2026", "Q4 2026"),
        ("dates: half", "H2 2026", "H2 2026"),
    ],
)
def test_pages_and_brief_of_an_audience_follow_one_setting(dates: str, told: str, on_pages: str) -> None:
    settings = f"name: P\naudiences: {{customers: {{{dates}}}}}\n"
    theirs, ours = outputs(PLAN, settings, "customers"), outputs(PLAN, settings, "team")
    assert told in theirs[BRIEF]
    assert told in ours[BRIEF]
    assert on_pages in theirs[FEATURE]
    assert on_pages in theirs[RELEASE]
    assert "Dec 20, 2026" in ours[FEATURE]
    assert ("Dec 20," in theirs[BRIEF] or "Dec 20," in ours[BRIEF]) == (told == "Dec 20, 2026")
