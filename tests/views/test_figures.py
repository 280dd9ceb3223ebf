"""The numbers that the home page begins with are those that its readers know."""

from __future__ import annotations

from datetime import date

import pytest

from pmsite.audience import TEAM, Projection, project
from pmsite.views import figures
from tests.make import SETTINGS, projection
from tests.properties.site import outputs, workspace

METRIC = {
    "vision.md": "title: V\nnorth_star: crews\n",
    "metrics/crews.md": "title: Crews\nunit: crews\ntarget: 800\nby: 2026-Q4\n",
    "metrics/crews.csv": "date,value\n2026-10-20,500\n2026-10-25,520\n2026-11-22,600\n",
}


def measured(files: dict[str, str], audience: str = TEAM) -> Projection:
    """A projection with the tables of its metrics."""
    return project(workspace(files, SETTINGS)[0], audience)


def test_the_north_star_says_since_when_it_changed_and_how_much_of_its_target_is_reached() -> None:
    found = figures.star(measured(METRIC))
    assert found is not None
    assert (found.reading.change, found.since, found.share) == (80, date(2026, 10, 25), 0.75)


@pytest.mark.parametrize(
    ("facts", "share"),
    [("target: 800\ndirection: down", None), ("target: -5", None), ("direction: between\nlow: 1\nhigh: 900", None), ("", None)],
)
def test_a_share_is_told_only_where_it_means_something(facts: str, share: float | None) -> None:
    found = figures.star(measured({**METRIC, "metrics/crews.md": f"title: Crews\n{facts}\n"}))
    assert found is not None
    assert found.share == share


def test_a_north_star_that_nobody_measured_or_readers_do_not_get_is_left_out() -> None:
    assert figures.star(measured({**METRIC, "metrics/crews.csv": "date,value\n"})) is None
    seen = {name: text.replace("title:", "visibility: [customers]\ntitle:") for name, text in METRIC.items()}
    assert figures.star(measured(seen, "customers")) is None


GOALS = {
    "objectives/on.md": "title: On\nperiod: 2026-Q4\nvisibility: [customers]\nkey_results: [{id: k, title: K, baseline: 0, target: 10, current: 9}]",
    "objectives/off.md": "title: Off\nperiod: 2026-Q4\nkey_results: [{id: k, title: K, baseline: 0, target: 10, current: 1}]",
    "objectives/none.md": "title: None\nperiod: 2026-Q4\nvisibility: [customers]",
    "objectives/over.md": "title: Over\nperiod: 2026-Q3",
}


def test_goals_are_those_of_today_and_readers_are_told_of_those_that_they_can_judge() -> None:
    found = figures.standing(projection(GOALS))
    assert found is not None
    assert (found.total, found.good, found.fair, found.poor, found.none, str(found.period)) == (3, 1, 0, 1, 1, "2026-Q4")
    assert figures.standing(projection(GOALS, "customers")) is None
    update = {"updates/u.md": "title: U\ndate: 2026-11-20\nabout: [on]\nhealth: amber\nvisibility: [customers]\n"}
    told = figures.standing(projection({**GOALS, **update}, "customers"))
    assert told is not None
    assert (told.total, told.fair, told.none) == (1, 1, 0)


def test_the_one_goal_in_trouble_is_led_to_and_several_are_by_the_page_of_goals() -> None:
    found = figures.standing(projection(GOALS))
    assert found is not None
    assert found.worst is not None
    assert found.worst.id == "off"
    other = {"objectives/too.md": GOALS["objectives/off.md"].replace("Off", "Too")}
    several = figures.standing(projection({**GOALS, **other}))
    assert several is not None
    assert several.worst is None
    one, both = (
        outputs({name: f"---\n{text}\n---\n" for name, text in files.items()}, SETTINGS, TEAM)["index"]
        for files in (GOALS, {**GOALS, **other})
    )
    assert '<a class="pm-band pm-band--poor" href="../roadmap/objectives/off/">1 off track</a>' in one
    assert '<a class="pm-band pm-band--poor" href="../roadmap/goals/">2 off track</a>' in both


def test_the_north_star_and_key_results_say_of_which_day_their_numbers_are() -> None:
    goal = (
        "title: G\nperiod: 2026-Q4\nkey_results: [{id: k, title: K, metric: crews, baseline: 400, target: 800, "
        "checkins: [{date: 2026-11-09, value: 560, confidence: 60%}]}]"
    )
    files = {**METRIC, "objectives/g.md": goal}
    told = outputs({n: text if n.endswith("csv") else f"---\n{text}\n---\n" for n, text in files.items()}, SETTINGS, TEAM)
    assert "600 crews</a><span" in told["index"]
    assert "Nov 22, 2026</span>" in told["index"]
    assert "560 on Nov 9, 2026, from 400 to 800" in told["roadmap/objectives/g"]


def test_the_next_release_counts_its_days_and_what_is_unsure_in_it() -> None:
    files = {
        "releases/1.2.md": "title: R\ndate: 2026-12-15\n",
        "features/a.md": 'title: A\nstatus: building\nrelease: "1.2"\nconfidence: low',
        "features/b.md": 'title: B\nstatus: shipped\nrelease: "1.2"\nconfidence: low',
        "features/c.md": 'title: C\nstatus: dropped\nrelease: "1.2"\nconfidence: low',
        "launches/l.md": "title: L\ndate: 2026-12\nowner: ada",
        "launches/past.md": "title: Past\ndate: 2026-10",
    }
    found = figures.coming(projection(files))
    assert found is not None
    assert (found.name, found.days, found.features, found.unsure) == ("1.2", 22, 2, 1)
    assert found.launch is not None
    assert found.launch.id == "l"


def test_days_are_counted_to_a_day_alone_and_nothing_is_left_out_without_saying_so() -> None:
    found = figures.coming(projection({"releases/1.2.md": "title: R\ndate: 2026-12\n"}))
    assert found is not None
    assert found.days is None
    assert figures.coming(projection({"features/f.md": "title: F"})) is None


def test_readers_outside_see_neither_load_nor_dropped_work_on_the_home_page() -> None:
    files = {
        "features/a.md": "---\ntitle: A\nstatus: dropped\nreason: No.\nvisibility: [customers]\n---\n",
        "features/b.md": "---\ntitle: B\nstatus: building\ntarget: 2026-10\nvisibility: [customers]\n---\n",
        "teams/t.md": "---\ntitle: T\ncapacity: {2026-Q4: 1}\nvisibility: [customers]\n---\n",
    }
    page = outputs(files, "name: P\naudiences: {customers: {}}\n", "customers")["index"]
    assert "pm-fill--dropped" not in page
    assert "workspace" not in page
    assert [word for word in ("B overdue", "Also here", 'href="../roadmap/at-risk/"') if word not in page] == []
