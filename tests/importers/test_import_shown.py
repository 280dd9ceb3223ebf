"""What the site shows of where an item came from: the team alone, unless product.yml says otherwise."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pmsite.audience import project
from tests.importers.exports import trello
from tests.importers.make import bring_in
from tests.make import product

ITEM = "title: One\nvisibility: [public]\nimported:\n  source: Jira\n  id: APP-1\n  url: https://tracker.example/APP-1\n  fields: {Story points: 5, Labels: [a, b]}\n  last: {title: One}\n"


def test_the_team_sees_what_the_source_knew() -> None:
    found = project(product({"features/a.md": ITEM}), "team").items["a"].imported
    assert found is not None
    assert dict(found.fields) == {"Story points": "5", "Labels": ("a", "b")}


def test_others_see_nothing_of_it_unless_the_settings_say_so() -> None:
    assert project(product({"features/a.md": ITEM}), "public").items["a"].imported is None
    settings = "name: P\naudiences: {public: {fields: {feature: [imported]}}}\n"
    found = project(product({"features/a.md": ITEM}, settings), "public").items["a"].imported
    assert found is not None
    assert found.source == "Jira"
    assert dict(found.last) == {}


@pytest.mark.host
def test_the_site_shows_what_came_in_and_nothing_in_it_runs(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    config = "site_name: T\ntheme: {name: material, font: false}\nplugins: [search, pmsite]\nmarkdown_extensions: [tables, pymdownx.superfences]\n"
    (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    sample = trello()
    bring_in(tmp_path / "roadmap", "trello", sample.data, sample.name)
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1795392000", "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "markup-removed" not in done.stderr
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "site/roadmap/features").rglob("index.html")]
    assert len(pages) > 200
    assert any("alert(" in page for page in pages), "the sample has lost what this test is about"
    for page in pages:
        article = page[page.index("<article") : page.index("</article>")]
        assert not re.search(r"<script(?! type=.application/json)|<[^>]*\son\w+=|(?:href|src)=\W*javascript:", article)
        assert '<details class="pm-fold pm-imported">' in article
