"""Laws of the judgement, whatever the numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, example, given
from hypothesis import settings as testing
from hypothesis import strategies as st

from pmsite.audience import project
from pmsite.model.judgement import Judgement, judge, two
from pmsite.model.product import Product
from pmsite.wording.reasons import judged_words
from pmsite.wording.words import gettext
from tests.make import product
from tests.model.judged import SETTINGS, Facts, front, goal, result

FIRST, DAYS = date(2026, 10, 1), 92
LAST = FIRST + timedelta(days=DAYS - 1)
ORDER = {"poor": 0, "fair": 1, "good": 2, "reached": 3}
GRADES = {"good": "achieved", "fair": "partly", "poor": "missed", "reached": "reached"}

ambitions = st.sampled_from(["aspirational", "committed"])
days = st.integers(1, DAYS).map(lambda nth: FIRST + timedelta(days=nth - 1))
ways = st.sampled_from([(400, 900), (12, 2), (0, 1), (-3, 7)])
shares = st.integers(-20, 120).map(lambda n: n / 100)
words = st.none() | st.integers(0, 20).map(lambda n: n / 20)
quick = testing(max_examples=40, deadline=None)


def told(results: list[Facts], day: date, ambition: str = "aspirational", **more: Any) -> Judgement:
    found = replace(product({"objectives/it.md": goal(results, ambition=ambition, **more)}, SETTINGS), today=day)
    return judge(found, found.items["it"])


def at(way: tuple[float, float], share: float) -> float:
    """A value a share of the way from a start to a target, without the noise of binary fractions."""
    return round(way[0] + share * (way[1] - way[0]), 6)


def check_in(day: date, value: float, sure: float | None) -> Facts:
    return {"date": day.isoformat(), "value": value, **({"confidence": f"{sure:.0%}"} if sure is not None else {})}


@quick
@given(ambitions, ways, days, shares, shares, words, words)
def test_a_better_value_never_judges_worse(
    ambition: str, way: tuple[float, float], day: date, one: float, other: float, sure: float | None, before: float | None
) -> None:
    def judged(share: float) -> str:
        head = [check_in(FIRST - timedelta(days=3), at(way, before), None)] if before is not None else []
        facts = result(baseline=way[0], target=way[1], checkins=[*head, check_in(day, at(way, share), sure)])
        return told([facts], day, ambition).parts[0].state

    worse, better = judged(min(one, other)), judged(max(one, other))
    assume(worse in ORDER and better in ORDER)
    assert ORDER[worse] <= ORDER[better]


@quick
@given(ambitions, ways, days, st.integers(0, 90).map(lambda n: n / 100))
def test_a_straight_line_that_is_kept_is_on_track_on_every_day(
    ambition: str, way: tuple[float, float], day: date, start: float
) -> None:
    over = ((day - FIRST).days + 1) / DAYS
    reached = start + (1 - start) * over
    facts = result(
        baseline=way[0],
        target=way[1],
        checkins=[check_in(FIRST - timedelta(days=1), at(way, start), None), check_in(day, at(way, reached), None)],
    )
    assert told([facts], day, ambition).parts[0].state in ("good", "reached")


@quick
@given(ways, days, st.lists(st.integers(0, 100), min_size=1, max_size=3, unique=True))
def test_a_plan_that_is_kept_is_on_track_on_each_of_its_days(way: tuple[float, float], day: date, shares: list[int]) -> None:
    step = DAYS // (len(shares) + 1)
    plan: list[Facts] = [
        {"date": (FIRST + timedelta(days=step * (nth + 1))).isoformat(), "value": at(way, share / 100)}
        for nth, share in enumerate(sorted(shares))
    ]
    for point in plan:
        facts = result(baseline=way[0], target=way[1], current=point["value"], plan=plan)
        assert told([facts], date.fromisoformat(point["date"])).parts[0].state in ("good", "reached")


@quick
@given(ambitions, ways, st.integers(1, DAYS // 5), shares)
def test_pace_never_says_off_track_in_the_first_fifth(ambition: str, way: tuple[float, float], nth: int, share: float) -> None:
    facts = result(baseline=way[0], target=way[1], current=at(way, share))
    assert told([facts], FIRST + timedelta(days=nth - 1), ambition).parts[0].state in ("good", "early", "reached")


@quick
@given(ambitions, ways, shares)
@example("aspirational", (400, 900), 0.695)
@example("committed", (400, 900), 0.995)
def test_the_last_days_colour_is_the_grade(ambition: str, way: tuple[float, float], share: float) -> None:
    facts = result(baseline=way[0], target=way[1], checkins=[check_in(LAST, at(way, share), None)])
    last, after = (told([facts], day, ambition).parts[0].state for day in (LAST, LAST + timedelta(days=5)))
    assert after == GRADES[last]


@quick
@given(ambitions, ways, days, shares)
def test_the_printed_forecast_agrees_with_the_colour(ambition: str, way: tuple[float, float], day: date, share: float) -> None:
    found = told([result(baseline=way[0], target=way[1], current=at(way, share))], day, ambition).parts[0]
    assume(found.message == "pace")
    printed = float(judged_words(found, "en", gettext("en")).split("at this pace ")[1].split(" ")[0])
    left = 1 - ((day - FIRST).days + 1) / DAYS
    enough, some = (0.7, 0.4) if ambition == "aspirational" else (two(1 - 0.1 * left), 0.7)
    assert found.state == ("good" if printed >= enough else "fair" if printed >= some else "poor")


@quick
@given(st.lists(st.sampled_from([430, 560, 660, 905]), min_size=1, max_size=5), st.data())
def test_one_result_off_track_never_leaves_a_goal_green_by_the_numbers(values: list[int], data: st.DataObject) -> None:
    weights = [data.draw(st.integers(1, 5)) for _ in values]
    found = told(
        [result(id=f"k{n}", current=v, weight=w) for n, (v, w) in enumerate(zip(values, weights, strict=True))], date(2026, 11, 20)
    )
    if any(part.state == "poor" for part in found.parts):
        assert found.state in ("fair", "poor")


# What outsiders are told follows from what they see

FIELDS = ("kind", "metric", "baseline", "target", "current", "done", "confidence", "steps", "steps.weight", "checkins",
          "checkins.value", "checkins.confidence", "weight", "plan")  # fmt: skip


def _some(values: list[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(values)


key_results = st.fixed_dictionaries(
    {
        "kind": _some(["metric", "milestone", "baseline"]),
        "metric": _some(["m"]),
        "baseline": _some([0, 400]),
        "target": _some([700, 900]),
        "current": _some([410, 660, 905]),
        "done": _some([True, False]),
        "confidence": _some(["20%", "90%"]),
        "steps": _some([[{"text": "A", "done": True, "weight": 2}, {"text": "B"}]]),
        "checkins": _some([[{"date": "2026-11-15", "value": 500, "confidence": "80%"}]]),
        "weight": _some([1, 4]),
        "plan": _some([[{"date": "2026-11-30", "value": 500}]]),
    }
)


def _mixed(seen: Facts, hidden: Facts, fields: set[str]) -> Facts:
    """A key result with the visible facts of one and the hidden ones of another."""
    found = {name: (seen if name in fields else hidden)[name] for name in seen}
    for group, part in (("steps", "weight"), ("checkins", "value"), ("checkins", "confidence")):
        if found[group] and group in fields and f"{group}.{part}" not in fields:
            found[group] = [{**entry, **_hidden(part, hidden)} for entry in found[group]]
    return found


def _hidden(part: str, hidden: Facts) -> Facts:
    return {"weight": {"weight": 5 if hidden["done"] else 1}, "value": {"value": 400 if hidden["done"] else 890}}.get(
        part, {"confidence": "10%" if hidden["done"] else "95%"}
    )


def _plan(facts: list[Facts], ambition: str, metric_is_seen: bool, settings: str) -> Product:
    seen = ["customers"] if metric_is_seen else []
    files = {
        "metrics/m.md": front(title="M", cadence="weekly", visibility=seen),
        "objectives/it.md": goal(
            [{"id": f"k{n}", "title": "K", **found} for n, found in enumerate(facts)], ambition=ambition, visibility=["customers"]
        ),
    }
    return replace(product(files, settings), today=date(2026, 11, 20))


@testing(max_examples=80, deadline=None)
@given(st.data())
def test_what_is_hidden_makes_no_difference_to_what_outsiders_are_told(data: st.DataObject) -> None:
    fields = data.draw(st.sets(st.sampled_from(FIELDS)))
    goal_fields = data.draw(st.sets(st.sampled_from(["period", "ambition"])))
    listed = ", ".join(["key_results", *sorted(goal_fields), *(f"key_results.{name}" for name in sorted(fields))])
    settings = f"name: P\naudiences: {{customers: {{fields: {{objective: [{listed}]}}}}}}\n"
    facts, other = (data.draw(st.lists(key_results, min_size=2, max_size=2)) for _ in range(2))
    metric_is_seen = data.draw(st.booleans())
    mixed = [_mixed(mine, hidden, fields) for mine, hidden in zip(facts, other, strict=True)]
    mirror = [_mixed(mine, mine, fields) for mine in facts]
    if "metric" in fields and not metric_is_seen:
        for mine in mixed:
            mine["metric"] = "m"  # an item that they do not see
    other_ambition = "committed" if "ambition" not in goal_fields else "aspirational"
    one, two_ = (
        project(_plan(found, ambition, metric_is_seen, settings), "customers")
        for found, ambition in ((mirror, "aspirational"), (mixed, other_ambition))
    )
    assert judge(one, one.items["it"]) == judge(two_, two_.items["it"])
