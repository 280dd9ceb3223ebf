"""`pmsite audit` of a portfolio's site: nothing of what other plans published for other readers is in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmsite.cli import group
from tests.portfolio.joined import built, html_of, portfolio

APP = (
    "name: App\naudiences: {company: {}}\n",
    {
        "features/sync.md": "title: Sync of notebooks\nvisibility: [company]",
        "features/acquisition.md": "title: Buy the rival next door",
        "features/shared-word.md": "title: Own quiet plan",
    },
)
OWN = {"features/own.md": "title: Own loud plan\nvisibility: [board]", "features/quiet.md": "title: Sync of notebooks"}
PLANS = "plans: {app: {audiences: {team: team, board: company}, workspace: ../app}}\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return portfolio(tmp_path_factory.mktemp("p"), PLANS, {"app": APP}, OWN, "name: Home\naudiences: {board: {}}\n")


def audit(home: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795435200")
    return CliRunner().invoke(group, ["audit", str(site), "--audience", "board", "-w", str(home)])


def written(home: Path, audience: str, folder: Path) -> Path:
    for name, html in html_of(built(home, audience)).items():
        path = folder / f"{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8")
    return folder


def test_a_site_with_what_was_published_for_its_readers_is_sound(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = audit(home, written(home, "board", tmp_path), monkeypatch)
    assert (done.exit_code, done.stdout.count("Proof of the search: 2 of 2 visible titles found")) == (0, 1), done.output


def test_what_is_of_another_plan_and_for_others_is_found_by_its_words_and_by_its_id(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = written(home, "board", tmp_path)
    (site / "leak.html").write_text("<p>Buy the rival next door</p>")
    (site / "other.html").write_text('<a href="https://app.example/roadmap/features/shared-word/">x</a>')
    done = audit(home, site, monkeypatch)
    assert done.exit_code == 1
    assert "leak.html holds title of home/plans/app.team.json/features/acquisition.md" in done.stdout
    assert "other.html holds id of home/plans/app.team.json/features/shared-word.md" in done.stdout
    assert "rival" not in done.stdout
