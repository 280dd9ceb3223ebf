"""The notes of one release, as one audience may see them, for the page of a code host or for a mail."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmsite.cli import group
from tests.make import write

SETTINGS = "name: P\naudiences: {public: {}, customers: {}, partners: {}}\ntrackers: {APP: 'https://tracker.example/{n}'}\n"
PLAN: Mapping[str, str | bytes] = {
    "releases/1.3.0.md": "---\ntitle: Winter\nversion: 1.3.0\ndate: 2026-11-20\nsummary: Less *waiting*.\n"
    "highlights:\n  - Search\nvisibility: [public, customers]\n---\nThanks to all. <!-- internal -->Sorry, Ann.<!-- /internal -->\n",
    "releases/1.2.0.md": "title: Autumn\nversion: 1.2.0\ndate: 2026-10-20\nyanked: true\nvisibility: [public, customers]",
    "releases/1.1.0.md": "title: Summer\nversion: 1.1.0\ndate: 2026-07-20\nvisibility: [partners]",
    "releases/1.0.0.md": "title: Spring\nversion: 1.0.0\ndate: 2026-04-20",
    "changes/search.md": "title: Search\nkind: added\nsummary: As you type.\nrelease: 1.3.0\nvisibility: [public, customers]\nreferences: [APP-1]",
    "changes/paid.md": "title: Only for customers\nkind: added\nrelease: 1.3.0\nvisibility: [customers]",
    "changes/ours.md": "title: Of the team\nkind: fixed\nrelease: 1.3.0",
    "changes/gone.md": "title: Weekly mail\nkind: deprecated\nends: 2027-06-30\nmigration: Call `feed()`\nrelease: 1.3.0\nvisibility: [public]",
    "changes/told.md": "---\ntitle: See the guide…\nkind: fixed\nrelease: 1.3.0\nvisibility: [public]\n---\nSee [the guide](https://docs.example/a_b_c), or `x_y`\n\n- one\n- two\n",
    "features/find.md": "title: Find\nsummary: In all notes.\nstatus: shipped\nrelease: 1.3.0\nvisibility: [public]",
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    monkeypatch.delenv("PMSITE_AUDIENCE", raising=False)
    write(tmp_path / "roadmap", PLAN, SETTINGS)
    return tmp_path / "roadmap"


def notes(root: Path, *words: str) -> Result:
    return CliRunner().invoke(group, ["release", "notes", *words, "-w", str(root)])


def test_notes_are_markdown_for_the_public_and_have_no_heading_of_their_own(root: Path) -> None:
    done = notes(root, "1.3.0")
    assert (done.exit_code, done.stderr) == (0, "note: as public may see it\n"), done.output
    assert done.stdout == (
        "Less waiting.\n\n- Search\n\nThanks to all.\n\n"
        "### Added\n\n- Search: As you type.\n\n"
        "### Deprecated\n\n- Weekly mail\n\n  Ends Jun 30, 2027\n\n  **Migration**:\n\n  Call `feed()`\n\n"
        "### Fixed\n\n- See [the guide](https://docs.example/a_b_c), or `x_y`\n  - one\n  - two\n\n"
        "### Features shipped\n\n- Find: In all notes.\n"
    )


def test_notes_as_text_say_what_they_are_of(root: Path) -> None:
    assert notes(root, "1.3.0", "--format", "text").stdout == (
        "Winter (Nov 20, 2026)\n\nLess waiting.\n\n- Search\n\nThanks to all.\n\n"
        "Added\n\n- Search: As you type.\n\n"
        "Deprecated\n\n- Weekly mail\n\n  Ends Jun 30, 2027\n\n  Migration:\n\n  Call feed()\n\n"
        "Fixed\n\n- See the guide (https://docs.example/a_b_c), or x_y\n  - one\n  - two\n\n"
        "Features shipped\n\n- Find: In all notes.\n"
    )


def test_notes_speak_the_language_that_is_asked_for(root: Path) -> None:
    assert "### 新增\n" in notes(root, "1.3.0", "--language", "zh").stdout


@pytest.mark.parametrize("written", ["1.3.0", "v1.3", "1.3", "Release 1.3.0"])
def test_a_release_is_found_however_its_version_is_written(root: Path, written: str) -> None:
    assert "Thanks to all." in notes(root, written).stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--audience", "customers"), ["Only for customers"]),
        (("--audience", "public"), []),
        (("--audience", "team"), ["Only for customers", "Of the team"]),
    ],
)
def test_notes_tell_what_their_audience_may_see(root: Path, words: tuple[str, ...], told: list[str]) -> None:
    done = notes(root, "1.3.0", *words)
    assert [title for title in ("Only for customers", "Of the team") if title in done.stdout] == told
    assert "Ann" not in done.stdout or "team" in words


def test_whom_notes_are_for_is_the_only_audience_that_sees_the_release_or_asked_for(root: Path) -> None:
    assert notes(root, "1.1.0").stderr == "note: as partners may see it\n"
    assert "1.0.0 is for the team alone: say whom the notes are for with --audience" in notes(root, "1.0.0").output
    assert notes(root, "1.0.0", "--audience", "team").exit_code == 0
    assert "public may not see 1.0.0" in notes(root, "1.0.0", "--audience", "public").output
    assert notes(root, "1.3.0", "--audience", "pubic").exit_code == 2


def test_a_withdrawn_release_says_so_first(root: Path) -> None:
    assert notes(root, "1.2.0").stdout.startswith("> **This release was withdrawn.**\n")
    assert "Autumn (Oct 20, 2026)\n\nThis release was withdrawn.\n" in notes(root, "1.2.0", "--format", "text").stdout


def test_what_is_no_release_is_told_with_those_that_are(root: Path) -> None:
    done = notes(root, "9")
    assert (done.exit_code, "there is no release 9; the newest are 1.3.0, 1.2.0, 1.1.0" in done.output) == (1, True)


def test_the_notes_of_a_candidate_are_in_what_it_became(root: Path) -> None:
    write(root, {"releases/1.3.0-rc.1.md": "title: C\nversion: 1.3.0-rc.1\ndate: 2026-11-19"}, SETTINGS)
    assert "1.3.0-rc.1 became 1.3.0" in notes(root, "1.3.0-rc.1").output


def test_the_command_that_makes_releases_is_as_it_was(root: Path) -> None:
    assert "Usage: pmsite release [OPTIONS] VERSION" in CliRunner().invoke(group, ["release", "--help"], prog_name="pmsite").output
    assert "'notes' is not a version" in CliRunner().invoke(group, ["release", "-w", str(root), "notes"]).output
