"""Every page says the same of a goal on the same day, and says why."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pmsite import starter
from pmsite.audience import TEAM, AsOf, Projection, project
from pmsite.briefing import brief
from pmsite.filters import section_filters
from pmsite.model.brief import Brief
from pmsite.model.judgement import Judgement, judge, two
from pmsite.model.objective import Objective
from pmsite.model.past import Event, Past, Stand
from pmsite.model.period import parse
from pmsite.model.status import Status
from pmsite.pipeline import load
from pmsite.views import as_of, contribution, goals, home, lights, results, status
from pmsite.views import brief as briefs
from pmsite.views import item as items
from pmsite.views.asked import Asked
from pmsite.views.lights import Lights
from pmsite.wording.reasons import judged_words
from pmsite.wording.words import gettext
from pmsite.workspace import Workspace
from tests.make import product as made
from tests.make import projection

HARBOUR = Path(__file__).parents[3] / "shared" / "data" / "harbour" / "roadmap"
needs_harbour = pytest.mark.skipif(not HARBOUR.is_dir(), reason="the plan of a newcomer is not beside this checkout")


def told(found: Judgement) -> str:
    return judged_words(found, "en", gettext("en"))


def everywhere(product: Projection, objective: Objective) -> Iterator[tuple[str, Judgement]]:
    """What each place says of an objective."""
    page = results.build(product, objective)
    yield "its page's results", page.goal.judgement
    yield "its page", items.build(product, objective, page).judgement
    every = goals.build(product)
    shown = {goal.ref.id: goal for group in (every.current, every.coming, every.past) for goal in group}
    if objective.id in shown:
        yield "the goals", shown[objective.id].judgement
    yield from (("home", goal.judgement) for goal in home.build(product).goals if goal.ref.id == objective.id)
    asked = status.build(product, Asked(items=(objective.id,), until=product.today))
    yield from (("status", one.goal.judgement) for one in asked.standings)
    features = [item for item in product.pointing(objective.id, "supports") if item.type == "feature"]
    served = contribution.goals(product, features)  # type: ignore[arg-type]  # features alone
    yield from (("contribution", one.judgement) for one in served if one.goal.id == objective.id)
    then = as_of.build(product, AsOf("then", product.today, product))
    yield from (("as of", goal.judgement) for goal in then.goals if goal.ref.id == objective.id)


@pytest.fixture(scope="module", params=starter.LANGUAGES)
def example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("example")
    for path, text in starter.example(request.param, date(2026, 10, 1)):
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")
    return load(root / "roadmap", "roadmap", date(2026, 10, 1))


@pytest.mark.parametrize("day", [date(2026, 9, 30), date(2026, 10, 13), date(2026, 11, 29), date(2027, 1, 5)])
@pytest.mark.parametrize("audience", [TEAM, "investors"])
def test_every_page_of_the_example_says_the_same(example: Workspace, day: date, audience: str) -> None:
    assert example.product is not None
    product = project(replace(example.product, today=day), audience)
    for objective in product.of(Objective):
        found = {told(judgement): place for place, judgement in everywhere(product, objective)}
        assert len(found) == 1, found


def test_an_old_word_colours_nothing_and_a_committed_goal_that_is_over_has_its_grade(example: Workspace) -> None:
    assert example.product is not None
    product = replace(example.product, today=date(2026, 11, 29))
    assert judge(product, product.items["2026-q4-crews"]).basis not in ("said", "confidence")
    over = judge(product, product.items["2026-q3-offline"])
    assert over.basis == "grade"
    assert over.state == ("reached" if two(over.score or 0) == 1 else "partly")


def harbour(tmp_path: Path, day: date, **changes: str) -> Workspace:
    """The newcomer's plan on a day, with one text in the place of another in files of a name."""
    root = shutil.copytree(HARBOUR, tmp_path / "roadmap")
    for stem, change in changes.items():
        path = next(root.rglob(f"{stem.replace('_', '-')}.md"))
        before, _, after = change.partition(" => ")
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")
    found = load(root, "roadmap", day)
    assert found.product is not None
    return found


@needs_harbour
def test_a_key_result_exactly_on_pace_on_the_thirteenth_of_ninety_two_days_is_on_track(tmp_path: Path) -> None:
    workspace = harbour(tmp_path, date(2026, 10, 13), q4_online="current: 22 => current: 17.67")
    assert workspace.product is not None
    product = project(workspace.product, TEAM)
    goal = next(goal for goal in home.build(product).goals if goal.ref.id == "q4-online")
    assert told(goal.results[1].judgement) == "On track: at this pace 1.00 by Dec 31"
    assert round(goal.results[1].judgement.score or 0, 2) == 0.14
    assert told(goal.judgement) == "On track: 2 of 2 key results on track"


@needs_harbour
def test_a_brief_and_the_home_of_one_day_say_the_same_and_where_it_comes_from(tmp_path: Path) -> None:
    root = harbour(tmp_path, date(2026, 11, 29), investors_q4="  - lowlights =>   - status").root
    (root / "updates").mkdir()
    (root / "updates" / "u.md").write_text("---\ntitle: On course\ndate: 2026-11-27\nabout: [q4-online]\nhealth: green\n---\n")
    workspace = load(root, "roadmap", date(2026, 11, 29))
    assert workspace.product is not None
    product = project(workspace.product, TEAM)
    goal = next(goal for goal in home.build(product).goals if goal.ref.id == "q4-online")
    assert told(goal.judgement) == "On track: team on Nov 27; 1 of 2 key results at risk"
    page = brief(workspace, "investors-q4", TEAM)
    assert 'On track</span> <span class="pm-reason">team on Nov 27; 1 of 2 key results at risk' in page


@needs_harbour
def test_lowlights_tell_of_a_key_result_that_is_off_track(tmp_path: Path) -> None:
    workspace = harbour(tmp_path, date(2026, 11, 29), q4_online="current: 22 => current: 15")
    assert workspace.product is not None
    product = project(workspace.product, TEAM)
    found = product.items["investors-q4"]
    assert isinstance(found, Brief)
    page = briefs.build(product, found, section_filters(product, workspace, found))
    low = next(part.content for part in page.parts if part.view == "lowlights")
    assert isinstance(low, Lights)
    lines = [(light.kind, light.ref.part or light.ref.id, told(light.judgement)) for light in low.lines]
    assert lines[:2] == [
        ("goal", "q4-online", "Off track: 1 of 2 key results off track"),
        ("result", "marinas", "Off track: at this pace 0.06 by Dec 31"),
    ]


def test_a_brief_leaves_out_lowlights_that_hold_nothing() -> None:
    files = {
        "briefs/b.md": "title: B\naudience: team\nheadline: H\nsections: [lowlights, goals]\n",
        "objectives/o.md": "title: O\n",
    }
    product = projection(files)
    found = product.items["b"]
    assert isinstance(found, Brief)
    assert [part.view for part in briefs.build(product, found, {}).parts] == ["goals"]


def test_lowlights_tell_of_launches_tasks_moves_and_risks() -> None:
    product = projection(
        {
            "launches/l.md": "title: L\ndate: 2026-11-20\n",
            "launches/m.md": "title: M\ndate: 2027-03\nchecklist: {sales: [{text: Call them, due: 2026-11-01}]}\n",
            "launches/over.md": "title: Over\ndate: 2026-10\nstatus: cancelled\nchecklist: {sales: [{text: x, due: 2026-11-01}]}\n",
            "problems/p.md": "title: P\nactions: [{text: Mend it, due: 2026-10-05}, {text: Done, due: 2026-10-01, done: true}]\n",
            "risks/r.md": "title: R\nprobability: 4\nimpact: 4\n",
            "risks/small.md": "title: S\nprobability: 1\nimpact: 4\n",
            "features/f.md": "title: F\nstatus: building\ntarget: 2026-10-31\n",
        }
    )
    lines = lights.lowlights(product, Asked()).lines
    assert [(light.kind, light.ref.id, light.text) for light in lines] == [
        ("launch", "l", ""),
        ("feature", "f", ""),
        ("not_done", "p", "Mend it"),
        ("not_done", "m", "Call them"),
        ("risk", "r", ""),
    ]


def test_where_lowlights_are_many_the_weightiest_of_each_kind_stay() -> None:
    late = {f"features/f{n}.md": f"title: F{n}\nstatus: building\ntarget: 2026-10-{n + 1:02d}\n" for n in range(20)}
    product = projection({**late, "risks/r.md": "title: R\nprobability: 5\nimpact: 5\n"})
    lines = lights.lowlights(product, Asked(most=4)).lines
    assert [light.ref.id for light in lines] == ["f0", "f1", "f2", "r"]


def test_a_feature_that_names_a_key_result_twice_serves_it_once() -> None:
    files = {
        "objectives/o.md": "title: O\nkey_results: [{id: k, title: K, baseline: 0, target: 9, current: 5}]\n",
        "features/f.md": "title: F\nstatus: building\nsupports: [o.k, o.k]\n",
        "features/g.md": "title: G\nstatus: building\nsupports: [o, o.k]\n",
    }
    product = projection(files)
    objective = product.items["o"]
    assert isinstance(objective, Objective)
    assert goals.goal(product, objective).results[0].features == 2


def test_a_brief_looks_at_nothing_that_came_after_its_day() -> None:
    files = {
        "objectives/o.md": "title: O\nperiod: 2026-Q4\nkey_results:\n  - {id: k, title: K, baseline: 400, target: 900, checkins: "
        "[{date: 2026-10-20, value: 430, confidence: 20%}, {date: 2026-11-10, value: 850, confidence: 95%}]}\n",
        "updates/u.md": "title: U\ndate: 2026-11-12\nabout: [o]\nhealth: green\n",
    }
    product = projection(files)
    [standing] = status.build(product, Asked(items=("o",), until=date(2026, 10, 25))).standings
    assert told(standing.goal.judgement) == "Off track: its only key result is off track"
    assert (standing.goal.results[0].current, standing.confidence) == (430, 0.2)


# What outsiders are told

KNOWN = (
    "key_results, key_results.kind, key_results.metric, key_results.baseline, key_results.target, key_results.current, key_results.done, "
    "key_results.steps, key_results.steps.weight, key_results.plan, key_results.weight"
)
GOAL = "title: O\nperiod: 2026-Q4\nvisibility: [customers]\nkey_results:\n  - {id: k, title: K, %s}\n"


def outside(result: str, fields: str, **more: str) -> Judgement:
    settings = f"name: P\naudiences: {{customers: {{fields: {{objective: [{fields}]}}}}}}\n"
    product = projection({"objectives/o.md": GOAL % result, **more}, "customers", settings)
    return judge(product, product.items["o"])


@pytest.mark.parametrize(
    ("result", "fields", "said"),
    [
        ("kind: milestone, done: true", "period, ambition, key_results, key_results.kind", ""),
        ("kind: milestone, done: true", "period, ambition, key_results, key_results.kind, key_results.steps", ""),
        ("baseline: 400, target: 900, current: 430", "period, ambition, key_results, key_results.target, key_results.current", ""),
        ("baseline: 400, target: 900, current: 430", f"period, {KNOWN}", ""),
        ("baseline: 400, target: 900, current: 430", f"ambition, {KNOWN}", ""),
        ("target: 900, current: 430", f"period, ambition, {KNOWN}", ""),
        ("baseline: 400, target: 900", f"period, ambition, {KNOWN}", ""),
        (
            "baseline: 400, target: 900, current: 430, checkins: [{date: 2026-11-20, confidence: 90%}]",
            f"period, ambition, {KNOWN}",
            "Off track: by the numbers, at this pace 0.10 by Dec 31",
        ),
        (
            "baseline: 400, target: 900, current: 430, checkins: [{date: 2026-11-20, confidence: 90%}]",
            f"period, ambition, {KNOWN}, key_results.checkins, key_results.checkins.confidence",
            "At risk: team 90% confident on Nov 20 says on track, at this pace 0.10 by Dec 31",
        ),
    ],
)
def test_outsiders_are_told_what_follows_from_what_they_see(result: str, fields: str, said: str) -> None:
    found = outside(result, fields)
    assert told(found.parts[0]) == said


def test_outsiders_who_do_not_get_the_numbers_are_told_no_score_either() -> None:
    found = outside("kind: milestone, done: true", "period, ambition, key_results, key_results.kind")
    assert (found.score, found.parts[0].score) == (None, None)


def test_an_update_that_outsiders_see_is_a_word() -> None:
    update = {"updates/u.md": "title: U\ndate: 2026-11-20\nabout: [o]\nhealth: amber\nvisibility: [customers]\n"}
    assert told(outside("kind: milestone", "period, ambition, key_results", **update)) == "At risk: team on Nov 20"


def test_a_feature_whose_state_is_hidden_is_never_overdue() -> None:
    settings = "name: P\naudiences: {customers: {fields: {feature: [title, target]}}}\n"
    product = projection(
        {"features/f.md": "title: F\nstatus: shipped\ntarget: 2026-09\nvisibility: [customers]\n"}, "customers", settings
    )
    feature = product.items["f"]
    assert judge(product, feature).state == ""
    assert not product.is_late(feature)  # type: ignore[arg-type]  # it is a feature


def test_a_launch_whose_status_is_hidden_is_never_overdue() -> None:
    launch = {"launches/l.md": "title: L\nstatus: launched\ndate: 2026-09\nvisibility: [customers]\n"}
    product = projection(launch, "customers")
    assert judge(product, product.items["l"]).state == ""


def test_a_history_adds_the_dates_that_moved_to_a_later_day() -> None:
    def event(day: date, target: str, move: int) -> Event:
        return Event(day, "changed", "f", "F", "feature", move=move, stand=Stand(building, parse(target), None, None))

    building = Status("building", "building", "")
    product = projection({"features/f.md": "title: F\nstatus: building\ntarget: 2027-03\n"})
    moved = Past(
        (event(date(2026, 10, 1), "2026-11", 0), event(date(2026, 10, 20), "2027-05", 1), event(date(2026, 11, 10), "2027-03", 2)),
        date(2026, 10, 1),
    )
    [light] = lights.lowlights(replace(product, past=moved), Asked()).lines
    assert light.move is not None
    assert (light.kind, str(light.move.before), str(light.move.after)) == ("moved", "2026-11", "2027-05")


def test_the_plan_of_another_day_is_judged_by_what_outsiders_see_of_both_days() -> None:
    wide = f"name: P\naudiences: {{customers: {{fields: {{objective: [period, ambition, {KNOWN}]}}}}}}\n"
    narrow = "name: P\naudiences: {customers: {fields: {objective: [period, ambition, key_results]}}}\n"
    files = {"objectives/o.md": GOAL % "kind: milestone, done: true"}
    then, now = made(files, wide), made(files, narrow)
    seen = project(then, "customers", also=now.settings)
    assert judge(seen, seen.items["o"]).state == ""
    assert judge(project(then, "customers"), then.items["o"]).state == "reached"


def test_outsiders_are_told_no_grey_state() -> None:
    coming = "title: O\nperiod: 2027-Q1\nvisibility: [customers]\nkey_results: [{id: k, title: K, kind: milestone}]\n"
    settings = f"name: P\naudiences: {{customers: {{fields: {{objective: [period, ambition, {KNOWN}]}}}}}}\n"
    product = projection({"objectives/o.md": coming}, "customers", settings)
    found = judge(product, product.items["o"])
    assert [(one.state, one.message) for one in (found, *found.parts)] == [("", ""), ("", "")]


@pytest.mark.parametrize(
    "hidden",
    [
        "confidence: low",
        "tracks: {design: blocked}",
        "acceptance: [{text: a}, {text: b}]",
        "owner: ada",
        "depends_on: [unseen]",
    ],
)
def test_hidden_facts_of_a_feature_change_nothing_for_outsiders(hidden: str) -> None:
    def seen(more: str) -> Judgement:
        feature = f"title: F\nstatus: building\ntarget: 2026-12-05\nvisibility: [customers]\n{more}\n"
        unseen = "title: Unseen\nstatus: dropped\n"
        product = projection({"features/f.md": feature, "features/unseen.md": unseen}, "customers")
        return judge(product, product.items["f"])

    assert seen(hidden) == seen("")
    assert not seen(hidden).is_told


def test_hidden_facts_of_a_launch_change_nothing_for_outsiders() -> None:
    def seen(more: str) -> Judgement:
        product = projection({"launches/l.md": f"title: L\ndate: 2026-11-20\nvisibility: [customers]\n{more}\n"}, "customers")
        return judge(product, product.items["l"])

    for hidden in ("go_no_go: {decision: no-go}", "checklist: {sales: [{text: a, due: 2026-11-01}]}", "status: launched"):
        assert seen(hidden) == seen("")
