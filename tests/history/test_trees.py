"""How work that is split, moved and replaced reads in the history of a plan."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from pmsite.audience import TEAM, Projection
from pmsite.charts.registry import CHARTS
from pmsite.charts.words import Words
from pmsite.history.diff import compare
from pmsite.model import hierarchy
from pmsite.model.levels import STANDARD
from pmsite.model.past import Event, Ladder, Past, Stand
from pmsite.model.status import Status
from pmsite.views import item_past, slippage, what_changed
from pmsite.views.plan_changes import Change, changes
from pmsite.views.record import records
from pmsite.views.scope import points
from pmsite.views.slippage import Slippage
from tests.history.snapshots import FIRST, Snapshot, projected
from tests.make import projection

SETTINGS = "name: P\naudiences: {customers: {}}\n"
RELEASE = {"releases/r1.md": "title: One\nversion: '1.0'\nvisibility: [customers]"}


def plan(settings: str = SETTINGS, **features: str) -> Snapshot:
    """Features by id, each `level parent key=value …`, where `-` is none; customers see all but what says `team`."""
    return {"product.yml": settings, **RELEASE, **{f"features/{id}.md": _file(id, text) for id, text in features.items()}}


def _file(id: str, text: str) -> str:
    level, parent, *rest = text.split()
    readers = "" if "team" in rest else "customers"
    facts = {"title": id.upper(), "visibility": f"[{readers}]", **dict(word.split("=") for word in rest if word != "team")}
    facts |= {name: value for name, value in (("level", level), ("parent", parent)) if value != "-"}
    return "\n".join(f"{name}: {value}" for name, value in facts.items())


def lines(product: Projection) -> list[str]:
    """All that is told but the beginning, each as a line."""
    return [_line(told) for told in changes(product) if told.event.kind != "began"]


def _line(told: Change) -> str:
    said = [f"{told.event.kind} {told.event.id}"]
    said += [f"{found.field} {found.before or '-'}→{found.after or '-'}" for found in told.event.differences]
    said += [f"split {' '.join(part.id for part in told.split)}"] if told.split else []
    said += [f"became {told.level.id}"] if told.level else []
    said += [f"instead {' '.join(other.id for other in told.instead)}"] if told.instead else []
    said += [f"({_inner(event)})" for event in told.inner]
    return "; ".join(said)


def _inner(event: Event) -> str:
    return " ".join((event.kind, event.id, *(found.field for found in event.differences)))


CASES: Mapping[str, tuple[list[Snapshot], list[str]]] = {
    "an item becomes an epic with three parts": (
        [plan(old="- -"), plan(old="epic -", a="- old", b="- old", c="- old")],
        ["changed old; split a b c; became epic"],
    ),
    "an item keeps its level and its file and gets parts": (
        [plan(old="- -"), plan(old="- -", a="story old", b="story old")],
        ["changed old; split a b"],
    ),
    "one part more is no split": (
        [plan(old="epic -", a="- old"), plan(old="epic -", a="- old", b="- old", c="- old")],
        ["added b", "added c"],
    ),
    "an epic that comes with its parts is no split": (
        [plan(x="- -"), plan(x="- -", e="epic -", a="- e", b="- e")],
        ["added a", "added b", "added e"],
    ),
    "new items replace an old one": (
        [plan(old="- - status=planned"), plan(old="- - status=dropped", a="- - replaces=[old]", b="- - replaces=[old]")],
        ["changed old; status planned→dropped; instead a b"],
    ),
    "one id survives a merge": (
        [plan(a="- -", b="- - status=planned"), plan(a="- - replaces=[b]", b="- - status=dropped")],
        ["changed a; replaces -→('b',); (changed b status)"],
    ),
    "a part moves": (
        [plan(a="- e", e="epic -", f="epic -"), plan(a="- f", e="epic -", f="epic -")],
        ["changed a; parent e→f"],
    ),
    "events of parts and of work are told with their unit": (
        [
            plan(e="epic -", a="- e", s="story a status=planned", t="task s"),
            plan(e="epic -", a="- e", s="story a status=building", t="task s status=building"),
        ],
        ["changed a; (changed s status); (changed t status)"],
    ),
    "a unit that changes itself tells of its parts as well": (
        [plan(a="- - status=planned", s="story a"), plan(a="- - status=building", s="story a status=building")],
        ["changed a; status planned→building; (changed s status)"],
    ),
    "a piece of work that is gone is told with what it was a part of": (
        [plan(a="- -", t="task a"), plan(a="- -")],
        ["changed a; (dropped t)"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_told_together(case: str) -> None:
    snapshots, expected = CASES[case]
    assert lines(projected(*snapshots)) == expected


def test_a_month_counts_lines_and_not_what_is_folded_into_them() -> None:
    found = projected(plan(old="- -"), plan(old="epic -", a="- old", b="- old"))
    assert found.past
    page = what_changed.build(found, found.past)
    assert (page.sum.total, page.sum.added) == (1, 0)


def test_readers_who_do_not_see_the_whole_are_told_of_new_features() -> None:
    found = projected(plan(old="- - team"), plan(old="epic - team", a="- old", b="- old"), audience="customers")
    assert lines(found) == ["added a", "added b"]


def test_readers_learn_of_no_parent_that_they_do_not_see() -> None:
    found = projected(plan(a="- e", e="epic - team", f="epic -"), plan(a="- f", e="epic - team", f="epic -"), audience="customers")
    assert lines(found) == ["changed a; parent -→f"]


def test_to_be_a_part_of_something_else_moves_no_date() -> None:
    before = plan(a="- e", e="epic - release=r1", f="epic -")
    found = projected(before, plan(a="- f", e="epic - release=r1", f="epic -"))
    assert "a" not in records(found)
    assert not any(event.move for event in found.past.events if found.past)  # type: ignore[union-attr]


def told(product: Projection, id: str) -> str:
    return " ".join(f"{done}/{many}" for _, many, done in points(product).get(id, ()))


STEPS: Mapping[str, tuple[list[Snapshot], dict[str, str]]] = {
    "a split adds two": (
        [plan(old="- - release=r1"), plan(old="epic - release=r1", a="- old", b="- old", c="- old status=shipped")],
        {"r1": "0/1 1/3", "old": "1/3"},
    ),
    "charts of the old and the new whole step": (
        [plan(e="epic -", f="epic -", a="- e", b="- e", c="- f"), plan(e="epic -", f="epic -", a="- f", b="- e", c="- f")],
        {"e": "0/2 0/1", "f": "0/1 0/2"},
    ),
    "a part that names a release counts once with its unit": (
        [plan(a="- -", s="story a release=r1", t="story a release=r1"), plan(a="- - status=shipped", s="story a release=r1")],
        {"r1": "0/1 1/1"},
    ),
    "a unit with a word of its own is not in the release of its epic": (
        [plan(e="epic - release=r1", a="- e", b="- e"), plan(e="epic - release=r1", a="- e", b="- e release=r2")],
        {"r1": "0/2 0/1", "r2": "0/1"},
    ),
    "what is dropped or gone counts no more": (
        [plan(e="epic -", a="- e", b="- e", c="- e"), plan(e="epic -", a="- e status=dropped", b="- e")],
        {"e": "0/3 0/1"},
    ),
    "a ladder that has another name for a level changes nothing": (
        [
            plan(e="epic -", a="- e", b="- e"),
            plan(SETTINGS + "levels: {saga: {role: group}, feature: {role: unit}}\n", e="saga -", a="- e", b="- e status=shipped"),
        ],
        {"e": "0/2 1/2"},
    ),
    "a level that is another role by product.yml counts otherwise from that day on": (
        [
            plan(e="epic -", a="- e", b="- e", c="- e"),
            plan(SETTINGS + "levels: {epic: {role: unit}, feature: {role: part}}\n", e="epic -", a="feature e", b="feature e"),
        ],
        {"e": "0/3 0/0"},
    ),
}


@pytest.mark.parametrize("case", STEPS)
def test_how_much_there_was_to_do(case: str) -> None:
    snapshots, expected = STEPS[case]
    found = projected(*snapshots)
    assert {id: told(found, id) for id in expected} == expected


def test_a_level_that_has_another_name_is_told_once() -> None:
    ladder = "levels: {{{}: {{role: group}}, feature: {{role: unit}}, story: {{role: part}}}}\n"
    before, after = (plan(SETTINGS + ladder.format(name), e=f"{name} -", a="- e") for name in ("epic", "saga"))
    assert [line.split(";")[0] for line in lines(projected(before, after))] == ["settings "]


def test_the_page_of_an_epic_tells_how_it_was_split_and_filled_up() -> None:
    found = projected(plan(old="- -"), plan(old="- -", a="story old", b="story old"), audience=TEAM)
    page = item_past.build(found, found.items["old"])
    assert page
    assert [len(page.besides[event.step].split) for event in page.events if event.step in page.besides] == [2]
    epic = projected(plan(e="epic -", a="- e"), plan(e="epic -", a="- e", b="- e status=shipped"))
    filled = item_past.build(epic, epic.items["e"])
    assert filled
    assert filled.burnup
    assert [point[1:] for point in filled.burnup.points] == [(1, 0), (2, 1)]


def test_a_step_in_the_picture_of_an_epic_is_named_by_what_came_or_went() -> None:
    epics = {"e": "epic -", "f": "epic -", "a": "- e", "c": "- f"}
    found = projected(plan(**epics, b="- f"), plan(**epics, b="- e"), audience=TEAM)
    for id, name in (("e", "+ B"), ("f", "− B")):
        page = item_past.build(found, found.items[id])
        assert page
        assert page.burnup
        assert f">{name}</text>" in CHARTS["burnup"](page.burnup, Words())


def test_a_comparison_tells_what_files_say_and_not_what_follows_from_it() -> None:
    files = {"releases/r.md": "title: R", "releases/q.md": "title: Q", "features/a.md": "title: A\nparent: e\nstatus: planned"}
    before = projection({**files, "features/e.md": "title: E\nlevel: epic\nrelease: r"})
    part = "title: A\nparent: e\nstatus: building"
    after = projection({**files, "features/e.md": "title: E\nlevel: epic\nrelease: q", "features/a.md": part})
    found = compare(before, after)
    told = {one.item.id: ([difference.field for difference in one.differences], one.moved) for one in found.changed}
    assert told == {"e": (["release"], True), "a": (["status"], False)}
    assert [(broken.kind, broken.item.id) for broken in found.broken] == [("release", "r")]


def promised(*snapshots: Snapshot) -> Slippage:
    found = projected(*snapshots)
    assert found.past
    return slippage.build(found, found.past)


def test_groups_with_dates_of_their_own_stand_in_a_row_of_their_own() -> None:
    told = promised(
        plan(
            e="epic - status=planned target=2026-02",
            a="- e status=planned target=2026-02",
            s="story a status=planned target=2026-02",
        ),
        plan(
            e="epic - status=planned target=2026-03",
            a="- e status=shipped shipped=2026-01-10",
            s="story a status=planned target=2026-04",
        ),
    )
    assert (told.features, told.moves, told.all and (told.all.due, told.all.kept)) == (1, 0, (1, 1))
    assert told.groups
    assert (told.groups.due, told.groups.kept, [moved.card.id for moved in told.groups_moved]) == (1, 0, ["e"])


def test_the_promise_of_what_was_replaced_is_open_until_the_last_replacement_ships() -> None:
    before = plan(old="- - status=planned target=2026-02")
    dropped = {"old": "- - status=dropped target=2026-02"}
    still = promised(before, plan(**dropped, a="- - status=shipped shipped=2026-02-03 replaces=[old]", b="- - replaces=[old]"))
    assert still.all
    assert (still.all.due, still.all.kept) == (1, 0)
    kept = promised(before, plan(**dropped, a="- - status=shipped shipped=2026-02-03 replaces=[old]"))
    assert kept.all
    assert (kept.all.due, kept.all.kept) == (1, 1)


LEVELS = ("initiative", "epic", "", "story", "task")


def forest(rng: random.Random) -> dict[str, Stand]:
    """Features at one moment, some a part of another of their level or a higher one."""
    found: dict[str, Stand] = {}
    for number in rng.sample(range(14), rng.randint(3, 14)):
        level = rng.choice(LEVELS)
        above = [id for id, stand in found.items() if LEVELS.index(stand.level) <= LEVELS.index(level)]
        parent = rng.choice(above) if above and rng.random() < 0.7 else None
        status = Status(stage := rng.choice(["planned", "shipped", "dropped"]), stage, "")
        found[f"n{number}"] = Stand(status, None, rng.choice([None, "r1", "r2"]), None, parent, level)
    return found


def remembered(moments: list[dict[str, Stand]]) -> Past:
    """The past that leads from moment to moment, a day each."""
    events, before = [], dict[str, Stand]()
    for number, now in enumerate(moments):
        for id in sorted({*before, *now}):
            if before.get(id) != now.get(id):
                kind = "dropped" if id not in now else "changed" if id in before else "added"
                events.append(Event(FIRST + timedelta(days=number), kind, id, id, "feature", stand=now.get(id), step=number))
        before = now
    return Past(
        tuple(events), FIRST, ladders=(Ladder(FIRST, {"": "unit", **{name: own.role or "" for name, own in STANDARD.items()}}),)
    )


@pytest.mark.parametrize("seed", range(60))
def test_after_any_history_as_much_is_to_do_as_the_plan_of_today_says(seed: int) -> None:
    rng = random.Random(seed)
    moments = [forest(rng) for _ in range(5)]
    files = {"releases/r1.md": "title: One", "releases/r2.md": "title: Two"}
    for id, stand in moments[-1].items():
        facts = {"title": id, "status": stand.status.id, "release": stand.release, "parent": stand.parent, "level": stand.level}
        files[f"features/{id}.md"] = "\n".join(f"{name}: {value}" for name, value in facts.items() if value)
    now = projection(files)
    seen = points(replace(now, past=remembered(moments)))
    last = {id: found[-1][1:] for id, found in seen.items() if any(found[-1][1:])}
    live = {
        id: [f for f in hierarchy.members(now, now.pointing(id, "release")) if f.status.stage != "dropped"] for id in ("r1", "r2")
    }
    expected = {id: (len(found), sum(f.status.stage == "shipped" for f in found)) for id, found in live.items()}
    for id, rollup in hierarchy.rollups(now).items():
        feature = now.items[id]
        if hierarchy.role(now.settings, feature) == "group" and not now.counts(feature):  # type: ignore[arg-type]
            expected[id] = (rollup.of, rollup.done)
    assert last == {id: found for id, found in expected.items() if any(found)}
