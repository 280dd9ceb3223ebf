"""A server follows its plan without building its site anew, and shows what one shows that has just begun."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pmsite.host.follower import Follower
from tests.host.edits import CONFIG, EDITS, facts, make, text, whole
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
        self.web = SimpleNamespace(_watched_paths=watched, _epoch_cond=threading.Condition(), _wanted_epoch=1, _visible_epoch=1)
        self.build()
        self.follower = Follower(self.web, root / "roadmap", self._counted, self.plugin._follow)

    def _counted(self) -> None:
        self.built += 1
        self.build()

    def follow(self) -> dict[str, bytes]:
        """Follow whatever has changed, and give what is shown."""
        self.web._wanted_epoch += 1
        self.follower()
        self.web._visible_epoch = self.web._wanted_epoch
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
        assert comparable(was_shown) == comparable(Server(folder / "project", "fresh").build())


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
        lambda r: facts(r, "one", "status: bilding"),
        lambda r: whole(r, "roadmap/features/p.png", (r / "roadmap/features/p.png").read_bytes() + b"\0"),
    ],
)
def test_whatever_does_more_is_built(server: Following, project: Path, edit: Callable[[Path], Any]) -> None:
    edit(project)
    server.follow()
    assert server.built == 1


def test_the_page_of_an_edit_is_shown_before_the_others_are_made(
    server: Following, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    be_shown = server.follower._be_shown

    def look() -> None:
        shown.extend(at for path, at in server._files() if at.endswith(".html") and b"Renamed" in path.read_bytes())
        be_shown()

    monkeypatch.setattr(server.follower, "_be_shown", look)
    facts(project, "one", "title: Renamed")
    server.follow()
    assert shown == ["roadmap/features/one/index.html"]


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
