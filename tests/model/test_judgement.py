"""How goals, features and launches are judged: the vectors, in both languages."""

from __future__ import annotations

from ast import literal_eval
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pmsite.model.judgement import judge, two
from pmsite.wording.reasons import judged_words
from pmsite.wording.words import gettext
from tests.make import product
from tests.model.judged import SETTINGS, Case, cases, front, goal, judged, result, with_series

EVERY = [case for name in ("key-results", "objectives", "features", "launches") for case in cases(name)]


@pytest.mark.parametrize("case", EVERY, ids=[f"{case['id']}: {case['what']}" for case in EVERY])
def test_a_case_is_judged(case: Case) -> None:
    found = judged(case)
    assert (found.state, judged_words(found, "en", gettext("en"))) == (case["state"], case["en"])


@pytest.mark.parametrize("case", [case for case in EVERY if "zh" in case], ids=lambda case: case["id"])
def test_a_case_is_told_in_chinese(case: Case) -> None:
    assert judged_words(judged(case), "zh", gettext("zh")) == case["zh"]


@pytest.mark.parametrize(
    ("facts", "score"),
    [
        ({"baseline": 0, "target": 100, "current": 65}, 0.65),
        ({"baseline": 30, "target": 10, "current": 22}, 0.4),
        ({"baseline": 0, "target": 100, "current": 150}, 1.0),
        ({"baseline": 50, "target": 100, "current": 20}, 0.0),
        ({"baseline": 0, "target": 100}, None),
        ({"baseline": 5, "target": 5, "current": 5}, None),
        ({"kind": "milestone", "done": "true"}, 1.0),
        ({"kind": "baseline"}, 0.0),
    ],
)
def test_a_key_result_scores_its_share_of_the_way(facts: dict[str, Any], score: float | None) -> None:
    found = product({"objectives/it.md": goal([{"id": "k", "title": "K", **facts}])}, SETTINGS)
    assert judge(found, found.items["it"]).parts[0].score == (pytest.approx(score) if score is not None else None)


@pytest.mark.parametrize("day", [date(2026, 11, 9), date(2026, 11, 20)])
def test_a_baseline_that_nobody_has_established_is_no_more_than_that(day: date) -> None:
    checkin = {"date": "2026-11-09", "confidence": "80%"}
    case = {"id": "K", "day": day, "result": {"baseline": None, "target": None, "kind": "baseline", "checkins": [checkin]}}
    found = judged(case)
    assert (found.colour, found.shown) == ("none", None)
    assert judged_words(found, "en", gettext("en")) == "not established yet"


def test_low_confidence_in_a_baseline_still_colours_it() -> None:
    checkin = {"date": "2026-11-09", "confidence": "20%"}
    result = {"baseline": None, "target": None, "kind": "baseline", "checkins": [checkin]}
    assert judged({"id": "K", "day": date(2026, 11, 20), "result": result}).colour == "poor"


@pytest.mark.parametrize(
    ("days", "words"), [(1, "1 day"), (51, "51 days"), (100, "3 months"), (400, "13 months"), (2113, "6 years")]
)
def test_what_was_due_long_ago_is_told_in_coarse_words(days: int, words: str) -> None:
    due = date(2026, 11, 30) - timedelta(days=days)
    case = {"id": "F", "day": date(2026, 11, 30), "feature": {"target": due.isoformat()}}
    assert judged_words(judged(case), "en", gettext("en")).endswith(f", {words} ago")


def test_an_objective_scores_the_weighted_mean_of_what_can_be_scored() -> None:
    results = [result(id="a", current=900, weight=3), result(id="b", current=400), result(id="c")]
    found = product({"objectives/it.md": goal(results)}, SETTINGS)
    assert judge(found, found.items["it"]).score == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("share", "shown"), [(0.695, 0.7), (0.6949, 0.69), (0.285, 0.29), (0.535, 0.54), (1 - 1e-12, 1.0), (0.005, 0.01)]
)
def test_scores_are_rounded_half_up(share: float, shown: float) -> None:
    assert two(share) == shown


def test_what_is_due_today_is_told_beside_the_score() -> None:
    day = date(2026, 11, 15)  # the 46th of 92 days
    found = replace(product({"objectives/it.md": goal([result(current=500)])}, SETTINGS), today=day)
    told = judge(found, found.items["it"])
    assert told.score == pytest.approx(0.2)
    assert (told.due, told.parts[0].due) == (0.5, 0.5)


def test_a_season_asks_for_what_its_plan_says() -> None:
    season = [{"date": "2026-11-30", "value": 400}, {"date": "2026-12-15", "value": 700}]
    found = product({"objectives/it.md": goal([result(current=400, plan=season)])}, SETTINGS)

    def told(day: date) -> tuple[str, str]:
        judged = judge(found, found.items["it"], day).parts[0]
        return judged.state, judged.message

    assert told(date(2026, 11, 20)) == ("good", "nothing_due")
    assert told(date(2026, 12, 10)) == ("poor", "pace")


def test_a_months_update_is_of_its_last_day() -> None:
    month = {"updates/u.md": front(title="U", date="2026-10", about=["it"], health="amber")}
    found = product({"objectives/it.md": goal([result(current=660)]), **month}, SETTINGS)
    assert judge(found, found.items["it"], date(2026, 11, 15)).state == "fair"
    assert judge(found, found.items["it"], date(2026, 11, 16)).state == "good"
    assert judge(found, found.items["it"], date(2026, 9, 30)).state == "coming"


def test_a_metrics_first_value_in_the_period_is_a_start_and_no_failure() -> None:
    files = {"metrics/m.md": front(title="M", cadence="weekly"), "objectives/it.md": goal([result(metric="m", baseline=None)])}
    found = with_series(product(files, SETTINGS), {date(2026, 11, 10): 430})
    told = judge(found, found.items["it"], date(2026, 11, 20)).parts[0]
    assert (told.state, told.message) == ("none", "first_value")


def test_needed_features_are_judged_by_themselves_though_they_stand_in_a_circle() -> None:
    late = {"status": "building", "target": "2026-10-31"}
    files = {
        "features/it.md": front(title="It", status="building", target="2026-12-31", depends_on=["other"]),
        "features/other.md": front(title="Other", depends_on=["it"], **late),
    }
    found = product(files, SETTINGS)
    assert judge(found, found.items["it"]).message == "needs_off_track"
    assert judge(found, found.items["other"]).message == "was_due_ago"


def test_three_overdue_tasks_of_few_are_more_than_a_risk() -> None:
    tasks = [{"text": str(n), "due": "2026-11-10"} for n in range(3)]
    files = {"launches/it.md": front(title="It", date="2027-03-01", checklist={"sales": [*tasks, "a", "b", "c"]})}
    found = product(files, SETTINGS)
    assert judge(found, found.items["it"]).state == "poor"


@pytest.mark.parametrize(
    ("target", "state", "near"),
    [
        ("2026-12-20", "poor", "poor"),
        ("2026-Q4", "good", "fair"),
        ("2026-12-15", "good", "good"),
        ("2027-Q1", "poor", "poor"),
    ],
)
def test_a_coarse_date_may_still_be_in_time_until_the_day_is_near(target: str, state: str, near: str) -> None:
    files = {
        "features/it.md": front(title="It", status="building", target="2026-12-15", depends_on=["other"]),
        "features/other.md": front(title="Other", status="building", target=target),
    }
    found = product(files, SETTINGS)
    assert judge(found, found.items["it"]).state == state
    assert judge(found, found.items["it"], date(2026, 12, 5)).state == near


@pytest.mark.parametrize("current", ["1000000000000000", "-1000000000000000"])
def test_values_beyond_all_measure_are_judged_too(current: str) -> None:
    tiny = "0." + "0" * 300 + "1"
    only = f"  - {{id: k, title: K, baseline: 0, target: {tiny}, current: {current}, plan: [{{date: 2026-11-30, value: {current}}}]}}\n"
    found = product({"objectives/it.md": f"title: It\nperiod: 2026-Q4\nkey_results:\n{only}"}, SETTINGS)
    assert judge(found, found.items["it"]).state == ("reached" if current[0] != "-" else "poor")


SKETCHED = Path(__file__).parents[3] / "shared" / "judgement-vectors.tsv"
UNTOLD = {"K19", "F12", "F13", "F16", "L8"}
"""Cases of the sketch that readers get no state for: no period, no date, nothing that may be told, or over."""


@pytest.mark.skipif(not SKETCHED.is_file(), reason="the vectors of the sketch are not beside this checkout")
def test_the_vectors_are_those_that_were_decided() -> None:
    decided = {}
    for line in SKETCHED.read_text(encoding="utf-8").splitlines():
        id, *_, told = line.split("\t")
        decided[id] = "" if id in UNTOLD else literal_eval(told)[0]
    assert {case["id"]: case["state"] for case in EVERY} == decided
