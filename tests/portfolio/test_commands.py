"""What commands tell of a portfolio: all plans that it reads, or a sentence on what they leave out."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmsite.cli import group
from tests.portfolio.joined import portfolio

APP = (
    "name: App\nsite: https://app.example/\naudiences: {company: {site: 'https://app.example/company/'}}\n",
    {
        "features/sync.md": "title: Sync\nstatus: building\ntarget: 2026-12-04\nvisibility: [company]\nsupports: [grow]",
        "features/maps.md": "title: Maps\nstatus: shipped\nshipped: 2026-11-20",
        "objectives/grow.md": "title: Grow\nperiod: 2026-Q4\nvisibility: [company]\nkey_results: [{id: kr1, title: More, baseline: 0, target: 10, current: 1}]",
        "releases/r1.md": "title: '1.0'\ndate: 2026-11-20\nvisibility: [company]",
    },
)
BOX = ("name: A box\n", {"features/store.md": "title: Store\nstatus: planned\ntarget: 2026-11-02\ndepends_on: ['app:sync']"})
PLANS = """\
plans:
  app: {label: The app, audiences: {team: team, board: company}, workspace: ../app}
  box: {audiences: {team: team}, workspace: ../box}
"""
OWN = {
    "features/own.md": "title: Own\ndepends_on: ['app:sync']\nvisibility: [board]",
    "briefs/monday.md": "title: Monday\naudience: team\nsections: [roadmap]",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return portfolio(tmp_path_factory.mktemp("p"), PLANS, {"app": APP, "box": BOX}, OWN, "name: Home\naudiences: {board: {}}\n")


@pytest.fixture
def home(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795435200")
    return root


def run(home: Path, *arguments: str) -> Result:
    done = CliRunner().invoke(group, [*arguments, "-w", str(home)])
    assert done.exit_code == 0, done.output
    return done


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["feature"], ["own", "app:maps", "app:sync", "box:store"]),
        (["feature", "--audience", "board"], ["own", "app:sync"]),
        (["feature", "--where", 'product == "app"'], ["app:maps", "app:sync"]),
        (["feature", "--where", 'product == ""'], ["own"]),
        (["objective"], ["app:grow"]),
    ],
)
def test_lists_hold_the_items_of_all_plans(arguments: list[str], ids: list[str], home: Path) -> None:
    assert sorted(run(home, "list", *arguments, "--format", "ids").stdout.split()) == sorted(ids)


def test_a_list_can_tell_the_product_of_each_item(home: Path) -> None:
    assert run(home, "list", "feature", "--fields", "id,product,path", "--sort", "id", "--format", "csv").stdout.removeprefix(
        "\ufeff"
    ).splitlines() == [
        "id,product,path",
        "app:maps,app,",
        "app:sync,app,",
        "box:store,box,",
        "own,,home/features/own.md",
    ]


def test_an_item_of_another_plan_is_shown_with_what_waits_for_it_and_where_its_page_is(home: Path) -> None:
    assert run(home, "show", "app:sync").stdout.splitlines() == [
        "Sync (app:sync)",
        "Feature · On track: due Dec 4, building",
        "https://app.example/roadmap/features/sync/",
        "",
        "  visibility  board",
        "  status      building",
        "  target      2026-12-04",
        "",
        "What follows",
        "  stage         building",
        "  target_first  2026-12-04",
        "  target_last   2026-12-04",
        "  horizon       now",
        "  product       app",
        "",
        "Names",
        "  supports",
        "    Grow (app:grow) · Objective",
        "",
        "Named by",
        "  depends_on",
        "    Own (own) · Feature",
        "    Store (box:store) · Feature",
    ]


def test_why_goes_up_through_other_plans(home: Path) -> None:
    assert "Grow (app:grow) · Objective" in run(home, "why", "app:sync").stdout


@pytest.mark.parametrize(
    ("form", "held"),
    [
        ("csv", ["\r\napp:sync,feature,Sync,", "\r\nbox:store,feature,Store,", "\r\nown,feature,Own,"]),
        ("ics", ["SUMMARY:Feature: Sync · The app", "URL:https://app.example/roadmap/features/sync/"]),
        ("atom", ["<title>1.0 · The app</title>", 'href="https://app.example/roadmap/releases/r1/"']),
        ("jsonfeed", ['"title": "1.0 · The app"', '"url": "https://app.example/roadmap/releases/r1/"']),
    ],
)
def test_tables_calendars_and_feeds_tell_of_all_plans(form: str, held: list[str], home: Path) -> None:
    done = run(home, "export", form, *(["--site-url", "https://home.example/"] if form != "csv" else []))
    text = done.stdout_bytes.decode().replace("\r\n ", "")
    assert [one for one in held if one not in text] == []
    assert "home.example/roadmap/features/app" not in text
    assert done.stderr == ""


def test_readers_outside_get_of_them_what_was_published_for_them(home: Path) -> None:
    text = run(home, "export", "csv", "--audience", "board").stdout
    assert "app:sync" in text
    assert "Maps" not in text
    assert "Store" not in text
    assert "https://app.example/company/" in run(home, "export", "atom", "--audience", "board").stdout


@pytest.mark.parametrize("form", ["json", "changelog", "madr", "jira-csv", "pingcode-csv"])
def test_what_is_of_the_portfolio_alone_says_so(form: str, home: Path) -> None:
    done = run(home, "export", form)
    assert "app:sync,feature" not in done.stdout
    assert '"Sync"' not in done.stdout
    assert done.stderr == f"{form}: the portfolio's own items alone; each of its products writes its own\n"


def test_a_brief_shows_all_plans_and_leads_to_their_sites(home: Path) -> None:
    html = run(home, "brief", "monday").stdout
    assert (
        '<a class="pm-title" href="https://app.example/roadmap/features/sync/" target="_blank" rel="noopener noreferrer">Sync</a>'
        in html
    )
    assert "Store" in html
    assert "no-page" not in html


def test_a_digest_tells_what_is_due_and_at_risk_in_all_plans_and_what_changed_in_its_own(home: Path) -> None:
    git = ["git", "-C", str(home), "-c", "user.name=T", "-c", "user.email=t@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "Begin"]):
        subprocess.run([*git, *command], check=True)
    own = home / "features/own.md"
    text = own.read_text()
    own.write_text(text.replace("title: Own", "title: Own\nstatus: planned"))
    try:
        told = run(home, "digest", "--since", "HEAD").stdout
    finally:
        own.write_text(text)
    _, _, *lines = told.splitlines()
    assert lines == [
        "Changed in the plan of Home itself",
        "- Own: Status: Planned, was Idea",
        "",
        "At risk",
        "- Store · A box: Off track: was due Nov 2, 21 days ago",
        "- Grow · The app: Off track: its only key result is off track",
        "  https://app.example/roadmap/objectives/grow/",
    ]


@pytest.mark.parametrize("command", [["list"], ["export", "csv"], ["brief", "monday"]])
def test_a_plan_that_was_not_fetched_is_an_error_and_no_gap(command: list[str], home: Path) -> None:
    lock = home / "plans/box.team.json"
    data = lock.read_bytes()
    lock.unlink()
    try:
        done = CliRunner().invoke(group, [*command, "-w", str(home)])
    finally:
        lock.write_bytes(data)
    assert done.exit_code == 1
    assert "box, team: the document is not there" in done.stderr
    assert done.stdout == ""
