"""What needs attention is told once, in the words of its page, and as often on the home page as on its own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from pmsite import starter
from pmsite.audience import TEAM, Projection, project
from pmsite.diagnostics import Report
from pmsite.model import sections
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import role
from pmsite.model.judgement import judge
from pmsite.model.objective import Objective
from pmsite.pages import pages
from pmsite.pipeline import load
from pmsite.render.site import Basis, Site
from pmsite.texts.bodies import BodyRenderer
from pmsite.views import at_risk, attention, capacity, home
from pmsite.views.attention import Concern
from pmsite.workspace import Workspace
from tests.make import projection
from tests.properties.site import outputs

DAYS = (date(2026, 10, 13), date(2026, 11, 29), date(2027, 1, 5))


@pytest.fixture(scope="module", params=starter.LANGUAGES)
def example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("example")
    for path, text in starter.example(request.param, DAYS[1]):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="")
    return load(root / "roadmap", "roadmap", DAYS[1])


def listed(found: at_risk.AtRisk) -> list[Concern]:
    return [one for share in found.shares for one in (*share.shown, *share.folded)]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("audience", [TEAM, "customers", "investors"])
def test_the_home_page_counts_what_the_page_at_risk_lists(example: Workspace, day: date, audience: str) -> None:
    assert example.product is not None
    seen = project(replace(example.product, today=day), audience)
    page = at_risk.build(seen)
    assert sum(need.count for need in home.build(seen).needs) == page.total == len(listed(page))
    assert bool(page.total) == any(found.address == "roadmap/at-risk" for found in pages(seen, {})) or seen.is_inside


@pytest.mark.parametrize("day", DAYS)
def test_each_thing_is_told_once_and_in_the_words_of_its_page(example: Workspace, day: date) -> None:
    assert example.product is not None
    seen = project(replace(example.product, today=day), TEAM)
    found = attention.concerns(seen)
    assert len({(one.ref, one.text, one.kind) for one in found}) == len(found)
    for one in found:
        item = seen.items[one.ref.id]
        own = judge(seen, item)
        if one.judgement.state and one.ref.part and isinstance(item, Objective):
            own = own.parts[[result.id for result in item.key_results].index(one.ref.part)]
        if one.judgement.state:
            assert (one.judgement.state, one.judgement.message) == (own.state, own.message)


@pytest.mark.parametrize("day", [*DAYS, date(2027, 3, 20)])
def test_what_is_late_or_off_track_or_at_risk_is_all_of_it(example: Workspace, day: date) -> None:
    assert example.product is not None
    seen = project(replace(example.product, today=day), TEAM)
    told = {one.ref.id for one in attention.concerns(seen) if not one.text}
    tasks = {feature.id for feature in seen.of(Feature) if role(seen.settings, feature) == "work"}
    assert {id for id, item in seen.items.items() if judge(seen, item).state in attention.STANDING} - tasks <= told
    assert {team.team.id for team in capacity.build(seen).teams if any(load.share > 1 for load in team.loads)} <= told


LATE = {f"features/f{n}.md": f"title: F{n}\nstatus: building\ntarget: 2026-10-{9 - n:02d}\nowner: ada" for n in range(3)}


def _told(seen: Projection) -> list[tuple[str, str, str]]:
    return [(one.kind, one.ref.id, one.owner) for one in attention.concerns(seen)]


def test_what_has_been_late_for_the_longest_comes_first() -> None:
    assert _told(projection(LATE)) == [("overdue", f"f{n}", "ada") for n in (2, 1, 0)]


def test_what_has_been_late_for_over_a_year_reads_as_urgent_no_more() -> None:
    old = {"features/old.md": "title: Old\nstatus: building\ntarget: 2020-10\nowner: ada"}
    assert [id for _, id, _ in _told(projection({**LATE, **old}))] == ["f2", "f1", "f0", "old"]


def test_each_kind_leads_to_its_first_line_of_each_owner() -> None:
    other = {
        "features/b.md": "title: B\nstatus: building\ntarget: 2026-09\nowner: bo",
        "updates/u.md": "title: U\ndate: 2026-11-20\nabout: [c]\nhealth: red",
        "features/c.md": "title: C\nstatus: building\ntarget: 2027-09\nowner: bo",
    }
    page = outputs({path: f"---\n{text}\n---\n" for path, text in {**LATE, **other}.items()}, "name: P\n", "team")[
        "roadmap/at-risk"
    ]
    kinds, lines = page.split("<section", 1)
    places = re.findall(r'href="#([^"]+)">([^<]+)<', kinds)
    assert places == [("pm-overdue", "4 overdue"), ("pm-overdue", "ada"), ("pm-overdue-2", "bo"), ("pm-off-track", "1 off track")]
    rows = dict(re.findall(r'id="([^"]+)"><span class="pm-title"><a href="[^"]*">([^<]+)<', lines))
    assert rows == {"pm-overdue": "F2", "pm-overdue-2": "B", "pm-off-track": "C"}


def test_a_task_leads_to_the_list_that_it_is_in() -> None:
    files = {
        "launches/l.md": "title: L\ndate: 2027-12-01\nchecklist: {sales: [{text: Call, due: 2026-11-01}]}\n"
        "go_no_go: {criteria: [{text: Tried, due: 2026-11-01}]}",
        "problems/p.md": "title: P\nactions: [{text: Mend, due: 2026-11-01}]",
        "risks/r.md": "title: R\nactions: [{text: Watch, due: 2026-11-01}]",
    }
    told = outputs({path: f"---\n{text}\n---\n" for path, text in files.items()}, "name: P\n", "team")
    found = re.findall(r'href="[^"]*(roadmap/[^"#]+)/#([^"]+)">(Call|Tried|Mend|Watch)<', told["roadmap/at-risk"])
    assert {text for _, _, text in found} == {"Call", "Tried", "Mend", "Watch"}
    for address, place, text in found:
        assert re.search(rf'id="{place}".*?{text}', told[address], re.DOTALL)


@pytest.mark.parametrize(
    ("owners", "words"), [(0, "No open feature names an owner"), (1, "2 of 3 open features name no owner"), (2, "")]
)
def test_where_most_features_have_no_owner_the_team_is_told_so_once(owners: int, words: str) -> None:
    files = {
        f"features/f{n}.md": f"---\ntitle: F{n}\nstatus: building\ntarget: 2026-09\nvisibility: [customers]\n"
        f"{'owner: ada' if n < owners else ''}\n---\n"
        for n in range(3)
    }
    settings = "name: P\naudiences: {customers: {}}\n"
    told = outputs(files, settings, "team")["roadmap/at-risk"]
    assert (words in told, "owner: ada</code>" in told) == (True, bool(words))
    assert "owner: ada" not in outputs(files, settings, "customers").get("roadmap/at-risk", "")


def test_a_decision_is_told_in_the_quarter_in_which_it_is_due_and_from_then_on() -> None:
    due = {"now": "2026-12-31", "past": "2026-10-01", "later": "2027-01-10"}
    files = {f"decisions/{id}.md": f"title: {id}\ndue: {day}\ndriver: bo" for id, day in due.items()}
    files["decisions/made.md"] = "title: Made\nstatus: rejected\ndue: 2026-10-01"
    assert _told(projection(files)) == [("undecided", "past", "bo"), ("undecided", "now", "bo")]


def test_tasks_experiments_launches_and_facts_are_told_to_those_who_answer_for_them() -> None:
    seen = projection(
        {
            "launches/near.md": "title: Near\nowner: ada\ndate: 2026-12-01\n"
            "checklist: {sales: [{text: Call them, owner: bo, due: 2026-12-01}, {text: Ring, done: true}]}",
            "problems/p.md": "title: P\nteam: crew\nactions: [{text: Mend it, due: 2026-11-01}]",
            "teams/crew.md": "title: Crew",
            "experiments/e.md": "title: E\nstatus: running\nends: 2026-11-20\nowner: ada",
            "competitors/c.md": "title: C\nreview_by: 2026-Q3",
        }
    )
    assert _told(seen) == [
        ("overdue", "p", "crew"),
        ("overdue", "e", "ada"),
        ("undecided", "near", "ada"),
        ("out_of_date", "c", ""),
    ]


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        (["{current: 1}", "{current: 9}"], [("off_track", "", "ada", ["r0"])]),
        (["{current: 1, owner: bo}", "{current: 9}"], [("off_track", "", "ada", []), ("off_track", "r0", "bo", [])]),
        (["{current: 1}", "{current: 9}", "{current: 9}"], [("off_track", "r0", "ada", []), ("at_risk", "", "ada", [])]),
        (["{current: 3}", "{current: 9}", "{current: 9}"], [("at_risk", "r0", "ada", [])]),
    ],
)
def test_a_key_result_is_told_with_its_goal_unless_it_stands_worse_or_is_somebody_elses(
    results: list[str], expected: list[tuple[str, str, str, list[str]]]
) -> None:
    every = ", ".join(f"{{id: r{n}, title: r{n}, baseline: 0, target: 10, {one[1:]}" for n, one in enumerate(results))
    found = attention.concerns(projection({"objectives/o.md": f"title: O\nperiod: 2026-Q4\nowner: ada\nkey_results: [{every}]"}))
    assert [(one.kind, one.text, one.owner, [part.title for part in one.troubles]) for one in found] == expected


def test_nobody_comes_last_and_whoever_has_most_first() -> None:
    nobodys = {f"features/n{n}.md": f"title: N{n}\nstatus: building\ntarget: 2026-09" for n in range(5)}
    other = {"features/b.md": "title: B\nstatus: building\ntarget: 2026-09\nowner: Bo Ek", "people/bo.md": "title: Bo Ek"}
    found = at_risk.build(projection({**nobodys, **other, **LATE}))
    assert [(share.owner, share.count) for share in found.shares] == [("ada", 3), ("bo", 1), ("", 5)]


def test_a_plan_in_which_everything_is_late_has_a_page_that_can_be_read() -> None:
    files = {
        f"features/f{n}.md": f"title: Feature {n} that is late\nstatus: building\ntarget: 2026-09\nowner: o{n % 150}"
        for n in range(3000)
    }
    found = at_risk.build(projection(files))
    assert sum(len(share.shown) for share in found.shares) == at_risk.EACH * at_risk.OWNERS
    assert len(listed(found)) == at_risk.MOST
    assert len(listed(found)) + sum(share.more for share in found.shares) + found.unnamed == found.total == 3000
    page = outputs({path: f"---\n{text}\n---\n" for path, text in list(files.items())[:600]}, "name: P\n", "team")[
        "roadmap/at-risk"
    ]
    assert len(page) < 200_000


def test_each_line_leads_to_where_it_is_changed_as_far_as_that_is_known() -> None:
    seen = projection(LATE)
    every = pages(seen, {})
    urls, edit = {page.address: f"{page.address}/" for page in every}, {"f1": "https://example.org/edit/f1.md"}
    site = Site(Basis(seen, urls, BodyRenderer([], {}), lambda *_: None, edit_links=edit), Report())
    page = site.page(next(page for page in every if page.address == "roadmap/at-risk")).html
    assert page.count('class="pm-edit" href="https://example.org/edit/f1.md"') == page.count("pm-edit") == 1


@pytest.mark.parametrize(("language", "words"), [("en", "Nothing is at risk"), ("zh", "没有风险")])
def test_where_nothing_is_at_risk_the_page_says_so(language: str, words: str) -> None:
    told = outputs({"features/f.md": "---\ntitle: F\n---\n"}, f"name: P\nlanguage: {language}\n", "team")
    assert words in told["roadmap/at-risk"]


def test_the_parts_of_the_home_page_are_those_that_blocks_can_name() -> None:
    assert tuple(home.PARTS) == sections.HOME_PARTS
    seen = projection({"features/f.md": "title: F\nstatus: building\ntarget: 2026-10", "vision.md": "title: V\nstatement: S"})
    alone = home.build(seen, "numbers")
    assert alone.needs == home.build(seen).needs
    assert (alone.statement, alone.now, alone.duties, alone.is_empty) == ("", (), (), False)


def test_what_folds_a_share_holds_no_link_and_the_owner_has_one_below() -> None:
    files = {f"people/p{n}.md": f"---\ntitle: Person {n}\n---\n" for n in range(20)}
    for n in range(200):
        files[f"features/f{n:03}.md"] = f"---\ntitle: F{n:03}\nstatus: building\ntarget: 2026-01-05\nowner: p{n % 20}\n---\n"
    page = outputs(files, "name: P\n", "team")["roadmap/at-risk"]
    folds = re.findall(r"<summary>(.*?)</summary>(.*?)</details>", page, re.DOTALL)
    assert any("Person" in told for told, _ in folds)
    assert [told for told, _ in folds if "<a " in told] == []
    named = [(re.search(r"Person \d+", told), below) for told, below in folds]
    assert [found[0] for found, below in named if found and f">{found[0]}</a>" not in below] == []
