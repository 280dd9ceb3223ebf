"""Hubs answer in the row: what is still open comes first, each fact is one that its readers get, and long ones stand on several pages."""

from __future__ import annotations

from typing import Any

import pytest

from pmsite.model.types import BY_NAME
from pmsite.pages import pages
from pmsite.render.environment import environment
from pmsite.views import hub
from pmsite.views.answers import ANSWERS
from tests.make import projection
from tests.properties.site import outputs

CUSTOMERS = "visibility: [customers]\n"


def ids(product: Any, type_name: str) -> list[tuple[str, list[str]]]:
    """By group, the items of a hub."""
    return [(str(group.name), [row.ref.id for row in group.rows]) for group in hub.build(product, type_name).groups]


def fact(product: Any, type_name: str, name: str) -> list[Any]:
    """One column of a hub; nothing where it has none."""
    found = hub.build(product, type_name)
    at = [column.name for column in found.columns].index(name) if name in [column.name for column in found.columns] else None
    return [] if at is None else [row.cells[at] for row in found.rows]


def test_every_type_has_answers_and_every_answer_is_shown_by_a_macro() -> None:
    assert ANSWERS.keys() == BY_NAME.keys()
    shown = environment("en").get_template("_answers.html").module
    assert {column.kind for answers in ANSWERS.values() for column in answers.columns if not hasattr(shown, column.kind)} == set()


def test_what_is_to_be_decided_comes_first_the_soonest_at_its_head_then_what_was_decided_last() -> None:
    found = projection({
        "decisions/old.md": "title: Old\nstatus: accepted\ndate: 2026-01-05",
        "decisions/new.md": "title: New\nstatus: rejected\ndate: 2026-10-05",
        "decisions/gone.md": "title: Gone\nstatus: superseded\ndate: 2026-11-05",
        "decisions/later.md": "title: Later\ndue: 2027-01-05",
        "decisions/undated.md": "title: A",
        "decisions/late.md": "title: Late\ndue: 2026-11-05",
    })  # fmt: skip
    assert ids(found, "decision") == [
        ("To decide", ["late", "later", "undated"]),
        ("Decided", ["new", "old"]),
        ("Superseded", ["gone"]),
    ]
    assert [when and (str(when.date), when.left, when.late) for when in fact(found, "decision", "date")] == [
        ("2026-11-05", None, True),
        ("2027-01-05", 43, False),
        None,
        ("2026-10-05", None, False),
        ("2026-01-05", None, False),
        ("2026-11-05", None, False),
    ]


def test_what_runs_comes_before_what_is_planned_and_over() -> None:
    found = projection({
        "experiments/done.md": "title: Done\nstatus: done\nends: 2026-10-05",
        "experiments/stopped.md": "title: Stopped\nstatus: stopped\nends: 2026-11-05",
        "experiments/planned.md": "title: Planned",
        "experiments/b.md": "title: B\nstatus: running\nends: 2026-12-05",
        "experiments/a.md": "title: A\nstatus: running\nends: 2027-01-05",
    })  # fmt: skip
    assert ids(found, "experiment") == [("Running", ["b", "a"]), ("Planned", ["planned"]), ("Over", ["stopped", "done"])]


def test_releases_stand_in_the_order_of_their_versions() -> None:
    files = {f"releases/r{n}.md": f"title: v1.{n}\nversion: v1.{n}\nout: true" for n in (1, 9, 10, 11)}
    files["releases/r12.md"] = "title: v1.12\nversion: v1.12"
    assert ids(projection(files), "release") == [("To come", ["r12"]), ("Out", ["r11", "r10", "r9", "r1"])]


def test_changes_stand_by_release_and_what_is_unreleased_first() -> None:
    files = {f"releases/r{n}.md": f"title: v1.{n}\nversion: v1.{n}\ndate: 2026-0{n}-01" for n in (1, 2)}
    files |= {f"changes/c{n}.md": f"title: C{n}\nkind: added\nrelease: r{n}" for n in (1, 2)}
    files["changes/new.md"] = "title: New\nkind: added"
    found = hub.build(projection(files), "change")
    assert [[row.ref.id for row in group.rows] for group in found.groups] == [["new"], ["c2"], ["c1"]]


def test_a_group_that_is_the_only_one_needs_no_heading() -> None:
    assert ids(projection({"decisions/a.md": "title: A"}), "decision") == [("", ["a"])]


TASKS = f"title: L\n{CUSTOMERS}checklist: {{support: [{{text: Train, done: true}}, {{text: Write, due: 2026-11-01}}]}}"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("[title, status, checklist, checklist.text]", []),
        ("[title, status, checklist, checklist.text, checklist.done, checklist.due]", [(1, 2, 1)]),
    ],
)
def test_readers_who_do_not_learn_what_is_done_are_not_told_that_nothing_is(fields: str, told: list[tuple[int, int, int]]) -> None:
    settings = f"name: P\naudiences: {{customers: {{fields: {{launch: {fields}}}}}}}\n"
    found = fact(projection({"launches/l.md": TASKS}, "customers", settings), "launch", "checklist")
    assert [(one.done, one.total, one.overdue) for one in found] == told


def test_readers_who_do_not_get_the_decision_do_not_read_that_there_is_none() -> None:
    files = {"experiments/e.md": f"title: E\nstatus: done\n{CUSTOMERS}"}
    settings = "name: P\naudiences: {customers: {fields: {experiment: [title, status]}}}\n"
    assert fact(projection(files), "experiment", "decision") == ["undecided"]
    assert fact(projection(files, "customers", settings), "experiment", "decision") == []


def test_a_long_hub_stands_on_pages_of_a_size_that_browsers_like() -> None:
    text = "x" * 200
    files = {
        f"decisions/d{n:03}.md": f"title: Decision {n}\nsummary: {text}\ndue: 2027-01-05\napprover: ada\noptions: [{{title: {text}, chosen: true}}]"
        for n in range(170)
    }
    files |= {f"feedback/f{n:03}.md": f"title: Wish {n}\nsummary: {text}\ncount: {n + 1}\nvalue: 5" for n in range(170)}
    found = projection(files)
    site = outputs({path: f"---\n{text}\n---\n" for path, text in files.items()}, "name: P\n", "team")
    for folder in ("decisions", "feedback"):
        made = [
            page for page in pages(found, {}) if page.address.startswith((f"roadmap/{folder}/index", f"roadmap/{folder}/page-"))
        ]
        assert [page.address for page in made] == [
            f"roadmap/{folder}/{name}" for name in ("index", *(f"page-{n}" for n in range(2, 6)))
        ]
        entries = [row.ref.id for page in made for row in page.view().rows]
        assert len(entries) == len(set(entries)) == 170
        assert [page.address for page in made if len(site[page.address].encode()) > 300_000] == []
        assert site[f"roadmap/{folder}/index"].count("page-2") == 2  # by its number, and as the next one


def test_a_block_says_how_many_items_it_has_no_room_for() -> None:
    files = {f"personas/p{n}.md": f"---\ntitle: P{n}\n---\n" for n in range(90)}
    files["features/f.md"] = "---\ntitle: F\n---\n```pmsite\nview: items\ntype: persona\n```\n"
    site = outputs(files, "name: P\n", "team")
    assert "and 50 more" in site["roadmap/features/f"]
    assert "and 50 more" not in site["roadmap/personas/index"]
