"""What `pmsite diff` tells of a change: a demonstration repository with its remote, and laws that no text may break."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsite import __version__ as pmsite_version
from pmsite.cli.diff import FORMATS
from pmsite.comparison.markdown import comment
from pmsite.comparison.sections import Line, Section
from pmsite.model.settings import Settings
from pmsite.reporting.registry import FORMATS as REPORTS
from pmsite.reporting.safe import escaped
from pmsite.wording.differences import Teller
from tests.history.repositories import commit, git, plan
from tests.make import SETTINGS

CASES = Path(__file__).parent / "cases"

BEFORE: dict[str, str | None] = {
    "teams/mobile.md": "title: Mobile\nvisibility: [customers]",
    "releases/3.2.md": "title: Release 3.2\ndate: 2026-06-15\nvisibility: [customers, public]",
    "releases/3.3.md": "title: Release 3.3\nvisibility: [customers, public]",
    "objectives/q2.md": "title: Crews stay\nkey_results: [{id: kr1, title: Weekly crews, baseline: 400, target: 900, current: 450}]",
    "features/offline.md": "---\ntitle: Offline mode\nstatus: planned\ntarget: 2026-Q1\nteam: mobile\nvisibility: [customers]\n---\nRead and edit without a network.\n",
    "features/sync.md": "title: Sync engine\nstatus: building\nrelease: '3.2'\nvisibility: [customers]\nscore: {reach: 1000, impact: 2, confidence: 80%, effort: 4}",
    "features/merge.md": "title: Merge changes\nstatus: planned\ndepends_on: [sync]\nconfidence: low\ntags: [mobile]",
    "features/secret.md": "title: Map of cellars\nstatus: planned\nsupports: [q2.kr1]\nowner: Ada",
}
ONCE: dict[str, str | None] = {"features/offline.md": str(BEFORE["features/offline.md"]).replace("2026-Q1", "2026-Q2")}
TWICE: dict[str, str | None] = {"features/offline.md": str(BEFORE["features/offline.md"]).replace("2026-Q1", "2026-Q3")}
CHANGE: dict[str, str | None] = {
    "objectives/q2.md": "title: Crews stay\nkey_results: [{id: kr1, title: Weekly crews, baseline: 400, target: 800, current: 610}]",
    "features/offline.md": str(BEFORE["features/offline.md"]).replace("2026-Q1", "2026-Q4").replace("planned", "building"),
    "features/sync.md": None,
    "features/merge.md": "title: Merge changes\nstatus: planned\ndepends_on: [offline]\nconfidence: high\ntags: [mobile, sync]\ntarget: 2026-H2",
    "features/secret.md": "title: Map of cellars\nstatus: dropped\nsupports: [q2.kr1]\nowner: Ada\nvisibility: [customers, public]",
    "features/photos.md": "title: Photos in notes\nvisibility: [public]",
}


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of a bare remote, on a branch that moves dates, drops a feature and publishes a hidden one."""
    folder = tmp_path_factory.mktemp("demonstration")
    plan(folder / "work", ("2026-01-05", BEFORE), ("2026-02-02", ONCE), ("2026-03-02", TWICE))
    git(folder, "clone", "-q", "--bare", "work", "remote.git")
    git(folder / "work", "remote", "add", "origin", f"file://{folder}/remote.git")
    git(folder / "work", "fetch", "-q", "origin")
    git(folder / "work", "checkout", "-q", "-b", "change")
    commit(folder / "work", CHANGE, "2026-03-09")
    git(folder / "work", "push", "-q", "origin", "change")
    git(folder / "work", "checkout", "-q", "main")
    commit(folder / "work", {"features/other.md": "title: Something else"}, "2026-03-10")
    git(folder / "work", "push", "-q", "origin", "main")
    git(folder / "work", "checkout", "-q", "change")
    return folder / "work"


def pmsite(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1795392000"}
    return subprocess.run(
        [sys.executable, "-m", "pmsite", *words], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


def cases() -> Iterator[tuple[str, tuple[str, ...]]]:
    for form in FORMATS:
        yield f"team.{form}", ("diff", "origin/main", "HEAD", "--format", form)
        yield f"customers.{form}", ("diff", "origin/main", "--format", form, "--audience", "customers")
    for form in REPORTS:
        yield f"check.{form}", ("check", "--since", "origin/main", "--format", form)


@pytest.mark.parametrize(("name", "words"), list(cases()), ids=[name for name, _ in cases()])
def test_a_change_is_told(work: Path, name: str, words: tuple[str, ...]) -> None:
    done = pmsite(work, *words)
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout.replace(f'"version": "{pmsite_version}"', '"version": "…"')
    expected = CASES / "demonstration" / name
    if os.environ.get("PMSITE_WRITE_EXPECTED"):
        expected.write_text(told, encoding="utf-8", newline="")
    assert told == expected.read_text(encoding="utf-8")


def test_the_comment_speaks_the_language_of_the_plan(tmp_path: Path) -> None:
    chinese = f"{SETTINGS}language: zh\n"
    plan(tmp_path, ("2026-01-05", BEFORE), ("2026-03-09", CHANGE), settings=chinese)
    done = pmsite(tmp_path, "diff", "HEAD~1", "HEAD", "--format", "markdown")
    expected = CASES / "demonstration" / "chinese.markdown"
    if os.environ.get("PMSITE_WRITE_EXPECTED"):
        expected.write_text(done.stdout, encoding="utf-8", newline="")
    assert done.stdout == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", FORMATS)
def test_outsiders_are_told_the_same_whether_a_hidden_thing_is_there_or_not(tmp_path: Path, form: str) -> None:
    seen: dict[str, str | None] = {"features/a.md": "title: A\ntarget: 2026-Q1\nvisibility: [public]"}
    now: dict[str, str | None] = {"features/a.md": "title: A\ntarget: 2026-Q2\nvisibility: [public]"}
    hidden: dict[str, str | None] = {
        "features/h.md": "title: H\ntarget: 2026-Q1",
        "features/gone.md": "title: G",
        "features/was.md": "title: W\nvisibility: [public]",
    }
    later: dict[str, str | None] = {
        "features/h.md": "title: H\ntarget: 2026-Q3",
        "features/gone.md": None,
        "features/was.md": "title: W",
    }
    plan(tmp_path / "with", ("2026-01-01", {**seen, **hidden}), ("2026-02-01", {**now, **later}))
    plan(tmp_path / "without", ("2026-01-01", seen), ("2026-02-01", now))
    told = [
        pmsite(tmp_path / side, "diff", "HEAD~1", "HEAD", "--audience", "public", "--format", form) for side in ("with", "without")
    ]
    assert told[0].stdout == told[1].stdout
    assert "2026-Q1" in told[0].stdout or "Q1 2026" in told[0].stdout


def test_histories_without_anything_in_common_are_compared_as_they_are(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-01-05", {"features/a.md": "title: A"}))
    git(tmp_path, "checkout", "-q", "--orphan", "other")
    commit(tmp_path, {"features/b.md": "title: B"}, "2026-01-06")
    done = pmsite(tmp_path, "diff", "main", "other")
    assert done.returncode == 0
    assert "share no history" in done.stderr
    assert "B (b)" in done.stdout


@pytest.mark.parametrize("base", ["nowhere", "-h", "--output=x", "main..main"])
def test_a_base_that_is_none_is_refused(tmp_path: Path, base: str) -> None:
    plan(tmp_path, ("2026-01-05", {"features/a.md": "title: A"}))
    done = pmsite(tmp_path, "diff", "--", base)
    assert done.returncode == 2
    assert "revision" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_plan_that_is_gone_is_named(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-11-02", {"features/a.md": "title: A"}))
    git(tmp_path, "rm", "-rq", "roadmap")
    compared = pmsite(tmp_path, "diff", "HEAD", "-w", "roadmap")
    assert (compared.returncode, "there is no folder roadmap" in compared.stderr) == (2, True)
    checked = pmsite(tmp_path, "check", "roadmap", "--since", "HEAD")
    assert (checked.returncode, "there is no folder roadmap" in checked.stdout) == (1, True)


def test_a_revision_whose_settings_are_broken_is_named(tmp_path: Path) -> None:
    plan(
        tmp_path, ("2026-01-05", {"product.yml": "name: [", "features/a.md": "title: A"}), ("2026-01-06", {"product.yml": SETTINGS})
    )
    done = pmsite(tmp_path, "diff", "HEAD~1")
    assert done.returncode == 2
    assert "product.yml has faults in revision" in done.stderr


def test_an_item_that_could_not_be_read_before_is_not_called_new(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-01-05", {"features/a.md": "title: A\nstatus: bilding"}), ("2026-01-06", {"features/a.md": "title: A"}))
    done = pmsite(tmp_path, "diff", "HEAD~1")
    assert done.stdout.startswith("Cannot be read\n- roadmap/features/a.md: could not be read before")
    assert "1 file with faults left out" in done.stderr


def test_a_plan_with_faults_is_compared_as_far_as_it_can_be_read(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-01-05", {"features/a.md": "title: A", "features/b.md": "title: B"}))
    commit(tmp_path, {"features/a.md": "title: A\nstatus: bilding", "features/b.md": "title: C"}, "2026-01-06")
    files, commits = pmsite(tmp_path, "diff", "HEAD~1"), pmsite(tmp_path, "diff", "HEAD~1", "HEAD")
    assert files.returncode == commits.returncode == 0
    assert files.stdout == commits.stdout
    assert files.stdout.startswith("Cannot be read\n- roadmap/features/a.md:3:1: status: bilding is not a status")
    assert "- C (b): was called “B”" in files.stdout


def test_nothing_is_printed_where_nothing_changes_and_nobody_wants_to_hear_so(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-01-05", {"features/a.md": "title: A"}))
    commit(tmp_path, {"features/a.md": "title:   A"}, "2026-01-06")
    for form in FORMATS:
        assert pmsite(tmp_path, "diff", "HEAD~1", "HEAD", "--format", form, "--quiet-if-empty").stdout == ""
    assert pmsite(tmp_path, "diff", "HEAD~1", "HEAD", "--format", "markdown").stdout.startswith("<!-- pmsite:diff -->\n### ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--files-url", "https://e.example"), "only markdown has links"),
        (("--format", "markdown", "--files-url", "javascript:x"), "begins with https://"),
        (("--format", "markdown", "--site-audience", "customers"), "give both"),
        (("--format", "markdown", "--site-url", "https://e.example", "--site-audience", "nobody"), "is not in product.yml"),
    ],
)
def test_links_that_lead_nowhere_are_refused(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    plan(tmp_path, ("2026-01-05", {"features/a.md": "title: A"}))
    done = pmsite(tmp_path, "diff", "HEAD", *words)
    assert done.returncode == 2
    assert told in done.stderr


def test_a_check_tells_what_is_newly_visible_and_then_what_is_new(tmp_path: Path) -> None:
    wrong = "status: planned\nowner: Ada\nscore: {reach: 9, impact: 9, confidence: 50%, effort: 1}"
    files = {
        "features/a.md": f"title: A\n{wrong}",
        "features/c.md": "title: C\nstatus: planned",
        "features/d.md": "title: D\nstatus: x",
    }
    plan(tmp_path, ("2026-01-05", files))
    commit(
        tmp_path,
        {"features/b.md": f"title: B\n{wrong}\nvisibility: [public]", "features/c.md": "title: C\nstatus: plan"},
        "2026-01-06",
    )
    lines = pmsite(tmp_path, "check", "--since", "HEAD~1", "--format", "github").stdout.splitlines()
    assert [line.split(" ")[1].split("/")[2][:4] + line.split("title=")[1].split("::")[0] for line in lines[:5]] == [
        "b.mdnewly-visible", "c.mdunknown-status", "b.mdoff-the-scale", "d.mdunknown-status", "a.mdoff-the-scale",
    ]  # fmt: skip
    text = pmsite(tmp_path, "check", "--since", "HEAD~1").stdout
    places = [
        text.index(part)
        for part in ("newly-visible", "unknown-status", "features/b.md:5:", "Not of this change:", "features/a.md:5:")
    ]
    assert places == sorted(places)
    (run,) = json.loads(pmsite(tmp_path, "check", "--since", "HEAD~1", "--format", "sarif").stdout)["runs"]
    assert [found["ruleId"] for found in run["results"]][:4] == [
        "newly-visible",
        "unknown-status",
        "off-the-scale",
        "unknown-status",
    ]
    assert [found["baselineState"] for found in run["results"]][:4] == ["new", "new", "new", "unchanged"]
    report = json.loads(pmsite(tmp_path, "check", "--since", "HEAD~1", "--format", "gitlab").stdout)
    assert [found["severity"] for found in report][:3] == ["critical", "major", "minor"]


def test_of_much_that_becomes_visible_the_ten_that_a_host_shows_are_what_was_hidden_and_a_count(tmp_path: Path) -> None:
    old = {f"features/old-{at}.md": f"title: Old {at}\nstatus: planned" for at in range(4)}
    kept = "---\ntitle: Z\nstatus: planned\nvisibility: [public]\n---\nTold.\n{}The price doubles.\n{}"
    plan(tmp_path, ("2026-01-05", {**old, "features/z.md": kept.format("<!-- internal -->\n", "<!-- /internal -->\n")}))
    shown = {name: f"{text}\nvisibility: [customers, public]" for name, text in old.items()}
    new = {f"features/a-{at:02}.md": f"title: New {at}\nstatus: planned\nvisibility: [public]" for at in range(20)}
    commit(tmp_path, {**shown, **new, "features/z.md": kept.format("", "")}, "2026-01-06")
    lines = pmsite(tmp_path, "check", "--since", "HEAD~1", "--format", "github").stdout.splitlines()
    notices = [line.rpartition("::")[2] for line in lines if line.startswith("::notice")]
    assert all(f"old-{at}.md:4:1 customers, public: can see it now, and could not before" in notices[at] for at in range(4))
    assert "z.md:4:1 public: can see now what was hidden in body" in notices[4]
    assert all(f"a-{at:02}.md:4:1 public: can see it, which is new" in notices[5 + at] for at in range(4))
    assert notices[9].startswith("and 16 more, which the log of this step tells: 16 newly-visible")
    assert len([line for line in notices if "a-" in line]) == 20


def test_an_unknown_audience_is_refused(tmp_path: Path) -> None:
    plan(tmp_path, ("2026-01-05", {"features/a.md": "title: A"}))
    done = pmsite(tmp_path, "diff", "HEAD", "--audience", "everybody")
    assert done.returncode == 2
    assert "everybody" in done.stderr


TELLER = Teller("en", Settings(name="P"), {})
HOSTILE = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["@ada", "@", "#1", "GH-1", "<b>", "</details>", "<!--", "-->", "**", "__", "`", "```", "[x](https://e.example)", "![x](y)",
             "https://e.example", "www.e.example", "a@e.example", "\n", "\r\n", "\n/close", "\n# H", "|", "&lt;", "&#64;ada", "~~", "\\",
             "org/repo#1", "!1", "$1", "%1", "&1", ":tada:", "1. ", "- ", "> ", "==", "---", "\u2028", "\u202e", "\0", "::error::", "##[group]"]
        ),
        max_size=8,
    ).map("".join),
)  # fmt: skip


def shape(text: str) -> tuple[list[str], str]:
    """The elements of a rendered comment, and its text."""
    html = markdown.markdown(text, extensions=["md_in_html", "tables"])
    return re.findall(r"</?([a-z][a-z0-9]*)[^>]*>", html), re.sub(r"<[^>]*>", "", html)


@given(HOSTILE, HOSTILE)
@settings(deadline=None)
def test_no_text_breaks_out_of_the_comment(subject: str, told: str) -> None:
    found = comment(
        [
            Section("Newly visible", (Line(f"x{subject}x", f"x{told}x"),), first=True),
            Section("Dates", (Line(f"x{subject}x", told, points=(told, subject)),)),
        ],
        TELLER,
        "main",
    )
    plain = comment(
        [Section("Newly visible", (Line("x", "x"),), first=True), Section("Dates", (Line("x", "x", points=("x", "x")),))],
        TELLER,
        "main",
    )
    assert shape(found)[0] == shape(plain)[0]
    assert found.count("\n") == plain.count("\n")
    assert not re.search(r"[@#!$%~]\w", found.replace("&#8203;", "\u200b"))
    assert not re.search(r"https?:/|www\.", found)


@given(HOSTILE)
@settings(deadline=None)
def test_an_escaped_text_reads_as_it_was_written(text: str) -> None:
    written = re.sub(
        r"\s+", " ", re.sub("[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]+", " ", f"x {text} x")
    )
    html = markdown.markdown(escaped(f"x {text} x"))
    read = re.sub(r"<[^>]*>", "", html).replace("&#8203;", "")
    read = re.sub(r"\\([|~$])", r"\1", read)  # which this renderer leaves to extensions
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        read = read.replace(entity, character)
    assert re.sub(r"\s+", " ", read).strip() == written.strip()


def test_the_json_is_what_the_reference_says(work: Path) -> None:
    data = json.loads(pmsite(work, "diff", "origin/main", "--format", "json").stdout)
    reference = (Path(__file__).parent.parent.parent / "docs/reference/commands.md").read_text(encoding="utf-8")
    for key in data:
        assert f"`{key}`" in reference
