"""The scripts with which real use found faults in reviews and releases are run, and each shows what is right.

They stand beside the repository. Where a script took its folder for another one, or worked around the fault that it shows, a few of its
words are changed here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REVIEWS = Path(__file__).parents[2] / "shared" / "faults" / "reviews"
PLANS = Path(__file__).parents[2] / "shared" / "data"
TEXT = """import html, re, sys
page = open(sys.argv[1], encoding="utf-8").read().replace("\\n", " ").replace("<li", "\\n<li")
print(*(" ".join(html.unescape(line).split()) for line in re.sub(r"<[^>]+>", " ", page).split("\\n")), sep="\\n")
"""
"""The helper that a script prints pages with: each entry of a list on a line of its own."""

pytestmark = [
    pytest.mark.host,
    pytest.mark.slow,
    pytest.mark.skipif(not REVIEWS.exists() or os.name == "nt", reason="needs the scripts and a shell"),
]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example that the scripts begin with, made once."""
    folder = tmp_path_factory.mktemp("example")
    _shell(folder, "pmsite init --example ex")
    return folder / "ex"


@pytest.fixture
def run(tmp_path: Path, example: Path) -> Callable[..., str]:
    """Runs one script in a copy of its folder; gives what it prints. `changes` are words of it, and those to take instead."""
    (tmp_path / "data").symlink_to(PLANS)
    here = tmp_path / "faults" / "reviews"
    shutil.copytree(REVIEWS, here)
    shutil.copytree(example, here / "ex")
    (here / "text.py").write_text(TEXT, encoding="utf-8")

    def script(name: str, *changes: tuple[str, str]) -> str:
        text = (here / f"{name}.sh").read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return _shell(here, text)

    return script


def _shell(folder: Path, text: str) -> str:
    place = {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]), "SOURCE_DATE_EPOCH": "1795564800"}
    known = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PMSITE_"))}
    command = ["bash", "-c", text]
    done = subprocess.run(
        command, cwd=folder, env=known | place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert "Traceback" not in done.stdout
    return done.stdout


def _parts(told: str) -> list[str]:
    return re.split(r"^---.*$", told, flags=re.MULTILINE)


def test_a_build_removes_nothing_of_the_repository_that_its_site_is(run: Callable[..., str], tmp_path: Path) -> None:
    told = run("worktree")
    assert told.count("rc 0") == 2
    assert told.count("\n.git\n") == 3
    site = tmp_path / "faults/reviews/R22/site"
    assert f"\n{site}\n" in told  # git in the folder acts on the folder
    assert _shell(site, "git log -1 --format=%s pages") == "not pushed yet\n"


def test_a_site_may_be_mounted(run: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "volume").mkdir()
    if "rc 0" not in _shell(tmp_path, "mount -t tmpfs none volume && umount volume; echo rc $?"):
        pytest.skip("may not mount")
    assert run("mount").count("rc 0 ") == 2


def test_a_translation_that_readers_newly_get_is_told(run: Callable[..., str]) -> None:
    told = run("translation-exposed")
    assert (
        "What Partners and Investors will read\n- Search in all notes of a machine (note-search): Title in Chinese: 搜索，收购"
        in told
    )
    assert (
        "What Customers will read\n- Search in all notes of a machine (note-search): Title in Chinese: 搜索，收购 Brindle" in told
    )
    assert "newly-visible notices: 2" in told
    assert "investors read it: 1" in told


def test_other_words_values_and_settings_are_told(run: Callable[..., str]) -> None:
    translation, value, _, settings = _parts(run("silent-diff", ("2026-11-23,900", "2026-11-24,900")))[1:]
    assert "Title in Chinese: 秘密计划，收购 Brindle, was 随处工作" in translation
    assert "newly-visible partners, investors: can read what is new in title in zh, summary in zh, body in zh" in translation
    assert "Series › Last value: 900, was" in value
    assert "added Nov 24, 2026: 900" in value
    assert "- product.yml: capabilities: added Spoken notes!; removed Spoken notes; currency: USD, was EUR" in settings


def test_a_status_that_means_another_stage_is_an_event_of_its_day(run: Callable[..., str]) -> None:
    told = run("stage-redefined", ("./text.py ./", "../text.py ./"), ("| head -14", ""), ("| head -30", ""))
    assert "product.yml statuses › merged › stage Shipped, was Building" in told
    assert "Status Merged (Shipped), was Merged (Building)" in told
    assert "Nov 10, 2026" in told
    assert "not committed yet" not in told


def test_what_cannot_be_read_is_said_first_and_nothing_concluded_from_it(run: Callable[..., str]) -> None:
    told = run("unreadable")
    assert "`start` → Cannot be read: 1\n\n**Cannot be read**\n\n- [**roadmap/features/sync-status.md" in told
    assert "maturity: Maturity: gamma is not known here. write one of alpha, beta, stable" in told
    assert not any(word in told for word in ("dropped", "waits for", "removed"))
    assert told.endswith("rc 0\n")


def test_one_typo_is_one_fault(run: Callable[..., str]) -> None:
    faults, unused = re.split(r"^===.*$", run("cascade"), flags=re.MULTILINE)
    assert faults == "roadmap/features/sync-status.md:33:1 error unknown-choice maturity: Maturity: gamma is not known here\n"
    assert "No faults" in unused


def test_marks_of_a_conflict_are_an_error_wherever_they_stand(run: Callable[..., str]) -> None:
    told = run("body-conflict", ("| tail -12", "| grep ' error '"))
    assert [line.split()[0].rsplit(":", 2)[0] for line in told.splitlines() if " error merge-conflict " in line] == [
        "roadmap/features/offline-mode.md",
        "roadmap/metrics/crash-rate.csv",
    ]
    assert told.endswith("rc with markers in a body: 1\n")


def test_a_custom_reference_to_a_hidden_item_is_filtered(run: Callable[..., str]) -> None:
    assert run("customref") == "the same with the built-in field (depends_on: [sync-queue] on the same visible item):\n0\n"


def test_two_items_of_one_title_can_be_told_apart(run: Callable[..., str]) -> None:
    first, score, text, swapped, new = _parts(run("slug").replace("<!-- pmsite:diff -->", ""))[1:]
    assert "- [**Performance**](roadmap/features/perf-a.md) `perf-a`: Status: Planned, was Idea" in first
    assert "- [**Performance**](roadmap/features/perf-b.md) `perf-b`: Status: Dropped, was Idea" in first
    assert "RICE: 3,800, was 2,600" in score
    assert "Owner: Chen Arvid-Li, was Bo Tanning" in score
    assert text.count("Text: added “One more sentence.”") == 1
    assert {"its id was perf-a", "its id was perf-b"} <= set(re.findall(r"its id was [\w-]+", swapped))
    assert "(loc2): new" in new
    assert "(live-location): is gone from the plan" in new


def test_two_hundred_items_are_told_completely(run: Callable[..., str], tmp_path: Path) -> None:
    told = run("200visible")
    comment = (tmp_path / "faults/reviews/R14.md").read_text(encoding="utf-8")
    assert "and 140 more" not in comment
    read = comment.partition("What press will read")[2].partition("**New faults")[0]
    assert len(re.findall(r"^- \[\*\*", read, re.MULTILINE)) == 200
    assert re.search(r"^\*Features · SIG API Machinery: .*Implemented\* \(13\)$", read, re.MULTILINE)
    assert told.startswith("200\n")


def test_an_older_line_and_a_candidate_are_releases(run: Callable[..., str], tmp_path: Path) -> None:
    text = (REVIEWS / "hotfix.sh").read_text(encoding="utf-8")
    by_hand = text[
        text.index("mkdir -p roadmap/changes/1.1.1") : text.index("$P check | tail -2")
    ]  # what people did who could not release it
    older, promoted, unchanged = _parts(run("hotfix", (by_hand, "")))
    assert "Released 1.1.1: 1 fragment archived" in older
    assert older.partition("by hand:")[0].endswith("rc 0\n")
    order = re.findall(r"^## \[(\d\.\d\.\d)\]", older.rpartition("Released 2.0.1")[2], re.MULTILINE)
    assert order == ["2.0.1", "1.1.1", "2.0.0", "1.1.0"]  # by day
    assert re.findall(r"^- (.*)", promoted.partition("## [3.0.0]")[2], re.MULTILINE)[:2] == [
        "Big thing",
        "Small fix of the candidate",
    ]
    assert "3.0.0-rc" not in promoted.partition("## [3.0.0]")[2]
    assert "Released 3.1.0" in unchanged
    assert unchanged.endswith("rc 0\n")


def test_feeds_and_calendar_say_what_changed(run: Callable[..., str]) -> None:
    told = run("feeds", ("PYV=./venv/bin/python", f"PYV={sys.executable}"), ("$PYV ../feeds.py", "cd ..; $PYV feeds.py"))
    assert "changelog bozo False False" in told
    assert "roadmap bozo False False" in told
    assert told.count("new ids [] gone []") == 2
    assert "changed ['3.2', ''] ['title', 'updated'] content updated 2026-08-25T12:00:00Z -> 2026-11-20T12:00:01Z" in told
    assert "changed ['3.2', '#released'] ['title', 'updated'] content updated 2026-08-25T12:00:00Z -> 2026-11-20T12:00:01Z" in told
    events = dict(re.findall(r"-->\nBEGIN:VEVENT\nSUMMARY:Release: (3\.\d)(.*?)END:VEVENT", told, re.DOTALL))
    assert events.keys() == {"3.2", "3.3"}
    assert "SEQUENCE:1\nDESCRIPTION:This release was withdrawn." in events["3.2"]
    assert "STATUS:CANCELLED" in events["3.2"]
    assert "DTSTART;VALUE=DATE:20270128" in events["3.3"]
    assert all("DTSTAMP:20261120T000001Z" in event and "SEQUENCE:1" in event for event in events.values())


def test_every_script_is_run() -> None:
    assert {path.stem for path in REVIEWS.glob("*.sh")} - {"lib"} == set(re.findall(r'run\(\s*"([\w-]+)"', Path(__file__).read_text(encoding="utf-8")))  # fmt: skip
