"""Views with a name: what product.yml may say of them, and what a wrong one is answered with."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmsite.audience import project
from pmsite.pages import pages
from pmsite.pipeline import load
from tests.make import TODAY, projection, write

PLAN = {"features/a.md": "title: A\nstatus: planned\nteam: web", "teams/web.md": "title: Web"}
READERS = "audiences: {customers: {fields: {feature: [title, horizon]}}, partners: {}}\n"


def faults(folder: Path, views: str) -> list[tuple[int, str, str]]:
    found = load(write(folder, PLAN, f"name: P\n{READERS}views:\n  {views}\n"), "roadmap", TODAY)
    return [(fault.span.line, fault.code, fault.hint) for fault in found.report if fault.severity.is_fault]


@pytest.mark.parametrize(
    ("view", "line", "code", "hint"),
    [
        ("a/b: {}", 4, "bad-view-name", "mobile-now"),
        ("roadmap: {}", 4, "bad-view-name", "choose another name"),
        ("now: {grup_by: team}", 4, "unknown-key", "did you mean `group_by`?"),
        ("now:\n    view: timline", 5, "unknown-choice", "did you mean timeline?"),
        ("now:\n    view: table\n    lanes: team", 6, "unknown-option", "columns"),
        ("now:\n    lanes: horizon", 5, "unknown-choice", "something else"),
        ("now:\n    view: table\n    columns: [title, teem]", 6, "unknown-choice", "did you mean team?"),
        ("now:\n    view: table\n    sort: -teem", 6, "unknown-choice", "did you mean -team?"),
        ("now:\n    audiences: [custmers]", 5, "unknown-audience", "did you mean customers?"),
        ("now:\n    where: teem == 'web'", 5, "bad-where", "did you mean team?"),
        ("now:\n    audiences: [customers]\n    where: team == 'web'", 6, "bad-where", "choose by a field that they get"),
    ],
)
def test_a_wrong_view_is_told_at_its_line(tmp_path: Path, view: str, line: int, code: str, hint: str) -> None:
    found = faults(tmp_path, view)
    assert [(at, name) for at, name, _ in found] == [(line, code)]
    assert hint in found[0][2]


def test_a_view_of_the_team_may_choose_by_any_field_and_so_may_one_for_readers_who_get_it(tmp_path: Path) -> None:
    assert (
        faults(tmp_path, "now: {where: \"team == 'web' and owner == ''\"}\n  theirs: {audiences: [partners], where: team == 'web'}")
        == []
    )


def test_an_audience_has_the_views_that_name_it_and_no_other(tmp_path: Path) -> None:
    views = "views: {ours: {}, theirs: {label: For you, audiences: [customers, partners]}}\n"
    plan = {path: text + "\nvisibility: [customers]" for path, text in PLAN.items()}
    workspace = load(write(tmp_path, plan, f"name: P\n{READERS}{views}"), "roadmap", TODAY)
    assert workspace.product is not None
    seen = project(workspace.product, "customers")
    assert [(page.address, page.title) for page in pages(seen, {}) if "/views/" in page.address] == [
        ("roadmap/views/theirs", "For you")
    ]
    assert seen.settings.views["theirs"].audiences == ("customers",)


def test_a_plan_without_features_has_no_views() -> None:
    found = pages(projection({"teams/web.md": "title: Web"}, settings="name: P\nviews: {now: {}}\n"), {})
    assert [page.address for page in found if "/views/" in page.address] == []
