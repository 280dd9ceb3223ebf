"""The pages find their place among those of the site's owner."""

from __future__ import annotations

import re
from pathlib import Path

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
    assert "are not in it: roadmap/by-goal.md, roadmap/table.md" in done.stderr
    page = (project / "site/roadmap/features/later/index.html").read_text(encoding="utf-8")
    path = re.search(r'<nav class="md-path".*?</nav>', page, re.DOTALL)
    assert path is not None
    assert "Plan" in path[0]


def test_nothing_is_added_to_the_navigation_where_the_owner_says_so(tmp_path: Path) -> None:
    project = project_with(tmp_path, "nav:\n  - about.md\n  - Plan: [roadmap/index.md]\n")
    config = (project / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(config.replace("pmsite]", "pmsite: {nav: false}]"), encoding="utf-8")
    assert build(project, "--strict").returncode == 0
    assert tabs(project, "about/index.html") == ["About us", "Plan"]


def test_an_item_page_has_breadcrumbs_though_it_is_not_in_the_navigation(tmp_path: Path) -> None:
    project = project_with(tmp_path)
    build(project)
    page = (project / "site/roadmap/features/later/index.html").read_text(encoding="utf-8")
    path = re.search(r'<nav class="md-path".*?</nav>', page, re.DOTALL)
    assert path is not None
    assert "Roadmap" in path[0]
    assert "Later" not in re.sub(
        r"<[^>]+>",
        "",
        page.split('class="md-sidebar md-sidebar--primary"')[1].split('class="md-content"')[0].split("md-sidebar--secondary")[0],
    )
