"""What a shell offers, as click asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from pmsite.cli import group
from tests.make import write

FILES = {
    "features/offline.md": "title: Offline\nvisibility: [customers]",
    "features/other.md": "title: Other",
    "objectives/goal.md": "title: Goal\nkey_results: [{id: kr1, title: One}]",
}
SETTINGS = "name: P\naudiences: {customers: {}}\nviews: {soon: {where: late}}\nfields: {feature: {maturity: {kind: text}}}\n"


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write(tmp_path / "roadmap", FILES, SETTINGS)


def offered(*words: str) -> list[str]:
    *before, last = words
    return [item.value for item in ShellComplete(group, {}, "pmsite", "_PMSITE_COMPLETE").get_completions(before, last)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["show", "o"], ["offline", "other"]),
        (["show", "goal"], ["goal"]),
        (["show", "goal."], ["goal.kr1"]),
        (["why", "--audience", "customers", "o"], ["offline"]),
        (["list", "fea"], ["feature"]),
        (["list", "feature", "--fields", "id,mat"], ["id,maturity"]),
        (["list", "feature", "--fields", "score.rea"], ["score.reach"]),
        (["list", "feature", "--sort", "mat"], ["maturity"]),
        (["list", "objective", "--sort", "mat"], []),
        (["list", "--audience", ""], ["team", "customers"]),
        (["list", "--view", ""], ["soon"]),
        (["list", "--format", "i"], ["ids"]),
        (["wh"], ["why"]),
        (["set", "off"], ["offline"]),
        (["set", "offline", "matu"], ["maturity="]),
        (["set", "status=idea", "off"], []),
        (["set", "--type", "feat"], ["feature"]),
        (["rename", "off"], ["offline"]),
        (["check-in", "goal."], ["goal.kr1"]),
    ],
)
def test_names_of_the_plan_are_offered(plan: Path, words: list[str], expected: list[str]) -> None:
    assert offered(*words) == expected


def test_ids_come_with_their_titles(plan: Path) -> None:
    found = ShellComplete(group, {}, "pmsite", "_PMSITE_COMPLETE").get_completions(["show"], "off")
    assert [(item.value, item.help) for item in found] == [("offline", "Offline")]


def test_where_nothing_can_be_read_nothing_is_offered_or_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert offered("show", "") == []
    write(tmp_path / "roadmap", {"features/a.md": "title: A\nstatus: nonsense", "features/b.md": "title: B"}, "name: P\n")
    assert offered("show", "") == ["b"]
    write(tmp_path / "roadmap", {}, "name: [\n")
    assert offered("show", "") == []
    assert capfd.readouterr() == ("", "")
