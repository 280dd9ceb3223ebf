"""`pmsite fetch`: what comes is looked at, locked, and never takes the place of what is better than it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pmsite.cli import main
from tests.make import write
from tests.plan.told import published, workspace
from tests.portfolio.conftest import Host

HOME = "name: Home\naudiences: {board: {}}\n"
APP = {
    "features/sync.md": "---\ntitle: Sync\nvisibility: [company]\n---\nA long text.\n",
    "features/sync.zh.md": "---\ntitle: 同步\n---\n长文。\n",
    "features/maps.md": "title: Maps\nvisibility: [company]",
    "objectives/grow.md": "title: Grow\nkey_results: [{id: kr1, title: More}]",
}
SETTINGS = "name: App\naudiences: {company: {}}\n"
Run = Callable[..., tuple[int, str, str]]


def plan(audience: str = "team", files: Mapping[str, str] = APP, settings: str = SETTINGS) -> bytes:
    return published(workspace(files, settings), audience).encode()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795521600")
    return tmp_path


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main(["fetch", *words])
        told = capsys.readouterr()
        return int(end.value.code or 0), told.out, told.err

    return command


def home(here: Path, portfolio: str) -> Path:
    return write(here / "roadmap", {"portfolio.yml": portfolio}, HOME)


def everything(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def lock(root: Path) -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = json.loads((root / "plans/lock.json").read_text())["plans"]
    return found


def address(host: Host, more: str = "") -> str:
    return f"plans: {{app: {{audiences: {{team: team, board: company}}, from: '{host.at('/{audience}/plan.json')}'{more}}}}}\n"


def test_plans_come_for_each_audience_and_are_locked(host: Host, here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_PLAN_TOKEN", "secret")
    host.answers |= {"/team/plan.json": plan(), "/company/plan.json": plan("company")}
    root = home(here, address(host, ", token: APP_PLAN_TOKEN"))
    assert run() == (0, "app, team: new, as of 2026-11-23\napp, board: new, as of 2026-11-23\n", "")
    assert {headers["Authorization"] for _, headers in host.asked} == {"Bearer secret"}
    assert sorted(lock(root)["app"]) == ["board", "team"]
    entry = lock(root)["app"]["board"]
    assert (entry["source"], entry["fetched"], entry["day"]) == (host.at("/company/plan.json"), "2026-11-24", "2026-11-23")
    text = (root / "plans/app.board.json").read_text()
    assert [json.loads(line.rstrip(","))["id"] for line in text.splitlines()[2:-1]] == ["maps", "sync"]
    assert "long text" not in text
    assert "secret" not in (root / "plans/lock.json").read_text()
    assert run("--check") == (0, "pmsite: 2 documents are there as locked\n", "")
    before = everything(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795608000")
    assert run() == (0, "app, team: nothing new, as of 2026-11-23\napp, board: nothing new, as of 2026-11-23\n", "")
    assert everything(root) == before


def test_translated_titles_are_kept_without_their_texts(host: Host, here: Path, run: Run) -> None:
    host.answers |= {"/team/plan.json": plan(), "/company/plan.json": plan("company")}
    root = home(here, address(host))
    run()
    told = json.loads((root / "plans/app.team.json").read_text())
    assert told["items"][-1]["translations"] == {"zh": {"title": "同步"}}


def test_what_a_plan_had_once_is_known_to_be_gone_and_forgotten_where_it_comes_back(host: Host, here: Path, run: Run) -> None:
    root = home(here, f"plans: {{app: {{audiences: {{team: team}}, from: '{host.at('/plan.json')}'}}}}\n")
    host.answers["/plan.json"] = plan()
    run()
    host.answers["/plan.json"] = plan(files={"features/sync.md": "title: Sync"})
    assert run() == (0, "app, team: changed, as of 2026-11-23, 3 ids are gone\n", "")
    assert lock(root)["app"]["team"]["gone"] == ["grow", "grow.kr1", "maps"]
    host.answers["/plan.json"] = plan(files={"features/sync.md": "title: Sync", "features/maps.md": "title: Maps"})
    run()
    assert lock(root)["app"]["team"]["gone"] == ["grow", "grow.kr1"]


@pytest.mark.parametrize(
    ("comes", "told"),
    [
        (
            b"<!doctype html>\n<title>Sign in</title>",
            "app, team: what comes is no plan of pmsite: <!doctype html> <title>Sign in</title>",
        ),
        (b"", "app, team: what comes is no plan of pmsite: nothing at all"),
        (b"\xff\xfe", "app, team: what comes is not UTF-8 text"),
        (plan()[:-20], "the JSON is broken here"),
        (plan("company"), "app, team: the document is for company, and not for team"),
        (plan().replace(b'"version": 2', b'"version": 3'), "this plan is of version 3"),
        (
            plan().replace(b'"title": "Maps"', b'"titel": "Maps"').replace(b'"facts": {"titel"', b'"facts": {"x": null, "titel"'),
            "null is no fact",
        ),
        (plan(files={"features/a.md": "title: A"}).replace(b'"title": "A"', b'"title": "A\\u202e"'), "control character"),
    ],
    ids=["page", "nothing", "bytes", "half", "audience", "version", "shape", "characters"],
)
def test_what_is_no_plan_leaves_every_byte(host: Host, here: Path, run: Run, comes: bytes, told: str) -> None:
    root = home(here, f"plans: {{app: {{audiences: {{team: team}}, from: '{host.at('/plan.json')}'}}}}\n")
    host.answers["/plan.json"] = plan()
    run()
    before = everything(root)
    host.answers["/plan.json"] = comes
    code, out, err = run()
    assert (code, out) == (1, "")
    assert told in err
    assert err.endswith("pmsite: not all plans came; what was fetched of it before stays\n")
    assert everything(root) == before
    assert run("--check")[0] == 0


def test_one_that_does_not_come_keeps_no_other_back(host: Host, here: Path, run: Run) -> None:
    write(here / "roadmap", {"box.json": plan(files={"features/box.md": "title: Box"})})
    root = home(
        here,
        f"plans: {{app: {{audiences: {{team: team}}, from: '{host.at('/none.json')}'}}, box: {{audiences: {{team: team}}, from: box.json}}}}\n",
    )
    code, out, err = run()
    assert (code, out) == (1, "box, team: new, as of 2026-11-23\n")
    assert "roadmap/portfolio.yml error not-fetched app, team: its host answers 404" in err
    assert list(lock(root)) == ["box"]
    code, _, err = run("--check")
    assert code == 1
    assert "roadmap/plans/lock.json error not-locked app, team: it was never fetched" in err


def test_a_token_that_is_not_set_is_told_and_nobody_is_asked(
    host: Host, here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("APP_PLAN_TOKEN", raising=False)
    home(here, address(host, ", token: APP_PLAN_TOKEN"))
    assert "the environment variable APP_PLAN_TOKEN is not set" in run()[2]
    monkeypatch.setenv("APP_PLAN_TOKEN", "a\nInjected: b")
    assert "the environment variable APP_PLAN_TOKEN holds what no token is" in run()[2]
    assert host.asked == []


def test_a_plan_may_come_from_a_branch_of_a_repository(here: Path, run: Run) -> None:
    there = here / "ops"
    write(there, {"roadmap/plan.json": plan()})
    for words in (
        ["init", "-q", "-b", "pages"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qm", "a"],
    ):
        subprocess.run(["git", "-C", str(there), *words], check=True)
    home(here, "plans: {ops: {audiences: {team: team}, from: {git: ../ops, ref: pages, path: roadmap/plan.json}}}\n")
    assert run() == (0, "ops, team: new, as of 2026-11-23\n", "")
    home(here, "plans: {ops: {audiences: {team: team}, from: {git: ../ops, ref: other, path: roadmap/plan.json}}}\n")
    assert "ops, team: git says: fatal: couldn't find remote ref other" in run()[2]


def test_a_plan_may_be_a_workspace_of_the_same_repository(here: Path, run: Run) -> None:
    write(here / "web", APP, "name: Web\naudiences: {company: {site: 'https://web.example/'}}\n")
    root = home(here, "plans: {web: {audiences: {board: company}, workspace: ../web}}\n")
    assert run() == (0, "web, board: new, as of 2026-11-24\n", "")
    told = json.loads((root / "plans/web.board.json").read_text())
    assert (told["site"], told["items"][0]["page"]) == ("https://web.example/", "roadmap/features/maps/")
    write(here / "web", {"features/bad.md": "titel: B"}, SETTINGS)
    assert "the workspace ../web has faults" in run()[2]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda root: (root / "plans/app.team.json").write_text("{}"), "app.team.json error not-as-locked app, team: the document is not the one that was fetched"),
        (lambda root: (root / "plans/app.team.json").unlink(), "app.team.json error not-locked app, team: the document is not there"),
        (lambda root: (root / "plans/old.team.json").write_text("{}"), "old.team.json error not-locked nothing lists this document"),
        (
            lambda root: (root / "portfolio.yml").write_text("plans: {app: {audiences: {team: team}, from: b.json}}\n"),
            "app.team.json error not-locked app, team: it came from a.json, and portfolio.yml names another place",
        ),
        (
            lambda root: (root / "portfolio.yml").write_text("plans: {box: {audiences: {team: team}, from: a.json}}\n"),
            "lock.json error not-locked app, team: portfolio.yml has no such plan any more",
        ),
    ],
    ids=["changed", "missing", "unlisted", "elsewhere", "no plan"],
)  # fmt: skip
def test_what_is_not_as_it_was_locked_fails_a_check(here: Path, run: Run, spoil: Callable[[Path], object], told: str) -> None:
    root = home(here, "plans: {app: {audiences: {team: team}, from: a.json}}\n")
    (root / "a.json").write_bytes(plan())
    run()
    assert run("--check")[0] == 0
    spoil(root)
    code, _, err = run("--check")
    assert code == 1
    assert told in err


def test_a_plan_that_is_no_longer_named_is_removed(here: Path, run: Run) -> None:
    root = home(here, "plans: {app: {audiences: {team: team}, from: a.json}, box: {audiences: {team: team}, from: a.json}}\n")
    (root / "a.json").write_bytes(plan())
    run()
    home(here, "plans: {box: {audiences: {team: team}, from: a.json}}\n")
    assert run("box")[:2] == (0, "box, team: nothing new, as of 2026-11-23\n")
    assert sorted(path.name for path in (root / "plans").iterdir()) == ["box.team.json", "lock.json"]


def test_a_link_leads_nowhere(here: Path, run: Run) -> None:
    root = home(here, "plans: {app: {audiences: {team: team}, from: a.json}}\n")
    (here / "secret.json").write_bytes(plan())
    os.symlink(here / "secret.json", root / "a.json")
    assert "app, team: a.json cannot be read" in run()[2]
    (root / "a.json").unlink()
    (root / "a.json").write_bytes(plan())
    os.mkdir(here / "elsewhere")
    os.symlink(here / "elsewhere", root / "plans")
    assert run()[0] == 1
    assert list((here / "elsewhere").iterdir()) == []


def test_a_list_that_pmsite_did_not_write_is_refused(here: Path, run: Run) -> None:
    root = home(here, "plans: {app: {audiences: {team: team}, from: a.json}}\n")
    write(root, {"plans/lock.json": '{"version": 1, "plans": {"app": {"team": {"source": 1}}}}'}, HOME)
    assert "roadmap/plans/lock.json error wrong-shape plans.app.team.source is not what `pmsite fetch` writes" in run()[2]


def test_what_a_later_pmsite_knows_is_left_out_with_a_notice(here: Path, run: Run) -> None:
    root = home(here, "plans: {app: {audiences: {team: team}, from: a.json}}\n")
    (root / "a.json").write_bytes(plan().replace(b'"title": "Maps"', b'"title": "Maps", "aura": "blue"'))
    code, out, err = run()
    assert (code, out) == (0, "app, team: new, as of 2026-11-23\n")
    assert "a.json:1 notice unknown-facts aura of a feature: this pmsite does not know them" in err


def test_nothing_is_written_where_there_is_no_portfolio(here: Path, run: Run) -> None:
    write(here / "roadmap", {}, HOME)
    assert run() == (1, "", "Error: there is no roadmap/portfolio.yml, which names the plans to bring\n")
