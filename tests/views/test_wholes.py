"""Pages of what is made of parts, as readers see them, and what each page counts."""

from __future__ import annotations

from pmsite.exports import calendar_ics
from pmsite.model.judgement import judge
from pmsite.model.release import Release
from pmsite.views import (
    capacity,
    changed,
    contribution,
    dependencies,
    happened,
    lights,
    market,
    priorities,
    release,
    responsibilities,
    shipped,
    table,
)
from pmsite.views.asked import Asked
from tests.make import projection
from tests.properties.site import outputs

FILES = {
    "features/whole.md": "---\ntitle: Whole\nlevel: epic\nstatus: planned\nvisibility: [customers]\n---\n",
    "features/part.md": "---\ntitle: Part\nparent: whole\nstatus: shipped\nvisibility: [customers]\n---\n",
}
SETTINGS = "name: P\naudiences: {customers: {fields: {feature: [title, status, parent, level]}}}\n"


def test_that_a_whole_says_otherwise_than_its_parts_is_for_the_team() -> None:
    assert "Planned · its parts: Shipped" in outputs(FILES, SETTINGS, "team")["roadmap/features/whole"]
    outside = outputs(FILES, SETTINGS, "customers")["roadmap/features/whole"]
    assert "Part" in outside
    assert "its parts: Shipped" not in outside


WORK = {
    "features/whole.md": "---\ntitle: Whole\nstatus: planned\n---\n",
    "features/piece.md": "---\ntitle: Piece\nlevel: task\nparent: whole\nowner: Ada Flint\neffort: 2\n---\n",
    "features/inner.md": "---\ntitle: Inner\nlevel: task\nparent: piece\n---\n",
    "features/alone.md": "---\ntitle: Alone\nlevel: task\n---\n",
    "features/other.md": "---\ntitle: Other\ndepends_on: [piece]\n---\nSee [it](piece.md), [that](inner.md) and [this](alone.md).\n",
}


def test_work_has_a_row_on_the_page_of_its_whole_and_links_lead_there() -> None:
    found = outputs(WORK, "name: P\n", "team")
    assert not {"roadmap/features/piece", "roadmap/features/inner", "roadmap/features/alone"} & found.keys()
    whole = found["roadmap/features/whole"]
    assert 'id="pm-piece"' in whole
    assert "Ada Flint" in whole
    assert 'href="../../../roadmap/features/whole/#pm-piece"' in found["roadmap/features/other"]
    assert 'href="../../../roadmap/features/whole/#pm-inner"' in found["roadmap/features/other"]
    assert 'href="../../../roadmap/all-levels/#pm-alone"' in found["roadmap/features/other"]
    assert 'id="pm-alone"' in found["roadmap/all-levels"]


def test_a_page_of_all_levels_repeats_what_its_first_row_is_a_part_of() -> None:
    files = {"features/e.md": "title: E\nlevel: epic", "features/a.md": "title: A\nparent: e"}
    files |= {f"features/s{n:03}.md": f"title: S{n:03}\nlevel: story\nparent: a" for n in range(150)}
    product = projection(files)
    assert table.all_levels_count(product) == 2
    first, second = table.all_levels(product), table.all_levels(product, 2)
    assert ([line.card.id for line in first.above], first.rows[0].id, len(first.rows)) == ([], "e", table.PAGE)
    assert ([line.card.id for line in second.above], second.rows[0].id) == (["e", "a"], f"s{table.PAGE - 2:03}")
    assert (table.page_of_all_levels(product, "s100"), table.page_of_all_levels(product, "s149")) == (1, 2)
    assert (first.total, table.build(product).total) == (152, 1)


def test_where_all_counts_there_is_no_table_of_all_levels() -> None:
    replaced = {
        "features/old.md": "---\ntitle: Old\nstatus: dropped\n---\n",
        "features/a.md": "---\ntitle: A\nreplaces: [old]\n---\n",
    }
    assert "roadmap/all-levels" not in outputs(replaced, "name: P\n", "team")


def test_groups_are_compared_with_each_other_alone() -> None:
    files = {
        "features/e.md": "title: E\nlevel: epic\nice: {impact: 8, confidence: 6, ease: 7}",
        "features/f.md": "title: F\nlevel: epic\nice: {impact: 4, confidence: 6, ease: 7}",
        "features/a.md": "title: A\nparent: e\nice: {impact: 2, confidence: 6, ease: 7}",
    }
    product = projection(files)
    counted, epics = priorities.one_page(product, 1), priorities.one_page(product, 1, 1)
    assert [(row.card.id, row.scores["ice"].rank) for row in counted.rows] == [("f", 1), ("a", 2)]
    assert [(row.card.id, row.scores["ice"].rank) for row in epics.rows] == [("e", 1), ("f", 2)]
    assert ([level.id for level in epics.levels], epics.level and epics.level.id, counted.level) == (["epic"], "epic", None)


def test_a_group_that_says_that_it_shipped_stands_once_with_its_features_folded() -> None:
    product = projection(
        {
            "features/e.md": "title: E\nlevel: epic\nstatus: shipped\nshipped: 2026-11-10",
            "features/a.md": "title: A\nparent: e\nstatus: shipped\nshipped: 2026-11-10",
            "features/b.md": "title: B\nparent: e\nstatus: shipped\nshipped: 2026-10-02",
            "features/s.md": "title: S\nlevel: story\nparent: a\nstatus: shipped\nshipped: 2026-11-10",
            "features/f.md": "title: F\nlevel: epic",
            "features/c.md": "title: C\nparent: f\nstatus: shipped\nshipped: 2026-11-11",
        }
    )
    lately = shipped.build(product, Asked())
    assert [card.id for card in lately.cards] == ["c", "e"]  # f follows from its parts and states nothing
    assert {id: [card.id for card in found] for id, found in lately.folded.items()} == {"e": ["a", "b"]}
    told = changed.build(product, Asked())
    assert [card.id for card in told.shipped] == ["c", "e"]
    assert [light.ref.id for light in lights.highlights(product, Asked()).lines] == ["c", "e"]
    events = [event.ref.id for event in happened.build(product) if event.kind == "shipped"]
    assert events == ["c", "e", "b"]  # what came before its group was told then


def test_what_is_partly_shipped_is_a_capability_in_part() -> None:
    product = projection(
        {
            "competitors/rival.md": "title: Rival\ncapabilities: {offline: {has: 'yes'}, maps: {has: 'no'}}",
            "features/e.md": "title: E\nlevel: epic\ncapabilities: [offline]",
            "features/a.md": "title: A\nparent: e\nstatus: shipped",
            "features/b.md": "title: B\nparent: e\nstatus: planned",
            "features/t.md": "title: T\nlevel: task\nparent: b\nstatus: shipped\ncapabilities: [maps]",
        }
    )
    own = {row.capability: (row.own.has, [found.id for found in row.own.features]) for row in market.build(product).rows}
    assert own == {"offline": ("partial", ["e"]), "maps": ("no", [])}


def test_who_does_what_in_groups_has_a_section_of_its_own() -> None:
    raci = "raci: {accountable: Ada Flint}\nstatus: building"
    files = {"features/e.md": f"title: E\nlevel: epic\n{raci}", "features/a.md": f"title: A\nparent: e\n{raci}"}
    found = responsibilities.build(projection(files))
    assert ([row.card.id for row in found.rows], found.total, [row.card.id for row in found.groups]) == (["a"], 1, ["e"])


def test_pairs_and_open_decisions_are_told_by_what_counts() -> None:
    product = projection(
        {
            "decisions/how.md": "title: How\nstatus: proposed\ndue: 2027-03-01",
            "features/a.md": "title: A\nstatus: planned\ntarget: 2026-12",
            "features/s.md": "title: S\nlevel: story\nparent: a\nstatus: planned\ntarget: 2026-12\ndepends_on: [how]",
            "features/t.md": "title: T\nlevel: story\nparent: a\nstatus: planned\ndepends_on: [how]\ntogether_with: [s, b]",
            "features/b.md": "title: B\nstatus: planned\ntarget: 2027-06",
        }
    )
    found = dependencies.build(product)
    assert [(one.card.id, one.decision.id, one.clash) for one in found.decisions] == [("a", "how", True)]
    assert [(pair.card.id, pair.other.id) for pair in found.together] == [("a", "b")]


def test_a_group_that_was_planned_for_a_release_stands_for_what_is_in_it() -> None:
    product = projection(
        {
            "releases/r.md": "title: R\nversion: '1.0'\ndate: 2026-11-10\nscope: [e]",
            "features/e.md": "title: E\nlevel: epic\nrelease: r",
            "features/a.md": "title: A\nparent: e\nstatus: shipped",
            "features/b.md": "title: B\nparent: e\nstatus: planned",
        }
    )
    one = product.items["r"]
    assert isinstance(one, Release)
    page = release.build(product, one)
    assert [(promise.card.id, promise.outcome, promise.added) for promise in page.promises] == [
        ("a", "with_it", False),
        ("b", "not_shipped", False),
    ]
    assert (page.kept, page.of) == (1, 2)


def test_the_calendar_has_what_counts_and_groups_with_a_day_of_their_own() -> None:
    product = projection(
        {
            "features/e.md": "title: E\nlevel: epic\nstatus: planned\ntarget: 2027-01-20",
            "features/a.md": "title: A\nparent: e\nstatus: planned\ntarget: 2027-01-18",
            "features/s.md": "title: S\nlevel: story\nparent: a\nstatus: planned\ntarget: 2027-01-11",
            "features/t.md": "title: T\nlevel: task\nparent: s\nstatus: planned\ntarget: 2027-01-10",
        }
    )
    assert [day.ref.id for day in calendar_ics.days(product)[0]] == ["a", "e"]


def test_work_below_what_is_dropped_loads_nobody() -> None:
    files = {
        "teams/t.md": "title: T\ncapacity: {2026-Q4: 4}",
        "features/e.md": "title: E\nlevel: epic\nstatus: dropped",
        "features/a.md": "title: A\nparent: e\nteam: t\nstatus: planned\ntarget: 2026-Q4\neffort: 3",
        "features/b.md": "title: B\nteam: t\nstatus: planned\ntarget: 2026-Q4\neffort: 1",
    }
    assert [load.effort for team in capacity.build(projection(files)).teams for load in team.loads] == [1]


def test_a_group_is_at_risk_where_a_part_comes_too_late_or_waits() -> None:
    dated = "status: building\ntarget: 2027-03"
    files = {
        "teams/t.md": "title: T",
        "teams/u.md": "title: U",
        "features/e.md": "title: E\nlevel: epic\nteam: t",
        "features/a.md": f"title: A\nparent: e\nteam: t\n{dated}",
        "features/f.md": "title: F\nlevel: epic\nteam: t",
        "features/b.md": f"title: B\nparent: f\nteam: t\n{dated}\nasks: [{{team: u, for: A review, since: 2026-10-01}}]",
        "features/g.md": "title: G\nlevel: epic",
        "features/c.md": f"title: C\nparent: g\n{dated}",
        "features/needs-a.md": "title: N\nstatus: planned\ntarget: 2027-01\ndepends_on: [a]",
    }
    product = projection(files)
    states = {id: judge(product, product.items[id]) for id in "efg"}
    assert {id: (found.state, found.message) for id, found in states.items()} == {
        "e": ("fair", "parts_wait"),
        "f": ("fair", "parts_wait"),
        "g": ("", "parts_later"),
    }


def test_a_table_says_how_many_groups_nobody_has_broken_down() -> None:
    files = {
        "features/e.md": "title: E\nlevel: epic",
        "features/f.md": "title: F",
        "features/g.md": "title: G\nlevel: epic\nparent: e",
    }
    assert table.build(projection(files)).unbroken == 1


def test_a_person_is_listed_with_work_and_counted_with_features() -> None:
    product = projection(
        {
            "people/ada.md": "title: Ada Flint",
            "features/a.md": "title: A\nstatus: building\nowner: ada",
            "features/s.md": "title: S\nlevel: story\nparent: a\nstatus: building\nowner: ada",
            "features/b.md": "title: B\nstatus: building",
            "features/t.md": "title: T\nlevel: task\nparent: b\nstatus: building\nowner: ada",
        }
    )
    found = contribution.workload(product, "ada", "Ada Flint")
    assert ([card.id for card in found.features], [card.id for card in found.work]) == (["a"], ["t"])
