"""What becomes of the items of other plans beside one's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from pmsite.model.feature import Feature
from pmsite.model.release import Release
from pmsite.pipeline import load
from pmsite.wording.dates import period_words
from tests.make import TODAY, write
from tests.portfolio.joined import built, fetched, portfolio, seen

ONE = "plans: {app: {audiences: {team: team}, workspace: ../app}}\n"
TWO = "plans: {app: {audiences: {team: team}, workspace: ../app}, box: {audiences: {team: team}, workspace: ../box}}\n"
Files = Mapping[str, str]


def of_app(
    root: Path, files: Files, own: str = "", home: Files | None = None, settings: str = "name: Home\n", more: str = ""
) -> Path:
    return portfolio(root, ONE + more, {"app": (f"name: App\n{own}", files)}, home or {}, settings)


def feature(root: Path, name: str = "app:a") -> Feature:
    found = seen(root).items[name]
    assert isinstance(found, Feature)
    return found


@pytest.mark.parametrize(
    ("theirs", "ours", "told"),
    [
        ("beta: {stage: building, label: Beta}", "", ("building", "building", "Beta")),
        ("beta: {stage: building, label: Beta}", "beta: {stage: building, label: Trial}", ("beta", "building", "Beta")),
        ("beta: {stage: building}", "beta: {stage: shipped}", ("building", "building", "beta")),
    ],
)
def test_a_status_is_of_its_stage_under_their_label(tmp_path: Path, theirs: str, ours: str, told: tuple[str, str, str]) -> None:
    home = of_app(
        tmp_path,
        {"features/a.md": "title: A\nstatus: beta"},
        f"statuses: {{{theirs}}}\n",
        settings=f"name: Home\nstatuses: {{{ours}}}\n",
    )
    status = feature(home).status
    assert (status.id, status.stage, status.label) == told


@pytest.mark.parametrize(
    ("level", "told"), [("saga", "initiative"), ("bet", "epic"), ("thing", "feature"), ("bit", "story"), ("", "")]
)
def test_a_level_is_the_one_of_the_same_role_and_rank(tmp_path: Path, level: str, told: str) -> None:
    own = "levels: {saga: {role: group}, bet: {role: group}, thing: {role: unit}, bit: {role: part}}\n"
    home = of_app(tmp_path, {"features/a.md": "title: A" + (f"\nlevel: {level}" if level else "")}, own)
    assert feature(home).level == told


@pytest.mark.parametrize(
    ("starts", "target", "told"),
    [
        (4, "2027-Q1", "Q2 2026"),
        (2, "2027-Q1", "Feb\u2009–\u2009Apr 2026"),
        (4, "2027", "Apr 2026\u2009–\u2009Mar 2027"),
        (4, "2026-12", "Dec 2026"),
        (1, "2026-Q4", "Q4 2026"),
    ],
)
def test_a_fiscal_period_is_told_by_its_months_where_ours_are_others(tmp_path: Path, starts: int, target: str, told: str) -> None:
    home = of_app(tmp_path, {"features/a.md": f"title: A\ntarget: {target}"}, f"fiscal_year_starts: {starts}\n")
    found = feature(home).target
    assert found is not None
    assert period_words(found, "en") == told


def test_custom_fields_come_only_where_portfolio_yml_says_so(tmp_path: Path) -> None:
    own = "fields: {feature: {maturity: {kind: text}, cost: {kind: number}}}\n"
    files = {"features/a.md": "title: A\nmaturity: open\ncost: 3"}
    assert feature(of_app(tmp_path / "none", files, own, settings=f"name: Home\n{own}")).custom == {}
    home = of_app(tmp_path / "one", files, own, settings=f"name: Home\n{own}", more="fields: {feature: [maturity]}\n")
    assert feature(home).custom == {"maturity": "open"}


def test_words_are_in_our_language_where_they_are_told_in_it(tmp_path: Path) -> None:
    files = {"features/a.md": "title: A", "features/a.zh.md": "title: 甲", "features/b.md": "title: B"}
    home = of_app(tmp_path, files, settings="name: Home\nlanguage: zh\n")
    assert [item.title for item in seen(home).items.values()] == ["甲", "B"]


BOTH = {"app": ("name: App\n", {"features/a.md": "title: A\nrelease: '1.0'", "releases/1.0.md": "title: One\ndate: 2026-12-01"}),
        "box": ("name: Box\n", {"features/b.md": "title: B\nrelease: '1.0'", "releases/1.0.md": "title: One\ndate: 2026-12-15"})}  # fmt: skip


def test_nothing_is_one_thing_because_it_has_one_name(tmp_path: Path) -> None:
    found = seen(portfolio(tmp_path, TWO, BOTH))
    assert [release.id for release in found.of(Release)] == ["app:1.0", "box:1.0"]


@pytest.mark.parametrize(("first", "second"), [("app", "box"), ("box", "app")])
def test_what_is_said_to_be_the_same_is_one_and_the_first_tells_its_facts(tmp_path: Path, first: str, second: str) -> None:
    home = portfolio(tmp_path, f"{TWO}same: {{release: [{first}, {second}]}}\n", BOTH)
    made = built(home)
    assert [release.id for release in made.product.of(Release)] == [f"{first}:1.0"]
    assert {link.target for link in made.product.links if link.field == "release"} == {f"{first}:1.0"}
    assert [f"{d.span} {d.code} {d.message}" for d in made.workspace.report] == [
        f"home/portfolio.yml same-differs {first}:1.0 and {second}:1.0 are to be one release, and differ in date: {first}:1.0 counts"
    ]


def test_what_one_of_them_lacks_is_the_other_ones(tmp_path: Path) -> None:
    plans = {
        **BOTH,
        "box": ("name: Box\n", {"features/b.md": "title: B\nrelease: '1.0'\nrelated: [c]", "features/c.md": "title: C"}),
    }
    plans["box"] = ("name: Box\n", {"features/b.md": "title: B", "releases/2.0.md": "title: Two"})
    found = seen(portfolio(tmp_path, f"{TWO}same: {{release: [app, box]}}\n", plans))
    assert sorted(release.id for release in found.of(Release)) == ["app:1.0", "box:2.0"]


def test_what_has_moved_is_followed(tmp_path: Path) -> None:
    files = {"features/own.md": "title: Own\ndepends_on: ['app:sync']"}
    plans = {"app": ("name: App\n", {"features/a.md": "title: A"}), "box": ("name: Box\n", {"features/sync.md": "title: Sync"})}
    for name, (own, theirs) in plans.items():
        write(tmp_path / name, theirs, own)
    home = write(tmp_path / "home", {**files, "portfolio.yml": f"{TWO}moved: {{app:sync: box:sync}}\n"}, "name: Home\n")
    fetched(home)
    assert [(link.source, link.target) for link in seen(home).links] == [("own", "box:sync")]
    assert not load(home, "home", TODAY).report.failed


def test_what_is_gone_breaks_no_build_and_what_was_never_there_does(tmp_path: Path) -> None:
    home = of_app(
        tmp_path,
        {"features/a.md": "title: A", "features/b.md": "title: B"},
        home={"features/own.md": "title: Own\ndepends_on: ['app:b']"},
    )
    (tmp_path / "app/features/b.md").unlink()
    fetched(home)
    assert [d.code for d in load(home, "home", TODAY).report if d.severity.is_fault] == ["gone-elsewhere"]
    assert "own" in seen(home).items
    write(home, {"features/own.md": "title: Own\ndepends_on: ['app:c']"}, "name: Home\n")
    assert [d.code for d in load(home, "home", TODAY).report if d.severity.is_fault] == ["unknown-elsewhere"]


def test_people_of_two_plans_are_not_one(tmp_path: Path) -> None:
    home = of_app(tmp_path, {"features/a.md": "title: A\nowner: ada"}, home={"people/ada.md": "title: Ada of ours"})
    assert feature(home).owner == "app:ada"
    assert [link.target for link in seen(home).links] == []


def test_a_loop_over_two_plans_is_no_fault_of_either(tmp_path: Path) -> None:
    plans = {
        "app": ("name: App\n", {"features/a.md": "title: A\ndepends_on: ['box:b']"}),
        "box": ("name: Box\n", {"features/b.md": "title: B\ndepends_on: ['app:a']"}),
    }
    for name, (own, theirs) in plans.items():
        others = {"app": "box", "box": "app"}
        write(
            tmp_path / name,
            {
                **theirs,
                "portfolio.yml": f"plans: {{{others[name]}: {{audiences: {{team: team}}, workspace: ../{others[name]}}}}}\n",
            },
            own,
        )
    assert "roadmap/dependencies" in {page.address for page in built(portfolio(tmp_path, TWO, plans)).pages}


def test_the_own_document_of_a_portfolio_holds_its_own_items(tmp_path: Path) -> None:
    home = of_app(tmp_path, {"features/a.md": "title: A"}, home={"features/own.md": "title: Own\ndepends_on: ['app:a']"})
    made = built(home)
    assert list(made.whole.original.items) == ["own"]
    assert list(made.own.items) == ["own"]


def test_a_text_brings_no_document_of_others_along(tmp_path: Path) -> None:
    home = of_app(
        tmp_path,
        {"features/a.md": "title: A"},
        home={"features/own.md": "---\ntitle: Own\n---\nSee [it](../plans/app.team.json) and [that](../portfolio.yml).\n"},
    )
    assert {d.code for d in load(home, "home", TODAY).report if d.severity.is_fault} == {"broken-link"}
