"""What a page has no room for is counted, and the page says how many there are and where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pmsite.audience import Projection
from pmsite.charts import graph
from pmsite.views import calendar, changed, dependencies, not_doing, people, priorities, releases, risks, shipped
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
    picture = graph.draw(found.graph, str)
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


SCORE = "score: {reach: 10, impact: 1, confidence: 50%, effort: 1}"
CASES: dict[str, tuple[dict[str, str], Callable[[Projection], Any], int]] = {
    "calendar, past": (_files(70, "releases/1.{}.md", "date: 2026-01-01"), lambda p: calendar.build(p).past_more, 10),
    "calendar, undated": (_files(70, "launches/l{}.md", ""), lambda p: calendar.build(p).undated_more, 10),
    "changed": (
        _files(11, "releases/1.{}.md", "date: 2026-11-01") | _files(10, "features/f{}.md", "status: building\nstarted: 2026-11-02"),
        lambda p: changed.build(p, Asked()).more,
        5,
    ),
    "releases": (_files(9, "releases/1.{}.md", ""), lambda p: releases.build(p, Asked()).more, 3),
    "shipped": (_files(15, "features/f{}.md", "status: shipped\nshipped: 2026-11-02"), lambda p: shipped.build(p, Asked()).more, 3),
    "thanks": (_files(12, "recognition/r{}.md", "to: [Ada]"), lambda p: people.build(p).more, 2),
    "declined": (_files(404, "feedback/f{}.md", "declined: No."), lambda p: not_doing.build(p).hidden, 4),
    "value and effort": (_files(63, "features/f{}.md", SCORE), lambda p: priorities.build(p).map.more, 3),  # type: ignore[union-attr]
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
