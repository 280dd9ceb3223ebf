"""A server renders and writes anew what an edit changes, and shows what a server that has just begun would show."""

from __future__ import annotations

import gc
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build
from mkdocs.config import load_config

from pmsite.pages import Page
from pmsite.render.rendered import Made
from pmsite.render.site import Site
from tests.host.edits import CONFIG, EDITS, FEATURE, facts, make, text, whole
from tests.make import write

pytestmark = [pytest.mark.host, pytest.mark.usefixtures("own_secret")]

FAULTS = st.builds(lambda f: lambda r: facts(r, f, "status: bilding"), FEATURE)
SETTINGS = "name: P\naudiences: {customers: {}, public: {}}\n"
SITEMAP = {"sitemap.xml", "sitemap.xml.gz"}
"""Lists the pages that a build wrote, and no more; whoever looks at a preview has no use for it."""


class Server:
    """What `mkdocs serve` builds, without the server."""

    def __init__(self, root: Path, name: str = "shown") -> None:
        self._root, self._site = root, root.parent / name
        self._config().plugins.on_startup(command="serve", dirty=False)

    def _config(self) -> Any:
        config = load_config(str(self._root / "mkdocs.yml"), site_dir=str(self._site))
        config.site_url = "http://127.0.0.1:8000/"
        return config

    def build(self) -> dict[str, bytes]:
        """Build anew, and give what is shown."""
        build(self._config(), serve_url="http://127.0.0.1:8000/")
        assert gc.isenabled()
        return {at: path.read_bytes() for path, at in self._files() if at not in SITEMAP}

    def written(self) -> dict[str, tuple[int, int]]:
        """By page, what changes when it is written again."""
        return {at: (path.stat().st_ino, path.stat().st_mtime_ns) for path, at in self._files() if at.endswith(".html")}

    def _files(self) -> Iterator[tuple[Path, str]]:
        for path in self._site.rglob("*"):
            at = path.relative_to(self._site).as_posix()
            if path.is_file() and not at.startswith("."):
                yield path, at


def comparable(shown: dict[str, bytes]) -> dict[str, object]:
    """With the entries of search, which come in another order, in order."""
    index = json.loads(shown["search/search_index.json"])
    index["docs"].sort(key=lambda entry: (entry["location"], entry["title"]))
    return {**shown, "search/search_index.json": index}


@settings(max_examples=8, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(edits=st.lists(st.one_of(EDITS, FAULTS), min_size=1, max_size=4))
def test_after_any_edits_a_server_shows_what_one_shows_that_has_just_begun(
    tmp_path_factory: pytest.TempPathFactory, edits: list[Callable[[Path], None]]
) -> None:
    folder = tmp_path_factory.mktemp("edits")
    make(folder / "project")
    server = Server(folder / "project")
    server.build()
    shown = []
    for edit in edits:
        edit(folder / "project")
        shown.append(server.build())
    shutil.rmtree(folder / "project")
    make(folder / "project")
    for edit, was_shown in zip(edits, shown, strict=True):
        edit(folder / "project")
        assert comparable(was_shown) == comparable(Server(folder / "project", "fresh").build())


def test_only_what_an_edit_changes_is_written_again(project: Path) -> None:
    server = Server(project)
    server.build()
    before = server.written()
    text(project, "one", "Much more of it.")
    assert b"Much more of it." in server.build()["roadmap/features/one/index.html"]
    after = server.written()
    assert after.keys() == before.keys()
    changed = {at for at in after if after[at] != before[at] and at.startswith("roadmap/")}
    assert changed == {"roadmap/features/one/index.html"}
    facts(project, "one", "status: shipped")
    server.build()
    assert {at for at, when in server.written().items() if when != after[at]} >= {
        "roadmap/index.html",
        "roadmap/objectives/o/index.html",
    }


def test_a_page_whose_item_is_gone_is_gone(project: Path) -> None:
    server = Server(project)
    assert "roadmap/features/三/index.html" in server.build()
    (project / "roadmap/features/三.md").unlink()
    shown = server.build()
    assert not [at for at in shown if "三" in at]
    assert not (project.parent / "shown/roadmap/features/三").exists()


def test_a_file_that_is_used_no_more_is_gone(project: Path) -> None:
    server = Server(project)
    assert "roadmap/features/p.png" in server.build()
    whole(
        project, "roadmap/features/one.md", "---\ntitle: One\nstatus: building\nteam: t\nsupports: [o.k]\ntags: [x]\n---\nNone.\n"
    )
    assert "roadmap/features/p.png" not in server.build()


def test_pages_outlive_a_fault(project: Path) -> None:
    server = Server(project)
    first = server.build()
    facts(project, "one", "status: bilding")
    for _ in range(2):
        shown = server.build()
        assert b"bilding" in shown["404.html"]
        assert "roadmap/teams/t/index.html" not in shown
    facts(project, "one", "status: building")
    again = server.build()
    assert comparable(again) == comparable(first)


def test_a_page_that_could_not_be_written_is_written_by_the_next_build(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(project)
    first = server.build()
    text(project, "one", "More.")
    with monkeypatch.context() as patch:
        patch.setattr("mkdocs.utils.write_file", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            server.build()
    assert gc.isenabled()
    one = project / "roadmap/features/one.md"
    one.write_text(one.read_text(encoding="utf-8").replace("\nMore.\n", ""), encoding="utf-8")
    assert comparable(server.build()) == comparable(first)


def test_a_page_of_the_owners_takes_the_place_of_a_page_at_once(project: Path) -> None:
    server = Server(project)
    server.build()
    write(project / "docs", {"roadmap/teams/t.md": "---\ntitle: Ours\n---\nOur own words.\n"}, "")
    assert b"Our own words." in server.build()["roadmap/teams/t/index.html"]
    (project / "docs/roadmap/teams/t.md").unlink()
    assert b"Our own words." not in server.build()["roadmap/teams/t/index.html"]


def test_a_new_title_shows_wherever_the_item_is_named(project: Path) -> None:
    server = Server(project)
    server.build()
    facts(project, "one", "title: Another name")
    shown = server.build()
    assert b"Another name" in shown["roadmap/teams/t/index.html"]
    assert b"Another name" in shown["roadmap/index.html"]


def test_with_parts_that_nobody_knows_everything_is_written_again(project: Path) -> None:
    whole(project, "mkdocs.yml", CONFIG.replace("plugins: [search, pmsite]", "plugins: [search, pmsite, typeset]"))
    server = Server(project)
    first = server.build()
    before = server.written()
    again = server.build()
    assert comparable(again) == comparable(first)
    assert not [at for at, when in server.written().items() if when == before[at]]


def test_only_what_an_edit_changes_is_rendered_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole(project, "mkdocs.yml", CONFIG.replace("[search, pmsite]", "[search, pmsite: {preview: [customers]}]"))
    write(project / "roadmap", {"teams/t.md": "title: Team\nvisibility: [customers]"})
    rendered: list[str] = []
    make = Site.make

    def counted(site: Site, page: Page, view: object) -> Made:
        rendered.append(f"{site.product.audience} {page.address}")
        return make(site, page, view)

    monkeypatch.setattr(Site, "make", counted)
    server = Server(project)
    server.build()
    assert {"team roadmap/teams/t", "customers roadmap/teams/t"} <= set(rendered)
    rendered.clear()
    text(project, "one", "More.")
    server.build()
    assert rendered == ["team roadmap/features/one"]  # the second embeds a view, which tells nothing of texts


def test_a_link_to_a_page_of_the_owners_follows_it(project: Path) -> None:
    whole(project, "docs/guide.md", "# Guide\n")
    text(project, "one", "[how](../../docs/guide.md)")
    server = Server(project)
    assert b'href="../../../guide/"' in server.build()["roadmap/features/one/index.html"]
    (project / "docs/guide.md").unlink()
    assert b'href="../../../guide/"' not in server.build()["roadmap/features/one/index.html"]


def test_pages_as_other_audiences_see_them_follow(project: Path) -> None:
    whole(project, "mkdocs.yml", CONFIG.replace("[search, pmsite]", "[search, pmsite: {preview: [customers]}]"))
    write(
        project / "roadmap",
        {"teams/t.md": "title: Team\nvisibility: [customers]", "teams/u.md": "title: U\nvisibility: [customers]"},
    )
    server = Server(project)
    server.build()
    before = server.written()
    write(project / "roadmap", {"teams/t.md": "title: Team\nvisibility: [customers]\nsummary: For all to see."})
    assert b"For all to see." in server.build()["as/customers/roadmap/teams/t/index.html"]
    after = server.written()
    assert after["as/customers/roadmap/teams/u/index.html"] == before["as/customers/roadmap/teams/u/index.html"]
    write(project / "roadmap", {"teams/t.md": "title: Team"})
    assert "as/customers/roadmap/teams/t/index.html" not in server.build()
