"""What long pages say at their top, what was told to whom, and words that would say nothing or mislead."""

from __future__ import annotations

from typing import Any

import pytest

from pmsite.audience import TEAM
from pmsite.views import at_risk, hub, readers, stakeholders
from tests.make import projection
from tests.properties.site import outputs

SETTINGS = "name: P\naudiences:\n  customers: {label: Customers}\n  investors: {}\n"
TOLD = {
    "briefs/old.md": "title: Old\naudience: customers\nas_of: 2026-09-28",
    "briefs/new.md": "title: New\naudience: customers\nas_of: 2026-11-02",
    "briefs/ahead.md": "title: Ahead\naudience: customers\nas_of: 2027-01-05",
    "briefs/undated.md": "title: Undated\naudience: investors",
    "updates/u.md": "title: U\ndate: 2026-11-05\nvisibility: [investors]",
    "updates/inside.md": "title: Inside\ndate: 2026-11-09",
    "stakeholders/crews.md": "title: Crews\nbriefs: [old, new, ahead]",
    "stakeholders/board.md": "title: Board\nneeds: [Numbers]",
    "features/f.md": "title: F\nvisibility: [customers]",
}


def page(files: dict[str, str], address: str, settings: str = SETTINGS, audience: str = TEAM) -> str:
    told = outputs({path: f"---\n{text}\n---\n" for path, text in files.items()}, settings, audience)[address]
    return " ".join(told.split())


def test_each_audience_was_told_the_newest_brief_or_update_whose_day_has_come() -> None:
    found = readers.build(projection(TOLD, settings=SETTINGS)).audiences
    assert [one.told and (one.told.ref.id, str(one.told.date)) for one in found] == [("new", "2026-11-02"), ("u", "2026-11-05")]


def test_the_plan_of_communication_says_what_a_group_was_told_last_and_leaves_out_what_it_tells_of_none() -> None:
    found = stakeholders.build(projection(TOLD, settings=SETTINGS))
    assert {group.ref.id: group.told_last and group.told_last.ref.id for group in found.groups} == {"crews": "new", "board": None}
    assert found.columns == ("needs", "told_last")


@pytest.mark.parametrize(("audience", "told"), [(TEAM, [None, ("investors",)]), ("investors", [])])
def test_the_team_alone_learns_who_else_reads_an_update(audience: str, told: list[Any]) -> None:
    found = hub.build(projection(TOLD, audience, SETTINGS), "update")
    names = [column.name for column in found.columns]
    assert [row.cells[names.index("audience")] for row in found.rows if "audience" in names] == told


def test_the_gravest_open_risks_end_the_page_at_risk_and_count_as_nothing_that_is_late() -> None:
    grades = {"low": (1, 3), "critical": (5, 4), "high": (3, 4)}
    found = at_risk.build(
        projection(
            {f"risks/{name}.md": f"title: R\nprobability: {one}\nimpact: {other}" for name, (one, other) in grades.items()}
            | {"risks/over.md": "title: R\nprobability: 5\nimpact: 5\nstatus: closed"}
        )
    )
    assert [risk.ref.id for risk in found.risks] == ["critical", "high"]
    assert found.total == 0


def test_releases_to_come_begin_with_the_nearest() -> None:
    releases = {f"releases/{name}.md": f"title: {name}" for name in ("1.37", "1.38", "1.40")} | {
        f"releases/{name}.md": f"title: {name}\ndate: 2026-0{month}-05" for name, month in (("1.35", 2), ("1.36", 5))
    }
    found = hub.build(projection(releases), "release").groups
    assert [[row.ref.title for row in group.rows] for group in found] == [["1.37", "1.38", "1.40"], ["1.36", "1.35"]]


@pytest.mark.parametrize("address", ["roadmap/table", "roadmap/timeline", "roadmap/by-team"])
def test_a_long_page_says_at_its_top_what_is_under_way_late_and_to_come(address: str) -> None:
    many = {f"features/f{n}.md": f"title: F\nstatus: building\nteam: t\ntarget: 2026-{'10' if n % 2 else '12'}" for n in range(62)}
    few = {f"features/f{n}.md": "title: F\nstatus: building\nteam: t\ntarget: 2026-10" for n in range(3)}
    more = {"teams/t.md": "title: T", "features/next.md": "title: N\nstatus: planned\ntarget: 2027-02\nteam: t"}
    found = page(many | more, address)
    assert found.index("Now 62") < found.index('type="search"')
    assert all(words in found for words in ("Next 1", "Past their date 31"))
    assert "Now 3" not in page(few | more, address).partition('type="search"')[0]


def test_what_has_not_started_has_no_score() -> None:
    goal = "title: G\nperiod: 2027-Q1\nkey_results:\n  - {id: k, title: K, baseline: 0, target: 10, current: 4}"
    found = page({"objectives/g.md": goal}, "roadmap/goals")
    assert "Not started" in found
    assert "0.40" not in found
    assert "pm-meter" not in found


def test_the_result_of_a_goal_does_not_repeat_its_score() -> None:
    goal = "title: G\nperiod: 2026-Q2\nkey_results:\n  - {id: k, title: K, baseline: 0, target: 10, current: 8}"
    strip = page({"objectives/g.md": goal}, "roadmap/objectives/g").partition('class="pm-strip"')[2].partition("</dl>")[0]
    assert strip.count("0.80") == 1


def test_a_release_that_brings_nothing_has_no_empty_part() -> None:
    files = {"releases/r.md": "title: R\ndate: 2026-01-05\nscope: [f]", "features/f.md": "title: F\nstatus: planned\nrelease: r"}
    found = page(files, "roadmap/releases/r")
    assert "Planned and shipped" in found
    assert "In this release" not in found


def test_how_many_releases_a_month_has_is_no_day_of_it() -> None:
    found = page({"releases/r.md": "title: R\ndate: 2026-10-05"}, "roadmap/changelog")
    assert 'Oct <span class="pm-count">(1)</span>' in found


def test_one_feature_is_told_as_one_and_no_answers_as_none() -> None:
    assert "1 open feature with a date ahead" in page({"features/f.md": "title: F\ntarget: 2027-02"}, "roadmap/timeline")
    rival = "title: C\ncapabilities:\n  Notes: {has: unknown}"
    found = page({"competitors/c.md": rival}, "roadmap/competitors/index")
    assert "1 answer is unknown" in found
    assert "half a year" not in found


def test_teams_that_have_work_come_before_those_that_have_none() -> None:
    teams = {f"teams/{name}.md": f"title: {name}" for name in ("a", "b", "c")}
    found = hub.build(projection(teams | {"features/f.md": "title: F\nteam: b"}), "team")
    assert [row.ref.id for row in found.rows] == ["b", "a", "c"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_letter_of_who_does_what_is_explained_once(language: str) -> None:
    feature = "title: F\nstatus: building\nraci: {accountable: ada, responsible: crew, consulted: [dina]}"
    found = page({"features/f.md": feature}, "roadmap/responsibilities", f"{SETTINGS}language: {language}\n")
    legend = found.partition("<table")[0].partition("pm-legend")[2]
    assert [legend.count(f">{letter}</b>") for letter in "RACI"] == [1, 1, 1, 1]
    assert "(R)" not in legend


TRENDS = "name: P\naudiences:\n  customers: {fields: {trend: [ring, category]}}\ntrend_categories: {rules: Rules and buyers}\n"
TREND = "title: T\nring: adopt\ncategory: rules\nmovement: new\nvisibility: [customers]"


@pytest.mark.parametrize(("audience", "told"), [(TEAM, True), ("customers", False)])
def test_a_radar_explains_its_filled_points_only_where_it_has_some(audience: str, told: bool) -> None:
    found = page({"trends/t.md": TREND}, "roadmap/trends/index", TRENDS, audience)
    assert "The nearer to the middle, the nearer to our work." in found
    assert ("Filled: new." in found) is told


def test_a_trend_names_its_category_as_the_radar_does() -> None:
    strip = page({"trends/t.md": TREND}, "roadmap/trends/t", TRENDS).partition('class="pm-strip"')[2].partition("</dl>")[0]
    assert "Rules and buyers" in strip


def test_the_hub_of_customers_says_in_which_currency_their_revenue_is() -> None:
    found = page({"customers/c.md": "title: C\nrevenue: 52000"}, "roadmap/customers/index", f"{SETTINGS}currency: EUR\n")
    assert "52,000 EUR" in found


def test_a_percentage_is_written_without_a_gap() -> None:
    found = page({"metrics/m.md": "title: M\nunit: '%'\ntarget: 58"}, "roadmap/metrics/m")
    assert "58%" in found
    assert "58 %" not in found


def test_the_section_of_metrics_begins_with_the_north_star() -> None:
    files = {f"metrics/{name}.md": f"title: {name}" for name in ("a", "b", "c")} | {"visions/v.md": "title: V\nnorth_star: c"}
    assert [item.id for item in hub.ordered(projection(files), "metric")] == ["c", "a", "b"]


def test_what_to_do_about_a_change_ends_with_its_day() -> None:
    files = {"changes/c.md": "title: C\nkind: deprecated\naction: Read version 2.\naction_by: 2027-03-31"}
    assert 'Read version 2. <span class="pm-when">· by Mar 31, 2027</span>' in page(files, "roadmap/changelog")


def test_what_a_picture_leaves_out_is_told_beside_it_and_goes_where_it_goes() -> None:
    goals = {f"objectives/g{n}.md": f"title: G{n}\nperiod: 2026-Q4" for n in range(45)}
    work = {f"features/f{n}.md": f"title: F{n}\nstatus: building\nteam: t{n % 2}\nsupports: [g{n}]" for n in range(45)}
    found = page({**goals, **work, "teams/t0.md": "title: T", "teams/t1.md": "title: U"}, "roadmap/alignment")
    assert "The picture leaves out" in found.partition("<figure")[2].partition("</figure>")[0]
