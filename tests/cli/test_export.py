"""`pmsite export` as a person uses it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from pmsite.exports.registry import FORMATS
from tests.cli.test_commands import pmsite
from tests.exports.plan import FILES, SETTINGS
from tests.history import repositories
from tests.make import write


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    write(tmp_path / "roadmap", FILES, SETTINGS)
    return tmp_path


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "madr"])
def test_every_format_is_printed_or_written(plan: Path, form: str) -> None:
    words = ["export", form, *(["--type", "feature"] if form == "csv" else [])]
    printed = pmsite(plan, *words)
    assert (printed.returncode, printed.stderr) == (0, "")
    assert pmsite(plan, *words, "-o", "out").stdout == ""
    assert (plan / "out").read_text(encoding="utf-8") == printed.stdout
    assert sorted(path.name for path in plan.iterdir()) == ["out", "roadmap"]


def test_records_are_an_archive_of_what_an_audience_may_see_and_the_same_bytes_each_time(plan: Path) -> None:
    for name in ("one", "two"):
        assert pmsite(plan, "export", "madr", "--audience", "customers", "-o", name).returncode == 0
    with zipfile.ZipFile(plan / "one") as archive:
        assert archive.namelist() == ["d.md"]
    assert (plan / "one").read_bytes() == (plan / "two").read_bytes()


def test_an_audience_gets_what_it_may_see(plan: Path) -> None:
    told = json.loads(pmsite(plan, "export", "json", "--audience", "customers").stdout)
    assert {item["id"] for item in told["items"]} == {"3.2", "3.3", "1.added", "offline", "l", "d"}
    done = pmsite(plan, "export", "json", "--audience", "custmers")
    assert done.returncode == 2
    assert "'custmers' is not in roadmap/product.yml" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["json", "--language", "zh"], "json takes no --language: it holds all languages"),
        (["ics", "--type", "feature"], "ics takes no --type"),
        (["changelog", "--site-url", "https://example.org"], "changelog takes no --site-url"),
        (["atom", "--site-url", "example.org"], "begins with https://"),
    ],
)
def test_what_makes_no_sense_is_refused(plan: Path, words: list[str], message: str) -> None:
    done = pmsite(plan, "export", *words)
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())


def test_the_language_and_the_site_are_the_readers(plan: Path) -> None:
    told = pmsite(plan, "export", "jsonfeed", "--feed", "roadmap", "--language", "zh", "--site-url", "https://example.org/x").stdout
    first = json.loads(told)["items"][0]
    assert (first["title"], first["url"]) == ("状态更新：On track", "https://example.org/x/roadmap/updates/u/")


def test_a_plan_with_faults_is_not_exported_and_the_file_of_before_stays(plan: Path) -> None:
    (plan / "out.json").write_text("before", encoding="utf-8")
    write(plan / "roadmap", {"features/bad.md": "title: Bad\nstatus: bilding"}, SETTINGS)
    done = pmsite(plan, "export", "json", "-o", "out.json")
    assert done.returncode == 1
    assert "see `pmsite check`" in done.stderr
    assert (plan / "out.json").read_text(encoding="utf-8") == "before"


def test_a_place_that_cannot_be_written_is_said(plan: Path) -> None:
    done = pmsite(plan, "export", "json", "-o", "nowhere/out.json")
    assert done.returncode == 1
    assert "nowhere/out.json cannot be written" in done.stderr


def test_the_schema_is_printed_with_the_workspaces_own_fields(plan: Path) -> None:
    told = json.loads(pmsite(plan, "schema", "export").stdout)
    assert told["$defs"]["feature"]["properties"]["visibility"]["items"] == {"enum": ["customers"]}


def test_what_changed_when_is_the_teams_to_know_and_others_where_the_caller_says_so(tmp_path: Path) -> None:
    moved = FILES["releases/3.3.md"].replace("2026-12-15", "2026-12-20")
    repositories.plan(tmp_path, ("2026-11-01", FILES), ("2026-11-20", {"releases/3.3.md": moved}), settings=SETTINGS)

    def sequence(*words: str) -> Any:
        events = Calendar.from_ical(pmsite(tmp_path, "export", "ics", *words).stdout).walk("VEVENT")
        return next(event.get("SEQUENCE") for event in events if str(event["SUMMARY"]) == "Release: Next")

    assert (sequence(), sequence("--no-history")) == (1, None)
    assert (sequence("--audience", "customers"), sequence("--audience", "customers", "--history")) == (None, 1)
    assert "json takes no --history" in pmsite(tmp_path, "export", "json", "--history").stderr
