"""What lies in a repository beside a portfolio is as untrusted as all of it: it is refused, and nothing else happens."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pmsite.cli import main
from pmsite.pipeline import Build, load, show
from tests.make import TODAY, write
from tests.portfolio.joined import portfolio

APP = ("name: App\n", {"features/a.md": "title: A", "objectives/o.md": "title: O\nkey_results: [{id: k, title: K}]"})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    plans = "plans: {app: {audiences: {team: team}, workspace: ../app}}\n"
    return portfolio(tmp_path, plans, {"app": APP}, {"features/own.md": "title: Own\ndepends_on: ['app:a']"})


def locked(home: Path, data: bytes) -> list[str]:
    """What is said of a document whose hash is in the list, too."""
    (home / "plans/app.team.json").write_bytes(data)
    lock = json.loads((home / "plans/lock.json").read_text())
    lock["plans"]["app"]["team"]["hashes"]["stored"] = hashlib.sha256(data).hexdigest()
    (home / "plans/lock.json").write_text(json.dumps(lock))
    made = show(load(home, "home", TODAY), "team")
    return [] if isinstance(made, Build) else [d.message for d in made.report]


def changed(home: Path, **head: Any) -> bytes:
    return json.dumps(json.loads((home / "plans/app.team.json").read_text()) | head).encode()


ITEM = {"type": "feature", "id": "a", "path": "features/a.md", "facts": {"title": "A"}}


@pytest.mark.parametrize(
    "head",
    [
        {"items": None}, {"items": 1}, {"items": [1]}, {"items": [{}]}, {"items": [{"id": 1, "type": [], "facts": 2, "path": "a"}]},
        {"items": [ITEM | {"facts": {"title": "\ud800"}}]}, {"items": [ITEM | {"facts": {"title": "A\u202e"}}]}, {"items": [ITEM | {"id": "a:b"}]},
        {"items": [ITEM | {"id": "../a"}]}, {"items": [ITEM | {"path": "../../a.md"}]}, {"items": [ITEM, ITEM]}, {"settings": 1}, {"settings": {}},
        {"audience": "board"}, {"audience": 1}, {"seen": {"feature": 1}}, {"version": "2"}, {"version": 99}, {"day": 1}, {"site": 1},
        {"items": [ITEM | {"body": "> " * 5000}]}, {"items": [ITEM | {"facts": {"title": "A", "tags": [[[]] * 30]}}]},
    ],
    ids=range(22),
)  # fmt: skip
def test_a_document_that_no_plan_is_made_of_is_refused_though_its_hash_is_right(home: Path, head: dict[str, Any]) -> None:
    assert locked(home, changed(home, **head))


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"null", b"[]", b"{}", b'{"format": "pmsite-plan"}', b"[" * 100_000 + b'"pmsite-plan"', b'"pmsite-plan"']
)
def test_so_is_what_is_none(home: Path, data: bytes) -> None:
    assert locked(home, data)


@pytest.mark.parametrize(
    "site", ["javascript:alert(1)//", "data:text/html,x", "//evil.example/", 'https://a.example/"><script>', "https://a.example"]
)
def test_an_address_of_a_document_leads_to_the_web_or_nowhere(home: Path, site: str) -> None:
    from tests.portfolio.joined import built, html_of

    items = [{**ITEM, "page": "../../evil"}, {**ITEM, "id": "b", "path": "features/b.md", "page": "javascript:alert(2)"}]
    assert locked(home, changed(home, site=site, items=items)) == []
    for html in html_of(built(home)).values():
        assert "javascript:" not in html
        assert "<script>" not in html
        assert 'href="//' not in html
        assert 'href="data:' not in html


@pytest.mark.parametrize("plan", ["../../app", "..", "a/b", "App", ""])
def test_a_list_names_no_file_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path, plan: str) -> None:
    lock = json.loads((home / "plans/lock.json").read_text())
    lock["plans"][plan] = {"team": lock["plans"]["app"]["team"]}
    (home / "plans/lock.json").write_text(json.dumps(lock))
    write(tmp_path, {"app.team.json": "keep", "home/app.team.json": "keep"}, "name: P\n")
    monkeypatch.chdir(home)
    with pytest.raises(SystemExit) as end:
        main(["fetch", "-w", "."])
    assert end.value.code == 1
    assert (tmp_path / "app.team.json").read_text() == "keep"
    assert (home / "app.team.json").read_text() == "keep"
