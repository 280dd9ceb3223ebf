"""The example product: sound on any day, in both languages, with every type of item."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from pmsite import starter
from pmsite.audience import TEAM, Projection, project
from pmsite.diagnostics import Severity
from pmsite.model.brief import Brief
from pmsite.model.feature import Feature
from pmsite.model.judgement import Judgement, judge
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.model.recognition import Recognition
from pmsite.model.types import TYPES
from pmsite.model.update import Update
from pmsite.pipeline import load
from pmsite.starter.example_dates import moved, quarters_since, until
from pmsite.views import goals, home, status
from pmsite.views.asked import Asked

DAYS = [date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29), date(2031, 8, 15)]

OF_A_QUARTER = [
    date(2027, 1, 1),
    date(2027, 1, 10),
    date(2027, 1, 30),
    date(2027, 3, 1),
    date(2027, 3, 26),
    date(2027, 3, 30),
    date(2027, 3, 31),
]
"""The first day, the 10th, 30th, 60th and 85th, the last but one, and the last, which is told as the eve of the next quarter."""

LOOSE_ENDS = ("old-answer", "shipped-without-result", "asked-and-not-told")
"""Reminders that belong to the story: a plan that is alive has some, and its pages show where."""


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("language", starter.LANGUAGES)
def test_the_example_has_no_fault_on_any_day(tmp_path: Path, language: str, today: date) -> None:
    for path, text in starter.example(language, today):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8", newline="\n")
    found = load(tmp_path / "roadmap", "roadmap", today)
    assert [f"{d.span} {d.code} {d.message}" for d in found.report if d.code not in LOOSE_ENDS] == []
    assert {d.severity for d in found.report} <= {Severity.REMINDER}
    assert found.product is not None
    assert set(found.product.by_type) == {model.type for model in TYPES}


@pytest.fixture(scope="module", params=OF_A_QUARTER, ids=str)
def today(request: pytest.FixtureRequest) -> date:
    day: date = request.param
    return day


@pytest.fixture(scope="module", params=starter.LANGUAGES)
def example(request: pytest.FixtureRequest, today: date, tmp_path_factory: pytest.TempPathFactory) -> Projection:
    root = tmp_path_factory.mktemp("example")
    for path, text in starter.example(request.param, today):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")
    found = load(root / "roadmap", "roadmap", today)
    assert found.product is not None
    reminders = [d for d in found.report if d.severity is Severity.REMINDER]
    assert [f"{d.span} {d.message}" for d in found.report if d not in reminders] == []
    assert len(reminders) <= 6, [f"{d.span} {d.message}" for d in reminders]
    return project(found.product, TEAM)


def _running(example: Projection) -> list[Judgement]:
    periods = [(goal, goal.period) for goal in example.of(Objective) if goal.period]
    return [judge(example, goal) for goal, period in periods if period.first <= example.today <= period.last]


def test_every_running_goal_and_result_has_a_judgement_of_these_days(example: Projection) -> None:
    for found in _running(example):
        told = [one for one in (found, *found.parts) if one.message != "not_established"]
        assert [one for one in told if one.state in ("", "none", "stale", "early", "ungraded")] == []


def test_its_goals_and_its_work_stand_in_different_ways(example: Projection, today: date) -> None:
    quarter_begins_tomorrow = today == OF_A_QUARTER[-1]
    results = {part.colour for found in _running(example) for part in found.parts if part.message != "not_established"}
    assert results >= ({"good"} if quarter_begins_tomorrow else {"good", "fair"}), results
    if (today - OF_A_QUARTER[0]).days in range(29, 89):
        assert results == {"good", "fair", "poor"}
    work = {judge(example, feature).colour for feature in example.of(Feature)}
    assert "good" in work
    assert work & {"fair", "poor"}


def test_home_goals_and_the_weekly_brief_show_them(example: Projection, today: date) -> None:
    shown = [goal.judgement for goal in (*home.build(example).goals, *goals.build(example).current)]
    assert shown
    assert not [one for one in shown if one.state in ("", "none", "stale", "ungraded")]
    weekly = next(brief for brief in example.of(Brief) if brief.id == "team-weekly")
    assert weekly.as_of is not None
    assert (today - weekly.as_of.last).days <= 14
    told = status.build(example, Asked(items=weekly.sections[0].items, until=weekly.as_of.last))
    assert [one.goal.judgement.state for one in told.standings if one.goal.judgement.colour == "none"] == []


def test_what_happened_is_of_before_today_and_not_long_ago(example: Projection, today: date) -> None:
    for metric in example.of(Metric):
        age = (today - metric.series[-1].date.last).days
        assert 0 <= age <= (12 if len(metric.series) > 20 else 45), f"{metric.id} is {age} days old"
    updates = [update.date.last for update in example.of(Update) if update.date]
    thanks = [one.date.last for one in example.of(Recognition) if one.date]
    assert max(*updates, *thanks) <= today
    assert (today - max(updates)).days <= 15


def test_a_check_in_says_the_value_that_its_metric_has_on_that_day(example: Projection) -> None:
    compared = 0
    for goal in example.of(Objective):
        for result in (result for result in goal.key_results if result.metric):
            series = {p.date: p.value for p in next(m for m in example.of(Metric) if m.id == result.metric).series}
            for told in (told for told in result.checkins if told.value is not None):
                assert told.value == series[told.date], f"{goal.id}.{result.id} on {told.date}"
                compared += 1
    assert compared > 10


def test_a_confidence_without_a_day_says_what_the_newest_check_in_says(example: Projection) -> None:
    for goal in example.of(Objective):
        for result in goal.key_results:
            if result.confidence is not None and result.checkins:
                assert result.confidence == result.checkins[-1].confidence, f"{goal.id}.{result.id}"


@pytest.mark.parametrize("language", starter.LANGUAGES)
def test_it_can_be_read_on_each_day_on_which_a_line_changes(language: str, tmp_path: Path) -> None:
    """A line that ends on one day and one that begins on the next would else both be there, or neither."""
    folder = Path(starter.__file__).parent / "example" / language
    for path in sorted(folder.rglob("*.md")):
        lines = [line for line in path.read_text(encoding="utf-8").split("\n") if "  # " in line]
        first = {line.partition("  # ")[2].removeprefix("until ") for line in lines if "  # until" in line}
        begun = {line.partition("  # from ")[2][:10] for line in lines if "  # from" in line}
        closed = {line.partition(" until ")[2] for line in lines if "  # from" in line and " until " in line}
        after = {(date.fromisoformat(day) + timedelta(days=1)).isoformat() for day in first | closed}
        assert after <= begun, f"{path.name}: nothing begins on the day after {sorted(after - begun)}"


@pytest.mark.parametrize(
    ("path", "text", "known"),
    [
        ("metrics/m.csv", "date,value\n2026-10-05,1\n2026-10-06,2\n", "date,value\n2026-10-05,1\n"),
        ("objectives/o.md", "- {date: 2026-10-05, value: 1}\n  - {date: 2026-10-06}\n", "- {date: 2026-10-05, value: 1}\n"),
        ("features/f.md", "status: planned  # until 2026-10-05\nstatus: building  # from 2026-10-06", "status: planned"),
        ("features/f.md", "one  # from 2026-10-05 until 2026-10-05\ntwo  # from 2026-10-05", "one\ntwo"),
        ("features/f.md", "target: 2026-12-31\n# from here on", "target: 2026-12-31\n# from here on"),
        ("roadmap/updates/u.md", "---\ndate: 2026-10-06\n---\n", ""),
        ("roadmap/releases/r.md", "---\ndate: 2026-10-06\n---\n", "---\ndate: 2026-10-06\n---\n"),
    ],
)
def test_only_what_is_known_on_a_day_is_told(path: str, text: str, known: str) -> None:
    assert until(date(2026, 10, 5), path, text) == known


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize(("language", "file"), [("en", "sample-project.md"), ("zh", "示例项目.md")])
def test_the_small_plan_has_no_fault_on_any_day_and_a_card_that_moves(
    tmp_path: Path, language: str, file: str, today: date
) -> None:
    for path, text in starter.files(language, "Field Notes", today):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8", newline="\n")
    card = tmp_path / "roadmap/features" / file

    def column() -> str:
        found = load(tmp_path / "roadmap", "roadmap", today)
        assert [f"{d.span} {d.code} {d.message}" for d in found.report] == []
        assert found.product is not None
        return found.product.horizon(next(f for f in found.product.of(Feature) if f.id == card.stem))

    assert column() == "next"
    card.write_text(card.read_text(encoding="utf-8").replace("status: planned", "status: building"), encoding="utf-8")
    assert column() == "now"


@pytest.mark.parametrize(
    ("text", "quarters", "later"),
    [
        ("2026-Q4", 1, "2027-Q1"),
        ("2026-q4-trust", 2, "2027-q2-trust"),
        ("2026-11-30", 1, "2027-02-28"),
        ("2026-10", -4, "2025-10"),
        ("2026", 4, "2026"),
        ("v1.2026-10", 1, "v1.2026-10"),
    ],
)
def test_dates_move_by_quarters(text: str, quarters: int, later: str) -> None:
    assert moved(text, quarters) == later


def test_the_quarter_of_writing_is_where_moving_begins() -> None:
    days = (date(2026, 9, 29), date(2026, 9, 30), date(2026, 12, 30), date(2026, 12, 31))
    assert [quarters_since(day) for day in days] == [-1, 0, 0, 1]
