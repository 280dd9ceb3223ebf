"""The passing of time finds no fault: whatever a check or a build tells as an error or a warning, it told the day before."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmsite.audience import TEAM
from pmsite.diagnostics import Diagnostic
from pmsite.pipeline import Build, build, load
from pmsite.render import site
from tests.fuzz import workspaces
from tests.make import write
from tests.properties.site import compiled_once, faults_of_pages

BEGIN = date(2026, 11, 23)
_DATE = re.compile(r"\b20\d\d(?:-\d\d(?:-\d\d)?|-[QH]\d)?\b(?![-\w])")
_DAYS = (
    "2026-08-20",
    "2026-11-22",
    "2026-11-23",
    "2026-11-24",
    "2026-12-06",
    "2026-12-31",
    "2027-01-15",
    "2027-04-01",
    "2028-02-29",
)
_SPANS = (
    "2025-Q4",
    "2026-10",
    "2026-11",
    "2026-Q4",
    "2026-H2",
    "2026",
    "2026-12",
    "2027-01",
    "2027-Q1",
    "2027-H1",
    "2027",
    "2028-Q1",
)
_BLOCK = "\n```pmsite\nview: roadmap\nwhere: late or target_last < '2027'\n```\n"


def plan(random: Random) -> dict[str, str]:
    """A plan of items of all types, whose dates lie around the days on which it is looked at."""
    files = workspaces.plan(random, most=16, often=random.choice((0.2, 0.5)))
    for name, text in files.items():
        if name.endswith(".md"):
            files[name] = _DATE.sub(lambda found: random.choice(_DAYS if len(found[0]) == 10 else _SPANS), text)
            files[name] += _BLOCK if random.random() < 0.2 else ""
    files["product.yml"] += "links: {site_id: field-notes, kid: 6aec60fc}\nlanguages: [en, zh]\n"
    return files


def told(root: Path, day: date) -> set[tuple[str, str]]:
    """The code and the place of every fault that a check finds, and that builds find for the team and for others."""
    found = {_mark(d) for d in load(root, "roadmap", day).report if d.severity.is_fault}
    for audience in (TEAM, "customers"):
        made = build(root, "roadmap", audience, day)
        found |= {_mark(d) for d in made.report if d.severity.is_fault}
        if isinstance(made, Build):
            found |= {_mark(d) for d in faults_of_pages(made) if d.severity.is_fault}
    return found


def _mark(found: Diagnostic) -> tuple[str, str]:
    return found.code, str(found.span)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 1 << 30), st.integers(0, 40), st.integers(1, 500))
def test_a_later_day_finds_nothing_that_an_earlier_one_did_not(seed: int, first: int, days: int) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "environment", compiled_once)
        root = write(Path(folder), plan(Random(seed)))
        before = BEGIN + timedelta(days=first)
        assert told(root, before + timedelta(days=days)) <= told(root, before)
