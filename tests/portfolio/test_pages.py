"""What pages tell of the products of a portfolio."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pmsite.model.team import Team
from pmsite.views.modules import at_risk, dependencies, home, roadmap, table, timeline
from tests.portfolio.joined import built, html_of, portfolio, seen

APP = (
    "name: App\nsite: https://app.example/\naudiences: {company: {}}\n",
    {
        "features/sync.md": "title: Sync\nstatus: building\ntarget: 2026-10\nteam: core\nvisibility: [company]",
        "features/maps.md": "title: Maps\nstatus: shipped\nvisibility: [company]",
        "teams/core.md": "title: Core",
        "visions/v.md": "title: V\nstatement: What App is for.",
    },
)
BOX = ("name: A box\n", {"features/store.md": "title: Store\nstatus: planned\nteam: core", "teams/core.md": "title: Core"})
PLANS = """\
plans:
  app: {label: The app, audiences: {team: team, board: company}, workspace: ../app, stale_after: 0}
  box: {audiences: {team: team}, workspace: ../box}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {"features/own.md": "title: Own\nvisibility: [board]"}
    return portfolio(tmp_path, PLANS, {"app": APP, "box": BOX}, files, "name: Home\naudiences: {board: {}}\n")


def test_home_and_at_risk_have_a_row_for_each_product(root: Path) -> None:
    product = seen(root)
    rows = [
        (one.ref.title, one.total, [(s.stage, s.count) for s in one.stages], one.needs, one.day)
        for one in home.build(product).plans
    ]
    assert rows == [
        ("Home", 1, [("idea", 1)], 0, None),
        ("A box", 1, [("planned", 1)], 0, date(2026, 11, 23)),
        ("The app", 2, [("shipped", 1), ("building", 1)], 1, date(2026, 11, 23)),
    ]
    assert at_risk.build(product).plans == home.build(product).plans


def test_readers_outside_learn_of_the_products_that_publish_for_them(root: Path) -> None:
    assert [one.ref.title for one in home.build(seen(root, "board")).plans] == ["Home", "The app"]
    assert "A box" not in "".join(html_of(built(root, "board")).values())


def test_how_old_a_plan_is_is_told_and_marked_where_it_is_too_old(root: Path) -> None:
    lock = root / "plans/lock.json"
    text = lock.read_text()
    assert '"day": "2026-11-23"' in text
    lock.write_text(text.replace('"day": "2026-11-23"', '"day": "2026-11-06"'))
    html = html_of(built(root))["index"]
    assert '<span class="pm-late">' in html
    assert html.count("17 days old") == 2
    assert html.count('<span class="pm-note">\n17 days old') + html.count('<span class="pm-note">17 days old') == 1


def test_features_are_grouped_by_product_on_the_roadmap_and_in_the_timeline(root: Path) -> None:
    product = seen(root)
    groups = [(group.ref.title if group.ref else "", group.total) for group in roadmap.build(product, "plan").groups]
    assert groups == [("Home", 1), ("A box", 1), ("The app", 2)]
    assert timeline.ways(product) == ("team", "plan")
    lanes = [lane.ref.title if lane.ref else lane.key for lane in timeline.build(product, lanes="plan").lanes]
    assert lanes == ["overdue", "Home", "A box"]
    pages = html_of(built(root))
    assert '<a href="https://app.example/">The app</a>' in pages["roadmap/by-product"]
    assert "roadmap/timeline/by-product" in pages


def test_lists_can_be_filtered_by_product(root: Path) -> None:
    filters = {choices.column: choices.values for choices in table.build(seen(root), 1).filters}
    assert filters["plan"] == (("box:", "A box", 1), (":", "Home", 1), ("app:", "The app", 2))


def test_teams_of_one_name_are_told_apart(root: Path) -> None:
    assert [team.title for team in seen(root).of(Team)] == ["Core · A box", "Core · The app"]


def test_a_portfolio_is_not_what_one_of_its_products_is(root: Path) -> None:
    assert home.build(seen(root)).vision is None


def test_a_plan_alone_knows_nothing_of_products(tmp_path: Path) -> None:
    from pmsite.pipeline import Build, load, show
    from tests.make import TODAY, write

    made = show(load(write(tmp_path, {"features/a.md": "title: A"}, "name: P\n"), "roadmap", TODAY), "team")
    assert isinstance(made, Build)
    assert home.build(made.product).plans == ()
    assert "roadmap/by-product" not in {page.address for page in made.pages}


def test_what_waits_for_a_plan_that_is_not_here_says_so_to_the_team_alone(tmp_path: Path) -> None:
    box = ("name: Box\naudiences: {all: {}}\n", {"features/b.md": "title: B\ndepends_on: ['control:kep-1441']\nvisibility: [all]"})
    plans = "plans: {box: {audiences: {team: team, board: all}, workspace: ../box}}\n"
    home_ = portfolio(tmp_path, plans, {"box": box}, {}, "name: Home\naudiences: {board: {}}\n")
    assert [(card.id, id) for card, id in dependencies.build(seen(home_)).elsewhere] == [("box:b", "control:kep-1441")]
    assert "control:kep-1441" in html_of(built(home_))["roadmap/dependencies"]
    assert "control" not in "".join(html_of(built(home_, "board")).values())
