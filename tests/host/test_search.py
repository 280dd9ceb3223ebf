"""What the index of the search holds, how large it is, and who asks it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import material
import pytest
from material.plugins.search import plugin as theirs

from pmsite.host import mkdocs_search
from pmsite.host.mkdocs_search import SearchWords
from tests.make import write

pytestmark = pytest.mark.host

CONFIG = """\
site_name: T
theme: {name: material, font: false, custom_dir: theme}
plugins: [search, pmsite: {preview: [customers]}]
"""
PLAN = {
    "objectives/o.md": "title: Goal\nperiod: 2026-Q4\nkey_results:\n  - {id: k, title: KR, baseline: 0, target: 10, current: 4}",
    "features/offline-mode.md": "---\ntitle: Work <anywhere>\nsummary: No network.\nsupports: [o.k]\ntags: [fast]\nvisibility: [customers]\n---\n"
    "Written words.\n\n## Why now\n\nBecause.\n",
    "features/离线.md": "---\ntitle: 离线模式\n---\n没有网络\n",
}
OWN = "# Own\n\nMine.\n\n```pmsite\nview: table\n```\n"
CUTS_IN_PAIRS = """\
def cut(text, *args, **options):
    text = text.decode() if isinstance(text, bytes) else text
    return [text[at : at + 2] for at in range(0, len(text), 2)]
"""
"""A jieba small enough for a test: what counts is that the theme's search gets the words of items to cut."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, text in {"mkdocs.yml": CONFIG, "docs/own.md": OWN, "theme/x.txt": "", "jieba.py": CUTS_IN_PAIRS}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    write(tmp_path / "roadmap", PLAN, "name: P\nlanguage: zh\naudiences: {customers: {}}\n")
    return tmp_path


def build(project: Path, **env: str) -> str:
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", **env}
    command = [sys.executable, "-m", "mkdocs", "build"]
    done = subprocess.run(command, cwd=project, env={**os.environ, **quiet}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


def index(project: Path) -> dict[str, dict[str, Any]]:
    text = (project / "site/search/search_index.json").read_text(encoding="utf-8")
    return {entry["location"]: entry for entry in json.loads(text)["docs"]}


def test_items_are_found_by_all_that_they_are_and_lists_by_their_names(project: Path) -> None:
    build(project, PYTHONPATH=str(project))
    found = index(project)
    assert found["roadmap/features/offline-mode/"] == {
        "location": "roadmap/features/offline-mode/",
        "title": "Work &lt;anywhere&gt;",
        "text": "<p>No network.</p><p>Written words.</p>",
        "tags": ["fast"],
        "kind": "功能 · offline-mode",
    }
    assert found["roadmap/features/offline-mode/#at-why-now"]["text"] == "<p>Because.</p>"
    assert found["roadmap/timeline/"] == {
        "location": "roadmap/timeline/",
        "title": "时间线",
        "text": "",
        "kind": "路线图",
        "also": "甘特图、时间线、排期",
    }
    assert found["own/"]["text"] == "<p>Mine.</p>"
    assert "KR" not in found["roadmap/features/offline-mode/"]["text"]
    assert not any("\u200b" in entry["title"] + entry["text"] for entry in found.values())


def test_a_preview_has_an_index_of_its_own(project: Path) -> None:
    build(project)
    assert not any(at.startswith("as/") for at in index(project))
    text = (project / "site/as/customers/search.js").read_text(encoding="utf-8")
    found = {entry["location"]: entry for entry in json.loads(text.removeprefix("self.pmsitePages="))}
    assert all(at.startswith("as/customers/") for at in found)
    assert found["as/customers/roadmap/features/offline-mode/"]["kind"] == "功能"
    begun = {
        at: re.findall(r'"search": "(.*?)"', (project / "site" / at / "index.html").read_text(encoding="utf-8"))
        for at in ("own", "roadmap", "as/customers/roadmap")
    }
    assert begun == {
        "own": ["../assets/pmsite/search.js"],
        "roadmap": ["../assets/pmsite/search.js"],
        "as/customers/roadmap": ["../../../assets/pmsite/search.js#as/customers/"],
    }


def test_a_theme_with_a_script_of_its_own_keeps_it(project: Path) -> None:
    base = (Path(material.__file__).parent / "templates/base.html").read_text(encoding="utf-8")
    (project / "theme/base.html").write_text(base.replace("workers/search.", "workers/other."), encoding="utf-8")
    said = build(project, PYTHONPATH=str(project))
    assert "没有\u200b网络" in index(project)["roadmap/features/%E7%A6%BB%E7%BA%BF/"]["text"]
    assert "install pmsite[zh]" not in said
    (project / "jieba.py").write_text("raise ImportError\n", encoding="utf-8")
    assert "pmsite/search.js" not in (project / "site/roadmap/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("items", [10, 300])
def test_an_index_takes_little_more_than_the_words_of_items(items: int, project: Path) -> None:
    text = "Words that an item is made of, and more of them. " * 20
    many = {f"features/f-{n}.md": f"---\ntitle: Feature {n}\nsummary: One of {items}.\n---\n{text}{n}\n" for n in range(items)}
    write(project / "roadmap", many, "name: P\naudiences: {customers: {}}\n")
    build(project)
    size = (project / "site/search/search_index.json").stat().st_size
    assert size <= 6000 + items * (len(text) + 250)


class Page(SimpleNamespace):
    found = b""
    preview = also = ""
    title, kind, summary = "T", "Feature · one", "In <short>."
    words = '<h1 id="title">T</h1><p>In &lt;short&gt;.</p><p>Long text.</p><h2 id="at-why">Why</h2><p>Because.</p>'


WHOLE = [("one/", "<p>In &lt;short&gt;.</p><p>Long text.</p>"), ("one/#at-why", "<p>Because.</p>")]
BEGINNING = [("one/", "<p>In &lt;short&gt;.</p><p>Why</p><p>Long text. Because.</p>")]
HEADINGS = [("one/", "<p>In &lt;short&gt;.</p><p>Why</p>")]
SUMMARY = [("one/", "<p>In &lt;short&gt;.</p>")]
TITLE = [("one/", "")]


@pytest.mark.parametrize(("most", "holds"), [(132, WHOLE), (120, BEGINNING), (110, HEADINGS), (95, SUMMARY), (10, TITLE)])
def test_a_large_index_holds_less_of_items(
    most: int, holds: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mkdocs_search, "MOST", most)
    search = theirs.SearchPlugin()
    search.load_config({"lang": ["en"], "separator": "-", "pipeline": []})
    search.search_index = theirs.SearchIndex(**search.config)
    words = SearchWords(search)
    words.add(Page(url="one/", content="", toc=(), meta={}))  # type: ignore[arg-type]
    words.finish(["one/"])
    (tmp_path / "search").mkdir()
    words.write(SimpleNamespace(site_dir=str(tmp_path)))  # type: ignore[arg-type]
    docs = json.loads((tmp_path / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    assert [(entry["location"], entry["text"]) for entry in docs] == holds
    assert docs[0]["title"] == "T"
    assert docs[0]["kind"] == "Feature · one"
