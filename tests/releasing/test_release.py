"""A release, made of what is noted: files in, files out, or nothing at all."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmsite import files
from pmsite.cli import group
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
        "---\ntitle: Search\nkind: added\nsummary: As you type.\nrelease: 1.3.0\nfeatures: [find]\n---\n"
        "See [the plan](../../features/find.md).\n"
    )
    assert "![Before](../crash.png)" in (root / "changes/1.3.0/1234.fixed.md").read_text()
    assert not (root / "changes/search.md").exists()
    assert "release: 1.3.0" in (root / "features/find.md").read_text()
    assert (tmp_path / "CHANGELOG.md").read_text() == (
        "# Changelog\n\n## [Unreleased]\n\n## [1.3.0] - 2026-11-23\n\n### Added\n\n- Search. As you type.\n\n"
        "### Fixed\n\n- By hand.\n- Crash on start.\n\n  ![Before](roadmap/changes/crash.png)\n\n"
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
    assert release(tmp_path, "1.3.0", "--changelog", str(tmp_path / "CHANGELOG.md")).exit_code == 0
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
        "---\n# ours\nscope:\n  - late\nvisibility: [customers]\ntitle: Winter   # a name\ndate: 2026-11-23  # roughly\n---\nStory.\n"
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
    assert release(tmp_path, "1.2.1").exit_code == 0
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
        ("1.1.9", "not newer than 1.2.0"),
        ("1.3", "write 1.3.0"),
        ("v1.3.0", "write 1.3.0"),
        ("1.3.0+build", "leave out +build"),
        ("../../etc", "is not a version"),
        ("soon", "is not a version"),
    ],
)
def test_a_version_must_be_one_and_newer(tmp_path: Path, version: str, says: str) -> None:
    plan(tmp_path)
    before = tree(tmp_path)
    done = release(tmp_path, version)
    assert (done.exit_code, says in done.output) == (1, True), done.output
    assert tree(tmp_path) == before


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


@pytest.mark.parametrize("at", range(7))
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
    else:
        assert at >= 6  # there are five files and the journal


@pytest.mark.parametrize("at", range(5))
def test_a_full_disk_leaves_the_tree_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    plan(tmp_path)
    before = tree(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(files, "_write", full(files._write, at))
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
        files.recover(root)
    assert tree(tmp_path) == before


def test_what_somebody_wrote_since_is_never_undone(tmp_path: Path) -> None:
    root = plan(tmp_path)
    subprocess.run([sys.executable, "-c", KILLED, "4", "SIGKILL"], cwd=tmp_path, capture_output=True, check=False)
    changed = list(root.rglob("1.3.0.md"))
    assert changed
    changed[0].write_text("mine")
    assert files.recover(root).undone
    assert changed[0].read_text() == "mine"
