"""What a build takes from earlier ones is what it would have made itself, byte for byte."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from pmsite import background
from pmsite.host import mkdocs_known
from pmsite.host.mkdocs_build import SiteBuild
from pmsite.host.state import State, StateFile
from pmsite.pages import Page
from pmsite.render.rendered import Made
from pmsite.render.site import Site
from tests.host.edits import CONFIG, EDITS, facts, make, tell_no_changes_apart, text, whole
from tests.make import write

pytestmark = [pytest.mark.host, pytest.mark.usefixtures("own_secret")]


def built(root: Path) -> dict[str, bytes]:
    config = load_config(str(root / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return {path.relative_to(root / "site").as_posix(): path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()}


def state(root: Path) -> Path:
    (found,) = (root.parent / "user/pmsite/sites").glob("*.state")
    return found


def pages(root: Path) -> dict[str, tuple[int, int]]:
    """By page, what changes when it is written again."""
    found = {path.relative_to(root / "site").as_posix(): path.stat() for path in (root / "site").rglob("*.html")}
    return {at: (status.st_ino, status.st_mtime_ns) for at, status in found.items() if at.startswith("roadmap/")}


def written(root: Path) -> set[str]:
    """Build, and give the pages that are written again."""
    before = pages(root)
    built(root)
    return {at for at, status in pages(root).items() if before.get(at) != status}


@settings(max_examples=6, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(edits=st.lists(EDITS, min_size=1, max_size=4))
def test_after_any_edits_a_build_that_remembers_equals_one_that_does_not(
    tmp_path_factory: pytest.TempPathFactory, edits: list[Callable[[Path], None]]
) -> None:
    root = tmp_path_factory.mktemp("edits") / "project"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(root.parent / "user"))
        make(root)
        built(root)
        for edit in edits:
            edit(root)
            warm = built(root)
        shutil.rmtree(root.parent / "user")
        shutil.rmtree(root / "site")
        assert warm == built(root)


def test_what_is_the_same_stays_as_it_was_written(project: Path) -> None:
    configure(project, "plugins: [search, tags, pmsite]", "x")
    built(project)
    assert written(project) == set()
    facts(project, "one", "title: Another")
    again = written(project)
    assert {"roadmap/features/one/index.html", "roadmap/index.html"} <= again
    assert "roadmap/metrics/m/index.html" not in again


def test_feeds_and_exports_that_are_the_same_stay_as_they_were_written(project: Path) -> None:
    built(project)
    plan, teams = project / "site/roadmap/plan.json", project / "site/roadmap/csv/teams.csv"
    before = [path.stat().st_ino for path in (plan, teams)]
    text(project, "one", "More words.")
    built(project)
    assert [path.stat().st_ino == inode for path, inode in zip((plan, teams), before, strict=True)] == [False, True]


def test_a_link_to_the_place_of_a_page_that_is_made_leads_nowhere_in_every_build(project: Path) -> None:
    """It does where nobody wrote that page, whether or not there is one made from the plan today."""
    write(project / "roadmap", {"teams/four.md": "---\ntitle: Four\n---\n[see](../../docs/roadmap/features/two.md)\n"})
    built(project)
    (project / "roadmap/features/two.md").rename(project / "roadmap/features/zwei.md")
    warm = built(project)
    shutil.rmtree(project.parent / "user")
    assert warm == built(project)
    assert b"features/two/" not in warm["roadmap/teams/four/index.html"]


def test_a_new_day_makes_again_what_tells_of_it_and_no_more(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(project)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1795392000 + 86_400))
    again = written(project)
    assert "roadmap/timeline/index.html" in again
    assert "roadmap/metrics/m/index.html" in again  # its line reaches today
    assert not {"roadmap/visions/v/index.html", "roadmap/readers/index.html"} & again


def test_why_a_page_is_made_is_told_to_who_asks(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "mkdocs")
    built(project)
    assert any("roadmap/teams/t.md is made: it is new" in line for line in caplog.messages)
    caplog.clear()
    facts(project, "one", "title: Another")
    (project / "site/roadmap/metrics/m/index.html").unlink()
    built(project)
    told = dict(line.removeprefix("pmsite: ").split(" is made: ") for line in caplog.messages if " is made: " in line)
    assert told["roadmap/features/one.md"] == "the page itself is another one"
    assert told["roadmap/visions/v.md"] == "items of one"
    assert told["roadmap/metrics/m.md"] == "its file, or what the theme puts around it, is another one"


@pytest.mark.parametrize("same_time", [False, True])
def test_what_somebody_else_changed_in_the_site_is_written_again(project: Path, same_time: bool) -> None:
    first = built(project)
    page = project / "site/roadmap/teams/t/index.html"
    status = page.stat()
    page.write_bytes(page.read_bytes().replace(b"Team", b"Mate"))
    if same_time:
        os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert built(project) == first


def test_what_somebody_else_removed_or_added_in_the_site_is_mended(project: Path) -> None:
    first = built(project)
    (project / "site/roadmap/teams/t/index.html").unlink()
    (project / "site/roadmap/teams/other.html").write_text("theirs", encoding="utf-8")
    (project / "site/roadmap/features/one/more").mkdir()
    assert built(project) == first
    assert not (project / "site/roadmap/features/one/more").exists()


@pytest.mark.parametrize("folder", ["roadmap/teams", "roadmap/csv", "roadmap"])
def test_what_is_behind_a_link_does_not_stay(project: Path, tmp_path: Path, folder: str) -> None:
    first = built(project)
    (project / "site" / folder).rename(tmp_path / "elsewhere")
    (project / "site" / folder).symlink_to(tmp_path / "elsewhere")
    assert built(project) == first
    assert not (project / "site" / folder).is_symlink()


def test_a_site_that_was_copied_stays(project: Path, tmp_path: Path) -> None:
    """As where the next build of a pipeline gets the folder and the cache of the one before."""
    first = built(project)
    shutil.copytree(project / "site", tmp_path / "copy")
    shutil.rmtree(project / "site")
    shutil.copytree(tmp_path / "copy", project / "site")
    assert written(project) == set()
    assert built(project) == first


def test_no_other_build_has_the_site_before_what_stands_there_is_noted(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else what that one puts there would be taken for what this one wrote."""
    held, settle = [], SiteBuild.settle

    def noted(site: SiteBuild, folder: Path) -> None:
        held.append((project / ".site.pmsite/lock").exists())
        settle(site, folder)

    monkeypatch.setattr(SiteBuild, "settle", noted)
    built(project)
    assert held == [True]


def test_after_a_failed_build_the_site_follows_the_plan_again(project: Path) -> None:
    built(project)
    facts(project, "one", "status: bilding")
    with pytest.raises(Abort):
        built(project)
    facts(project, "one", "status: shipped")
    again = built(project)
    shutil.rmtree(project.parent / "user")
    assert again == built(project)


COUNTED = """
import pmsite.background as e
import pmsite.host.mkdocs_theme as theme
from pmsite.render.site import Site

e.FEW, e.processors = 1, lambda: 3

def counted(function, name):
    def work(*args, **kwargs):
        with open(name, "ab", buffering=0) as file:
            file.write(b"x")
        return function(*args, **kwargs)
    return work

Site.make = counted(Site.make, "made")
theme.SiteTheme.html = counted(theme.SiteTheme.html, "themed")
from mkdocs.__main__ import cli
cli(["build", "--quiet"])
"""
"""A build by several processes that counts the pages which it makes, and those which the theme makes."""


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="only Linux shares work so")
def test_a_build_without_an_edit_costs_the_same_each_time(project: Path) -> None:
    write(project / "roadmap", {f"features/more-{n}.md": f"---\ntitle: More {n}\n---\nText {n}.\n" for n in range(60)})
    made = []
    for _ in range(4):
        subprocess.run([sys.executable, "-c", COUNTED], cwd=project, check=True)
        counts = [path.stat().st_size if path.exists() else 0 for path in (project / "made", project / "themed")]
        made.append(counts)
        for name in ("made", "themed"):
            (project / name).unlink(missing_ok=True)
    first, *others = [count for count, _ in made]
    assert first > 60
    assert others == [0] * 3
    assert 0 < made[0][1] < 60
    assert [themed for _, themed in made[1:]] == [0] * 3


def test_what_another_user_kept_is_never_read(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(project)
    theirs = state(project).read_bytes()
    (tmp_path / "user/pmsite/secret").unlink()
    state(project).write_bytes(theirs)
    with monkeypatch.context() as patch:
        patch.setattr("pmsite.host.state.pickle.load", lambda _: 1 / 0)
        assert StateFile(project / "mkdocs.yml", "team").load().pages == {}


def test_of_a_site_that_no_longer_stands_no_page_is_known(project: Path) -> None:
    built(project)
    kept = StateFile(project / "mkdocs.yml", "team")
    assert kept.load().pages
    assert kept.load(stands=False).pages == {}


def test_what_one_site_kept_is_no_other_sites(project: Path) -> None:
    built(project)
    kept = state(project).read_bytes()
    for name in (("public",), ("team", "more")):
        other = StateFile(project / "mkdocs.yml", *name)
        other.end(State(), other.begin(State()))
        at = next(path for path in state_folder(project).iterdir() if path.read_bytes() != kept)
        at.write_bytes(kept)
        assert other.load().pages == {}
        at.unlink()


def state_folder(project: Path) -> Path:
    return project.parent / "user/pmsite/sites"


@pytest.mark.parametrize("content", [b"", b"not a state" * 100])
def test_a_broken_state_is_made_anew(project: Path, content: bytes) -> None:
    first = built(project)
    state(project).write_bytes(content)
    assert built(project) == first
    assert len(state(project).read_bytes()) > len(content)
    assert built(project) == first


@pytest.mark.parametrize("at", [10, 2_000, -50])
def test_a_state_in_which_anything_is_another_byte_is_made_anew(project: Path, at: int) -> None:
    built(project)
    data = bytearray(state(project).read_bytes())
    data[at] ^= 1
    state(project).write_bytes(data)
    assert StateFile(project / "mkdocs.yml", "team").load().pages == {}


def test_a_state_that_cannot_be_written_is_done_without(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmsite.host.state._dump", lambda *_: 1 / 0)
    assert "roadmap/index.html" in built(project)
    assert list(state_folder(project).iterdir()) == []


def test_states_are_kept_of_a_few_sites_alone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmsite.host.state.MOST", 1)
    built(project)
    first = state(project)
    monkeypatch.setenv("PMSITE_AUDIENCE", "public")
    built(project)
    assert state(project) != first


def test_nobody_else_may_read_what_is_kept(project: Path) -> None:
    built(project)
    assert state(project).stat().st_mode & 0o077 == 0
    assert state_folder(project).stat().st_mode & 0o077 == 0
    assert not list(project.glob(".cache/**/*"))


@pytest.mark.parametrize("seconds", [0, 1_000_000])
def test_a_file_that_changed_is_read_again_whatever_its_time_and_size(project: Path, seconds: int) -> None:
    path = project / "roadmap/features/one.md"
    time = path.stat().st_mtime_ns - seconds * 1_000_000_000
    os.utime(path, ns=(time, time))
    built(project)
    path.write_text(path.read_text(encoding="utf-8").replace("title: One", "title: Two"), encoding="utf-8")
    os.utime(path, ns=(time, time))
    assert b"Two" in built(project)["roadmap/features/one/index.html"]


def test_a_file_that_had_just_changed_is_read_again_though_it_looks_the_same(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some systems tell no two changes within a moment apart."""
    tell_no_changes_apart(monkeypatch)
    whole(project, "roadmap/metrics/m.csv", "date,value\n2026-10-01,4\n")
    assert b"One" in built(project)["roadmap/features/one/index.html"]
    facts(project, "one", "title: Two")
    whole(project, "roadmap/metrics/m.csv", "date,value\n2026-10-01,7\n")
    found = built(project)
    assert b"Two" in found["roadmap/features/one/index.html"]
    assert b">7<" in found["roadmap/metrics/m/index.html"]


@pytest.mark.parametrize(
    ("line", "file"),
    [
        ("hooks: [hook.py]", "hook.py"),
        ("markdown_extensions: [meta, toc, tables]", "x"),
    ],
)
def test_a_site_with_parts_that_may_change_what_pages_hold_remembers_nothing(project: Path, line: str, file: str) -> None:
    configure(project, line, file)
    built(project)
    assert not list(state_folder(project).glob("*"))


@pytest.mark.parametrize(
    ("line", "file", "told"),
    [
        ("theme: {name: mkdocs}", "x", "the theme `mkdocs`"),
        ("plugins: [search, pmsite, typeset]", "x", "the plugin `material/typeset`"),
        ("plugins: [{search: {jieba_dict: x}}, pmsite]", "x", "a dictionary"),
    ],
)
def test_a_site_with_parts_that_may_change_what_the_theme_makes_remembers_what_pages_hold_alone(
    project: Path, line: str, file: str, told: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level("INFO", "mkdocs")
    configure(project, line, file)
    first = built(project)
    assert told in next(message for message in caplog.messages if "the theme makes every page anew" in message)
    rendered: list[str] = []
    make_page = Site.make

    def counted(site: Site, page: Page, view: object) -> Made:
        rendered.append(page.address)
        return make_page(site, page, view)

    monkeypatch.setattr(Site, "make", counted)
    assert built(project) == first
    assert rendered == []


def test_where_new_items_are_begun_is_told_as_it_is_now_whatever_else_a_site_has(project: Path) -> None:
    configure(project, "plugins: [search, pmsite, typeset]", "x")
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    for repository in ("a", "b"):
        whole(project, "mkdocs.yml", config + f"repo_url: https://github.com/o/{repository}\n")
        assert f"github.com/o/{repository}/new/".encode() in built(project)["roadmap/teams/index.html"]


def test_another_version_of_a_plugin_finishes_all_pages_anew(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(project, "plugins: [search, tags, pmsite]", "x")
    built(project)
    assert written(project) == set()
    newer = SimpleNamespace(dist=SimpleNamespace(name="mkdocs-material", version="99"))
    monkeypatch.setattr(mkdocs_known, "_plugins", lambda: {"material/tags": newer})
    assert written(project) == set(pages(project))


def test_a_site_with_known_parts_alone_is_told_nothing(project: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "mkdocs")
    configure(project, "plugins: [search, tags, pmsite]", "x")
    built(project)
    assert not [message for message in caplog.messages if "anew" in message or "nothing is kept" in message]


def configure(project: Path, line: str, file: str) -> None:
    key = line.partition(":")[0]
    kept = [old for old in CONFIG.splitlines() if not old.startswith(f"{key}:")]
    whole(project, "mkdocs.yml", "\n".join([*kept, line]) + "\n")
    (project / file).parent.mkdir(exist_ok=True)
    whole(project, file, "")


def test_after_a_build_that_failed_the_next_one_goes_to_the_same_folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = load_config(str(project / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    with monkeypatch.context() as patch:
        patch.setattr("mkdocs.commands.build._build_page", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            build(config)
    assert config.site_dir == str(project / "site")
    build(config)
    config.plugins.on_shutdown()
    assert (project / "site/index.html").is_file()
    assert not (project / ".site.pmsite").exists()


def test_nothing_is_left_of_what_was_to_be_kept_of_a_build_that_is_not_published(project: Path) -> None:
    built(project)
    kept = state(project).read_bytes()
    facts(project, "one", "title: Another")
    (project / "docs/more.md").write_text("[gone](gone.md)\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict"], cwd=project, capture_output=True, check=False)
    assert done.returncode == 1
    assert list(state(project).parent.iterdir()) == [state(project)]
    assert state(project).read_bytes() == kept


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="only Linux shares work so")
def test_nothing_is_left_of_it_either_where_another_process_had_begun_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(project)
    facts(project, "one", "title: Another")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(background, "FEW", 1)
    monkeypatch.setattr(background, "processors", lambda: 3)
    monkeypatch.setattr("pmsite.host.written._put", full)
    with pytest.raises(Abort):
        built(project)
    assert list(state_folder(project).iterdir()) == [state(project)]


def test_a_preview_that_is_no_longer_made_is_no_longer_kept(project: Path) -> None:
    configure(project, "plugins: [search, pmsite: {preview: [customers]}]", "x")
    built(project)
    assert StateFile(project / "mkdocs.yml", "team").load().pages.keys() == {"", "as/customers/"}
    configure(project, "plugins: [search, pmsite]", "x")
    built(project)
    assert StateFile(project / "mkdocs.yml", "team").load().pages.keys() == {""}


def test_a_state_of_more_pages_than_are_written_at_once_is_read_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmsite.host.state.TOGETHER", 3)
    built(project)
    assert written(project) == set()
