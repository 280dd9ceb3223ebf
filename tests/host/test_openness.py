"""Who may find a site: what it says to search engines, and when a build speaks of where the team's site goes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest
from click.testing import CliRunner
from mkdocs.config import load_config

from pmsite.cli import group
from pmsite.host.finished import into_head
from pmsite.publishing.openness import KEEP_OUT, OpenAndClosed, Openness, WouldOpen
from pmsite.share.secret import VARIABLE
from tests.history.repositories import git, start
from tests.make import write
from tests.share.reading import MASTER_TEXT

pytestmark = pytest.mark.host

CONFIG = """\
site_name: T
site_url: https://plan.example/
theme: {name: material, font: false}
plugins: {search: {}, pmsite: {}}
"""
SETTINGS = "name: Field Notes\naudiences: {customers: {}, public: {}}\nlinks: {site_id: demo, kid: 6aec60fc}\n"
PLAN = {
    "features/open.md": "title: Open thing\nstatus: building\nvisibility: [customers, public]",
    "briefs/news.md": "title: News\naudience: public\nlink: true\nheadline: All is well.\ndisclaimer: true",
}
META = '<meta name="robots" content="noindex, nofollow">'
TOLD = "This is the team's site, with all of the plan"
UNSAID = {"CI", VARIABLE, "MIKE_DOCS_VERSION", "READTHEDOCS", "PMSITE_AUDIENCE", "PMSITE_PUBLIC", "PMSITE_PUBLISHES"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in UNSAID:
        monkeypatch.delenv(name, raising=False)
    project = start(tmp_path / "project")
    (project / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (project / "docs").mkdir()
    (project / "docs/own.md").write_text("# Our own page\n", encoding="utf-8")
    write(project / "roadmap", PLAN, SETTINGS)
    return project


def run(project: Path, command: str = "build", options: str = "", more: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """MkDocs with more options of the plugin, and more lines of settings."""
    (project / "mkdocs.yml").write_text(CONFIG.replace("pmsite: {}", f"pmsite: {{{options}}}") + more, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *command.split()],
        cwd=project,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1795392000", "NO_MKDOCS_2_WARNING": "1", **env},
        capture_output=True,
        text=True,
        check=False,
    )


def pages(project: Path) -> dict[str, str]:
    """Every page of the site but those of private links, by its path."""
    found = {
        path.relative_to(project / "site").as_posix(): path.read_text(encoding="utf-8") for path in project.glob("site/**/*.html")
    }
    assert {"404.html"} < found.keys()
    return {path: html for path, html in found.items() if not path.startswith("s/")}


def robots(project: Path) -> str:
    file = project / "site/robots.txt"
    return file.read_text(encoding="utf-8") if file.exists() else ""


def is_listed(project: Path) -> bool:
    """Whether search engines may list the site: all of it says the same."""
    said = {html.count(META) for html in pages(project).values()}
    assert said in ({0}, {1}), {path: html.count(META) for path, html in pages(project).items()}
    assert robots(project) == ("" if said == {0} else KEEP_OUT)
    return said == {0}


@pytest.mark.parametrize(
    ("audience", "public", "told", "listed"),
    [
        ("team", None, "", False),
        ("customers", None, "", False),
        ("public", None, "", True),
        ("public", False, "", False),
        ("customers", True, "", True),
        ("team", True, "", True),
        ("customers", None, "true", True),
        ("customers", None, "1", True),
        ("public", None, "false", False),
        ("customers", False, "true", False),
        ("customers", True, "false", False),
        ("customers", None, "maybe", False),
    ],
)
def test_for_everybody_is_what_is_called_so_or_said_to_be_and_nobody_denies(
    audience: str, public: bool | None, told: str, listed: bool
) -> None:
    assert Openness.of(audience, public, closed=False, environment={"PMSITE_PUBLIC": told}).is_public is listed


@pytest.mark.parametrize(
    ("options", "env", "listed"),
    [
        ("preview: [customers]", {}, False),
        ("", {"PMSITE_AUDIENCE": "public"}, True),
        ("public: true", {}, True),
        ("audience: public", {"PMSITE_PUBLIC": "false"}, False),
    ],
)
def test_search_engines_may_list_what_is_for_everybody_and_nothing_else(
    project: Path, options: str, env: dict[str, str], listed: bool
) -> None:
    done = run(project, "build --strict", options, **env)
    assert done.returncode == 0, done.stderr
    assert is_listed(project) is listed


def test_pages_that_stay_from_the_build_before_say_what_the_environment_says_now(project: Path) -> None:
    for told in ("true", "false", "true"):
        run(project, PMSITE_PUBLIC=told)
        assert is_listed(project) is (told == "true")


@pytest.mark.parametrize(
    ("theme", "audience"),
    [("material", "team"), ("material", "customers"), ("material", "public"), ("mkdocs", "customers"), ("readthedocs", "public")],
)
def test_themes_and_addresses_change_nothing_of_it(project: Path, theme: str, audience: str) -> None:
    (project / "theme").mkdir()
    (project / "theme/main.html").write_text(
        '{% extends "base.html" %}{% block extrahead %}{{ super() }}<meta name="own">{% endblock %}', encoding="utf-8"
    )
    more = f"use_directory_urls: false\ntheme: {{name: {theme}, custom_dir: theme}}\n"
    done = run(project, "build", f"audience: {audience}" if audience != "team" else "", more)
    assert done.returncode == 0, done.stderr
    assert (project / "site/own.html").is_file()
    assert is_listed(project) is (audience == "public")


@pytest.mark.parametrize(
    "theme", ["<HTML><Head><title>T</title></HEAD ><body>{{ page.content }}</body></HTML>", "<body class='x'>{{ page.content }}"]
)
def test_a_theme_of_ones_own_need_not_be_tidy(project: Path, theme: str) -> None:
    write_all(project, {"theme/main.html": theme, "theme/404.html": theme.replace("page.content", "config.site_name")})
    assert run(project, "build", more="theme: {name: null, custom_dir: theme, static_templates: [404.html]}\n").returncode == 0
    assert is_listed(project) is False


@pytest.mark.parametrize("audience", ["customers", "public"])
@pytest.mark.parametrize(
    ("files", "more"),
    [
        ({"docs/robots.txt": "User-agent: *\nDisallow: /own/\n"}, ""),
        ({"theme/robots.txt": "User-agent: *\nDisallow: /own/\n"}, "theme: {name: material, font: false, custom_dir: theme}\n"),
        ({"docs/robots.txt": "User-agent: *\nDisallow: /{{ 'own' }}/\n"}, "extra_templates: [robots.txt]\n"),
    ],
    ids=["page", "theme", "template"],
)
def test_robots_txt_of_the_owners_own_stays(project: Path, audience: str, files: dict[str, str], more: str) -> None:
    write_all(project, files)
    assert run(project, "build", f"audience: {audience}", more).returncode == 0
    assert robots(project).rstrip() == "User-agent: *\nDisallow: /own/"
    assert all((META in html) is (audience == "customers") for html in pages(project).values())


def test_private_links_in_a_site_for_everybody_are_not_listed(project: Path) -> None:
    assert run(project, "build", "audience: public", PMSITE_LINK_SECRET=MASTER_TEXT).returncode == 0
    assert is_listed(project) is True
    links = [path.read_text(encoding="utf-8") for path in project.glob("site/s/*/index.html")]
    assert [len(re.findall('<meta name="robots" content="noindex,nofollow,noarchive">', html)) for html in links] == [1]


@pytest.mark.parametrize(
    ("options", "env", "times"),
    [
        ("", {"CI": "true"}, 1),
        ("", {"READTHEDOCS": "True"}, 1),
        ("", {"MIKE_DOCS_VERSION": "{}"}, 1),
        ("", {}, 0),
        ("", {"CI": "false"}, 0),
        ("", {"CI": "true", "PMSITE_PUBLISHES": os.devnull, "PMSITE_AUDIENCE": "team"}, 0),
        ("closed: true", {"CI": "true"}, 0),
        ("public: true", {"CI": "true"}, 0),
        ("audience: customers", {"CI": "true"}, 0),
    ],
)
def test_a_build_of_the_teams_site_for_a_place_says_once_that_the_place_must_be_closed(
    project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, options: str, env: dict[str, str], times: int
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert begun(project, "build", options, caplog).count(TOLD) == times


def test_a_preview_says_nothing_of_places(project: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("CI", "true")
    assert TOLD not in begun(project, "serve", "", caplog)


def test_what_is_said_of_the_place_stops_no_strict_build(project: Path) -> None:
    (project / "roadmap/briefs/news.md").unlink()  # whose link has no secret here, which is a fault in CI
    done = run(project, "build --strict", CI="true")
    assert (done.returncode, done.stderr.count(TOLD)) == (0, 1)


def begun(project: Path, command: Literal["build", "serve"], options: str, caplog: pytest.LogCaptureFixture) -> str:
    """What is said before anything is built."""
    (project / "roadmap/briefs/news.md").unlink()
    (project / "mkdocs.yml").write_text(CONFIG.replace("pmsite: {}", f"pmsite: {{{options}}}"), encoding="utf-8")
    with caplog.at_level("INFO"):
        config = load_config(str(project / "mkdocs.yml"))
        config.plugins.on_startup(command=command, dirty=False)
        config.plugins.on_config(config)
        config.plugins.on_shutdown()
    assert "Site for " in caplog.text
    return caplog.text


@pytest.mark.parametrize(
    ("options", "is_published"),
    [("", False), ("closed: true", True), ("public: true", True), ("audience: customers", True)],
)
def test_gh_deploy_publishes_the_teams_site_only_where_its_owner_says_to_whom(
    project: Path, tmp_path: Path, options: str, is_published: bool
) -> None:
    (project / "roadmap/briefs/news.md").unlink()
    git(tmp_path, "init", "-q", "--bare", "remote.git")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "The plan")
    git(project, "remote", "add", "origin", str(tmp_path / "remote.git"))
    done = run(project, "gh-deploy --strict", options)
    assert (done.returncode == 0) is is_published, done.stderr
    assert ("gh-deploy would publish the team's site" in done.stderr) is not is_published
    assert bool(git(tmp_path / "remote.git", "branch", "--list", "gh-pages")) is is_published
    assert (project / "site").exists() is is_published


def test_a_pipeline_that_audits_cannot_publish_the_teams_site(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "site").mkdir()
    monkeypatch.chdir(project)
    refused = CliRunner().invoke(group, ["audit", "site", "--audience", "team"])
    assert (refused.exit_code, "nothing is hidden from the team" in refused.stderr) == (2, True)


def test_the_teams_site_is_not_public_and_closed() -> None:
    with pytest.raises(OpenAndClosed):
        Openness.of("team", public=True, closed=True, environment={})
    with pytest.raises(OpenAndClosed):
        Openness.of("team", public=None, closed=True, environment={"PMSITE_PUBLIC": "1"})
    inherited = Openness.of("public", public=None, closed=True, environment={})
    assert inherited.is_public


def test_what_publishes_at_once_is_gh_deploy() -> None:
    team = Openness.of("team", public=None, closed=False, environment={})
    team.refuse_open_host("build")
    team.refuse_open_host("serve")
    with pytest.raises(WouldOpen):
        team.refuse_open_host("gh-deploy")


@pytest.mark.parametrize(
    ("html", "becomes"),
    [
        ("<html><head><title>T</title></head><body>", "<html><head><title>T</title>+</head><body>"),
        ("<head></HEAD\n><body>", "<head>+</HEAD\n><body>"),
        ("<!doctype html><title>T</title><BODY class=x>", "<!doctype html><title>T</title>+<BODY class=x>"),
        ("<!DOCTYPE html>\n<html lang=en>\n<title>T</title>", "<!DOCTYPE html>\n<html lang=en>+\n<title>T</title>"),
        ("<!doctype html><p>T", "<!doctype html>+<p>T"),
        ("a,b\n1,2\n", "a,b\n1,2\n"),
        ("", ""),
    ],
)
def test_tags_go_into_the_head_wherever_it_ends(html: str, becomes: str) -> None:
    assert into_head(html, "+") == becomes
    assert into_head(html, "") == html


def write_all(project: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (project / path).parent.mkdir(exist_ok=True)
        (project / path).write_text(text, encoding="utf-8")
