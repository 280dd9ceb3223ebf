"""What is hidden from readers makes no difference to their digest, and would be found in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pmsite.audience import project
from pmsite.audit.search import search
from pmsite.audit.secrets import secrets
from pmsite.cli import group
from pmsite.digest.registry import FORMS
from pmsite.pipeline import load
from tests.digest.test_cases import DAY
from tests.history.repositories import plan
from tests.make import TODAY

SETTINGS = "name: P\naudiences: {customers: {site: 'https://p.example'}}\n"
SEEN = {
    "before": "title: Open door\nstatus: planned\ntarget: 2026-11-25\nvisibility: [customers]",
    "after": "title: Open door\nstatus: building\ntarget: 2026-11-26\nvisibility: [customers]\nowner: {owner}\nteam: crew",
}
HIDDEN = {
    "features/sealed-room.md": "title: zq_sealed @room\nstatus: building\ntarget: 2026-11-24\nteam: crew",
    "teams/crew.md": "title: Zq crew of nobody\nlead: zq-leader",
    "launches/zq-day.md": "title: Zq day\ndate: 2026-11-27\nstatus: ready\nchecklist: {marketing: [{text: zq task one, due: 2026-11-20}]}",
    "updates/zq-week.md": "title: Zq week\nkind: weekly\nteam: crew\ndate: 2026-11-02",
}


def told(folder: Path, form: str, *words: str) -> str:
    command = ["digest", "--since", "HEAD~1", "--format", form, "-w", str(folder / "roadmap"), *words]
    result = CliRunner().invoke(group, command, env={"SOURCE_DATE_EPOCH": DAY})
    assert result.exit_code == 0, result.stderr
    return result.stdout


def two_plans(folder: Path) -> tuple[Path, Path]:
    """A plan, and the same with what its customers may not see."""
    before, after = {"features/open.md": SEEN["before"]}, {"features/open.md": SEEN["after"].format(owner="zq-owner-1")}
    crew = {"teams/crew.md": "title: Crew"}
    poor = plan(folder / "poor", ("2026-11-10", {**before, **crew}), ("2026-11-20", after), settings=SETTINGS)
    rich = {"features/open.md": SEEN["after"].format(owner="zq-owner-2"), **HIDDEN}
    changed = {**before, **crew, "features/gone.md": "title: zq gone\nstatus: idea"}
    return poor, plan(
        folder / "rich", ("2026-11-10", changed), ("2026-11-20", {**rich, "features/gone.md": None}), settings=SETTINGS
    )


@pytest.mark.parametrize("form", FORMS)
def test_what_is_hidden_makes_no_difference(form: str, tmp_path: Path) -> None:
    poor, rich = two_plans(tmp_path)
    found = told(rich, form, "--audience", "customers")
    assert found == told(poor, form, "--audience", "customers")
    assert "Open door" in found
    assert "zq" not in found.lower()


@pytest.mark.parametrize("form", FORMS)
def test_what_is_hidden_is_found_in_the_digest_of_the_team(form: str, tmp_path: Path) -> None:
    _, rich = two_plans(tmp_path)
    (tmp_path / "outbox").mkdir()
    ending = {"text": "txt", "markdown": "md", "html": "html"}.get(form, "json")
    (tmp_path / f"outbox/digest.{ending}").write_text(told(rich, form), encoding="utf-8")
    found = load(rich / "roadmap", "roadmap", TODAY)
    assert found.product is not None
    hidden = secrets(found.product, project(found.product, "customers"), found.records, found.translations, found.files)
    for place in (tmp_path / "outbox", tmp_path / f"outbox/digest.{ending}"):
        leaks = {(leak.path, leak.field) for leak in search(place, hidden).leaks}
        assert ("roadmap/features/sealed-room.md", "title") in leaks
        assert ("roadmap/launches/zq-day.md", "checklist") in leaks
    own = tmp_path / "outbox" / "customers"
    own.write_text(told(rich, form, "--audience", "customers"), encoding="utf-8")
    assert not search(own, hidden).leaks
