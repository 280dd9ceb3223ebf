"""Three products and their portfolio: sound on any day, in both languages, and something to look at on a Monday."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from click.testing import CliRunner

from pmsite import starter
from pmsite.cli import group
from pmsite.model.feature import Feature
from pmsite.model.team import Team
from pmsite.pipeline import Build, load, show
from pmsite.views.modules import dependencies, home

DAYS = [date(2026, 10, 2), date(2026, 12, 31), date(2028, 2, 29)]
STORY = {"planned-in-the-past"}
"""What the story is about: one feature is overdue."""


def begun(folder: Path, language: str, today: date, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime.combine(today, time(12), UTC).timestamp())))
    done = CliRunner().invoke(group, ["init", str(folder), "--portfolio", "--language", language])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("language", starter.LANGUAGES)
def test_all_plans_are_sound_on_any_day_and_their_portfolio_needs_no_network(
    language: str, today: date, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(tmp_path, language, today, monkeypatch)
    for name in (*starter.PRODUCTS, starter.PORTFOLIO):
        assert (tmp_path / name / "mkdocs.yml").exists()
        found = load(tmp_path / name / "roadmap", "roadmap", today)
        assert [f"{name}: {d.span} {d.code} {d.message}" for d in found.report if d.code not in STORY] == []
    for audience in ("team", "board"):
        made = show(found, audience)
        assert isinstance(made, Build)
        assert len(made.product.of(Feature)) == {"team": 18, "board": 16}[audience]


@pytest.mark.parametrize("language", starter.LANGUAGES)
def test_the_portfolio_tells_what_one_product_alone_cannot(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(tmp_path, language, date(2026, 12, 1), monkeypatch)
    made = show(load(tmp_path / starter.PORTFOLIO / "roadmap", "roadmap", date(2026, 12, 1)), "team")
    assert isinstance(made, Build)
    assert [(one.ref.id, one.total, one.needs) for one in sorted(home.build(made.product).plans, key=lambda one: one.ref.id)] == [
        (":", 2, 3),
        ("counter:", 6, 2),
        ("oven:", 5, 2),
        ("rounds:", 5, 1),
    ]
    late = {(row.card.id, row.needs.id) for row in dependencies.build(made.product).rows if row.clash}
    assert ("counter:pre-orders", "oven:batch-sync") in late
    assert [team.id for team in made.product.of(Team) if team.id.endswith("platform")] == ["counter:platform"]


def test_nothing_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(tmp_path, "en", date(2026, 12, 1), monkeypatch)
    done = CliRunner().invoke(group, ["init", str(tmp_path), "--portfolio"])
    assert done.exit_code == 2
    assert "nothing was written" in done.output


@pytest.mark.parametrize("option", [["--example"], ["--name", "P"], ["--ci", "github"], ["--deploy", "caddy"]])
def test_what_is_of_one_plan_is_refused(option: list[str], tmp_path: Path) -> None:
    done = CliRunner().invoke(group, ["init", str(tmp_path / "new"), "--portfolio", *option])
    assert done.exit_code == 2
    assert f"leave {option[0]} out" in done.output
    assert not (tmp_path / "new").exists()
