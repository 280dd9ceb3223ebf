"""A release, made of what is noted: files in, files out, or nothing at all."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmsite import files, transaction
from pmsite.cli import group
from pmsite.model.release import Release
from pmsite.pipeline import load
from tests.make import PICTURE, write

RELEASES = {"releases/1.2.md": "title: Autumn\nversion: 1.2.0\ndate: 2026-10-20\nvisibility: [customers]"}
CHANGES: Mapping[str, str | bytes] = {
    "changes/search.md": "---\ntitle: Search\nkind: added\nsummary: As you type.\nfeatures: [find]\n---\nSee [the plan](../features/find.md).\n",
    "changes/1234.fixed.md": "---\ntitle: Crash on start\nkind: fixed\nvisibility: [customers]\n---\n![Before](crash.png)\n",
    "changes/crash.png": PICTURE,
}
FEATURES = {"features/find.md": "title: Find\nstatus: shipped\nvisibility: [customers]"}
PLAN: Mapping[str, str | bytes] = {**RELEASES, **CHANGES, **FEATURES}
LOG = "# Changelog\n\n## [Unreleased]\n\n### Fixed\n\n- By hand.\n\n## [1.2.0] - 2026-10-20\n\n### Added\n\n- First.\n"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23


def plan(folder: Path, parts: Mapping[str, str | bytes] = PLAN, log: str = LOG) -> Path:
    write(folder / "roadmap", parts)
    if log:
        (folder / "CHANGELOG.md").write_text(log, encoding="utf-8", newline="")
    return folder / "roadmap"


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def release(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(group, ["release", *words, "-w", str(folder / "roadmap")])


def test_fragments_are_archived_features_named_and_the_changelog_extended(tmp_path: Path) -> None:
    root = plan(tmp_path)
    done = release(tmp_path, "1.3.0", "--highlight", "Less waiting: no crash")
    assert done.exit_code == 0, done.output
    assert (root / "releases/1.3.0.md").read_text() == (
        '---\ntitle: 1.3.0\nversion: 1.3.0\ndate: 2026-11-23\nhighlights:\n  - "Less waiting: no crash"\nscope: []\nvisibility:\n  - customers\n---\n'
    )
    assert (root / "changes/1.3.0/search.md").read_text() == (
        "---\ntitle: Search\nkind: added\nrelease: 1.3.0\nsummary: As you type.\nfeatures: [find]\n---\n"
        "See [the plan](../../features/find.md).\n"
    )
    assert "![Before](../crash.png)" in (root / "changes/1.3.0/1234.fixed.md").read_text()
    assert not (root / "changes/search.md").exists()
    assert "release: 1.3.0" in (root / "features/find.md").read_text()
    assert (tmp_path / "CHANGELOG.md").read_text() == (
        "# Changelog\n\n## [Unreleased]\n\n## [1.3.0] - 2026-11-23\n\n### Fixed\n\n- By hand.\n- Crash on start.\n\n  ![Before](roadmap/changes/crash.png)\n\n"
        "## [1.2.0] - 2026-10-20\n\n### Added\n\n- First.\n"
    )
    assert "note: the release is for customers, as of 1.2.0" in done.output
    assert "note: not all of customers see: search" in done.output


def test_a_new_changelog_begins_as_the_workspace_says_and_an_imported_entry_is_told_in_its_own_words(tmp_path: Path) -> None:
    parts = {
        "changes/a.md": "---\ntitle: See the guide\nkind: added\norder: 2\n---\nSee [the guide](https://docs.example)\n\nAnd more.\n",
        "changes/b.md": "title: Zero before it\nkind: added\norder: 1",
    }
    write(tmp_path / "roadmap", {**RELEASES, **parts}, "name: P\naudiences: {customers: {}}\nchangelog_head: '# Ours'\n")
    assert release(tmp_path, "1.3.0", "--changelog", str(tmp_path / "CHANGELOG.md"), "--audience", "team").exit_code == 0
    assert (tmp_path / "CHANGELOG.md").read_text(encoding="utf-8") == (
        "# Ours\n\n## [Unreleased]\n\n## [1.3.0] - 2026-11-23\n\n### Added\n\n- Zero before it.\n"
        "- See [the guide](https://docs.example)\n\n  And more.\n"
    )


def test_a_second_time_is_refused(tmp_path: Path) -> None:
    plan(tmp_path)
    assert release(tmp_path, "1.3.0").exit_code == 0
    before = tree(tmp_path)
    again = release(tmp_path, "1.3.0")
    assert again.exit_code == 1
    assert "1.3.0 is released already" in again.output
    assert tree(tmp_path) == before


def test_a_dry_run_shows_a_diff_and_changes_nothing(tmp_path: Path) -> None:
    plan(tmp_path)
    before = tree(tmp_path)
    done = release(tmp_path, "1.3.0", "--dry-run")
    assert done.exit_code == 0
    assert tree(tmp_path) == before
    assert "--- roadmap/changes/search.md\n+++ roadmap/changes/1.3.0/search.md\n" in done.output
    assert "--- /dev/null\n+++ roadmap/releases/1.3.0.md\n" in done.output
    assert "+## [1.3.0] - 2026-11-23\n" in done.output


def test_a_planned_release_is_completed_and_keeps_comments_and_order(tmp_path: Path) -> None:
    item = "---\n# ours\nvisibility: [customers]\ntitle: Winter   # a name\ndate: 2026-Q4  # roughly\n---\nStory.\n"
    features = {"features/late.md": 'title: Late\nstatus: building\nrelease: "1.3.0"'}
    root = plan(tmp_path, {**PLAN, **features, "releases/1.3.0.md": item})
    assert release(tmp_path, "1.3.0").exit_code == 0
    assert (root / "releases/1.3.0.md").read_text() == (
        "---\n# ours\nvisibility: [customers]\ntitle: Winter   # a name\ndate: 2026-11-23  # roughly\nscope: [late]\n---\nStory.\n"
    )


@pytest.mark.parametrize(("date", "says"), [("2026-12-15", "which is to come"), ("2026-10-30", "which is past")])
def test_a_planned_date_of_another_time_is_not_overwritten_unasked(tmp_path: Path, date: str, says: str) -> None:
    root = plan(tmp_path, {**PLAN, "releases/1.3.0.md": f"title: Winter\ndate: {date}"})
    before = tree(tmp_path)
    done = release(tmp_path, "1.3.0")
    assert (done.exit_code, says in done.output, "--date 2026-11-23" in done.output) == (1, True, True)
    assert tree(tmp_path) == before
    assert release(tmp_path, "1.3.0", "--date", "2026-11-22").exit_code == 0
    assert "date: 2026-11-22" in (root / "releases/1.3.0.md").read_text()


def test_with_remove_the_text_of_fragments_moves_into_the_release(tmp_path: Path) -> None:
    root = plan(tmp_path)
    assert release(tmp_path, "1.3.0", "--remove").exit_code == 0
    assert [path.name for path in (root / "changes").iterdir()] == ["crash.png"]
    assert (root / "releases/1.3.0.md").read_text().partition("---\n")[2].partition("---\n")[2] == (
        "\n## Added\n\n<!-- internal -->\n- Search. As you type. ([find](../features/find.md))\n\n"
        "  See [the plan](../features/find.md).\n<!-- /internal -->\n\n"
        "## Fixed\n\n- Crash on start.\n\n  ![Before](../changes/crash.png)\n"
    )


def test_plain_fragments_get_front_matter(tmp_path: Path) -> None:
    root = plan(tmp_path, {**RELEASES, "changes/77.fixed.md": "x"})
    (root / "changes/77.fixed.md").write_text("Crash in\ncellars.\n\nMore.\n")
    (root / "changes/+quiet.security.md").write_text("Keys are checked\n")
    assert release(tmp_path, "1.2.1", "--audience", "team").exit_code == 0
    assert (root / "changes/1.2.1/77.fixed.md").read_text() == (
        '---\ntitle: Crash in cellars.\nkind: fixed\nrelease: 1.2.1\nreferences:\n  - "#77"\n---\nMore.\n'
    )
    log = (tmp_path / "CHANGELOG.md").read_text()
    assert "- Crash in cellars. (#77)\n\n  More.\n" in log
    assert "### Security\n\n- Keys are checked.\n" in log


@pytest.mark.parametrize(
    ("version", "says"),
    [
        ("1.2.0", "which is past"),
        ("v1.2", "which is past"),
        ("1.1.9", "not newer than 1.2.0"),
        ("1.2.0+build", "which is past"),
        ("1.3.0+", "is not a version"),
        ("1.3.0+a+b", "is not a version"),
        ("../../etc", "is not a version"),
        ("soon", "is not a version"),
        ("1..3", "is not a version"),
        ("1.3.0.1", "is not a version"),
    ],
)
def test_a_version_must_be_one_and_newer(tmp_path: Path, version: str, says: str) -> None:
    plan(tmp_path)
    before = tree(tmp_path)
    done = release(tmp_path, version)
    assert (done.exit_code, says in done.output) == (1, True), done.output
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("written", "version"),
    [
        ("v1.3.0", "1.3.0"),
        ("1.3", "1.3"),
        ("V1.3", "1.3"),
        ("Release 1.3", "1.3"),
        ("release/v1.3", "1.3"),
        ("version 1.3.0", "1.3.0"),
        ("版本 1.3", "1.3"),
        ("2026.11", "2026.11"),
        ("1.3.0-rc.1", "1.3.0-rc.1"),
        ("1.3rc1", "1.3rc1"),
        ("2026.11-beta.2", "2026.11-beta.2"),
    ],
)
def test_a_version_is_read_as_people_write_it(tmp_path: Path, written: str, version: str) -> None:
    root = plan(tmp_path)
    done = release(tmp_path, written)
    assert done.exit_code == 0, done.output
    found = load(root, "roadmap", date(2026, 11, 23)).product
    assert found is not None
    made = found.items[version]
    assert isinstance(made, Release)
    assert made.name == version
    assert f"## [{version}] - 2026-11-23" in (tmp_path / "CHANGELOG.md").read_text()


ZH = "name: P\nlanguage: zh\naudiences: {customers: {}}\n"
MAP = "---\ntitle: 地图\nkind: added\nbreaking: true\nends: 2027-06\nmigration: 调用 `load()`\nvisibility: [customers]\n---\n"
MAP_LINE = "- **破坏性变更：** 地图。将于2027-06停止。\n\n  迁移步骤：调用 `load()`\n"


@pytest.mark.parametrize(
    ("log", "made"),
    [
        ("# 更新日志\n\n## 未发布\n\n### 新增\n\n- 手写\n", f"## 1.3.0 - 2026-11-23\n\n### 新增\n\n- 手写\n{MAP_LINE}"),
        ("# 更新日志\n\n## 未发布\n", f"### 新增\n\n{MAP_LINE}"),
        ("# Log\n\n## [Unreleased]\n\n## [1.2.0] - 2026-10-20\n\n### 修复\n\n- 一\n", f"### 新增\n\n{MAP_LINE}\n## [1.2.0]"),
        ("# Log\n\n## [Unreleased]\n\n### Fixed\n\n- One\n", "- One\n"),
        ("# Log\n\n## [Unreleased]\n", "### Added\n\n- **Breaking:** 地图。Ends 2027-06.\n\n  Migration: 调用 `load()`\n"),
    ],
)
def test_a_changelogs_headings_are_in_the_language_that_it_has(tmp_path: Path, log: str, made: str) -> None:
    write(tmp_path / "roadmap", {**RELEASES, "changes/a.md": MAP}, ZH)
    (tmp_path / "CHANGELOG.md").write_text(log, encoding="utf-8", newline="")
    done = release(tmp_path, "1.3.0")
    assert done.exit_code == 0, done.output
    text = (tmp_path / "CHANGELOG.md").read_text(encoding="utf-8")
    assert made in text
    assert ("### Added" in text) is ("新增" not in text)


def test_a_text_of_a_release_is_in_the_workspaces_language_also_what_a_candidate_had_in_another(tmp_path: Path) -> None:
    tried = "---\ntitle: 1.3.0-rc.1\ndate: 2026-11-20\nvisibility: [customers]\nscope: []\n---\n\n## Added\n\n- 笔记。\n"
    root = write(tmp_path / "roadmap", {**RELEASES, "changes/a.md": MAP, "releases/1.3.0-rc.1.md": tried}, ZH)
    done = release(tmp_path, "1.3.0", "--remove")
    assert done.exit_code == 0, done.output
    assert f"\n## 新增\n\n- 笔记。\n{MAP_LINE}" in (root / "releases/1.3.0.md").read_text(encoding="utf-8")
    assert "收入了 1 个变更片段" in done.output


def test_a_build_is_part_of_a_releases_name_and_says_nothing_of_its_order(tmp_path: Path) -> None:
    root = plan(tmp_path, {**PLAN, "releases/1.2.md": "title: Autumn\nversion: 1.2.0+7\ndate: 2026-10-20\nvisibility: [customers]"})
    assert "not newer than 1.2.0+7" in release(tmp_path, "1.1.0").output
    done = release(tmp_path, "v1.3.0-rc.1+9")
    assert done.exit_code == 0, done.output
    assert "title: 1.3.0-rc.1+9\nversion: 1.3.0-rc.1+9\n" in (root / "releases/1.3.0-rc.1.md").read_text()
    assert "## [1.3.0-rc.1] - 2026-11-23" in (tmp_path / "CHANGELOG.md").read_text()
    final = release(tmp_path, "1.3.0+10")
    assert "it is made of 1.3.0-rc.1" in final.output
    assert "version: 1.3.0+10" in (root / "releases/1.3.0.md").read_text()
    assert "is released already" in release(tmp_path, "1.3.0+11").output


@pytest.mark.parametrize(("known", "made"), [("1.3.0", "1.3.0+7"), ("v1.3.0+6", "v1.3.0+7"), ("1.3.0+7", "1.3.0+7")])
def test_a_planned_release_gets_the_build_that_it_became(tmp_path: Path, known: str, made: str) -> None:
    root = plan(tmp_path, {**PLAN, "releases/winter.md": f"title: Winter\nversion: {known}"})
    done = release(tmp_path, "1.3.0+7")
    assert done.exit_code == 0, done.output
    assert f"version: {made}\n" in (root / "releases/winter.md").read_text()


def test_a_planned_release_is_found_however_its_version_is_written(tmp_path: Path) -> None:
    root = plan(tmp_path, {**PLAN, "releases/winter.md": "title: Winter\nversion: v1.3\nvisibility: [customers]"})
    assert release(tmp_path, "1.3.0").exit_code == 0
    assert not (root / "releases/1.3.0.md").exists()
    assert "version: v1.3\n" in (root / "releases/winter.md").read_text()
    assert "## [1.3] - 2026-11-23" in (tmp_path / "CHANGELOG.md").read_text()


def test_versions_keep_the_v_that_those_before_have(tmp_path: Path) -> None:
    root = plan(tmp_path, {**PLAN, "releases/1.2.md": "title: Autumn v1.2.0\nversion: v1.2.0\ndate: 2026-10-20"})
    assert release(tmp_path, "1.3.0").exit_code == 0
    assert "title: Autumn v1.3.0\nversion: v1.3.0\n" in (root / "releases/1.3.0.md").read_text()


# Older lines


def two_lines(folder: Path, log: str = "") -> Path:
    """A product whose version 2 is out, with a fix for version 1 and something new."""
    lines = {
        "releases/1.1.0.md": "title: Field Notes 1.1.0\nversion: 1.1.0\ndate: 2026-09-01\nvisibility: [customers]",
        "releases/2.0.0.md": "title: Two\nversion: 2.0.0\ndate: 2026-11-01\nvisibility: [customers, partners]",
        "changes/safe.md": "title: Keys are checked\nkind: security\nvisibility: [customers]",
        "changes/new.md": "title: Something new\nkind: added\nvisibility: [customers, partners]",
    }
    root = plan(folder, lines, log or TWO_LINES)
    write(root, {}, "name: P\naudiences: {customers: {}, partners: {}}\n")
    return root


TWO_LINES = """# Changelog

## [Unreleased]

- By hand.

## [2.0.0] - 2026-11-01

- Two.

## [1.1.0] - 2026-09-01

- One.

[Unreleased]: https://code.example/p/compare/v2.0.0...HEAD
[2.0.0]: https://code.example/p/compare/v1.1.0...v2.0.0
[1.1.0]: https://code.example/p/releases/tag/v1.1.0
"""


def test_an_older_line_goes_on_with_what_is_named_for_it(tmp_path: Path) -> None:
    root = two_lines(tmp_path)
    done = release(tmp_path, "1.1.1", "--change", "safe")
    assert done.exit_code == 0, done.output
    assert "note: it follows 1.1.0, in a line older than 2.0.0, the latest release" in done.output
    assert "note: left unreleased: new" in done.output
    assert (root / "releases/1.1.1.md").read_text() == (
        "---\ntitle: Field Notes 1.1.1\nversion: 1.1.1\ndate: 2026-11-23\nscope: []\nvisibility:\n  - customers\n---\n"
    )
    assert (root / "changes/new.md").exists()
    assert (tmp_path / "CHANGELOG.md").read_text() == TWO_LINES.replace(
        "## [2.0.0]", "## [1.1.1] - 2026-11-23\n\n### Security\n\n- Keys are checked.\n\n## [2.0.0]", 1
    ).replace("v2.0.0...HEAD\n", "v2.0.0...HEAD\n[1.1.1]: https://code.example/p/compare/v1.1.0...v1.1.1\n")
    assert release(tmp_path, "2.0.1").exit_code == 0
    assert "[2.0.1]: https://code.example/p/compare/v2.0.0...v2.0.1" in (tmp_path / "CHANGELOG.md").read_text()


def test_an_older_line_takes_all_that_is_unreleased_where_nothing_is_named_and_says_so(tmp_path: Path) -> None:
    two_lines(tmp_path)
    done = release(tmp_path, "1.1.1")
    assert "all that is unreleased goes into it: safe, new; --change names what does" in done.output.replace(
        "new, safe", "safe, new"
    )


def test_a_release_of_an_older_line_stands_by_its_day(tmp_path: Path) -> None:
    two_lines(tmp_path)
    assert release(tmp_path, "1.1.1", "--change", "safe", "--date", "2026-10-01").exit_code == 0
    heads = [line for line in (tmp_path / "CHANGELOG.md").read_text().split("\n") if line.startswith("## ")]
    assert heads == ["## [Unreleased]", "## [2.0.0] - 2026-11-01", "## [1.1.1] - 2026-10-01", "## [1.1.0] - 2026-09-01"]


@pytest.mark.parametrize(
    ("version", "code"),
    [("1.1.1", 0), ("1.2", 0), ("1.2.0-rc.1", 0), ("1.1.0-rc.2", 1), ("1.0.5", 1), ("0.9", 1), ("2.0.0-rc.9", 1), ("2.0.1", 0)],
)
def test_a_version_continues_the_line_that_it_is_the_newest_of(tmp_path: Path, version: str, code: int) -> None:
    two_lines(tmp_path)
    done = release(tmp_path, version, "--dry-run")
    assert (done.exit_code, "not newer than 2.0.0" in done.output) == (code, bool(code)), done.output


def test_a_change_that_is_not_there_is_no_part_of_a_release(tmp_path: Path) -> None:
    two_lines(tmp_path)
    assert "there is no unreleased change old" in release(tmp_path, "2.0.1", "--change", "old").output


# Candidates


def candidates(folder: Path, *words: str) -> Path:
    """A product with two candidates of 2.0.0, each with a change."""
    root = plan(
        folder,
        {**RELEASES, "changes/big.md": "title: Big thing\nkind: added\nvisibility: [customers]"},
        TWO_LINES.replace("2.0.0", "1.2.0"),
    )
    assert release(folder, "2.0.0-rc.1", "--highlight", "Big", "--date", "2026-11-20", *words).exit_code == 0
    write(root, {"changes/small.md": "title: Small fix\nkind: fixed\nvisibility: [customers]"})
    assert release(folder, "2.0.0-rc.2", "--date", "2026-11-21", *words).exit_code == 0
    return root


def test_a_release_has_all_that_its_candidates_had(tmp_path: Path) -> None:
    root = candidates(tmp_path)
    write(root, {"changes/last.md": "title: Last fix\nkind: fixed\nvisibility: [customers]"})
    done = release(tmp_path, "2.0.0")
    assert done.exit_code == 0, done.output
    assert "note: it is made of 2.0.0-rc.1, 2.0.0-rc.2" in done.output
    assert sorted(path.name for path in (root / "changes/2.0.0").iterdir()) == ["big.md", "last.md", "small.md"]
    assert "highlights:\n  - Big\n" in (root / "releases/2.0.0.md").read_text()
    log = (tmp_path / "CHANGELOG.md").read_text()
    assert "rc" not in log
    assert (
        "## [2.0.0] - 2026-11-23\n\n- By hand.\n\n### Added\n\n- Big thing.\n\n### Fixed\n\n- Small fix.\n- Last fix.\n\n## [1.2.0]"
        in log
    )
    assert (
        "[Unreleased]: https://code.example/p/compare/v2.0.0...HEAD\n[2.0.0]: https://code.example/p/compare/v1.2.0...v2.0.0\n[1.2.0]"
        in log
    )


def test_a_candidate_becomes_a_release_though_nothing_is_new(tmp_path: Path) -> None:
    candidates(tmp_path)
    assert release(tmp_path, "2.0").exit_code == 0
    assert "nothing to release" not in release(tmp_path, "2.0").output


def test_readers_see_one_release_where_candidates_became_it(tmp_path: Path) -> None:
    root = candidates(tmp_path)
    assert release(tmp_path, "2.0.0").exit_code == 0
    for form, word in (("changelog", "## ["), ("atom", "<entry>"), ("ics", "BEGIN:VEVENT")):
        told = exported(root, form)
        assert (told.count(word) - (form == "changelog"), "rc." in told) == (2, False), told
    assert "## [2.0.0] - 2026-11-23\n\n### Added\n\n- Big thing\n\n### Fixed\n\n- Small fix\n" in exported(root, "changelog")


def test_a_candidate_that_something_is_left_in_is_told(tmp_path: Path) -> None:
    imported = {
        f"releases/{name}.md": f"title: {name}\nversion: {name}\ndate: 2026-11-1{at}\nvisibility: [customers]"
        for at, name in enumerate(("2.0.0-rc.1", "2.0.0"))
    }
    changes = {
        f"changes/c{at}.md": f"title: C{at}\nkind: added\nrelease: {name}\nvisibility: [customers]"
        for at, name in enumerate(("2.0.0-rc.1", "2.0.0"))
    }
    told = exported(plan(tmp_path, {**imported, **changes}), "changelog")
    assert "## [2.0.0-rc.1] - 2026-11-10" in told


def test_what_candidates_took_into_their_text_goes_along(tmp_path: Path) -> None:
    root = candidates(tmp_path, "--remove")
    write(root, {"changes/last.md": "title: Last fix\nkind: fixed\nvisibility: [customers]"})
    assert release(tmp_path, "2.0.0", "--remove").exit_code == 0
    body = (root / "releases/2.0.0.md").read_text().partition("---\n")[2].partition("---\n")[2]
    assert body == "\n## Added\n\n- Big thing.\n\n## Fixed\n\n- Small fix.\n- Last fix.\n"


def exported(root: Path, form: str) -> str:
    done = CliRunner().invoke(group, ["export", form, "--audience", "customers", "-w", str(root)])
    assert done.exit_code == 0, done.output
    return done.stdout


# Whom the changelog is for


@pytest.mark.parametrize(
    ("words", "told", "says"),
    [
        ((), ["Crash on start."], "CHANGELOG.md is for customers, who may not see: search; --audience team tells everything"),
        (("--audience", "team"), ["Crash on start.", "Search. As you type."], ""),
        (("--audience", "partners"), [], "CHANGELOG.md is for partners, who may not see"),
    ],
)
def test_changes_of_the_team_stay_out_of_a_changelog_for_others(
    tmp_path: Path, words: tuple[str, ...], told: list[str], says: str
) -> None:
    root = plan(tmp_path)
    write(root, {}, "name: P\naudiences: {customers: {}, partners: {}}\n")
    done = release(tmp_path, "1.3.0", *words)
    assert done.exit_code == 0, done.output
    log = (tmp_path / "CHANGELOG.md").read_text()
    assert sorted(text for text in ("Crash on start.", "Search. As you type.") if text in log) == told
    assert says in done.output
    assert bool(says) == ("may not see" in done.output)


def test_an_audience_of_no_workspace_is_refused(tmp_path: Path) -> None:
    plan(tmp_path)
    assert release(tmp_path, "1.3.0", "--audience", "custmers").exit_code == 2


def test_withdrawn_releases_are_marked_in_the_changelog(tmp_path: Path) -> None:
    plan(tmp_path, {**PLAN, "releases/1.2.md": f"{RELEASES['releases/1.2.md']}\nyanked: true"})
    assert release(tmp_path, "1.3.0").exit_code == 0
    assert "\n## [1.2.0] - 2026-10-20 [YANKED]\n" in (tmp_path / "CHANGELOG.md").read_text()
    write(tmp_path / "roadmap", {"changes/b.md": "title: B\nkind: fixed"})
    assert release(tmp_path, "1.3.1").exit_code == 0
    assert (tmp_path / "CHANGELOG.md").read_text().count("YANKED") == 1


def test_calendar_versions_and_a_change_of_scheme(tmp_path: Path) -> None:
    plan(tmp_path)
    done = release(tmp_path, "2026.11")
    assert done.exit_code == 0
    assert "numbered in another way" not in done.output or "note" in done.output
    write(tmp_path / "roadmap", {"changes/b.md": "title: B\nkind: fixed"})
    assert "not newer than 2026.11" in release(tmp_path, "2026.10.4").output
    assert release(tmp_path, "2026.11.1").exit_code == 0


def test_a_breaking_change_in_a_small_step_is_told(tmp_path: Path) -> None:
    plan(tmp_path, {**RELEASES, "changes/a.md": "title: A\nkind: changed\nbreaking: true"})
    assert "a is breaking; after 1.2.0 SemVer calls for 2.0.0" in release(tmp_path, "1.3.0", "--dry-run").output
    assert "SemVer" not in release(tmp_path, "2.0.0", "--dry-run").output


def test_nothing_to_release_and_faults_are_refused(tmp_path: Path) -> None:
    plan(tmp_path, RELEASES)
    assert "there is nothing to release" in release(tmp_path, "1.3.0").output
    write(tmp_path / "roadmap", {"changes/a.md": "title: A"})
    assert "the workspace has faults" in release(tmp_path, "1.3.0").output


def test_a_release_that_would_break_the_plan_is_not_made(tmp_path: Path) -> None:
    plan(
        tmp_path, {**PLAN, "features/b.md": "title: B\nrelated: [search-added]", "changes/search-added.md": "title: S\nkind: added"}
    )
    before = tree(tmp_path)
    done = release(tmp_path, "1.3.0", "--remove")
    assert (done.exit_code, "would bring a fault" in done.output) == (1, True), done.output
    assert tree(tmp_path) == before


def test_features_shipped_before_the_latest_release_stay_as_they_are(tmp_path: Path) -> None:
    root = plan(tmp_path, {**PLAN, "features/old.md": "title: Old\nstatus: shipped\nshipped: 2026-03"})
    done = release(tmp_path, "1.3.0")
    assert "left without a release, since shipped by 2026-10-20: old" in done.output
    assert "release" not in (root / "features/old.md").read_text()


def test_without_a_changelog_none_is_begun_unasked(tmp_path: Path) -> None:
    plan(tmp_path, log="")
    done = release(tmp_path, "1.3.0", "--dry-run")
    assert "there is no CHANGELOG.md here" in done.output
    assert release(tmp_path, "1.3.0", "--changelog", str(tmp_path / "NEWS.md")).exit_code == 0
    assert (tmp_path / "NEWS.md").read_text().startswith("# Changelog\n")


# All or nothing


def failing(monkeypatch: pytest.MonkeyPatch, name: str, at: int, fault: OSError) -> None:
    calls: Iterator[int] = iter(range(1000))
    real = getattr(os, name)

    def call(*words: object, **more: object) -> object:
        if next(calls) == at:
            raise fault
        return real(*words, **more)

    monkeypatch.setattr(os, name, call)


@pytest.mark.parametrize("at", range(8))
def test_a_rename_that_fails_leaves_the_tree_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    plan(tmp_path)
    before = tree(tmp_path)
    folders = sorted(path for path in tmp_path.rglob("*") if path.is_dir())
    with monkeypatch.context() as patch:
        failing(patch, "replace", at, PermissionError(errno.EACCES, "Permission denied"))
        done = release(tmp_path, "1.3.0")
    if done.exit_code:
        assert "nothing was changed: Permission denied" in done.output
        assert tree(tmp_path) == before
        assert sorted(path for path in tmp_path.rglob("*") if path.is_dir()) == folders
    elif at == 0:  # of what is kept to undo it
        assert "note: this cannot be undone" in done.output
    else:
        assert at >= 7  # there are five files, the journal, and what is kept


@pytest.mark.parametrize("at", range(5))
def test_a_full_disk_leaves_the_tree_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    plan(tmp_path)
    before = tree(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "create", full(files.create, at))
        done = release(tmp_path, "1.3.0")
    assert (done.exit_code, "nothing was changed: No space left on device" in done.output) == (1, True)
    assert tree(tmp_path) == before


def full(write: Callable[[Path, bytes], None], at: int) -> Callable[[Path, bytes], None]:
    written: list[Path] = []

    def call(path: Path, content: bytes) -> None:
        if len(written) == at:
            path.write_bytes(content[: len(content) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(path)
        write(path, content)

    return call


def test_a_folder_that_may_not_be_written_leaves_the_tree_as_it_was(tmp_path: Path) -> None:
    root = plan(tmp_path)
    before = tree(tmp_path)
    as_others = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []  # the superuser may write everywhere
    (root / "releases").chmod(0o555)
    done = subprocess.run(
        [*as_others, sys.executable, "-m", "pmsite", "release", "1.3.0"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    (root / "releases").chmod(0o755)
    assert (done.returncode, done.stderr) == (1, "Error: nothing was changed: Permission denied: roadmap/releases/1.3.0.md\n")
    assert tree(tmp_path) == before


KILLED = """
import os, signal, sys
from pmsite.cli import main
real, at = os.replace, [int(sys.argv[1])]
def replace(*words):
    at[0] -= 1
    if at[0] < 0:
        os.kill(os.getpid(), getattr(signal, sys.argv[2]))
    return real(*words)
os.replace = replace
main(["release", "1.3.0"])
"""


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
@pytest.mark.parametrize("at", [0, 1, 3])
def test_what_a_killed_command_left_is_undone(tmp_path: Path, name: str, at: int) -> None:
    root = plan(tmp_path)
    before = tree(tmp_path)
    done = subprocess.run([sys.executable, "-c", KILLED, str(at), name], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode in (-signal.SIGKILL, -signal.SIGTERM, 128 + signal.SIGTERM)
    if name == "SIGKILL":
        transaction.recover(root)
    assert tree(tmp_path) == before


def test_what_somebody_wrote_since_is_never_undone(tmp_path: Path) -> None:
    root = plan(tmp_path)
    subprocess.run([sys.executable, "-c", KILLED, "4", "SIGKILL"], cwd=tmp_path, capture_output=True, check=False)
    changed = list(root.rglob("1.3.0.md"))
    assert changed
    changed[0].write_text("mine")
    assert transaction.recover(root).undone
    assert changed[0].read_text() == "mine"


def test_a_release_takes_what_counts_and_parts_that_are_alone(tmp_path: Path) -> None:
    shipped = "status: shipped\nshipped: 2026-11-02"
    root = plan(
        tmp_path,
        {
            **RELEASES,
            "features/e.md": f"title: E\nlevel: epic\n{shipped}",
            "features/a.md": f"title: A\nparent: e\n{shipped}",
            "features/s.md": f"title: S\nlevel: story\nparent: a\n{shipped}",
            "features/b.md": "title: B\nparent: e\nstatus: building",
            "features/alone.md": f"title: Alone\nlevel: story\nparent: b\n{shipped}",
            "features/t.md": f"title: T\nlevel: task\nparent: b\n{shipped}",
        },
    )
    assert release(tmp_path, "1.3.0").exit_code == 0
    named = {path.stem for path in (root / "features").iterdir() if "release: 1.3.0" in path.read_text(encoding="utf-8")}
    assert named == {"a", "alone"}


def test_the_scope_of_a_planned_release_is_what_counts_in_it(tmp_path: Path) -> None:
    root = plan(
        tmp_path,
        {
            **RELEASES,
            "releases/1.3.md": "title: Winter\nversion: 1.3.0\ndate: 2026-11-23",
            "features/e.md": "title: E\nlevel: epic\nrelease: '1.3'",
            "features/a.md": "title: A\nparent: e\nstatus: shipped",
            "features/b.md": "title: B\nparent: e\nstatus: planned",
            "features/s.md": "title: S\nlevel: story\nparent: b\nrelease: '1.3'",
        },
    )
    assert release(tmp_path, "1.3.0").exit_code == 0
    assert "scope:\n  - a\n  - b\n" in (root / "releases" / "1.3.md").read_text(encoding="utf-8")
