"""Several workspaces of one repository are one site: each below its own name, with ways between them, and nothing leaks from one into another."""

from __future__ import annotations

import json
import posixpath
import re
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from mkdocs.exceptions import ConfigurationError

from pmsite.cli import group
from pmsite.host.mkdocs_config import PmsiteConfig
from pmsite.host.mkdocs_products import products_of
from tests.host.test_build import build, site
from tests.host.test_serve import Fetch, fetch, until
from tests.make import PICTURE, write
from tests.portfolio.joined import fetched

__all__ = ["fetch"]
pytestmark = pytest.mark.host

CONFIG = """\
site_name: Two products
site_url: https://example.org/
theme: {name: material, font: false, features: [navigation.tabs, navigation.path]}
plugins:
  - search
  - pmsite:
      workspaces: {app: app/roadmap, box: box/roadmap}
"""
AUDIENCES = "audiences: {customers: {}}\n"
PLANS = "plans:\n  box: {audiences: {team: team, customers: customers}, workspace: ../../box/roadmap}\n"
APP: dict[str, str | bytes] = {
    "features/offline.md": "---\ntitle: Offline\nstatus: building\nteam: core\ndepends_on: [box:sync, box:vault]\nvisibility: [customers]\n---\n![p](p.png)\n",
    "features/p.png": PICTURE,
    "features/hidden-app.md": "title: Zanzibar plan\nstatus: idea\ndepends_on: [box:vault]",
    "teams/core.md": "title: Core",
}
BOX: dict[str, str | bytes] = {
    "features/sync.md": "title: Sync engine\nstatus: building\nvisibility: [customers]",
    "features/vault.md": "title: Vault of Kiruna\nstatus: planned",
    "teams/hidden-box.md": "title: Tromsø outage crew",
}
HIDDEN = ("features/hidden-app.md",), ("features/vault.md", "teams/hidden-box.md")


def make(root: Path, *, hidden: bool = True) -> Path:
    """The repository of two products, of which the one reads the plan of the other."""
    (root / "docs/app").mkdir(parents=True)
    (root / "docs/index.md").write_text("# Home\n", encoding="utf-8")
    (root / "docs/app/notes.md").write_text("# Notes\n\n```pmsite\nview: roadmap\n```\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    left = [
        {name: text for name, text in plan.items() if hidden or name not in out}
        for plan, out in zip((APP, BOX), HIDDEN, strict=True)
    ]
    if not hidden:
        left[0]["features/offline.md"] = str(APP["features/offline.md"]).replace(", box:vault", "")
    write(root / "box/roadmap", left[1], f"name: Box <x> & co\n{AUDIENCES}")
    write(root / "app/roadmap", {**left[0], "portfolio.yml": PLANS}, f"name: The App\n{AUDIENCES}")
    fetched(root / "app/roadmap")
    return root


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make(tmp_path)


def test_each_product_has_its_pages_below_its_name_and_leads_to_the_others(project: Path) -> None:
    (project / "docs/index.md").unlink()
    built = build(project, "--strict")
    assert built.returncode == 0, built.stdout + built.stderr
    found = site(project)
    pages = {name for name in found if name.endswith("/index.html")}
    assert {"app/index.html", "app/roadmap/index.html", "app/roadmap/features/offline/index.html"} < pages
    assert {"box/index.html", "box/roadmap/index.html", "box/roadmap/features/vault/index.html"} < pages
    assert {"app/roadmap/plan.json", "box/roadmap/plan.json", "app/llms.txt", "app/roadmap/features/p.png"} < found.keys()
    assert not [name for name in found if name.startswith("roadmap/")]

    home = found["index.html"].decode()
    assert re.findall(r'<li><a href="(\w+/)">([^<]*)</a></li>', home) == [("app/", "The App"), ("box/", "Box &lt;x&gt; &amp; co")]

    item = found["app/roadmap/features/offline/index.html"].decode()
    assert '<a href="../../../../box/roadmap/features/sync/">Sync engine</a>' in item
    switch = re.findall(r'<nav class="[^"]*pm-products".*?</nav>', item)
    assert len(switch) == 1
    assert '<a href="../../../../box/roadmap/table/">Box &lt;x&gt; &amp; co</a>' in switch[0]
    roadmap = found["box/roadmap/index.html"].decode()
    assert '<li><a href="../../app/roadmap/">The App</a></li><li><b aria-current="true">' in roadmap
    for name in pages - {"index.html", "app/notes/index.html"}:
        assert b"pm-products" in found[name], name

    assert "Offline" in found["app/notes/index.html"].decode().partition("<article")[2]
    entries = json.loads(found["search/search_index.json"])["docs"]
    assert {"app/roadmap/features/offline/", "box/roadmap/features/sync/"} < {entry["location"] for entry in entries}
    lead_somewhere(found)


def lead_somewhere(found: dict[str, bytes]) -> None:
    """Every link inside of the site leads to a file of it."""
    for name, content in found.items():
        for address in re.findall(r'(?:href|src)="((?!#|/|\w+:)[^"#?]+)', content.decode()) if name.endswith(".html") else ():
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
            assert {path, f"{path}/index.html".removeprefix("./")} & found.keys(), (name, address)


@pytest.mark.slow
def test_what_is_hidden_in_one_product_shows_in_none(tmp_path: Path) -> None:
    config = CONFIG + "use_directory_urls: false\n"
    sites = []
    for name, hidden in (("whole", True), ("erased", False)):
        root = make(tmp_path / name, hidden=hidden)
        (root / "mkdocs.yml").write_text(config, encoding="utf-8")
        built = build(root, "--strict", audience="customers")
        assert built.returncode == 0, built.stdout + built.stderr
        sites.append(site(root))
    whole, erased = sites
    assert whole.keys() == erased.keys()
    assert [name for name in whole if whole[name] != erased[name]] == []
    assert b'href="../../../box/roadmap/features/sync.html"' in whole["app/roadmap/features/offline.html"]
    lead_somewhere(whole)

    folder = tmp_path / "whole"
    folders = [word for name in ("app", "box") for word in ("-w", str(folder / name / "roadmap"))]
    audit = CliRunner().invoke(group, ["audit", str(folder / "site"), "--audience", "customers", *folders])
    assert (audit.exit_code, "Proof of the search: 2 of 2" in audit.output) == (0, True), audit.output
    (folder / "site/box/index.html").write_text("Zanzibar plan", encoding="utf-8")
    assert CliRunner().invoke(group, ["audit", str(folder / "site"), "--audience", "customers", *folders]).exit_code == 1


def test_faults_of_all_products_and_of_pages_of_none_are_told_at_once(project: Path) -> None:
    write(project / "app/roadmap", {"features/one.md": "title: One\nstatus: bulding"}, f"name: The App\n{AUDIENCES}")
    write(project / "box/roadmap", {"features/two.md": "title: Two\ntarget: 2026-13"}, f"name: Box\n{AUDIENCES}")
    built = build(project)
    assert built.returncode == 1
    assert "app/roadmap/features/one.md:3:1 error" in built.stdout + built.stderr
    assert "box/roadmap/features/two.md:3:1 error" in built.stdout + built.stderr
    assert not (project / "site").exists()
    for name in ("app/roadmap/features/one.md", "box/roadmap/features/two.md"):
        (project / name).unlink()
    (project / "docs/index.md").write_text("# Home\n\n```pmsite\nview: roadmap\n```\n", encoding="utf-8")
    (project / "docs/box.md").write_text("# Box\n", encoding="utf-8")
    built = build(project)
    assert built.returncode == 1
    assert "docs/index.md:3:1 error block-of-no-product" in built.stdout + built.stderr
    assert "docs/box.md error address-taken" in built.stdout + built.stderr


def test_an_edit_of_either_product_shows_in_the_preview(project: Path, fetch: Fetch) -> None:
    until(fetch, "app/roadmap/", lambda text: "Offline" in text)
    time.sleep(1.5)  # the server begins to watch after its first build
    write(project / "box/roadmap", {"features/fresh.md": "title: Fresh thing"}, f"name: Box\n{AUDIENCES}")
    until(fetch, "box/roadmap/features/fresh/", lambda text: "Fresh thing" in text)
    write(project / "app/roadmap", {"features/late.md": "title: Late thing\nstatus: bulding"}, f"name: The App\n{AUDIENCES}")
    until(fetch, "box/roadmap/", lambda text: "bulding" in text)
    write(project / "app/roadmap", {"features/late.md": "title: Late thing"}, f"name: The App\n{AUDIENCES}")
    until(fetch, "app/roadmap/features/late/", lambda text: "Late thing" in text and "bulding" not in text)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"workspaces": {"App": "a"}}, "names a product 'App', which is part of its address"),
        ({"workspaces": {"as": "a"}}, "every site has something else at that address"),
        ({"workspaces": {"app": None}}, "names no folder for app"),
        ({"workspaces": {"app": "a", "box": "./a/"}}, "the folders of app and box are one"),
        ({"workspaces": {"app": "a", "box": "a/b"}}, "or one lies in the other"),
        ({"workspaces": {"app": "a"}, "workspace": "b"}, "either `workspace` or `workspaces`"),
    ],
)
def test_names_and_folders_that_cannot_be_are_told_in_one_sentence(options: dict[str, Any], told: str) -> None:
    config = PmsiteConfig()
    config.load_dict(options)
    config.validate()
    with pytest.raises(ConfigurationError, match=re.escape(told)):
        products_of(config, _Host())  # type: ignore[arg-type]  # it is asked for its plugins and its file alone


class _Host:
    config_file_path = "mkdocs.yml"
    plugins: frozenset[str] = frozenset()
