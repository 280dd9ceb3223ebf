"""A large view stands on several pages, each of a size that browsers like; nothing is on two of them, and none is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from pmsite.audience import Projection
from pmsite.pages import pages
from pmsite.pages.navigation import VIEWS
from pmsite.views import timeline
from tests.make import projection
from tests.properties.site import outputs

MANY = 120


def _plan() -> dict[str, str]:
    found = {f"objectives/o{n:03}.md": f"title: O{n:03}" for n in range(MANY)}
    found |= {f"releases/r{n}.md": f"title: R{n}\nversion: 1.{n}.0\ndate: 2026-12-10" for n in range(MANY)}
    found |= {f"insights/i{n:03}.md": f"title: I{n}\nsupports: [o{n:03}]" for n in range(MANY)}
    for n in range(650):
        facts = f"supports: [o{n % MANY:03}]\nrelease: r{n % MANY}\ntarget: 2026-Q4\nstatus: planned"
        found[f"features/f{n:03}.md"] = f"title: F{n}\n{facts}\nscore: {{reach: {n + 1}, impact: 1, confidence: 50%, effort: 1}}"
    return found


@cache
def _projection() -> Projection:
    return projection(_plan())


def _groups(view: Any) -> Iterator[str]:
    return (group.key for group in view.groups)


CASES: dict[str, tuple[int, int, Callable[[Any], Iterator[str]]]] = {
    "roadmap/by-goal": (3, MANY, _groups),
    "roadmap/by-release": (3, MANY, _groups),
    "roadmap/opportunities": (3, MANY, lambda view: (branch.goal.id for branch in view.branches)),
    "roadmap/priorities": (5, 650, lambda view: (row.card.id for row in view.rows)),
    "roadmap/table": (5, 650, lambda view: (row.id for row in view.rows)),
}


@pytest.mark.parametrize("address", CASES)
def test_everything_is_on_exactly_one_page(address: str) -> None:
    count, total, told = CASES[address]
    found = [page for page in pages(_projection(), {}) if page.address == address or page.address.startswith(f"{address}/page-")]
    assert [page.address for page in found] == [address, *(f"{address}/page-{n}" for n in range(2, count + 1))]
    assert [page.in_nav for page in found] == [address not in VIEWS] + [False] * (count - 1)
    views = [page.view() for page in found]
    assert [(view.number, view.pages) for view in views] == [(n, count) for n in range(1, count + 1)]
    entries = [entry for view in views for entry in told(view)]
    assert len(entries) == len(set(entries)) == total


@cache
def _site(language: str) -> dict[str, str]:
    return outputs({path: f"---\n{text}\n---\n" for path, text in _plan().items()}, f"name: P\nlanguage: {language}\n", "team")


@pytest.mark.parametrize("address", CASES)
@pytest.mark.parametrize(("language", "back", "on"), [("en", "Previous page", "Next page"), ("zh", "上一页", "下一页")])
def test_each_page_leads_to_those_beside_it(language: str, back: str, on: str, address: str) -> None:
    site, count = _site(language), CASES[address][0]
    for number in range(1, count + 1):
        page = site[address if number == 1 else f"{address}/page-{number}"]
        pager = page[page.index('class="pm-pager"') :].partition("</nav>")[0]
        assert (back in pager, on in pager) == (number > 1, number < count)
        near = {1, *range(max(1, number - 2), min(count, number + 2) + 1), count}
        assert [int(n) for n in re.findall(r">(\d+)</a>", pager)] == sorted(near)
        assert pager.count("…") == sum(b - a > 1 for a, b in pairwise(sorted(near)))
        assert f'data-pages="{count}"' in pager
        assert len(page.encode()) < 300_000


def test_what_is_told_of_the_whole_stands_on_the_first_page_alone() -> None:
    first, second = _site("en")["roadmap/priorities"], _site("en")["roadmap/priorities/page-2"]
    assert ("Value and effort" in first, "Value and effort" in second) == (True, False)
    assert 'data-total="650"' in first
    assert 'data-total="650"' in second


def test_a_timeline_has_room_for_so_many_rows_and_says_where_the_others_are() -> None:
    found = timeline.build(_projection())
    assert sum(len(lane.rows) + len(lane.undated) for lane in found.lanes) <= timeline.ROWS
    assert sum(lane.total for lane in found.lanes) + found.hidden == 650
    assert len(_site("en")["roadmap/timeline"].encode()) < 300_000
