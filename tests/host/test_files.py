"""What a site has for other programs: there, found from its pages, and for its readers alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

import feedparser
import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import Files

from pmsite import starter
from pmsite.host.mkdocs_settings import _list_fewer
from tests.cli.test_commands import pmsite
from tests.exports.plan import FILES, SETTINGS
from tests.host.test_build import CONFIG, build, site
from tests.make import TODAY, write

pytestmark = pytest.mark.host


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    write(tmp_path / "roadmap", FILES, SETTINGS)
    return tmp_path


def alternates(page: bytes) -> dict[str, str]:
    found = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', page.decode("utf-8", "replace"))
    return {href: media for media, href in found if media != "text/markdown"}  # that is the page itself


def test_feeds_and_calendar_are_found_from_the_pages_that_tell_the_same(project: Path) -> None:
    assert build(project).returncode == 0
    found = site(project)
    assert alternates(found["roadmap/changelog/index.html"]) == {
        "../../roadmap/feeds/changelog.xml": "application/atom+xml",
        "../../roadmap/feeds/changelog.json": "application/feed+json",
    }
    assert alternates(found["roadmap/calendar/index.html"]) == {"../../roadmap/calendar.ics": "text/calendar"}
    assert len(alternates(found["index.html"])) == 7
    assert alternates(found["roadmap/features/sync/index.html"]) == {
        "../../../roadmap/feeds/features/sync.xml": "application/atom+xml"
    }
    assert (
        'Subscribe: <a href="../../../roadmap/feeds/features/sync.xml">Atom</a>'
        in found["roadmap/features/sync/index.html"].decode()
    )
    assert alternates(found["roadmap/changes/2.fixed/index.html"]) == {}
    for name, page in found.items():
        folder = Path(name).parent
        for href in alternates(page):
            assert (project / "site" / folder / href).is_file(), (name, href)
    shown = found["roadmap/decisions/index.html"].decode()
    assert 'Subscribe: <a href="../../roadmap/feeds/decisions.xml">Atom</a>' in shown
    assert '<a href="../../roadmap/csv/decisions.csv" download>CSV</a>' in shown


def test_they_lead_back_to_the_pages_of_the_site(project: Path) -> None:
    build(project)
    feed = feedparser.parse(site(project)["roadmap/feeds/changelog.xml"])
    for address in (feed.feed.link, feed.entries[0].link):
        assert (project / "site" / address.removeprefix("https://example.org/") / "index.html").is_file()
    assert feed.feed.links[0].href == "https://example.org/roadmap/feeds/changelog.xml"


def test_a_feed_that_is_exported_is_the_one_of_the_site(project: Path) -> None:
    write(project / "roadmap", {"releases/第一版.md": "title: 第一版\ndate: 2026-01-01"}, SETTINGS)
    build(project)
    for name, words in (("changelog.xml", ["atom"]), ("roadmap.json", ["jsonfeed", "--feed", "roadmap"])):
        feed = site(project)[f"roadmap/feeds/{name}"].decode()
        told = pmsite(project, "export", *words, "--site-url", "https://example.org").stdout
        assert quote("第一版") in told
        own = f"https://example.org/roadmap/feeds/{name}"
        assert [line for line in feed.splitlines() if own not in line] == told.splitlines()


def test_a_site_has_them_for_its_own_readers_and_not_for_those_of_previews(project: Path) -> None:
    (project / "mkdocs.yml").write_text(CONFIG.replace("pmsite]", "pmsite: {preview: [customers]}]"), encoding="utf-8")
    build(project)
    assert json.loads(site(project)["roadmap/plan.json"])["audience"] == "team"
    preview = {name: page for name, page in site(project).items() if name.startswith("as/customers/")}
    assert {name for name in preview if not name.endswith(".html")} == {"as/customers/search.js"}
    assert not any(alternates(page) or b"pm-offers" in page for page in preview.values())
    build(project, audience="customers")
    found = site(project)
    assert json.loads(found["roadmap/plan.json"])["audience"] == "customers"
    assert {name for name in found if name.startswith("roadmap/csv/")} == {
        f"roadmap/csv/{folder}.csv" for folder in ("changes", "decisions", "features", "launches", "releases")
    }
    assert not [
        name
        for name, data in found.items()
        if b"ada" in data and name != "roadmap/plan.schema.json" and name.startswith("roadmap/")
    ]


@pytest.mark.parametrize("audience", ["customers", "partners", "investors"])
def test_the_audit_finds_nothing_hidden_in_them(tmp_path: Path, audience: str) -> None:
    for path, text in starter.example("en", TODAY):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    config = f"INHERIT: mkdocs.yml\ndocs_dir: empty\nplugins:\n  pmsite: {{audience: {audience}, preview: []}}\n"
    (tmp_path / "mkdocs.one.yml").write_text(config, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    assert build(tmp_path, "-f", "mkdocs.one.yml").returncode == 0
    done = pmsite(tmp_path, "audit", "site", "--audience", audience)
    assert "visible titles found" in done.stdout
    assert not [line for line in done.stdout.splitlines() if line.startswith("roadmap/")]


def test_a_file_of_the_owner_wins(project: Path) -> None:
    write(project / "docs", {"roadmap/calendar.ics": "MINE"}, "")
    build(project)
    assert site(project)["roadmap/calendar.ics"] == b"MINE"


def test_the_document_names_its_schema_which_stands_beside_it(project: Path) -> None:
    build(project)
    found = site(project)
    assert json.loads(found["roadmap/plan.json"])["$schema"] == "plan.schema.json"
    assert json.loads(found["roadmap/plan.schema.json"])["properties"]["version"] == {"const": 2}


def test_a_themes_files_are_those_that_mkdocs_finds_though_nothing_hidden_is_listed(project: Path) -> None:
    config = load_config(str(project / "mkdocs.yml"))
    found = Files([])
    found.add_files_from_theme(config.theme.get_env(), config)
    _list_fewer(config)
    env, fewer = config.theme.get_env(), Files([])
    fewer.add_files_from_theme(env, config)
    assert [file.src_uri for file in fewer] == [file.src_uri for file in found]
    assert not any(name.startswith(".") or "/." in name for name in env.list_templates())
