"""An audience that is told plans in quarters gets the same site, byte for byte, whichever day of the quarter the team has in mind."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import Phase, given
from hypothesis import settings as testing
from hypothesis import strategies as st

from pmsite.audience import project
from pmsite.model.period import at_least, day_of, parse
from tests.make import product
from tests.properties.site import outputs
from tests.properties.test_nothing_hidden_leaks import same

SETTINGS = """\
name: Field Notes
language: {language}
audiences:
  customers:
    dates: quarter
    fields:
      feature: [title, summary, status, target, starts, horizon, release, depends_on, supports, team, beta, steps, tracks, rank]
      launch: [title, status, date, release, features, checklist, checklist.text, checklist.due]
      experiment: [title, status, starts, ends]
fields:
  feature:
    beta: {{kind: date}}
    steps: {{kind: map, values_are: date}}
"""
PLAN = {
    "features/a.md": "title: A\nstatus: building\ntarget: 2026-12-20\nstarts: 2026-11-02\nteam: t\nbeta: 2027-02-03",
    "features/b.md": "title: B\nstatus: planned\ntarget: 2026-12-04\ndepends_on: [a]\nteam: u\nsteps: {alpha: 2026-12-09, ga: 2027-03-30}",
    "features/c.md": "title: C\nstatus: planned\ntarget: 2026-12-05\nrelease: '2.0'",
    "features/d.md": "title: D\nstatus: planned\nrelease: '2.1'\ndepends_on: [c]",
    "features/e.md": "title: E\nstatus: planned\ntarget: 2027-02",
    "features/late.md": "title: Late\nstatus: planned\ntarget: 2026-11-02",
    "features/done.md": "title: Done\nstatus: shipped\ntarget: 2026-10-07",
    "releases/2.0.md": "title: Two\ndate: 2026-12-21",
    "releases/2.1.md": "title: Two and a bit\ndate: 2026-12-18",
    "launches/l.md": "title: L\nstatus: planned\ndate: 2026-12-22\nrelease: '2.0'\nfeatures: [a]\nchecklist: {support: [{text: Train, due: 2026-12-11}]}",
    "launches/m.md": "title: M\nstatus: ready\ndate: 2026-11-03",
    "experiments/x.md": "title: X\nstatus: running\nstarts: 2026-12-01\nends: 2026-12-12",
    "objectives/o.md": "title: O\nperiod: 2026-Q4",
    "teams/t.md": "title: T",
    "teams/u.md": "title: U",
    "briefs/b.md": "title: B\nkind: customer\naudience: customers\nheadline: All is well.\nsections: [{view: roadmap}, {view: calendar}, {view: releases}]",
}
TODAY = date(2026, 11, 23)
_DATE = re.compile(r"20[0-9]{2}-[0-9]{2}(?:-[0-9]{2})?")
FIXED = re.compile(r"^(?:launches/(?!m)|experiments|objectives|releases)")


def moved(draw: st.DrawFn, path: str, text: str) -> str:
    """The same item with each date at another day of its quarter; dates that would then have happened stay ahead of today."""

    def another(found: re.Match[str]) -> str:
        quarter = at_least(parse(found[0]), "quarter")
        assert quarter is not None
        first = quarter.first
        if FIXED.match(path) or not found[0].startswith("2026-1"):
            first = max(first, TODAY + timedelta(days=1))
        days = st.dates(first, quarter.last).map(lambda day: day.isoformat())
        return draw(days if path.startswith("experiments") else days | st.just(f"{quarter.last:%Y-%m}"))

    return _DATE.sub(another, text)


@st.composite
def plans(draw: st.DrawFn) -> dict[str, str]:
    return {path: f"---\n{moved(draw, path, text)}\nvisibility: [customers]\n---\n" for path, text in PLAN.items()}


@cache
def told_of_plan(language: str) -> dict[str, str]:
    whole = {path: f"---\n{text}\nvisibility: [customers]\n---\n" for path, text in PLAN.items()}
    return outputs(whole, SETTINGS.format(language=language), "customers", asked=True)


@testing(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(plans(), st.sampled_from(["en", "zh"]))
def test_no_day_of_a_plan_makes_a_difference(plan: dict[str, str], language: str) -> None:
    same(outputs(plan, SETTINGS.format(language=language), "customers", asked=True), told_of_plan(language))


def test_no_day_of_a_plan_is_in_a_site() -> None:
    for language in ("en", "zh"):
        told = told_of_plan(language)
        days = {written for text in PLAN.values() for written in _DATE.findall(text)} - {"2026-12", "2027-02"}
        for address, text in told.items():
            assert not [day for day in days if day in text], address
            assert not re.search(r"Dec \d|December|12月|Feb \d|Mar \d|Nov 2, 2026|Oct 7", text), address


@pytest.mark.parametrize(
    ("precision", "told"),
    [
        ("day", "2026-12-20 2027-02 2026-H2 2026-10-20"),
        ("month", "2026-12 2027-02 2026-H2 2026-10-20"),
        ("quarter", "2026-Q4 2027-Q1 2026-H2 2026-10-20"),
        ("half", "2026-H2 2027-H1 2026-H2 2026-10-20"),
        ("year", "2026 2027 2026 2026-10-20"),
    ],
)
def test_each_precision_and_what_has_happened(precision: str, told: str) -> None:
    found = product(
        {
            "features/a.md": "title: A\nstatus: planned\ntarget: 2026-12-20\nvisibility: [customers]",
            "features/b.md": "title: B\nstatus: planned\ntarget: 2027-02\nvisibility: [customers]",
            "features/c.md": "title: C\nstatus: planned\ntarget: 2026-12-20\nvisibility: [customers]\nfor: {customers: {target: 2026-H2}}",
            "releases/1.0.md": "title: One\ndate: 2026-10-20\nvisibility: [customers]",
        },
        f"name: P\naudiences: {{customers: {{dates: {precision}}}}}\n",
    )
    seen = project(found, "customers")
    dates = [getattr(seen.items[id], "target", None) or getattr(seen.items[id], "date", None) for id in ("a", "b", "c", "1.0")]
    assert " ".join(map(str, dates)) == told


@given(st.dates(date(1900, 1, 1), date(9990, 12, 31)), st.sampled_from(["month", "quarter", "half", "year"]), st.integers(1, 12))
def test_a_coarser_period_holds_the_day_and_is_told_alike_for_all_of_its_days(day: date, precision: str, starts: int) -> None:
    found = at_least(day_of(day), precision, starts)
    assert found is not None
    assert found.first <= day <= found.last
    assert found.precision == precision
    assert {at_least(day_of(one), precision, starts) for one in (found.first, found.last)} == {found}
    assert at_least(found, precision, starts) is found
