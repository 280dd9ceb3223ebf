"""What a page has no room for is counted, and the page says how many there are and where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pmsite.audience import Projection
from pmsite.charts import graph
from pmsite.charts.words import Words
from pmsite.model.component import Component
from pmsite.model.cycle import Cycle
from pmsite.views import (
    alignment,
    calendar,
    changed,
    component,
    cycle,
    dependencies,
    not_doing,
    people,
    priorities,
    releases,
    risks,
    section,
    shipped,
    team_asks,
)
from pmsite.views.asked import Asked
from tests.make import projection
from tests.properties.site import outputs

PAIRS = {f"features/a{n:03}.md": f"title: A{n}\nstatus: planned\ndepends_on: [b{n:03}]" for n in range(130)}
PAIRS |= {f"features/b{n:03}.md": f"title: B{n}\nstatus: planned" for n in range(130)}
CHAIN = {f"features/c{n}.md": f"title: C{n}\nstatus: planned\ndepends_on: [c{n + 1}]" for n in range(5)}
CHAIN |= {"features/c5.md": "title: C5\nstatus: planned"}


def test_the_picture_shows_what_is_connected_the_largest_parts_first() -> None:
    found = dependencies.build(projection(PAIRS | CHAIN))
    assert len(found.graph.nodes) == 60
    assert {f"c{n}" for n in range(6)} < {node.id for node in found.graph.nodes}
    assert len(found.graph.arrows) == 5 + 27
    assert found.hidden == 266 - 60
    joined = {id for arrow in found.graph.arrows for id in arrow}
    assert joined == {node.id for node in found.graph.nodes}


def test_a_part_that_is_too_large_is_shown_around_its_busiest_feature() -> None:
    star = {f"features/f{n}.md": f"title: F{n}\nstatus: planned\ndepends_on: [hub]" for n in range(100)}
    found = dependencies.build(projection({**star, "features/hub.md": "title: Hub\nstatus: planned"}))
    assert (len(found.graph.nodes), len(found.graph.arrows), found.hidden) == (60, 59, 41)


def test_the_words_beside_a_picture_say_how_many_arrows_they_leave_out() -> None:
    star = {f"features/f{n}.md": f"title: F{n}\nstatus: planned\ndepends_on: [hub]" for n in range(100)}
    found = dependencies.build(projection({**star, "features/hub.md": "title: Hub\nstatus: planned"}))
    picture = graph.draw(found.graph, Words())
    assert picture.count("→") == 30
    assert "; and 29 more" in picture


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["largest connected parts", "200 more features are in the table only"]), ("zh", ["图中是相连最多的部分", "200"])],
)
def test_the_page_says_what_is_left_out_and_where_it_is(language: str, words: list[str]) -> None:
    told = outputs({path: f"---\n{text}\n---\n" for path, text in PAIRS.items()}, f"name: P\nlanguage: {language}\n", "team")
    page = told["roadmap/dependencies"]
    assert [word for word in words if word not in page] == []
    assert page.count("pm-arrow") == 60  # a curve and a tip for each


def _files(count: int, path: str, text: str) -> dict[str, str]:
    return {path.format(n): f"title: T{n}\n{text}" for n in range(count)}


def _app(product: Projection) -> component.ComponentPage:
    return component.build(product, product.of(Component)[0])


SCORE = "score: {reach: 10, impact: 1, confidence: 50%, effort: 1}"
CASES: dict[str, tuple[dict[str, str], Callable[[Projection], Any], int]] = {
    "calendar, past": (_files(70, "releases/1.{}.md", "date: 2026-01-01"), lambda p: calendar.build(p).past_more, 10),
    "calendar, undated": (_files(70, "launches/l{}.md", ""), lambda p: calendar.build(p).undated_more, 10),
    "changed": (
        _files(11, "releases/1.{}.md", "date: 2026-11-01") | _files(10, "features/f{}.md", "status: building\nstarted: 2026-11-02"),
        lambda p: changed.build(p, Asked()).more,
        5,
    ),
    "component, parts": (
        {"components/app.md": "title: App"} | _files(203, "components/c{}.md", "parent: app"),
        lambda p: _app(p).more,
        3,
    ),
    "component, problems": (
        {"components/app.md": "title: App"} | _files(64, "problems/p{}.md", "component: app"),
        lambda p: _app(p).broken - len(_app(p).problems),
        4,
    ),
    "cycle": (
        {"cycles/s.md": "title: S\nstarts: 2026-11-16\nends: 2026-11-27"} | _files(203, "features/f{}.md", "cycle: s"),
        lambda p: cycle.build(p, p.of(Cycle)[0]).more,
        3,
    ),
    "releases": (_files(9, "releases/1.{}.md", ""), lambda p: releases.build(p, Asked()).more, 3),
    "shipped": (_files(15, "features/f{}.md", "status: shipped\nshipped: 2026-11-02"), lambda p: shipped.build(p, Asked()).more, 3),
    "thanks": (_files(12, "recognition/r{}.md", "to: [Ada]"), lambda p: people.build(p).more, 2),
    "declined": (_files(404, "feedback/f{}.md", "declined: No."), lambda p: not_doing.build(p).hidden, 4),
    "value and effort": (_files(63, "features/f{}.md", SCORE), lambda p: priorities.build(p).map.more, 3),  # type: ignore[union-attr]
    "section": (_files(9, "personas/p{}.md", ""), lambda p: section.build(p, [("", "type:persona", "")]).entries[0].more, 5),
    "risks": (
        _files(302, "risks/r{}.md", "probability: 2\nimpact: 3"),
        lambda p: risks.build(p).more,
        2,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_list_counts_what_it_leaves_out(name: str) -> None:
    files, more, expected = CASES[name]
    assert more(projection(files)) == expected


def test_teams_that_ask_more_than_a_page_holds_are_counted_and_keep_their_numbers() -> None:
    teams = {f"teams/t{n:02}.md": f"title: T{n:02}" for n in range(50)}
    asks = ", ".join(f"{{team: t{1 + n % 49:02}, for: Help}}" for n in range(30))
    features = {f"features/f{n:02}.md": f"title: F{n:02}\nstatus: planned\nteam: t00\nasks: [{asks}]" for n in range(20)}
    seen = projection(teams | features)
    found = team_asks.build(seen)
    assert (found.total, len(found.desks), found.more) == (600, 31, 0)
    asking = next(desk for desk in found.desks if desk.team.id == "t00")
    assert (asking.by_us.total, len(asking.by_us.shown), asking.by_us.more) == (600, 0, 600)
    assert sum(len(side.shown) for desk in found.desks for side in (desk.of_us, desk.by_us)) == team_asks.ROWS
    own = team_asks.desk(seen, "t00")
    assert own is not None
    assert (len(own.by_us.shown), own.by_us.more) == (team_asks.LINES, 560)


def test_the_matrix_of_goals_and_teams_says_what_it_leaves_out() -> None:
    files = {f"teams/t{n}.md": f"title: T{n}" for n in range(32)}
    files |= {f"objectives/o{n}.md": f"title: O{n}" for n in range(60)}
    files |= {
        f"features/f{n}.md": f"title: F{n}\nstatus: planned\nteam: t{n % 32}\nsupports: [o{n % 33}, o{n % 31}]" for n in range(600)
    }
    found = alignment.build(projection(files))
    assert (len(found.matrix.goals), len(found.matrix.teams), found.goals_more, found.teams_more) == (30, 30, 3, 2)
    assert (len(found.unserved), found.unserved_more) == (20, 7)
    assert (len(found.rows), found.rows_more > 0) == (200, True)
