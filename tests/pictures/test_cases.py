"""What pictures show: each case is a picture of the plan that all views are tried with, as its file, light or dark, in English or Chinese.

`PMSITE_WRITE_EXPECTED=1 pytest tests/pictures` draws them anew, to be looked at before they are committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmsite.cli import group
from tests.history.repositories import plan
from tests.make import write

HERE = Path(__file__).parent
DUTIES = HERE.parent / "views/plans/duties"
DAY = "1795392000"
CASES = {
    "roadmap": ("roadmap",),
    "roadmap-dark-zh": ("roadmap", "--theme", "dark", "--language", "zh"),
    "timeline": ("timeline",),
    "timeline-as-the-reader-has-it": ("timeline", "--theme", "auto"),
    "goals": ("goals",),
    "metric": ("metric", "--of", "active"),
}


def drawn(*words: str) -> Result:
    return CliRunner().invoke(group, ["picture", *words], env={"SOURCE_DATE_EPOCH": DAY, "COLUMNS": "80"}, prog_name="pmsite")


def expected(name: str, found: str) -> str:
    path = HERE / "cases" / f"{name}.svg"
    if os.environ.get("PMSITE_WRITE_EXPECTED"):
        path.write_text(found, encoding="utf-8", newline="")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CASES)
def test_a_picture_shows(name: str) -> None:
    result = drawn(*CASES[name], "-w", str(DUTIES))
    assert result.exit_code == 0, result.stderr
    assert result.stdout == expected(name, result.stdout)


RELEASE = "title: {title}\nstatus: {status}\nrelease: '1.0'"


def test_a_burn_up_is_drawn_from_the_history(tmp_path: Path) -> None:
    first = {"releases/1.0.md": "title: One\ndate: 2026-12-01", "features/a.md": RELEASE.format(title="A", status="planned")}
    plan(
        tmp_path,
        ("2026-10-01", first),
        ("2026-10-20", {f"features/{name}.md": RELEASE.format(title=name, status="planned") for name in "bcd"}),
        ("2026-11-05", {"features/a.md": RELEASE.format(title="A", status="shipped")}),
        ("2026-11-15", {"features/b.md": RELEASE.format(title="B", status="shipped")}),
    )
    result = drawn("burn-up", "-w", str(tmp_path / "roadmap"))
    assert result.exit_code == 0, result.stderr
    assert result.stdout == expected("burn-up", result.stdout)


BRIEF = "title: Where we stand\naudience: customers\nas_of: 2026-11-10\nsections: [roadmap, {view: timeline, title: When}, risks, {view: text, text: Hello}]"
FEATURES = {
    "features/seen.md": "title: Seen\nstatus: building\ntarget: 2026-12-10\nvisibility: [customers]",
    "features/kept.md": "title: Kept\nstatus: building\ntarget: 2026-12-11",
    "briefs/state.md": BRIEF,
}
SETTINGS = "name: P\naudiences: {customers: {label: Our customers, dates: month}, press: {}}\n"


def test_a_section_of_a_brief_is_drawn_for_its_readers_as_of_its_day(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", FEATURES, SETTINGS)
    for what, title in (("state/timeline", "When"), ("state/2", "When"), ("state/roadmap", "What comes next")):
        found = drawn(what, "-w", str(tmp_path / "roadmap")).stdout
        assert f">{title}</text>" in found
        assert ">Our customers · As of Nov 10, 2026</text>" in found
        assert ">Seen</text>" in found
        assert "Dec 2026" in found
        assert "Kept" not in found


def test_a_picture_shows_what_is_chosen(tmp_path: Path) -> None:
    more = {
        "features/a.md": "title: A\nstatus: planned\nteam: crew",
        "features/b.md": "title: B\nstatus: planned",
        "teams/crew.md": "title: Crew",
    }
    place = str(write(tmp_path / "roadmap", {**FEATURES, **more}, SETTINGS))
    found = drawn("roadmap", "-w", place, "--where", 'team == "crew"').stdout
    assert ">A</text>" in found
    assert ">B</text>" not in found
    assert ">Crew</text>" in drawn("roadmap", "-w", place, "--group-by", "team").stdout


REFUSED = {
    ("rodmap",): "there is no picture of rodmap; did you mean roadmap?",
    (
        "calendar",
    ): "there is no picture of calendar; write one of roadmap, timeline, goals, metric, burn-up, or a brief and its section",
    ("goals",): "these readers see no goal of today or to come; give goals a `visibility`",
    ("timeline", "--audience", "press"): "no feature that these readers see has a date in these quarters",
    ("roadmap", "--audience", "press"): "nothing is planned that these readers see",
    ("roadmap", "--audience", "prss"): "the audience 'prss' is not in roadmap/product.yml",
    ("metric",): "the vision names no North Star that these readers see; name a metric with --of",
    ("metric", "--of", "seen"): "seen is no metric that these readers see; these readers see no metric",
    ("burn-up",): "no release that these readers see is to come; name a release with --of",
    ("roadmap", "--of", "seen"): "roadmap takes no --of: only metric, burn-up",
    ("metric", "--where", "x"): "metric takes no --where: only roadmap, timeline, goals",
    ("timeline", "--group-by", "team"): "timeline takes no --group-by: only roadmap",
    ("roadmap", "--where", "taem == 1"): "--where: ",
    ("roadmap", "--audience", "customers", "--where", "owner == 1"): "--where: ",
    ("state/risks",): "risks is told in words, not drawn; write one of roadmap, timeline, goals, trend",
    ("state/text",): "text is told in words, not drawn",
    ("state/9",): "the brief state has no section 9; write one of roadmap, timeline, risks, text, or its number",
    ("state/0",): "has no section 0",
    ("stat/1",): "there is no brief stat; did you mean state?",
    ("state/1", "--audience", "press"): "the brief state is for customers, not for press",
    ("roadmap", "--format", "png", "--theme", "auto"): "a PNG is light or dark; auto is for svg",
}


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_cannot_be_drawn_is_said_in_a_sentence(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "roadmap", FEATURES, SETTINGS)
    monkeypatch.chdir(tmp_path)
    result = drawn(*words)
    assert result.exit_code in (1, 2)
    assert REFUSED[words] in " ".join(result.stderr.split())
    assert not result.stdout


def test_a_plan_with_faults_is_not_drawn(tmp_path: Path) -> None:
    write(tmp_path / "roadmap", {"features/a.md": "title: A\nstatus: bilding"})
    result = drawn("roadmap", "-w", str(tmp_path / "roadmap"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "bilding is not a status" in result.stderr
