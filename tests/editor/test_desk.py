"""What the editor answers where a plan cannot be changed, and what it writes when the disk is full; asked without a server."""

from __future__ import annotations

import errno
import io
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pmsite.editor.app import Editor
from pmsite.editor.desk import Desk
from pmsite.editor.served import Place
from tests.editor.conftest import PLAN, SETTINGS
from tests.make import write


class Shown:
    """A server that shows one page."""

    mount, is_local, follows, language, build, failed = "/", True, True, "en", 7, False
    places: Mapping[str, Place] = {"roadmap/features/one/": Place("one", "feature")}

    def __init__(self) -> None:
        self.woken = 0

    def settled(self) -> int:
        return self.build

    def wait(self, build: int, seconds: float) -> None:
        """Nothing else is ever shown."""

    def wake(self) -> None:
        self.woken += 1

    def rendered(self, text: str, folder: str) -> str:
        return f"<p>{folder}: {text}</p>"


class Asking:
    def __init__(self, root: Path, page: bytes = b"<html><body>Words</body></html>") -> None:
        self.served, self._page = Shown(), page
        self.desk = Desk(root, "roadmap", "team", self.served)
        self.editor = Editor(self._answer, self.served, self.desk)

    def _answer(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(self._page)))])
        return [self._page]

    def ask(self, method: str, path: str, body: bytes = b"", **more: str) -> tuple[int, dict[str, str], bytes]:
        begun: list[Any] = []
        own = {
            "HTTP_HOST": "127.0.0.1:8000",
            "SERVER_PORT": "8000",
            "HTTP_ORIGIN": "http://127.0.0.1:8000",
            "HTTP_X_PMSITE_TOKEN": self.editor._guard.token,
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "wsgi.input": io.BytesIO(body),
        }
        found = b"".join(self.editor({**own, **more}, lambda *given: begun.append(given)))
        status, headers = begun[0]
        return int(status.split()[0]), dict(headers), found

    def apply(self, *wishes: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        status, _, found = self.ask("POST", "/_pmsite/apply", json.dumps({"operations": wishes}).encode())
        return status, json.loads(found)


SET = {"do": "set", "item": "one", "place": ["target"], "value": "2026-Q4"}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return write(tmp_path / "roadmap", PLAN, SETTINGS)


def everything(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.parent.rglob("*.md") if path.is_relative_to(root)}


def test_a_page_gets_the_editor_before_its_end_and_keeps_its_length(root: Path) -> None:
    asking = Asking(root)
    status, headers, found = asking.ask("GET", "/")
    assert status == 200
    assert found.startswith(b"<html><body>Words<link")
    assert found.endswith(b"</script></body></html>")
    assert headers["Content-Length"] == str(len(found))
    assert b'data-build="7" data-base="/"' in found
    assert Asking(root, b"Words").ask("GET", "/")[2].startswith(b"Words<link")


def test_whoever_changed_something_wakes_the_server(root: Path) -> None:
    asking = Asking(root)
    assert asking.apply(SET)[0] == 200
    assert asking.apply({**SET, "value": "soon"})[0] == 422
    assert asking.served.woken == 1


def test_a_full_disk_is_told_and_leaves_all_as_it_was(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asking, before = Asking(root), everything(root)

    def full(path: Path, content: bytes) -> None:
        path.write_bytes(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr("pmsite.transaction.create", full)
    status, told = asking.apply(SET, {**SET, "item": "two"})
    assert status == 507
    assert "no space left" in told["message"]
    assert told["hint"]
    assert everything(root) == before
    assert not list(root.parent.glob(".roadmap.pmsite-*"))
    assert asking.served.woken == 0


def test_a_cache_that_cannot_be_written_to_takes_only_the_way_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = root.parent / "blocked"
    blocked.write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    status, told = Asking(root).apply(SET)
    assert status == 200
    assert [one["code"] for one in told["told"]] == ["no-undo"]
    assert told["change"] == ""


@pytest.mark.parametrize("folder", ["roadmap", "."])
def test_a_tree_that_nobody_writes_to_is_only_for_reading(root: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    closed, access = root.parent / folder, os.access
    monkeypatch.setattr("os.access", lambda path, mode: Path(path) != closed and access(path, mode))
    asking = Asking(root)
    status, told = asking.apply(SET)
    assert status == 423
    assert "cannot be written to" in told["message"]
    session = json.loads(asking.ask("GET", "/_pmsite/session")[2])
    assert session["read_only"] == told["message"]
    assert asking.ask("GET", "/_pmsite/item/one")[0] == 200  # reading is no harm


def test_a_plan_behind_a_link_is_only_for_reading(root: Path) -> None:
    link = root.parent / "linked"
    link.symlink_to(root)
    status, told = Asking(link).apply(SET)
    assert status == 423
    assert "no folder of its own" in told["message"]


def test_a_preview_of_a_text_is_rendered_as_of_its_item(root: Path) -> None:
    body = json.dumps({"id": "one", "text": "Words"}).encode()
    assert json.loads(Asking(root).ask("POST", "/_pmsite/text", body)[2]) == {"html": "<p>features: Words</p>"}


def test_names_are_found_by_what_they_begin_with(root: Path) -> None:
    asking = Asking(root)

    def found(query: str) -> list[str]:
        return [one["id"] for one in json.loads(asking.ask("GET", "/_pmsite/refs", QUERY_STRING=query)[2])["found"]]

    assert found("q=t&to=feature") == ["three", "two"]
    assert found("q=tea&to=objective,key_result") == ["grow.teams"]
    assert found("q=TWO") == ["two"]
    assert found("q=nothing") == []
    assert found("q=&to=team") == ["web"]


def test_every_type_tells_its_controls_in_the_language_of_the_site(root: Path) -> None:
    asking = Asking(root)
    english = json.loads(asking.ask("GET", "/_pmsite/types")[2])["types"]["feature"]
    assert english["label"] == "Feature"
    assert english["fields"]["status"]["choices"][0] == {"value": "idea", "label": "Idea", "stage": "idea"}
    assert english["fields"]["visibility"]["choices"] == [{"value": "customers", "label": "Customers"}]
    asking.served.language = "zh"
    chinese = json.loads(asking.ask("GET", "/_pmsite/types")[2])["types"]["feature"]["fields"]
    assert chinese["status"]["choices"][3]["label"] == "开发中" or chinese["status"]["choices"][3]["label"] != "Building"
    assert chinese["target"]["label"] != "Target"


def test_an_item_tells_what_stands_in_its_files(root: Path) -> None:
    found = json.loads(Asking(root).ask("GET", "/_pmsite/item/three")[2])
    assert (found["id"], found["type"], found["title"], found["path"]) == ("three", "feature", "Three", "roadmap/features/three.md")
    assert found["translations"]["zh"]["written"] == {"title": "三"}
    assert found["body"] == "Text.\n"
    assert found["derived"]["horizon"] == "next" or found["derived"]["stage"] == "planned"
    assert found["statuses"][0]["stage"] == "idea"
