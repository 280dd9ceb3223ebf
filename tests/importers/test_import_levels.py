"""Exports with a structure of work: what is above what, what counts, and in which part of the product it is."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsite.importers import receipt
from pmsite.importers.run import Outcome
from tests.importers.make import bring_in, faults, files
from tests.make import write

EARLIER = Path(__file__).parent / "earlier"
"""Exports, and what version 0.11.0 made of them."""


def imported(root: Path, source: str, text: str, name: str = "export.csv", **wishes: object) -> Outcome:
    outcome = bring_in(root, source, text, name, **wishes)  # type: ignore[arg-type]
    assert outcome.sound, [f"{d.span} {d.message}" for d in outcome.report]
    return outcome


def facts(root: Path, *names: str) -> dict[str, dict[str, str]]:
    """By item, some plain facts as its file has them."""
    found = {}
    for place, text in files(root).items():
        head = text.split("\n---\n")[0].partition("imported:")[0]
        told = dict(re.findall(r"^(\w+): (.*)$", head, re.MULTILINE))
        found[place.rpartition("/")[2].removesuffix(".md")] = {name: told[name] for name in names if name in told}
    return found


def tree(root: Path) -> dict[str, str]:
    """Items as `level<parent`, by id."""
    return {id: f"{told.get('level', '')}<{told.get('parent', '')}" for id, told in facts(root, "level", "parent").items()}


def told(outcome: Outcome) -> str:
    return "\n".join(receipt.summary(outcome.changes, outcome.rules, outcome.guesses, outcome.left_out, dry=False))


JIRA = """\
Summary,Issue key,Issue id,Issue Type,Status,Parent,Parent id,Custom field (Epic Link),Custom field (Parent Link),Components,Components,Custom field (Story Points),Sprint,Sprint
Book without a call,CAR-1,101,Initiative,To Do,,,,,,,,,
Booking,CAR-2,102,Epic,In Progress,,,,CAR-1,Web,,,Sprint 2,
Pick a seat,CAR-3,103,Story,Done,,,CAR-2,,Web,API,3,Sprint 1,Sprint 2
Draw the seats,CAR-4,104,Sub-task,Done,,103,,,,,,Sprint 2,
Paint the bus,CAR-5,105,Task,To Do,CAR-2,,,,UI/UX,,,,
Lost seat,CAR-6,106,Bug,To Do,,,CAR-2,,API,,,Sprint 2,
Far away,CAR-7,107,Sub-task,To Do,,999,,,,,,,
Elsewhere,CAR-8,108,Story,To Do,,,NOT-1,,,,,,
"""


def test_the_hierarchy_of_jira(tmp_path: Path) -> None:
    outcome = imported(tmp_path, "jira", JIRA)
    assert "features: 3 that count, 1 of the level epic, 1 of the level initiative, 2 of the level task\n" in told(outcome)
    assert {id: place for id, place in tree(tmp_path).items() if id.startswith("car")} == {
        "car-1": "initiative<",
        "car-2": "epic<car-1",
        "car-3": "<car-2",
        "car-4": "task<car-3",
        "car-5": "<car-2",
        "car-6": "<",
        "car-7": "task<",
        "car-8": "<",
    }
    written = files(tmp_path)
    assert "component: web\ntouches:\n  - api\n" in written["features/car-3.md"]
    assert "component: ui-ux\n" in written["features/car-5.md"]
    assert "component: api\n" in written["problems/car-6.md"]
    assert "related:\n  - car-2\n" in written["problems/car-6.md"]
    assert "epic: 999\n" in written["features/car-7.md"]
    assert "epic: NOT-1\n" in written["features/car-8.md"]
    assert "Custom field (Story Points): 3\n" in written["features/car-3.md"]
    assert "title: UI/UX\n" in written["components/ui-ux.md"]


def test_points_are_effort_where_the_workspace_counts_points_and_nowhere_else(tmp_path: Path) -> None:
    write(tmp_path, {}, "name: P\neffort_unit: points\n")
    imported(tmp_path, "jira", JIRA)
    assert facts(tmp_path, "effort")["car-3"] == {"effort": "3"}


def test_twice_is_once(tmp_path: Path) -> None:
    imported(tmp_path, "jira", JIRA)
    written = files(tmp_path)
    again = imported(tmp_path, "jira", JIRA)
    assert {change.did for change in again.changes} == {"unchanged"}
    assert files(tmp_path) == written


def test_what_is_above_is_found_in_an_earlier_import_by_key_and_by_number(tmp_path: Path) -> None:
    head, *rows = JIRA.splitlines()
    imported(tmp_path, "jira", "\n".join([head, *rows[:3]]) + "\n")
    imported(tmp_path, "jira", "\n".join([head, *rows[3:5]]) + "\n")
    assert tree(tmp_path)["car-4"] == "task<car-3"
    assert tree(tmp_path)["car-5"] == "<car-2"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_files_give_the_same_tree_in_whatever_order_they_come(tmp_path: Path, order: tuple[int, ...]) -> None:
    head, *rows = JIRA.splitlines()
    parts = [rows[:2], [*rows[2:3], *rows[4:]], rows[3:4]]
    for at in order:
        imported(tmp_path, "jira", "\n".join([head, *parts[at]]) + "\n")
    imported(tmp_path / "whole", "jira", JIRA)
    expected = tree(tmp_path / "whole")
    shutil.rmtree(tmp_path / "whole")
    assert {id: place for id, place in tree(tmp_path).items() if id.startswith("car")} == {
        id: place for id, place in expected.items() if id.startswith("car")
    }
    assert "epic: CAR" not in "".join(files(tmp_path).values())


def test_what_people_made_a_part_of_something_else_is_not_adopted(tmp_path: Path) -> None:
    head, *rows = JIRA.splitlines()
    imported(tmp_path, "jira", "\n".join([head, rows[2]]) + "\n")
    path = tmp_path / "features/car-3.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("status: shipped\n", "status: shipped\nparent: own\n", 1), encoding="utf-8"
    )
    write(tmp_path, {"features/own.md": "title: Our own\nlevel: epic\n"}, "name: P\n")
    imported(tmp_path, "jira", "\n".join([head, rows[1]]) + "\n")
    assert tree(tmp_path)["car-3"] == "<own"


def test_kinds_of_jira_that_nobody_knows_are_groups_where_they_are_above_one(tmp_path: Path) -> None:
    rows = "P-1,Programme,Grow,\nP-2,Epic,Book,P-1\nP-3,Rewrite,Small,P-2\n"
    imported(tmp_path, "jira", "Issue key,Issue Type,Summary,Parent\n" + rows)
    assert tree(tmp_path) == {"p-1": "initiative<", "p-2": "epic<p-1", "p-3": "<p-2"}


OLD = """\
---
title: Booking
imported:
  source: Jira
  id: CAR-2
  fields:
    Issue Type: Epic
  last:
    title: Booking
---
"""


def test_an_epic_that_an_earlier_import_made_a_theme_stays_one(tmp_path: Path) -> None:
    write(tmp_path, {"themes/car-2.md": OLD}, "name: P\n")
    outcome = imported(tmp_path, "jira", JIRA)
    told_facts = facts(tmp_path, "theme", "parent", "level")
    assert told_facts["car-3"] == {"theme": "car-2"}
    assert told_facts["car-2"] == {}
    assert "as an earlier import made it: epics are themes (1 row)" in told(outcome)


def test_components_that_an_earlier_import_made_tags_stay_tags(tmp_path: Path) -> None:
    old = "---\ntitle: Pick a seat\ntags:\n  - Web\n  - API\n  - by-hand\nimported:\n  source: Jira\n  id: CAR-3\n  last:\n    title: Pick a seat\n    tags:\n      - Web\n      - API\n---\n"
    write(tmp_path, {"features/car-3.md": old}, "name: P\n")
    imported(tmp_path, "jira", JIRA)
    assert "tags:\n  - Web\n  - API\n  - by-hand\n" in files(tmp_path)["features/car-3.md"]
    assert "component" not in facts(tmp_path, "component")["car-3"]
    assert facts(tmp_path, "component")["car-5"] == {"component": "ui-ux"}


def test_an_item_that_is_there_keeps_its_level(tmp_path: Path) -> None:
    imported(tmp_path, "jira", JIRA)
    path = tmp_path / "features/car-5.md"
    path.write_text(path.read_text(encoding="utf-8").replace("parent: car-2", "level: story\nparent: car-3", 1), encoding="utf-8")
    imported(tmp_path, "jira", JIRA)
    assert tree(tmp_path)["car-5"] == "story<car-3"


LINEAR = """\
ID,Team,Title,Status,Estimate,Project,Parent issue,Initiatives,Project Milestone,UUID,Cycle Number,Cycle Name,Cycle Start,Cycle End
MET-1,Meters,Read a meter,Done,2,Readings,,Fewer visits,Beta,u-1,7,,Mon Nov 02 2026 05:00:00 GMT+0000 (GMT),Mon Nov 16 2026 05:00:00 GMT+0000 (GMT)
MET-2,Meters,Read it at night,Todo,,Readings,MET-1,Fewer visits,Beta,u-2,8,Frost,Mon Nov 16 2026 05:00:00 GMT+0000 (GMT),Mon Nov 30 2026 05:00:00 GMT+0000 (GMT)
MET-3,Meters,Read it twice,Todo,,,MET-2,,,u-3,,,,
MET-4,Meters,Bill it,Backlog,,,,Fewer visits,,u-4,8,Frost,Mon Nov 16 2026 05:00:00 GMT+0000 (GMT),Mon Nov 30 2026 05:00:00 GMT+0000 (GMT)
MET-5,Meters,Part of what is elsewhere,Backlog,,,OLD-9,,,u-5,,,,
MET-6,Meters,Alone,Backlog,,,,,,u-6,,,,
MET-7,Meters,Send it,Todo,,Readings,,Fewer visits,GA,u-7,,,,
"""
TWIN = "OPS-1,Ops,Rotate,Todo,,,,,,u-9,7,,Mon Nov 02 2026 05:00:00 GMT+0000 (GMT),Mon Nov 16 2026 05:00:00 GMT+0000 (GMT)\n"
"""A cycle of the same number of another team."""


def test_projects_initiatives_sub_issues_and_milestones_of_linear(tmp_path: Path) -> None:
    imported(tmp_path, "linear", LINEAR)
    assert tree(tmp_path) == {
        "fewer-visits": "initiative<",
        "readings": "epic<fewer-visits",
        "met-1": "<readings",
        "met-2": "story<met-1",
        "met-3": "story<met-2",
        "met-4": "<fewer-visits",
        "met-5": "story<",
        "met-6": "<",
        "met-7": "<readings",
        "meters": "<",
        "cycle-7": "<",
        "frost": "<",
    }
    assert "milestones:\n  - Beta\n  - GA\n" in files(tmp_path)["features/readings.md"]
    assert not [name for name in files(tmp_path) if name.startswith(("releases/", "themes/"))]
    written = files(tmp_path)
    imported(tmp_path, "linear", "\n".join(LINEAR.splitlines()[:2]) + "\n")  # a part of it takes no milestone away
    assert files(tmp_path) == written


def test_projects_and_milestones_that_an_earlier_import_made_themes_and_releases_stay(tmp_path: Path) -> None:
    theme = '---\ntitle: Readings\nimported:\n  source: Linear\n  id: "theme: Readings"\n  last:\n    title: Readings\n---\n'
    release = '---\ntitle: Beta\nimported:\n  source: Linear\n  id: "release: Beta"\n  last:\n    title: Beta\n---\n'
    write(tmp_path, {"themes/readings.md": theme, "releases/beta.md": release}, "name: P\n")
    imported(tmp_path, "linear", LINEAR)
    assert facts(tmp_path, "theme", "release", "parent")["met-1"] == {"theme": "readings", "release": "beta"}
    assert "features/readings.md" not in files(tmp_path)


PINGCODE = """\
标识,标题,工作项类型,状态,描述,父标识,产品,模块,迭代
XW-1,自助配送,史诗,进行中,,,,,
XW-2,路线,特性,进行中,,XW-1,小蜗,路线,
XW-3,按天排路线,用户故事,已完成,司机能看到当天的路线。,XW-2,小蜗,路线/排班,迭代 12
XW-4,写排班,任务,已完成,,XW-3,小蜗,,迭代 12
XW-5,路线丢失,缺陷,新提交,,XW-2,小蜗,路线,迭代 13
"""


def test_a_feature_of_pingcode_is_a_group_where_stories_are_in_the_file(tmp_path: Path) -> None:
    outcome = imported(tmp_path, "pingcode", PINGCODE)
    assert {id: place for id, place in tree(tmp_path).items() if id.startswith("xw")} == {
        "xw-1": "epic<",
        "xw-2": "epic<xw-1",
        "xw-3": "<xw-2",
        "xw-4": "task<xw-3",
        "xw-5": "<",
    }
    assert "用户故事 is what counts: 特性 is a group of these" in told(outcome)
    assert [tree(tmp_path)[id] for id in ("小蜗", "路线", "排班")] == ["<", "<小蜗", "<路线"]
    parts = facts(tmp_path, "component")
    assert (parts["xw-3"], parts["xw-4"], parts["xw-5"]) == ({"component": "排班"}, {"component": "小蜗"}, {"component": "路线"})


def test_and_counts_where_there_is_none(tmp_path: Path) -> None:
    imported(tmp_path, "pingcode", "".join(line + "\n" for line in PINGCODE.splitlines() if "用户故事" not in line))
    assert tree(tmp_path)["xw-2"] == "<xw-1"
    assert tree(tmp_path)["xw-4"] == "task<"


def test_a_later_file_without_stories_does_not_turn_it_over(tmp_path: Path) -> None:
    imported(tmp_path, "pingcode", PINGCODE)
    imported(tmp_path, "pingcode", "标识,标题,工作项类型,状态\nXW-9,另一特性,特性,新建\n")
    assert tree(tmp_path)["xw-9"] == "epic<"


def test_what_says_nothing_of_itself_is_not_what_counts(tmp_path: Path) -> None:
    rows = "1,Feature,Route,New,<p>Why</p>,\n2,User Story,One,New,,1\n3,Task,Do,New,,2\n"
    imported(tmp_path, "azure-devops", "ID,Work Item Type,Title,State,Description,Parent\n" + rows)
    assert tree(tmp_path) == {"route": "<", "one": "story<route", "do": "task<one"}


def test_levels_of_the_workspaces_own(tmp_path: Path) -> None:
    levels = "levels:\n  epic: {role: group}\n  feature: {role: group, label: {zh: 特性}}\n  story: {role: unit, label: {zh: 用户故事}}\n  chore: {role: work}\n"
    write(tmp_path, {}, "name: P\n" + levels)
    imported(tmp_path, "pingcode", PINGCODE)
    assert [tree(tmp_path)[f"xw-{n}"] for n in (1, 2, 3, 4)] == ["epic<", "feature<xw-1", "<xw-2", "chore<xw-3"]


def test_it_says_how_each_kind_of_group_gets_a_level_of_its_own(tmp_path: Path) -> None:
    first = told(imported(tmp_path / "before", "pingcode", PINGCODE))
    assert "史诗 and 特性 became one level, epic" in first
    found = re.search("`(levels: .*?)`", first)
    assert found is not None
    write(tmp_path / "after", {}, f"name: P\n{found[1]}\n")
    assert "became one level" not in told(imported(tmp_path / "after", "pingcode", PINGCODE))
    assert [tree(tmp_path / "after")[f"xw-{n}"] for n in (1, 2, 3, 4)] == ["epic<", "feature<xw-1", "<xw-2", "task<xw-3"]


def test_a_mapping_says_which_level_a_word_is(tmp_path: Path) -> None:
    text = "Key,Title,Type,Part of,Module\n1,Bet one,Bet,,\n2,Thing,Need,1,Shop / Cart\n3,Piece,Spec,2,\n"
    rules = {
        "exact": "false",
        "columns": {"Key": "key", "Title": "title", "Type": "type", "Part of": "parent", "Module": "component"},
        "types": {"Bet": "initiative", "Need": "feature", "Spec": "story"},
    }
    imported(tmp_path, "csv", text, rules=rules)
    assert {id: place for id, place in tree(tmp_path).items() if id not in ("shop", "cart")} == {
        "bet-one": "initiative<",
        "thing": "<bet-one",
        "piece": "story<thing",
    }
    assert facts(tmp_path, "component")["thing"] == {"component": "cart"}
    wrong = bring_in(tmp_path, "csv", text, rules={**rules, "types": {"Bet": "initative"}})
    assert [(fault.code, fault.hint) for fault in wrong.report] == [("unknown-level", "did you mean initiative?")]


def test_modules_that_end_are_groups_where_a_mapping_says_so(tmp_path: Path) -> None:
    rules = {
        "exact": "false",
        "below": "story",
        "columns": {"Name": "title", "Module": "epic_name", "Parent": "parent", "ID": "key"},
    }
    imported(tmp_path, "csv", "ID,Name,Module,Parent\nW-1,Pump,Water,\nW-2,Pump it up,Water,W-1\n", rules=rules)
    assert tree(tmp_path) == {"w-1": "<water", "w-2": "story<w-1", "water": "epic<"}


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        (
            "github",
            "Title,URL,Type,Parent issue\nBig,https://github.com/acme/app/issues/1,Epic,\nOne,https://github.com/acme/app/issues/2,Feature,#1\n"
            "Sub,https://github.com/acme/app/issues/3,,https://github.com/acme/app/issues/2\n",
            {"big": "epic<", "one": "<big", "sub": "story<one"},
        ),
        (
            "gitlab",
            "Title,IID,Type,State,Epic Title,Parent IID\nOne,1,Issue,opened,Big,\nSub,2,Task,opened,,1\n",
            {"big": "epic<", "one": "<big", "sub": "task<one"},
        ),
        (
            "tapd",
            "ID,标题,状态,处理人,父需求,模块,规模\n1,大,规划中,甲,,登录,\n2,小,规划中,甲,1,登录,5\n",
            {"大": "epic<", "小": "<大", "登录": "<"},
        ),
        ("tapd", "ID,标题,状态,处理人,需求分类\n1,大,规划中,甲,登录\n", {"大": "<", "登录": "<"}),
        (
            "aha",
            "Feature reference #,Feature name,Workspace name\nA-1,Route,App\nA-2,Other,Box\n",
            {"a-1": "<", "a-2": "<", "app": "<", "box": "<"},
        ),
        ("aha", "Feature reference #,Feature name,Workspace name\nA-1,Route,App\nA-2,Other,App\n", {"a-1": "<", "a-2": "<"}),
        (
            "worktile",
            "任务编号,标题,任务类型,状态,父任务,所属项目\nT-1,大,任务,进行中,,门店\nT-2,小,子任务,进行中,T-1,门店\n",
            {"t-1": "<", "t-2": "task<t-1", "门店": "<"},
        ),
        (
            "productboard",
            "ID,Name,Type,Parent,Product,Component\n1,Route,Feature,,App,Map\n2,Small,Subfeature,Route,App,Map\n",
            {"route": "<", "small": "story<route", "app": "<", "map": "<app"},
        ),
        (
            "aha",
            "Feature reference #,Feature name,Epic name,Initiative name\nA-1,Route,Big,Grow\nA-2,Other,,Grow\n",
            {"a-1": "<big", "a-2": "<grow", "big": "epic<grow", "grow": "initiative<"},
        ),
        (
            "azure-devops",
            "ID,Work Item Type,Title 1,Title 2,Title 3,State,Area Path\n1,Epic,Platform,,,New,P\n2,Feature,,Pay,,New,P\\Shop\\Cart\n3,User Story,,,Card,New,P\\Shop\n",
            {"platform": "epic<", "pay": "epic<platform", "card": "<pay", "shop": "<", "cart": "<shop"},
        ),
        (
            "shortcut",
            "id,name,type,requester,owners,state,epic\n1,Tune it,feature,a,b,Completed,Tactile\n",
            {"tune-it": "<tactile", "tactile": "epic<"},
        ),
    ],
)
def test_what_is_above_what_in_other_systems(tmp_path: Path, source: str, text: str, expected: dict[str, str]) -> None:
    imported(tmp_path, source, text)
    assert tree(tmp_path) == expected
    written = files(tmp_path)
    assert {change.did for change in imported(tmp_path, source, text).changes} == {"unchanged"}
    assert files(tmp_path) == written


def test_loops_cost_the_later_row_its_parent_and_no_row(tmp_path: Path) -> None:
    rows = "A-1,Story,One,A-3\nA-2,Story,Two,A-1\nA-3,Story,Three,A-2\nA-4,Story,Four,A-3\n"
    imported(tmp_path, "jira", "Issue key,Issue Type,Summary,Parent\n" + rows)
    assert tree(tmp_path) == {"a-1": "<a-3", "a-2": "<a-1", "a-3": "<", "a-4": "<a-3"}
    assert "related:\n  - a-2\n" in files(tmp_path)["features/a-3.md"]


def test_a_tree_that_is_too_deep_goes_on_in_another(tmp_path: Path) -> None:
    rows = "".join(f"A-{n},Story,Story {n},{f'A-{n - 1}' if n > 1 else ''}\n" for n in range(1, 13))
    imported(tmp_path, "jira", "Issue key,Issue Type,Summary,Parent\n" + rows)
    assert [id for id, place in tree(tmp_path).items() if place == "<"] == ["a-1", "a-9"]
    assert "related:\n  - a-8\n" in files(tmp_path)["features/a-9.md"]


def test_work_is_folded_into_what_it_is_a_part_of(tmp_path: Path) -> None:
    outcome = imported(tmp_path, "jira", JIRA, rules={"parts": "fold"})
    text = files(tmp_path)["features/car-3.md"]
    assert "## Parts\n\n- [x] Draw the seats (CAR-4)\n" in text
    assert "delivery:\n  - CAR-4\n" in text
    assert "features/car-4.md" not in files(tmp_path)
    assert "features/car-7.md" in files(tmp_path)  # what it is a part of is elsewhere
    assert "left out: facts of folded parts: Issue Type (1 row), Status (1 row), Issue id (1 row)" in told(outcome)
    assert {change.did for change in imported(tmp_path, "jira", JIRA, rules={"parts": "fold"}).changes} == {"unchanged", "folded"}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("source", ["jira", "linear", "pingcode"])
def test_the_tree_is_the_same_in_whatever_order_rows_stand(tmp_path: Path, source: str, seed: int) -> None:
    head, *rows = {"jira": JIRA, "linear": LINEAR + TWIN, "pingcode": PINGCODE}[source].splitlines()
    imported(tmp_path / "a", source, "\n".join([head, *rows]) + "\n")
    random.Random(seed).shuffle(rows)
    imported(tmp_path / "b", source, "\n".join([head, *rows]) + "\n")
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_sprints_of_jira_are_cycles_the_last_one_of_each_row(tmp_path: Path) -> None:
    outcome = imported(tmp_path, "jira", JIRA)
    written = files(tmp_path)
    assert "cycle: sprint-2\n" in written["features/car-3.md"]
    assert "    Sprint:\n      - Sprint 1\n      - Sprint 2\n" in written["features/car-3.md"]
    assert "cycle: sprint-2\n" in written["problems/car-6.md"]
    assert "cycle:" not in written["features/car-2.md"]  # a group spans many
    assert "    Sprint: Sprint 2\n" in written["features/car-2.md"]
    assert [name for name in written if name.startswith("cycles/")] == ["cycles/sprint-2.md"]
    assert not [name for name in written if name.startswith("releases/")]
    assert "1 cycle has no days: Sprint 2" in told(outcome)


def test_cycles_of_linear_are_those_of_a_team_and_have_their_days(tmp_path: Path) -> None:
    other = "OPS-1,Ops,Rotate,Todo,,,,,,u-9,7,,Mon Nov 02 2026 05:00:00 GMT+0000 (GMT),Mon Nov 16 2026 05:00:00 GMT+0000 (GMT)\n"
    imported(tmp_path, "linear", LINEAR + other)
    cycles = facts(tmp_path, "title", "team", "starts", "ends")
    assert cycles["cycle-7"] == {"title": "Cycle 7", "team": "meters", "starts": "2026-11-02", "ends": "2026-11-15"}
    assert cycles["cycle-ops-7"] == {"title": "Cycle 7", "team": "ops", "starts": "2026-11-02", "ends": "2026-11-15"}
    assert cycles["frost"] == {"title": "Frost", "team": "meters", "starts": "2026-11-16", "ends": "2026-11-29"}
    assert [facts(tmp_path, "cycle")[id] for id in ("met-1", "met-2", "ops-1")] == [
        {"cycle": "cycle-7"},
        {"cycle": "frost"},
        {"cycle": "cycle-ops-7"},
    ]


def test_a_cycle_made_by_hand_is_used_and_keeps_its_days(tmp_path: Path) -> None:
    write(tmp_path, {"cycles/s12.md": "title: 迭代 12\nstarts: 2026-11-02\nends: 2026-11-13\n"}, "name: P\n")
    imported(tmp_path, "pingcode", PINGCODE)
    assert facts(tmp_path, "cycle")["xw-3"] == {"cycle": "s12"}
    assert "cycles/迭代-13.md" in files(tmp_path)


def test_a_release_of_an_earlier_import_that_somebody_made_a_cycle_takes_its_rows_along(tmp_path: Path) -> None:
    shutil.copytree(EARLIER / "pingcode" / "roadmap", tmp_path / "roadmap")
    root = tmp_path / "roadmap"
    (root / "cycles").mkdir()
    (root / "releases/迭代-12.md").rename(root / "cycles/迭代-12.md")
    imported(root, "pingcode", PINGCODE)
    assert facts(root, "cycle", "release")["xw-3"] == {"cycle": "迭代-12"}
    assert facts(root, "cycle", "release")["xw-4"] == {"cycle": "迭代-12"}
    assert "cycles/迭代-13.md" not in files(root)


@pytest.mark.parametrize("source", sorted(folder.name for folder in EARLIER.iterdir()))
def test_what_version_0_11_made_of_an_export_is_not_moved(tmp_path: Path, source: str) -> None:
    shutil.copytree(EARLIER / source / "roadmap", tmp_path / "roadmap")
    before = files(tmp_path / "roadmap")
    imported(tmp_path / "roadmap", source, (EARLIER / source / "export.csv").read_text(encoding="utf-8"))
    after = files(tmp_path / "roadmap")
    assert {place: after[place] for place in before} == before


LEVELS = st.sampled_from(["Epic", "Story", "Sub-task", "Initiative", "Bug", "Gizmo"])


@given(
    st.lists(st.tuples(LEVELS, st.integers(0, 11), st.integers(0, 11)), min_size=1, max_size=10), st.randoms(use_true_random=False)
)
@settings(max_examples=60, deadline=None)
def test_no_tree_of_rows_is_refused_lost_or_other_by_their_order(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, int]], mixed: random.Random
) -> None:
    lines = [f"R-{n},{kind},Row {n},R-{min(above, n - 1)},R-{far}\n" for n, (kind, above, far) in enumerate(rows, start=1)]
    head = "Issue key,Issue Type,Summary,Parent,Epic Link\n"
    root = tmp_path_factory.mktemp("ordered")
    outcome = bring_in(root, "jira", head + "".join(lines))
    assert outcome.sound, faults(outcome)
    assert len(files(root)) == len(rows)
    once = files(root)
    assert {change.did for change in bring_in(root, "jira", head + "".join(lines)).changes} == {"unchanged"}
    assert files(root) == once
    other = tmp_path_factory.mktemp("mixed")
    shuffled = without_loops(lines)
    straight = tmp_path_factory.mktemp("straight")
    bring_in(straight, "jira", head + "".join(shuffled))
    mixed.shuffle(shuffled)
    assert bring_in(other, "jira", head + "".join(shuffled)).sound
    assert files(straight) == files(other)


def without_loops(lines: Iterable[str]) -> list[str]:
    """Rows that name only what is above them in the file, so that nothing of them goes in a circle."""
    return [line.rpartition(",")[0] + ",\n" for line in lines]
