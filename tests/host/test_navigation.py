"""The pages find their place among those of the site's owner."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.host.test_build import CONFIG, PLAN, build
from tests.make import write

pytestmark = pytest.mark.host


def tabs(project: Path, page: str = "index.html") -> list[str]:
    html = (project / "site" / page).read_text(encoding="utf-8")
    found = re.search(r'<nav class="md-tabs".*?</nav>', html, re.DOTALL)
    return (
        [text.strip() for text in re.findall(r'<a[^>]*class="md-tabs__link"[^>]*>(.*?)</a>', found[0], re.DOTALL)] if found else []
    )


def crumbs(project: Path, page: str) -> list[tuple[str, str]]:
    """The way to a page, as names and addresses in the site."""
    html = (project / "site" / page).read_text(encoding="utf-8")
    found = re.search(r'<nav class="md-path".*?</nav>', html, re.DOTALL)
    links = re.findall(r'<a href="([^"]*)" class="md-path__link">(.*?)</a>', found[0], re.DOTALL) if found else []
    return [(re.sub(r"<[^>]+>", "", name).strip(), urljoin(f"/{page}", at).removesuffix("index.html")) for at, name in links]


def marked(project: Path, page: str) -> tuple[str, str]:
    """The tab and the entry of the navigation that are marked as current."""
    html = (project / "site" / page).read_text(encoding="utf-8")
    tab = re.findall(r'md-tabs__item--active">(.*?)</li>', html, re.DOTALL)
    entry = re.findall(
        r'<li class="md-nav__item md-nav__item--active">(?:(?!<li).)*?<a [^>]*class="md-nav__link[^>]*>(.*?)</a>', html, re.DOTALL
    )
    told = [re.sub(r"<[^>]+>", "", text).strip() for text in (*tab, *entry)]
    assert len(told) == 2
    return told[0], told[1]


def project_with(folder: Path, nav: str = "", index: bool = False) -> Path:
    config = CONFIG.replace(
        "{name: material, font: false}", "{name: material, font: false, features: [navigation.tabs, navigation.path]}"
    )
    (folder / "mkdocs.yml").write_text(config + nav, encoding="utf-8")
    (folder / "docs").mkdir()
    (folder / "docs/about.md").write_text("# About us\n", encoding="utf-8")
    if index:
        (folder / "docs/index.md").write_text("# My home\n", encoding="utf-8")
    write(
        folder / "roadmap",
        {name: text.replace("<script>hostile()</script>", "") for name, text in PLAN.items() if "now" not in name},
    )
    return folder


def test_the_home_comes_first_and_a_section_for_each_duty_after_the_owners_pages(tmp_path: Path) -> None:
    project = project_with(tmp_path)
    assert build(project, "--strict").returncode == 0
    assert tabs(project) == ["P", "About us", "Roadmap", "Goals"]


def test_the_owners_own_home_stays(tmp_path: Path) -> None:
    project = project_with(tmp_path, index=True)
    assert build(project, "--strict").returncode == 0
    assert tabs(project) == ["My home", "About us", "Roadmap", "Goals"]


def test_a_section_of_which_the_owners_navigation_has_a_page_is_the_owners_and_the_others_follow(tmp_path: Path) -> None:
    project = project_with(tmp_path, "nav:\n  - about.md\n  - Plan: [roadmap/index.md, roadmap/timeline.md]\n")
    done = build(project, "--strict")
    assert done.returncode == 0
    assert tabs(project, "about/index.html") == ["P", "About us", "Plan", "Goals"]
    assert "are not in it: roadmap/at-risk.md, roadmap/table.md" in done.stderr
    later = "roadmap/features/later/index.html"
    assert crumbs(project, later) == [("P", "/"), ("Plan", "/roadmap/"), ("All features", "/roadmap/table/")]
    assert crumbs(project, "roadmap/by-goal/index.html") == [("P", "/"), ("Plan", "/roadmap/"), ("Roadmap", "/roadmap/")]


def test_nothing_is_added_to_the_navigation_where_the_owner_says_so(tmp_path: Path) -> None:
    project = project_with(tmp_path, "nav:\n  - about.md\n  - Plan: [roadmap/index.md]\n")
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(config.replace("pmsite]", "pmsite: {nav: false}]"), encoding="utf-8")
    assert build(project, "--strict").returncode == 0
    assert tabs(project, "about/index.html") == ["About us", "Plan"]
    assert crumbs(project, "roadmap/features/later/index.html") == [("Plan", "/roadmap/"), ("All features", "/roadmap/table/")]
    assert crumbs(project, "roadmap/timeline/index.html") == [("Plan", "/roadmap/"), ("Roadmap", "/roadmap/")]


def test_an_item_page_has_breadcrumbs_though_it_is_not_in_the_navigation(tmp_path: Path) -> None:
    project = project_with(tmp_path)
    build(project)
    later = "roadmap/features/later/index.html"
    assert crumbs(project, later) == [("P", "/"), ("Roadmap", "/roadmap/"), ("All features", "/roadmap/table/")]
    page = (project / "site" / later).read_text(encoding="utf-8")
    assert "Later" not in re.sub(
        r"<[^>]+>",
        "",
        page.split('class="md-sidebar md-sidebar--primary"')[1].split('class="md-content"')[0].split("md-sidebar--secondary")[0],
    )


SITE = """\
site_name: Site
theme: {name: material, font: false, features: [FEATURES]}
plugins: [search, pmsite: {preview: [public]}]
"""
MANY = {
    "features/one.md": "title: One\nstatus: planned\nteam: t\ntheme: speed\nvisibility: [public]",
    "teams/t.md": "title: T",
    "themes/speed.md": "title: Speed\nvisibility: [public]",
    "personas/ann.md": "title: Ann\nvisibility: [public]",
    "insights/slow.md": "title: It is slow\nsource: Many calls\nvisibility: [public]",
    "learning/book.md": "title: A book\nkind: book",
    "visions/vision.md": "title: A world without paper",
}


def made(folder: Path, features: str = "navigation.tabs, navigation.path", language: str = "en", more: str = "") -> Path:
    (folder / "mkdocs.yml").write_text(SITE.replace("FEATURES", features) + more, encoding="utf-8")
    (folder / "docs").mkdir()
    write(folder / "roadmap", MANY, f"name: P\nlanguage: {language}\naudiences: {{public: {{label: Everybody}}}}\n")
    done = build(folder, "--strict")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize(
    ("features", "more"),
    [
        ("navigation.tabs, navigation.path", ""),
        ("navigation.tabs, navigation.path, navigation.indexes, navigation.sections, navigation.prune, navigation.instant", ""),
        ("navigation.tabs, navigation.path, navigation.indexes", "use_directory_urls: false\n"),
    ],
)
def test_every_page_says_where_it_is(tmp_path: Path, features: str, more: str) -> None:
    project = made(tmp_path, features, more=more)
    end, close = (".html", ".html") if more else ("/index.html", "/")
    home, roadmap, insight = ("P", "/"), ("Roadmap", "/roadmap/"), ("User insight", f"/roadmap/overview/insight{close}")
    assert crumbs(project, f"roadmap/features/one{end}") == [home, roadmap, ("All features", f"/roadmap/table{close}")]
    assert marked(project, f"roadmap/features/one{end}") == ("Roadmap", "All features")
    assert crumbs(project, f"roadmap/timeline{end}") == [home, roadmap]
    assert marked(project, f"roadmap/timeline{end}") == ("Roadmap", "Roadmap")
    assert crumbs(project, f"roadmap/personas/ann{end}") == [home, insight, ("Personas", "/roadmap/personas/")]
    assert crumbs(project, "roadmap/personas/index.html") == [home, insight]
    assert crumbs(project, f"roadmap/learning/book{end}") == [home, ("Learning log", "/roadmap/learning/")]
    assert tabs(project) == [
        "P",
        "Roadmap",
        "Vision",
        "User insight",
        "Teams",
        "Who sees what",
        "Health of the plan",
        "Learning log",
    ]


def test_pages_as_others_see_them_have_a_way_of_their_own_and_mark_the_teams(tmp_path: Path) -> None:
    project = made(tmp_path)
    theirs = "as/public/roadmap/personas/ann/index.html"
    assert crumbs(project, theirs) == [
        ("P", "/"),
        ("Everybody", "/as/public/"),
        ("User insight", "/as/public/roadmap/overview/insight/"),
        ("Personas", "/as/public/roadmap/personas/"),
    ]
    assert marked(project, theirs) == ("User insight", "Personas")
    assert marked(project, "as/public/roadmap/personas/index.html") == ("User insight", "Personas")
    assert crumbs(project, "as/public/index.html") == [("P", "/"), ("Everybody", "/as/public/")]


def test_the_readers_of_a_page_end_the_way_to_it(tmp_path: Path) -> None:
    project = made(tmp_path)
    html = (project / "site/roadmap/features/one/index.html").read_text(encoding="utf-8")
    path = html.index('<nav class="md-path"')
    assert html.startswith('\n<nav class="pm pm-switch"'[1:], html.index("</nav>", path) + len("</nav>"))
    assert html.count("pm-switch") == 1
    (tmp_path / "without").mkdir()
    html = (made(tmp_path / "without", "navigation.tabs") / "site/roadmap/features/one/index.html").read_text(encoding="utf-8")
    assert html.index("md-content__inner") < html.index("pm-switch")


def test_without_tabs_and_a_way_the_names_are_the_same(tmp_path: Path) -> None:
    project = made(tmp_path, "navigation.indexes")
    html = (project / "site/roadmap/personas/ann/index.html").read_text(encoding="utf-8")
    entries = [
        re.sub(r"<[^>]+>", "", text).strip() for text in re.findall(r'<span class="md-ellipsis">(.*?)</span>', html, re.DOTALL)
    ]
    assert {"Roadmap", "All features", "User insight", "Personas", "Insights", "Learning log", "Vision"} <= set(entries)
    assert "Timeline" not in entries


def test_an_address_where_nothing_is_leads_on_in_the_sites_language(tmp_path: Path) -> None:
    project = made(tmp_path, language="zh", more="site_url: https://example.org/plan/\n")
    html = (project / "site/404.html").read_text(encoding="utf-8")
    assert "这个地址没有页面" in html
    links = re.findall(r'<h2 class="pm-h3"><a href="([^"]*)">', html)
    assert links == ["/plan/", "/plan/roadmap/", "/plan/?q="]


def test_a_404_of_the_owners_own_stays(tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    own = '{% extends "main.html" %}{% block content %}<h1>Lost?</h1>{% endblock %}'
    (tmp_path / "theme/404.html").write_text(own, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(SITE.replace("[FEATURES]", "[], custom_dir: theme"), encoding="utf-8")
    (tmp_path / "docs").mkdir()
    write(tmp_path / "roadmap", MANY, "name: P\naudiences: {public: {}}\n")
    assert build(tmp_path, "--strict").returncode == 0
    html = (tmp_path / "site/404.html").read_text(encoding="utf-8")
    assert "<h1>Lost?</h1>" in html
    assert "pm-h1" not in html
