"""Items of other plans are found by the search, which leads to their own pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest
from material.plugins.search import plugin as theirs

from pmsite.diagnostics import Report
from pmsite.host.mkdocs_search import SearchWords
from pmsite.render import site
from tests.portfolio.joined import built, portfolio
from tests.properties.site import _bodies

APP = (
    "name: App\nsite: https://app.example/\naudiences: {company: {site: 'https://app.example/company/'}}\n",
    {
        "features/sync.md": "title: Sync <all>\nsummary: Over *any* network.\nvisibility: [company]",
        "features/maps.md": "title: Maps",
    },
)
BOX = ("name: A box\n", {"features/store.md": "title: Store"})
PLANS = """\
plans:
  app: {label: The app, audiences: {team: team, board: company}, workspace: ../app}
  box: {audiences: {team: team}, workspace: ../box}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"features/own.md": "title: Own\nvisibility: [board]"}
    return portfolio(tmp_path_factory.mktemp("p"), PLANS, {"app": APP, "box": BOX}, files, "name: Home\naudiences: {board: {}}\n")


def index(
    home: Path, audience: str, folder: Path, preview: str = "", beside: Mapping[str, str] = MappingProxyType({})
) -> list[dict[str, Any]]:
    search = theirs.SearchPlugin()
    search.load_config({"lang": ["en"], "separator": "-", "pipeline": []})
    search.search_index = theirs.SearchIndex(**search.config)
    words = SearchWords(search)
    basis = site.Basis(built(home, audience).product, {}, _bodies, lambda path, root: None, beside=beside)
    words.lead_home(site.Site(basis, Report()), preview)
    words.finish([])
    (folder / "search").mkdir()
    words.write(SimpleNamespace(site_dir=str(folder)))  # type: ignore[arg-type]
    text = (folder / "search/search_index.json").read_text()
    if preview:
        assert "app.example" not in text
        text = (folder / preview / "search.js").read_text().removeprefix("self.pmsitePages=")
    found: Any = json.loads(text)
    docs: list[dict[str, Any]] = found if preview else found["docs"]
    return docs


def test_what_has_a_page_at_home_is_found_there_with_its_product(home: Path, tmp_path: Path) -> None:
    assert index(home, "team", tmp_path) == [
        {
            "location": "https://app.example/roadmap/features/maps/",
            "title": "Maps",
            "text": "",
            "kind": "Feature · The app",
            "also": "app:maps",
        },
        {
            "location": "https://app.example/roadmap/features/sync/",
            "title": "Sync &lt;all&gt;",
            "text": "<p>Over any network.</p>",
            "kind": "Feature · The app",
            "also": "app:sync",
        },
    ]


@pytest.mark.parametrize("preview", ["", "as/board/"])
def test_readers_outside_find_what_was_published_for_them(preview: str, home: Path, tmp_path: Path) -> None:
    found = index(home, "board", tmp_path, preview)
    assert [(one["location"], one["kind"], "also" in one) for one in found] == [
        ("https://app.example/company/roadmap/features/sync/", "Feature · The app", False)
    ]


def test_what_has_a_page_in_the_same_site_is_found_by_that_alone(home: Path, tmp_path: Path) -> None:
    found = index(home, "team", tmp_path, beside={"app:maps": "app/roadmap/features/maps/"})
    assert [entry["also"] for entry in found] == ["app:sync"]
