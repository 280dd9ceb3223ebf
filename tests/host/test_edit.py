"""Where a file is edited, and a new one begun, on each code host."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from pmsite.pages.edit import LONGEST, EditLinks
from tests.host.test_build import CONFIG, build, project

__all__ = ["project"]

PATH = "roadmap/features/功能 #1.md"
QUOTED = "roadmap/features/%E5%8A%9F%E8%83%BD%20%231.md"
NAME = "%E5%8A%9F%E8%83%BD%20%231.md"


@pytest.mark.parametrize(
    ("repository", "uri", "edit", "new"),
    [
        (
            "https://github.com/o/r",
            "edit/main/docs/",
            f"edit/main/{QUOTED}",
            f"new/main/roadmap/features?filename={NAME}&value=a%0A%26",
        ),
        (
            "https://github.com/o/r/",
            "blob/next/docs/",
            f"edit/next/{QUOTED}",
            f"new/next/roadmap/features?filename={NAME}&value=a%0A%26",
        ),
        ("https://gitlab.com/g/s/r", "-/edit/main/docs/", f"-/edit/main/{QUOTED}", f"-/new/main/roadmap/features?file_name={NAME}"),
        ("https://git.gitlab.example/o/r", None, f"-/edit/main/{QUOTED}", f"-/new/main/roadmap/features?file_name={NAME}"),
        ("https://gitee.com/o/r", "edit/master/docs/", f"edit/master/{QUOTED}", "new/master/roadmap/features"),
        ("https://codeberg.org/o/r", None, f"_edit/main/{QUOTED}", f"_new/main/roadmap/features?filename={NAME}&value=a%0A%26"),
        ("https://bitbucket.org/o/r", "src/default/docs/", f"src/default/{QUOTED}?mode=edit", ""),
    ],
)
def test_each_host_has_its_addresses(repository: str, uri: str | None, edit: str, new: str) -> None:
    links = EditLinks(None, repository, uri, "roadmap")
    base = repository.rstrip("/") + "/"
    assert links.url(PATH) == base + edit
    assert links.new(PATH.removeprefix("roadmap/"), "a\n&") == (base + new if new else "")


def test_without_a_repository_nothing_is_guessed() -> None:
    links = EditLinks(None, None, None, "roadmap")
    assert (links.url(PATH), links.new("a/b.md", "x")) == (None, "")
    own = EditLinks("https://code.example/{path}/edit", None, None, "roadmap")
    assert (own.url(PATH), own.new("a/b.md", "x")) == (f"https://code.example/{QUOTED}/edit", "")


def test_a_text_too_long_for_an_address_is_left_out() -> None:
    links = EditLinks(None, "https://github.com/o/r", None, "roadmap")
    assert links.new("a/b.md", "x" * LONGEST) == "https://github.com/o/r/new/main/roadmap/a?filename=b.md"


@pytest.mark.host
def test_pages_lead_to_the_file_whose_words_they_show(project: Path) -> None:
    (project / "roadmap/features/now.zh.md").write_text("---\ntitle: 现在\n---\n", encoding="utf-8")
    site = (
        CONFIG.replace("font: false", "font: false, features: [content.action.edit]")
        + "repo_url: https://gitee.com/o/r\nedit_uri: edit/master/docs/\n"
    )
    (project / "mkdocs.yml").write_text(site, encoding="utf-8")
    assert build(project).returncode == 0
    (project / "mkdocs.zh.yml").write_text(
        site.replace("[search, pmsite]", "[search, pmsite: {language: zh}]") + "site_dir: zh\n", encoding="utf-8"
    )
    done = build(project, "-f", "mkdocs.zh.yml")
    assert done.returncode == 0, done.stderr

    def edited(page: str) -> str:
        found = re.search(r'href="(https://gitee\.com/o/r/edit/[^"]*)"', (project / page).read_text(encoding="utf-8"))
        assert found is not None
        return found[1]

    assert edited("site/roadmap/features/now/index.html") == "https://gitee.com/o/r/edit/master/roadmap/features/now.md"
    assert edited("zh/roadmap/features/now/index.html") == "https://gitee.com/o/r/edit/master/roadmap/features/now.zh.md"
    assert edited("zh/roadmap/features/later/index.html") == "https://gitee.com/o/r/edit/master/roadmap/features/later.md"


@pytest.mark.host
def test_lists_begin_a_new_item_for_the_team_alone(project: Path) -> None:
    config = CONFIG + "repo_url: https://github.com/o/r\nedit_uri: edit/main/docs/\n"
    (project / "mkdocs.yml").write_text(config, encoding="utf-8")
    assert build(project).returncode == 0
    for page, kind in (("roadmap", "features"), ("roadmap/table", "features"), ("roadmap/goals", "objectives")):
        found = re.search(r'class="pm-new"><a href="([^"]*)"', (project / "site" / page / "index.html").read_text(encoding="utf-8"))
        assert found is not None
        url = urlsplit(unescape(found[1]))
        filled = parse_qs(url.query)
        assert url.path == f"/o/r/new/main/roadmap/{kind}"
        new = project / "roadmap" / kind / filled["filename"][0]
        new.write_text(filled["value"][0], encoding="utf-8")
    assert {path.name for path in (project / "roadmap").rglob("new-*.md")} == {"new-feature.md", "new-objective.md"}
    assert build(project).returncode == 0
    (project / "mkdocs.yml").write_text(config.replace("pmsite]", "pmsite: {show_repository: true}]"), encoding="utf-8")
    (project / "roadmap/features/seen.md").write_text(
        "---\ntitle: Seen\nsupports: []\nvisibility: [public]\n---\n", encoding="utf-8"
    )
    assert build(project, audience="public").returncode == 0
    assert "pm-new" not in (project / "site/roadmap/index.html").read_text(encoding="utf-8")
