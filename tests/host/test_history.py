"""A site tells how its plan came about, to each audience what it may know of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.history.repositories import commit, git, plan, put
from tests.host.test_build import CONFIG, build, site
from tests.make import SETTINGS

pytestmark = pytest.mark.host

NAMED = f"{SETTINGS}as_of: {{2026-Q1: 2026-03-31}}\n"
Files = Mapping[str, str | None]


def a(target: str, **facts: str) -> str:
    return "\n".join(
        [
            "title: Offline mode",
            f"target: {target}",
            "status: planned",
            "visibility: [public]",
            *(f"{k}: {v}" for k, v in facts.items()),
        ]
    )


SEEN: tuple[Files, ...] = (
    {
        "features/a.md": a("2026-Q1"),
        "releases/r.md": "title: R\ndate: 2026-06-01\nvisibility: [public]",
        "features/gone.md": "title: Gone\nvisibility: [public]",
    },
    {"features/a.md": a("2026-Q2"), "features/gone.md": None},
    {"features/a.md": a("2026-Q3"), "features/new.md": "title: New\nvisibility: [public]"},
)
HIDDEN: tuple[Files, ...] = (
    {
        "features/h.md": "title: Zqhidden\ntarget: 2026-Q1\nstatus: planned\nrelease: r",
        "features/new.md": "title: Zqearly\ntarget: 2026-Q1",
    },
    {"features/h.md": "title: Zqhidden\ntarget: 2026-Q2\nstatus: planned\nrelease: r", "teams/t.md": "title: Zqteam"},
    {"features/h.md": "title: Zqhidden\ntarget: 2027\nstatus: shipped\nrelease: r\nteam: t"},
)


def project(folder: Path, *revisions: Files, config: str = CONFIG) -> Path:
    plan(folder, *zip(("2026-03-01", "2026-04-01", "2026-05-01"), revisions, strict=True), settings=NAMED)
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    (folder / "docs").mkdir()
    return folder


def test_pages_tell_what_moved_and_when(tmp_path: Path) -> None:
    done = build(project(tmp_path, *SEEN))
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site/roadmap/features/a/index.html").read_text(encoding="utf-8")
    for text in ("Moved 2 times.", "Q3 2026", "was Q2 2026", "was Q1 2026", "May 1, 2026", "first move", "second move"):
        assert text in page
    for address in ("roadmap/what-changed", "roadmap/what-changed/2026-04", "roadmap/slippage", "as-of/2026-Q1"):
        assert (tmp_path / "site" / address / "index.html").is_file()
    old = (tmp_path / "site/as-of/2026-Q1/index.html").read_text(encoding="utf-8")
    assert "The plan as it was on Mar 31, 2026" in old
    assert "Q1 2026" in old
    assert git(tmp_path, "status", "--porcelain", "--", "roadmap") == ""


def test_pages_tell_it_in_chinese(tmp_path: Path) -> None:
    put(project(tmp_path, *SEEN) / "roadmap", {"product.yml": f"{NAMED}language: zh\n"})
    done = build(tmp_path)
    assert done.returncode == 0, done.stderr
    for address, text in (
        ("features/a", "变动 2 次"),
        ("what-changed", "第二次变动"),
        ("slippage", "推迟"),
        ("../as-of/2026-Q1", "当日的计划"),
    ):
        assert text in (tmp_path / "site/roadmap" / address / "index.html").read_text(encoding="utf-8")


BESIDES: tuple[Files, ...] = (
    {
        "metrics/m.md": "title: Notes",
        "metrics/m.csv": "date,value\n2026-03,1\n",
        "features/a.md": a("2026-Q1"),
        "features/a.zh.md": "---\ntitle: 离线\n---\n正文。\n",
    },
    {"metrics/m.csv": "date,value\n2026-03,1\n2026-04,4\n", "features/a.zh.md": "---\ntitle: 随处\n---\n改过。\n"},
    {"product.yml": f"{NAMED}currency: EUR\n"},
)


@pytest.mark.parametrize(
    ("language", "value", "words", "setting"),
    [
        ("en", "Series › Last value 4, was 1 ; Series added Apr 2026: 4", "Title in Chinese 随处, was 离线 ; Text in Chinese rewritten", "currency EUR, was not set"),
        ("zh", "数据序列 › 最新值 4（原为 1） ； 数据序列 新增 2026年4月：4", "中文的标题 随处（原为 离线） ； 中文的正文 已改写", "currency EUR（原未设置）"),
    ],
)  # fmt: skip
def test_pages_tell_values_translations_and_settings(tmp_path: Path, language: str, value: str, words: str, setting: str) -> None:
    last = {"product.yml": f"{NAMED}currency: EUR\nlanguage: {language}\n"}
    done = build(project(tmp_path, {**BESIDES[0], "product.yml": f"{NAMED}language: {language}\n"}, BESIDES[1], last))
    assert done.returncode == 0, done.stderr
    shown = {name: _words(tmp_path / "site/roadmap" / name / "index.html") for name in ("what-changed", "metrics/m", "features/a")}
    for expected, name in ((value, "metrics/m"), (words, "features/a"), (setting, "")):
        assert shown["what-changed"].count(expected) == 1, shown["what-changed"]
        assert not name or shown[name].count(expected) == 1, shown[name]


def _words(page: Path) -> str:
    main = page.read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_what_is_not_committed_is_told_as_such(tmp_path: Path) -> None:
    put(project(tmp_path, *SEEN) / "roadmap", {"features/a.md": a("2026-Q4")})
    build(tmp_path)
    page = (tmp_path / "site/roadmap/features/a/index.html").read_text(encoding="utf-8")
    assert "Moved 3 times." in page
    assert "not committed yet" in page


def test_outsiders_are_told_nothing_of_it_unless_the_owner_says_so(tmp_path: Path) -> None:
    build(project(tmp_path, *SEEN), audience="public")
    assert not (tmp_path / "site/roadmap/slippage").exists()
    assert not (tmp_path / "site/as-of").exists()


@pytest.mark.parametrize("shallow", [False, True])
def test_outsiders_get_the_same_bytes_whether_hidden_things_and_their_past_are_there_or_not(tmp_path: Path, shallow: bool) -> None:
    config = CONFIG.replace("pmsite]", "pmsite: {history: true}]")
    project(tmp_path / "with", *({**seen, **hidden, **seen} for seen, hidden in zip(SEEN, HIDDEN, strict=True)), config=config)
    project(tmp_path / "without", *SEEN, config=config)
    sites = []
    for side in ("with", "without"):
        folder = tmp_path / side
        if shallow:
            git(folder, "add", "-A")
            commit(folder, {}, "2026-05-02")
            git(tmp_path, "clone", "-q", "--depth=2", f"file://{folder}", f"{side}-shallow")
            folder = tmp_path / f"{side}-shallow"
            (folder / "docs").mkdir(exist_ok=True)
        done = build(folder, audience="public")
        assert done.returncode == 0, done.stderr
        sites.append(site(folder))
    assert sites[0] == sites[1]
    assert not any(b"Zq" in content for content in sites[0].values())
    assert "roadmap/what-changed/index.html" in sites[0]


def test_history_can_be_switched_off_and_its_absence_is_no_fault(tmp_path: Path) -> None:
    project(tmp_path, *SEEN, config=CONFIG.replace("pmsite]", "pmsite: {history: false}]"))
    assert build(tmp_path).returncode == 0
    assert not (tmp_path / "site/roadmap/what-changed").exists()
    assert not (tmp_path / ".git/pmsite").exists()
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    shutil.rmtree(tmp_path / ".git")
    done = build(tmp_path)
    assert done.returncode == 0, done.stderr
    told = next(line for line in done.stderr.splitlines() if "no-history" in line)
    assert told.startswith("INFO")
    assert "the site tells nothing of the plan's history: this folder is in no git repository" in told
    assert not (tmp_path / "site/roadmap/what-changed").exists()


def test_a_shallow_clone_says_that_part_of_the_history_is_missing(tmp_path: Path) -> None:
    project(tmp_path / "full", *SEEN)
    git(tmp_path / "full", "add", "-A")
    commit(tmp_path / "full", {"features/a.md": a("2026-Q4")}, "2026-06-01")
    git(tmp_path, "clone", "-q", "--depth=2", f"file://{tmp_path}/full", "shallow")
    (tmp_path / "shallow/docs").mkdir(exist_ok=True)
    done = build(tmp_path / "shallow")
    assert "this clone is shallow" in done.stderr
    page = (tmp_path / "shallow/site/roadmap/slippage/index.html").read_text(encoding="utf-8")
    assert "what happened before is missing" in page


def test_a_build_that_remembers_tells_history_in_the_new_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))

    def goal(title: str, current: int) -> str:
        return f"title: Goal\nkey_results: [{{id: k, title: {title}, baseline: 0, target: 10, current: {current}}}]"

    project(
        tmp_path, {"objectives/o.md": goal("Old words", 1)}, {"objectives/o.md": goal("Old words", 2)}, {"teams/t.md": "title: T"}
    )
    for words in ("Other words", "New words"):  # neither is committed, so no event tells them apart
        put(tmp_path / "roadmap", {"objectives/o.md": goal(words, 2)})
        assert build(tmp_path).returncode == 0
    remembered = site(tmp_path)
    shutil.rmtree(tmp_path / "site")
    shutil.rmtree(tmp_path / "user")
    assert build(tmp_path).returncode == 0
    assert remembered == site(tmp_path)
    assert b"New words" in remembered["roadmap/what-changed/2026-04/index.html"]


def test_a_withdrawn_release_is_told_on_its_page_in_the_changelog_and_among_what_is_new(tmp_path: Path) -> None:
    release = "title: Autumn\nversion: 1.2.0\ndate: 2026-11-20\nvisibility: [public]"
    brief = "title: News\naudience: public\nsince: 2026-11-01\nvisibility: [public]\nsections: [changed]"
    out: Files = {"releases/r.md": release, "briefs/b.md": brief}
    done = build(project(tmp_path, out, {"releases/r.md": f"{release}\nyanked: true"}, {}))
    assert done.returncode == 0, done.stderr
    for page, told in (
        ("releases/r", "This release was withdrawn."),
        ("changelog", "This release was withdrawn."),
        ("briefs/b", "Autumn Nov 20, 2026 Withdrawn"),
        ("what-changed", "Withdrawn Yes, was No"),
    ):
        assert told in _words(tmp_path / "site/roadmap" / page / "index.html"), page
