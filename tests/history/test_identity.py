"""Who is who across moments: the same answer in a diff, in the history, in slippage and on as-of pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsite.audience import TEAM, Projection, project
from pmsite.comparison.compare import Comparison, compare
from pmsite.diagnostics import Report
from pmsite.history.identity import Move, Trace, likeness, same
from pmsite.history.site_history import SiteHistory
from pmsite.pages import pages
from pmsite.pipeline import load
from pmsite.render.site import Basis, Site
from pmsite.texts.bodies import BodyRenderer
from pmsite.wording.differences import Teller
from tests.history.repositories import Files, commit, git, plan, put
from tests.history.snapshots import feature
from tests.make import SETTINGS, TODAY


def page(title: str, body: str = "", **facts: str) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in {"title": title, **facts}.items())
    return f"---\n{lines}---\n{body}\n"


def seen(folder: Path, audience: str = TEAM) -> Projection:
    workspace = load(folder / "roadmap", "roadmap", TODAY)
    assert workspace.product is not None
    return SiteHistory().add_to(folder / "roadmap", "roadmap", workspace.product, project(workspace.product, audience), Report())


def events(folder: Path, audience: str = TEAM) -> list[str]:
    past = seen(folder, audience).past
    assert past is not None
    lines = []
    for event in past.events:
        move = f" (move {event.move})" if event.move else ""
        fields = ", ".join(d.field for d in event.differences)
        was = f", was {event.was}" if event.was else ""
        lines.append(
            f"{event.day:%m-%d}{'' if event.committed else '*'} {event.kind} {event.id or event.title}{was}{move}"
            + (f": {fields}" if fields else "")
        )
    return lines


def compared(folder: Path, base: str = "HEAD~1", head: str | None = "HEAD", audience: str = TEAM) -> Comparison:
    return compare(folder / "roadmap", "roadmap", TODAY, base, head, audience)


def told(folder: Path, base: str = "HEAD~1", head: str | None = "HEAD") -> list[str]:
    diff = compared(folder, base, head).diff
    changed = [
        f"{c.item.id}{f', was {c.was}' if c.was else ''}: {', '.join(d.field for d in c.differences)}".rstrip(": ")
        for c in diff.changed
    ]
    return [
        *(f"+ {item.id}" for item in diff.added),
        *(f"- {item.id}" for item in diff.dropped),
        *changed,
        *(f"! {found.kind} {found.item.id} {found.lost.id}" for found in diff.broken),
        *(f"? {path}" for path in diff.unread),
        *(f"product.yml {found.field}" for found in diff.settings),
    ]


TEXT = "What it is good for, in a sentence that nothing else has.\n\nAnd one more, to fill the page with.\n"
OTHER = "Nothing of the other text is here.\nNeither in this line.\n" * 4

BEFORE: Files = {
    "features/a.md": page("Alpha", TEXT, status="planned", target="2026-Q1", owner="Ada"),
    "features/b.md": page("Beta", OTHER, status="idea", target="2026-Q4", owner="Bo"),
    "features/waits.md": page("Waits", depends_on="[a]", status="planned"),
}
"""A plan in which a feature waits for another one."""
A, B = str(BEFORE["features/a.md"]), str(BEFORE["features/b.md"])

CASES: dict[str, tuple[Files, list[str]]] = {
    "a file that is called otherwise": (
        {"features/a.md": None, "features/z.md": A, "features/waits.md": page("Waits", depends_on="[z]", status="planned")},
        ["z, was a"],
    ),
    "a file that moves with its id": (
        {"features/a.md": None, "features/deep/z.md": A.replace("---\ntitle", "---\nid: a\ntitle")},
        ["a: path"],
    ),
    "an id that is written": ({"features/a.md": A.replace("title", "id: z\ntitle", 1)}, ["z, was a"]),
    "a new id and a new title of much the same text": (
        {"features/a.md": None, "features/z.md": A.replace("Alpha", "Alphas").replace(TEXT, TEXT * 9)},
        ["+ z", "- a", "! dependency waits a"],
    ),
    "the same id with everything rewritten": (
        {"features/a.md": page("Gamma", OTHER, status="building")},
        ["a: title, owner, status, target, body"],
    ),
    "the same title and nothing else": (
        {
            "features/a.md": None,
            "features/z.md": page("Alpha", OTHER, status="idea", team="maps", owner="Cy"),
            "teams/maps.md": "title: M",
        },
        ["+ z", "+ maps", "- a", "! dependency waits a"],
    ),
    "two that swap their ids": ({"features/a.md": B, "features/b.md": A}, ["b, was a", "a, was b", "waits: depends_on"]),
    "two that swap their ids while a date moves": (
        {"features/a.md": B, "features/b.md": A.replace("2026-Q1", "2026-Q2")},
        ["b, was a: target", "a, was b", "waits: depends_on"],
    ),
    "one that takes the file of another": (
        {"features/a.md": B, "features/b.md": None},
        ["- a", "a, was b", "waits: depends_on", "! dependency waits a"],
    ),
    "a part of one that becomes its own": (
        {"features/a.md": A.replace("Alpha", "Alpha, first part"), "features/z.md": A.replace("Ada", "Cy")},
        ["+ z", "a: title"],
    ),
    "a typo": ({"features/a.md": A.replace("planned", "planed")}, ["? roadmap/features/a.md"]),
    "a typo in a file that moves": (
        {"features/a.md": None, "features/z.md": A.replace("planned", "planed")},
        ["? roadmap/features/z.md"],
    ),
    "another type": (
        {"features/a.md": A.replace("title", "type: risk\ntitle").replace("planned", "open").replace("target: 2026-Q1\n", "")},
        ["+ a", "- a", "waits: depends_on", "! dependency waits a"],
    ),
}


def _expected(lines: list[str]) -> list[str]:
    return sorted(line.removesuffix(": ") for line in lines)


@pytest.mark.parametrize("case", CASES)
def test_a_change_says_who_is_who(tmp_path: Path, case: str) -> None:
    change, expected = CASES[case]
    plan(tmp_path, ("2026-01-05", BEFORE), ("2026-01-06", change))
    assert sorted(told(tmp_path)) == _expected(expected)


@pytest.mark.parametrize("case", [case for case, (_, lines) in CASES.items() if not any(line[0] == "?" for line in lines)])
def test_the_history_and_the_diff_agree_on_who_is_who(tmp_path: Path, case: str) -> None:
    plan(tmp_path, ("2026-01-05", BEFORE), ("2026-01-06", CASES[case][0]))
    past = seen(tmp_path).past
    assert past is not None
    diff = compared(tmp_path).diff
    day = [event for event in past.events if event.kind != "began"]
    assert sorted(e.id for e in day if e.kind == "added") == sorted(i.id for i in diff.added)
    assert sorted(e.id for e in day if e.kind == "dropped") == sorted(i.id for i in diff.dropped)
    assert {e.id: e.was for e in day if e.was} == {c.item.id: c.was for c in diff.changed if c.was}
    assert {e.id for e in day if e.move} == {c.item.id for c in diff.changed if c.moved}


@pytest.mark.parametrize("case", [case for case, (_, lines) in CASES.items() if not any(line[0] == "?" for line in lines)])
def test_what_is_not_committed_yet_is_known_again_as_well(tmp_path: Path, case: str) -> None:
    plan(tmp_path, ("2026-01-05", BEFORE))
    put(tmp_path / "roadmap", CASES[case][0])
    if load(tmp_path / "roadmap", "roadmap", TODAY).report.failed:
        put(tmp_path / "roadmap", {"features/waits.md": "title: Waits\nstatus: planned"})
        now = told(tmp_path, "HEAD", None)
        put(tmp_path / "roadmap", {"features/waits.md": str(BEFORE["features/waits.md"])})
        commit(tmp_path, {"features/waits.md": "title: Waits\nstatus: planned"}, "2026-01-06")
        assert sorted(now) == sorted(told(tmp_path))
        return
    now = told(tmp_path, "HEAD", None)
    commit(tmp_path, {}, "2026-01-06")
    assert sorted(now) == sorted(told(tmp_path))


def test_a_chain_of_small_changes_is_followed_over_many_commits(tmp_path: Path) -> None:
    plan(
        tmp_path,
        ("2026-01-05", {"features/a.md": A}),
        ("2026-01-06", {"features/a.md": None, "features/b.md": A}),
        ("2026-01-07", {"features/b.md": A.replace("Alpha", "Omega").replace(TEXT, OTHER)}),
        ("2026-01-08", {"features/b.md": None, "features/c.md": A.replace("Alpha", "Omega").replace(TEXT, OTHER)}),
        ("2026-01-09", {"features/c.md": page("Omega", OTHER, status="building", target="2026-Q3")}),
    )
    assert told(tmp_path, "HEAD~4") == ["c, was a: title, owner, status, target, body"]
    assert events(tmp_path)[-1] == "01-09 changed c (move 1): target, status, owner"


def test_a_branch_that_took_in_the_main_line_is_compared_from_where_they_parted(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-01-05", {"features/a.md": A}))
    git(tmp_path, "checkout", "-q", "-b", "side")
    commit(tmp_path, {"features/a.md": None, "features/z.md": A}, "2026-01-06")
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, {"features/other.md": "title: Other"}, "2026-01-07")
    git(tmp_path, "checkout", "-q", "side")
    git(tmp_path, "merge", "-q", "--no-ff", "-m", "Merge", "main", when="2026-01-08T12:00:00+00:00")
    assert told(tmp_path, "main", "side") == ["z, was a"]


def test_a_deletion_that_is_taken_back_changes_nothing(tmp_path: Path) -> None:
    plan(
        tmp_path,
        ("2026-01-05", {"features/a.md": A}),
        ("2026-01-06", {"features/a.md": None}),
        ("2026-01-07", {"features/a.md": A}),
    )
    assert told(tmp_path, "HEAD~2") == []


def test_who_names_a_renamed_item_does_not_change_by_that(tmp_path: Path) -> None:
    r1, r2 = page("Spring", date="2026-03-31"), page("Summer", date="2026-06-30")
    first: Files = {
        "releases/r1.md": r1,
        "releases/r2.md": r2,
        "features/a.md": page("A", status="planned", release="r1"),
        "features/b.md": page("B", status="planned", release="r1", depends_on="[a]"),
        "objectives/o.md": page("Goal", key_results="[{id: kr, title: Crews, target: 5}]"),
        "features/c.md": page("C", supports="[o.kr]"),
    }
    second: Files = {
        "releases/r1.md": None,
        "releases/spring.md": r1,
        "features/a.md": page("A", status="planned", release="spring"),
        "features/b.md": page("B", status="planned", release="spring", depends_on="[a]"),
        "objectives/o.md": None,
        "objectives/goal.md": page("Goal", key_results="[{id: kr, title: Crews, target: 5}]"),
        "features/c.md": page("C", supports="[goal.kr]"),
    }
    third: Files = {"features/a.md": page("A", status="planned", release="r2")}
    plan(tmp_path, ("2026-01-05", first), ("2026-01-06", second), ("2026-01-07", third))
    assert sorted(told(tmp_path, "HEAD~2", "HEAD~1")) == ["goal, was o", "spring, was r1"]
    assert [line for line in events(tmp_path) if "began" not in line] == [
        "01-06 changed goal, was o",
        "01-06 changed spring, was r1",
        "01-07 changed a (move 1): release",
    ]
    assert compared(tmp_path, "HEAD~1").moves == {}
    slip = next(one for one in pages(seen(tmp_path), {}) if one.address == "roadmap/slippage").view()
    assert [(one.first.title, one.days) for one in slip.moved] == [("spring", 91)]


def test_a_named_day_knows_what_became_of_what_is_called_otherwise_now(tmp_path: Path) -> None:
    settings = f"{SETTINGS}as_of: {{then: 2026-01-05, tagged: v1}}\n"
    first: Files = {
        "features/a.md": feature("2026-Q1", title="Alpha", owner="Ada"),
        "features/b.md": feature(title="Beta", owner="Bo", release="r1"),
        "features/secret-name.md": feature(title="Gamma", owner="Bo"),
        "releases/r1.md": page("Spring", date="2026-03-31", visibility="[customers]"),
    }
    plan(tmp_path, ("2026-01-05", first), settings=settings)
    git(tmp_path, "tag", "v1")
    second: Files = {
        "features/a.md": None,
        "features/z.md": feature("2026-Q1", title="Alpha", owner="Ada"),
        "features/b.md": feature(title="Beta", owner="Bo", release="spring"),
        "features/secret-name.md": None,
        "features/gamma.md": feature(title="Gamma", owner="Bo"),
        "releases/r1.md": None,
        "releases/spring.md": page("Spring", date="2026-03-31", visibility="[customers]"),
    }
    commit(tmp_path, second, "2026-02-01")
    for audience in (TEAM, "customers"):
        found = seen(tmp_path, audience)
        for day in ("then", "tagged"):
            view: Any = next(one for one in pages(found, {}) if one.address == f"as-of/{day}/index").view()
            assert (view.open, view.dropped, view.moved) == (3, 0, 0)
            rows = [row for column in view.columns for row in column.rows]
            assert sorted(row.now.id for row in rows) == ["b", "gamma", "z"]
            assert "secret-name" not in repr(view)


def test_a_tag_beside_the_main_line_is_a_named_day_as_well(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-01-05", {"features/a.md": A}), settings=f"{SETTINGS}as_of: {{tagged: v1}}\n")
    git(tmp_path, "checkout", "-q", "-b", "side")
    commit(tmp_path, {"features/side.md": "title: Side"}, "2026-01-06")
    git(tmp_path, "tag", "v1")
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, {"features/a.md": None, "features/z.md": A}, "2026-01-07")
    view: Any = next(one for one in pages(seen(tmp_path), {}) if one.address == "as-of/tagged/index").view()
    assert {row.card.title: row.now and row.now.id for column in view.columns for row in column.rows} == {
        "Alpha": "z",
        "Side": None,
    }


# What cannot be read


def test_a_version_that_cannot_be_read_neither_ends_nor_begins_anything(tmp_path: Path) -> None:
    plan(
        tmp_path,
        ("2026-01-05", {"features/a.md": A}),
        ("2026-01-06", {"features/a.md": A.replace("planned", "planed")}),
        ("2026-01-07", {"features/a.md": None, "features/z.md": A.replace("planned", "planed").replace("2026-Q1", "2026-Q2")}),
        ("2026-01-08", {"features/z.md": "---\ntitle: [\n---\n"}),
        ("2026-01-09", {"features/z.md": A.replace("2026-Q1", "2026-Q2")}),
    )
    assert events(tmp_path) == ["01-05 began z", "01-09 changed z, was a (move 1): target"]


def test_two_files_with_one_id_are_two_of_which_the_first_has_it(tmp_path: Path) -> None:
    twin = page("Another", OTHER, status="idea", id="a")
    plan(
        tmp_path,
        ("2026-01-05", {"features/a.md": A}),
        ("2026-01-06", {"features/twin.md": twin}),
        ("2026-01-07", {"features/a.md": A.replace("2026-Q1", "2026-Q2")}),
        ("2026-01-08", {"features/twin.md": twin.replace("id: a", "id: twin")}),
    )
    assert events(tmp_path) == ["01-05 began a", "01-07 changed a (move 1): target", "01-08 added twin"]
    assert told(tmp_path, "HEAD~3", "HEAD~2") == ["? roadmap/features/twin.md"]


def test_a_copy_that_takes_the_place_of_its_file_in_the_next_commit_is_the_same_item(tmp_path: Path) -> None:
    copy = A.replace("title", "id: a\ntitle", 1)
    plan(
        tmp_path,
        ("2026-01-05", {"features/a.md": A}),
        ("2026-01-06", {"features/deep/a.md": copy}),
        ("2026-01-07", {"features/a.md": None}),
        ("2026-01-08", {"features/deep/a.md": copy.replace("2026-Q1", "2026-Q2")}),
    )
    assert events(tmp_path) == ["01-05 began a", "01-08 changed a (move 1): target"]


def test_a_file_of_today_that_cannot_be_read_is_not_gone(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-01-05", {"features/a.md": A, "features/b.md": B}))
    put(tmp_path / "roadmap", {"features/a.md": A.replace("planned", "planed")})
    workspace = load(tmp_path / "roadmap", "roadmap", TODAY)
    assert workspace.product is not None
    found = SiteHistory().add_to(tmp_path / "roadmap", "roadmap", workspace.product, project(workspace.product, TEAM), Report())
    assert found.past is not None
    assert [event.kind for event in found.past.events] == ["began", "began"]


def test_nothing_breaks_where_a_file_cannot_be_read(tmp_path: Path) -> None:
    first: Files = {
        **BEFORE,
        "releases/r.md": "title: R",
        "features/only.md": page("Only", release="r", supports="[o]", status="planned"),
        "objectives/o.md": "title: O",
    }
    plan(tmp_path, ("2026-01-05", first))
    commit(tmp_path, {"features/a.md": A.replace("Ada", "[Ada"), "features/only.md": "title: Only\nstatus: soon"}, "2026-01-06")
    assert told(tmp_path) == ["? roadmap/features/a.md", "? roadmap/features/only.md"]


# Settings


MERGED = "name: P\nstatuses: {merged: {stage: building, label: Merged}}\n"


def test_a_status_that_means_another_stage_ships_its_features_on_that_day(tmp_path: Path) -> None:
    plan(
        tmp_path,
        ("2026-01-05", {"features/a.md": page("A", status="merged", target="2026-Q1"), "features/b.md": page("B", status="idea")}),
        ("2026-02-10", {"product.yml": MERGED.replace("building", "shipped")}),
        settings=MERGED,
    )
    assert events(tmp_path) == ["01-05 began a", "01-05 began b", "02-10 settings product.yml: statuses", "02-10 changed a: status"]
    slip = next(one for one in pages(seen(tmp_path), {}) if one.address == "roadmap/slippage").view()
    assert (slip.all.due, slip.all.kept) == (1, 1)
    assert told(tmp_path) == ["a: status", "product.yml statuses"]


@pytest.mark.parametrize(
    "change",
    [
        MERGED.replace("label: Merged", "label: Done"),
        f"{MERGED}fiscal_year_starts: 4\n",
        f"{MERGED}fields: {{feature: {{size: {{kind: text}}}}}}\n",
        f"{MERGED}audiences: {{partners: {{}}}}\n",
    ],
)
def test_other_settings_are_an_event_of_their_own_day_and_change_no_item(tmp_path: Path, change: str) -> None:
    a = page("A", status="merged", target="2026-Q1")
    plan(
        tmp_path,
        ("2026-01-05", {"features/a.md": a}),
        ("2026-02-10", {"product.yml": change}),
        ("2026-02-11", {"features/a.md": a.replace("A\n", "B\n")}),
        settings=MERGED,
    )
    lines = events(tmp_path)
    assert lines[0] == "01-05 began a"
    assert lines[1].startswith("02-10 settings product.yml: ")
    assert lines[2:] == ["02-11 changed a: title"]
    assert [line for line in told(tmp_path, "HEAD~2", "HEAD~1") if not line.startswith("product.yml")] == []
    page_of_changes = next(one for one in pages(seen(tmp_path), {}) if one.address == "roadmap/what-changed").view()
    assert [change.event.kind for week in page_of_changes.weeks for change in week.changes] == ["changed", "settings"]


def test_a_status_that_is_declared_late_lets_its_items_appear_on_that_day(tmp_path: Path) -> None:
    plan(
        tmp_path,
        ("2026-01-05", {"features/a.md": page("A", status="merged"), "features/b.md": page("B")}),
        ("2026-02-10", {"product.yml": MERGED}),
    )
    assert "02-10 added a" in events(tmp_path)


def test_settings_that_are_not_committed_yet_are_told_as_such(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-01-05", {"features/a.md": page("A", status="merged")}), settings=MERGED)
    put(tmp_path / "roadmap", {"product.yml": MERGED.replace("building", "shipped")})
    assert events(tmp_path)[1:] == ["11-23* settings product.yml: statuses", "11-23* changed a: status"]


def test_outsiders_learn_nothing_of_settings(tmp_path: Path) -> None:
    settings = f"{SETTINGS}statuses: {{merged: {{stage: building}}}}\n"
    plan(
        tmp_path,
        ("2026-01-05", {"features/a.md": page("A", status="merged", visibility="[customers]")}),
        ("2026-02-10", {"product.yml": f"{settings}currency: EUR\n"}),
        settings=settings,
    )
    assert events(tmp_path, "customers") == ["01-05 began a"]


# Moves


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ({"status": "shipped", "target": "2026-Q1"}, {"status": "shipped", "target": "2026-Q2"}, False),
        ({"status": "dropped", "target": "2026-Q1"}, {"status": "planned", "target": "2026-Q2"}, False),
        ({"status": "building", "target": "2026-Q1"}, {"status": "shipped", "target": "2026-Q2"}, True),
        ({"target": "2026-Q1", "release": "r1"}, {"target": "2026-Q1", "release": "r2"}, False),
        ({"target": "2026-Q1", "release": "r1"}, {"release": "r1"}, True),
        ({"status": "planned"}, {"status": "planned", "target": "2026-Q2"}, False),
    ],
)
def test_one_rule_says_what_a_move_is(tmp_path: Path, before: dict[str, str], after: dict[str, str], moved: bool) -> None:
    releases: Files = {"releases/r1.md": "title: R1", "releases/r2.md": "title: R2"}
    plan(
        tmp_path,
        ("2026-01-05", {**releases, "features/a.md": page("A", **before)}),
        ("2026-01-06", {"features/a.md": page("A", **after)}),
    )
    past = seen(tmp_path).past
    assert past is not None
    assert any(event.move for event in past.events) == moved
    assert [changed.moved for changed in compared(tmp_path).diff.changed] == [moved]


# Laws


TRACES = st.lists(
    st.builds(
        Trace,
        st.sampled_from([f"features/{n}.md" for n in range(6)]),
        st.sampled_from(["feature", "risk"]),
        st.sampled_from("abcdef"),
        st.sampled_from(["A", "B", "a "]),
        st.none() | st.dictionaries(st.sampled_from(["status", "owner", "target"]), st.integers(0, 2)),
    ),
    max_size=6,
    unique_by=(lambda one: one.file, lambda one: (one.type, one.id)),
)


@given(
    TRACES,
    TRACES,
    st.dictionaries(
        st.sampled_from([f"features/{n}.md" for n in range(6)]), st.builds(Move, st.just("features/0.md"), st.integers(50, 100))
    ),
    st.booleans(),
)
def test_nobody_is_two(gone: list[Trace], come: list[Trace], moves: dict[str, Move], inside: bool) -> None:
    found = same(gone, come, moves, inside)
    old, new = {one.file: one for one in gone}, {one.file: one for one in come}
    assert len(set(found.values())) == len(found)
    assert all(old[was].type == new[place].type for place, was in found.items())


@given(TRACES)
def test_what_stays_as_it_was_is_the_same(traces: list[Trace]) -> None:
    assert same(traces, traces, {}) == {one.file: one.file for one in traces}


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_a_file_is_like_itself_and_others_both_ways(one: bytes, other: bytes) -> None:
    assert likeness(one, one) == 100
    assert 0 <= likeness(one, other) == likeness(other, one) <= 100


def test_a_status_of_which_only_the_meaning_changed_is_told_with_its_stage(tmp_path: Path) -> None:
    plan(
        tmp_path,
        ("2026-01-05", {"features/a.md": page("A", status="merged")}),
        ("2026-02-10", {"product.yml": MERGED.replace("building", "shipped")}),
        settings=MERGED,
    )
    found = compared(tmp_path)
    teller = Teller("en", found.after.settings, found.titles)
    assert teller.sentence(found.diff.changed[0].differences[0]) == "Merged (Shipped), was Merged (Building)"


def test_a_settings_event_is_on_the_page_of_changes(tmp_path: Path) -> None:
    """As HTML, since it is about no item."""
    plan(tmp_path, ("2026-01-05", {"features/a.md": page("A")}), ("2026-02-10", {"product.yml": f"{SETTINGS}currency: EUR\n"}))
    found = seen(tmp_path)
    every = pages(found, {})
    site = Site(Basis(found, {page.address: f"{page.address}/" for page in every}, BodyRenderer([], {}), lambda *_: None), Report())
    html = site.page(next(one for one in every if one.address == "roadmap/what-changed")).html
    assert "<b>product.yml</b>" in html
    assert "currency" in html
