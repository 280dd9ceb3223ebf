"""A server follows its plan without building its site anew, and shows what one shows that has just begun."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from mkdocs.livereload import LiveReloadServer

from pmsite.host.mkdocs_server import DevServer
from pmsite.host.watching import Rebuilder
from pmsite.host.written import Writer
from tests.host.edits import CONFIG, EDITS, facts, make, tell_no_changes_apart, text, whole
from tests.host.test_served import FAULTS, Server, comparable
from tests.make import write

pytestmark = [pytest.mark.host, pytest.mark.usefixtures("own_secret")]


class Following(Server):
    """A server with all that follows changes, without the web server and its watcher."""

    def __init__(self, root: Path, name: str = "shown") -> None:
        super().__init__(root, name)
        self.built = 0
        config = self._config()
        self.plugin = config.plugins["pmsite"]
        watched = dict.fromkeys([str(root / "roadmap"), str(root / "docs"), str(root / "mkdocs.yml")], 1)
        self.web = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(self._site))
        self.web.server_close()
        self.web._watched_paths = watched
        self.build()
        self.dev = DevServer(self.web)
        self.rebuilder = Rebuilder(self.dev, root / "roadmap", self._counted, self.plugin._live.update, str)

    def _counted(self) -> None:
        self.built += 1
        self.build()

    def get(self, path: str) -> bytes:
        """What the server answers, without the script that it adds."""
        app: Any = self.web.get_app()
        answer = app({"PATH_INFO": f"/{path}", "REQUEST_METHOD": "GET"}, lambda *_: None)
        before, _, script = b"".join(answer).rpartition(b"<script>")
        return before + script.partition(b"</script>")[2]

    def follow(self) -> dict[str, bytes]:
        """Follow whatever has changed, and give what is shown."""
        self.web._wanted_epoch += 1
        self.rebuilder()
        self.web._visible_epoch = self.web._wanted_epoch
        if self.dev.is_covered:
            return {"404.html": self.get("any/page/")}
        return {at: path.read_bytes() for path, at in self._files() if at not in ("sitemap.xml", "sitemap.xml.gz")}


@settings(max_examples=10, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(edits=st.lists(st.one_of(EDITS, FAULTS), min_size=2, max_size=6), previews=st.booleans())
def test_after_any_edits_a_server_shows_what_one_shows_that_has_just_begun(
    tmp_path_factory: pytest.TempPathFactory, edits: list[Callable[[Path], None]], previews: bool
) -> None:
    folder = tmp_path_factory.mktemp("edits")

    def begin() -> None:
        make(folder / "project")
        if previews:
            whole(folder, "project/mkdocs.yml", CONFIG.replace("[search, pmsite]", "[search, pmsite: {preview: [customers]}]"))
            team = {"teams/t.md": "title: Team\nvisibility: [customers]"}
            write(folder / "project/roadmap", team)

    begin()
    server = Following(folder / "project")
    shown = []
    for edit in edits:
        edit(folder / "project")
        shown.append(server.follow())
    shutil.rmtree(folder / "project")
    begin()
    for edit, was_shown in zip(edits, shown, strict=True):
        edit(folder / "project")
        shutil.rmtree(folder / "project/.cache", ignore_errors=True)
        fresh = Server(folder / "project", "fresh").build()
        if was_shown.keys() == {"404.html"}:  # the faults at any address
            assert was_shown["404.html"] == fresh["404.html"]
        else:
            assert comparable(was_shown) == comparable(fresh)


@pytest.fixture
def server(project: Path) -> Following:
    return Following(project)


@pytest.mark.parametrize(
    ("edit", "files"),
    [
        (lambda r: text(r, "one", "Much more of it."), {"roadmap/features/one/index.html"}),
        (lambda r: whole(r, "roadmap/metrics/m.csv", "date,value\n2026-10-01,9\n"), {"roadmap/metrics/m/index.html"}),
        (lambda r: facts(r, "one", "title: Renamed"), {"roadmap/features/one/index.html", "roadmap/teams/t/index.html", "roadmap/index.html"}),
        (lambda r: facts(r, "one", "status: idea"), {"roadmap/features/one/index.html", "roadmap/index.html", "roadmap/objectives/o/index.html"}),
    ],
)  # fmt: skip
def test_an_edit_of_items_takes_no_build(server: Following, project: Path, edit: Callable[[Path], None], files: set[str]) -> None:
    before = server.written()
    edit(project)
    server.follow()
    assert server.built == 0
    after = server.written()
    assert files <= {at for at in after if after[at] != before[at]}
    assert after["404.html"] == before["404.html"]


@pytest.mark.parametrize(
    "edit",
    [
        lambda r: write(r / "roadmap", {"features/new.md": "title: New"}),
        lambda r: (r / "roadmap/features/三.md").unlink(),
        lambda r: whole(r, "docs/index.md", "# Other\n"),
        lambda r: whole(r, "roadmap/product.yml", "name: Q\naudiences: {customers: {}, public: {}}\n"),
        lambda r: whole(r, "roadmap/features/p.png", (r / "roadmap/features/p.png").read_bytes() + b"\0"),
    ],
)
def test_whatever_does_more_is_built(server: Following, project: Path, edit: Callable[[Path], Any]) -> None:
    edit(project)
    server.follow()
    assert server.built == 1


def test_a_table_that_a_text_links_to_is_shown_as_it_is_now(project: Path) -> None:
    text(project, "one", "All of them: [the values](../metrics/m.csv).")
    server = Following(project)
    values = b"date,value\n2026-10-01,9\n"
    whole(project, "roadmap/metrics/m.csv", values)
    assert server.follow()["roadmap/metrics/m.csv"] == values


def test_the_page_of_an_edit_is_shown_before_the_others_are_made(
    server: Following, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    be_shown = server.dev.show

    def look() -> None:
        shown.extend(at for path, at in server._files() if at.endswith(".html") and b"Renamed" in path.read_bytes())
        be_shown()

    monkeypatch.setattr(server.dev, "show", look)
    facts(project, "one", "title: Renamed")
    server.follow()
    assert shown == ["roadmap/features/one/index.html"]


def test_an_edit_is_shown_though_its_file_looks_as_it_did(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some systems tell no two changes within a moment apart."""
    whole(project, "roadmap/metrics/m.csv", "date,value\n2026-10-01,4\n")
    tell_no_changes_apart(monkeypatch)
    server = Following(project)
    facts(project, "one", "title: Two")
    assert b">Two<" in server.follow()["roadmap/features/one/index.html"]
    whole(project, "roadmap/metrics/m.csv", "date,value\n2026-10-01,7\n")
    assert b">7<" in server.follow()["roadmap/metrics/m/index.html"]
    assert server.built == 0
    picture = (project / "roadmap/features/p.png").read_bytes()
    whole(project, "roadmap/features/p.png", picture[:-1] + b"x")
    assert server.follow()["roadmap/features/p.png"] == picture[:-1] + b"x"


def test_an_edit_of_a_page_of_the_owners_is_shown_though_its_file_looks_as_it_did(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_no_changes_apart(monkeypatch)
    server, page = Following(project), project / "docs/index.md"
    status = page.stat()
    page.write_bytes(page.read_bytes().swapcase())
    os.utime(page, ns=(status.st_mtime_ns, status.st_mtime_ns))
    server.follow()
    assert server.built == 1


def test_a_change_that_is_told_twice_is_followed_once(server: Following, project: Path) -> None:
    text(project, "one", "More.")
    server.follow()
    seen = server.web._visible_epoch
    before = server.written()
    server.follow()
    assert server.built == 0
    assert server.written() == before
    assert server.web._visible_epoch == seen


def test_a_view_in_a_page_of_the_owners_follows_too(project: Path) -> None:
    whole(project, "docs/index.md", "# Home\n\n```pmsite\nview: roadmap\n```\n")
    server = Following(project)
    text(project, "one", "More.")
    server.follow()
    assert server.built == 0
    facts(project, "one", "title: Renamed")
    assert b"Renamed" in server.follow()["index.html"]


def test_with_a_plugin_that_nobody_knows_each_edit_is_built(project: Path) -> None:
    whole(project, "mkdocs.yml", CONFIG.replace("plugins: [search, pmsite]", "plugins: [search, pmsite, tags]"))
    server = Following(project)
    text(project, "one", "More.")
    server.follow()
    assert server.built == 1


def test_pages_that_a_build_left_alone_follow_too(server: Following, project: Path) -> None:
    server.build()
    facts(project, "one", "title: Renamed")
    assert b"Renamed" in server.follow()["roadmap/index.html"]
    assert server.built == 0


def test_a_build_after_edits_that_took_none_shows_them_all(server: Following, project: Path) -> None:
    facts(project, "one", "title: Renamed")
    server.follow()
    facts(project, "two", "title: Other")
    server.follow()
    write(project / "roadmap", {"features/new.md": "title: New"})
    shown = server.follow()
    assert server.built == 1
    assert all(words in shown["roadmap/table/index.html"] for words in (b"Renamed", b"Other", b"New"))
    assert comparable(shown) == comparable(Server(project, "fresh").build())


@pytest.mark.parametrize(
    "fault",
    [
        lambda r: facts(r, "one", "status: bilding"),
        lambda r: whole(r, "roadmap/features/one.md", "---\ntitle: [\n"),
        lambda r: facts(r, "one", "supports: [nowhere]"),
        lambda r: facts(r, "one", "depends_on: [one]"),
        lambda r: text(r, "one", "```pmsite\nview: nothing\n```"),
        lambda r: whole(r, "roadmap/metrics/m.csv", "date,value\nsoon,9\n"),
    ],
)
def test_faults_are_shown_at_any_address_and_the_site_comes_back_without_a_build(
    server: Following, project: Path, fault: Callable[[Path], None]
) -> None:
    before, first = server.written(), server.follow()
    files = {name: (project / name).read_bytes() for name in ("roadmap/features/one.md", "roadmap/metrics/m.csv")}
    fault(project)
    server.follow()
    for path in ("", "roadmap/features/one/", "roadmap/index.html", "nowhere/"):
        assert b"<title>Faults" in server.get(path) or b"fault" in server.get(path).lower()
    for name, content in files.items():
        (project / name).write_bytes(content)
    assert comparable(server.follow()) == comparable(first)
    assert server.written() == before
    assert server.built == 0


def test_an_edit_that_mends_a_fault_shows_all_that_was_edited_meanwhile(server: Following, project: Path) -> None:
    facts(project, "one", "status: bilding")
    assert b"bilding" in server.follow()["404.html"]
    facts(project, "two", "title: Meanwhile")
    assert b"bilding" in server.follow()["404.html"]
    facts(project, "one", "status: shipped")
    shown = server.follow()
    assert b"Meanwhile" in shown["roadmap/features/two/index.html"]
    assert comparable(shown) == comparable(Server(project, "fresh").build())
    assert server.built == 0


def test_an_error_in_the_text_of_another_item_covers_the_site_until_it_is_mended(project: Path) -> None:
    write(project / "roadmap", {"teams/t.md": "title: Team\nvisibility: [customers]\nsummary: They make Zeppelin-9 fly."})
    server = Following(project)
    facts(project, "one", "title: Zeppelin-9")  # which customers may not know, and the team's own page names
    assert b"text-names-hidden-item" in server.follow()["404.html"]
    text(project, "two", "More.")
    assert b"text-names-hidden-item" in server.follow()["404.html"]
    whole(project, "roadmap/teams/t.md", "---\ntitle: Team\nvisibility: [customers]\nsummary: They make it fly.\n---\n")
    shown = server.follow()
    assert comparable(shown) == comparable(Server(project, "fresh").build())
    assert b"More." in shown["roadmap/features/two/index.html"]
    assert server.built == 0


def test_a_translation_takes_no_build(project: Path) -> None:
    write(project / "roadmap", {"features/one.zh.md": "---\ntitle: 一\n---\n正文。\n"})
    server = Following(project)
    whole(project, "roadmap/features/one.zh.md", "---\ntitle: 壹\n---\n正文。\n")
    assert comparable(server.follow()) == comparable(Server(project, "fresh").build())
    assert server.built == 0


def test_search_finds_what_the_last_of_several_edits_says(server: Following, project: Path) -> None:
    for word in ("first", "second"):
        facts(project, "one", f"tags: [{word}]")
        text(project, "one", f"The {word} words.")
        shown = server.follow()
    assert comparable(shown) == comparable(Server(project, "fresh").build())
    assert server.built == 0


def test_faults_are_told_in_the_language_of_the_plan_also_where_it_never_was_sound(project: Path) -> None:
    named = (project / "roadmap/product.yml").read_text(encoding="utf-8")
    whole(
        project,
        "roadmap/product.yml",
        f"{named}language: zh\n" if "language:" not in named else named.replace("language: en", "language: zh"),
    )
    facts(project, "one", "status: bilding")
    assert b'<html lang="zh"' in Server(project).build()["404.html"]


def test_where_an_edit_cannot_be_written_all_is_built_anew(
    server: Following, project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(writer: Writer[Any], page: Any, key: bytes) -> bytes:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    text(project, "one", "Much more of it.")
    with monkeypatch.context() as patched:
        patched.setattr(Writer, "write", full)
        patched.setattr(server.rebuilder, "_build", lambda *_: None)
        server.follow()
    assert "No space left on device" in caplog.text
    text(project, "one", "And more.")
    server.follow()
    assert server.built == 1
    assert b"And more." in server.get("roadmap/features/one/")


def test_another_day_is_shown_without_an_edit(server: Following, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts(project, "one", "status: planned\ntarget: 2026-12-31")
    server.follow()
    assert b"pm-late" not in server.get("roadmap/table/")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2027, 1, 5, tzinfo=UTC).timestamp())))
    server.follow()
    server.follow()
    assert server.built == 1
    assert b"pm-late" in server.get("roadmap/table/")
