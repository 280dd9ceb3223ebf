"""What is used of MkDocs' server beyond what it promises is there, and does what it is used for."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from mkdocs.livereload import LiveReloadServer

from pmsite.host.mkdocs_server import NEEDED, QUIET, Preview, can_be_followed

pytestmark = pytest.mark.host
LIMIT = 60
"""Seconds until the test gives up; it asserts nothing about speed."""


@pytest.fixture
def server(tmp_path: Path) -> LiveReloadServer:
    built = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path), "/site/")
    built.server_close()
    built.watch(str(tmp_path))
    (tmp_path / "index.html").write_text("<body>The site.</body>", encoding="utf-8")
    (tmp_path / "style.css").write_text("p {}", encoding="utf-8")
    return built


def get(server: LiveReloadServer, path: str) -> str:
    found: list[str] = []
    answer: Any = server.get_app()({"PATH_INFO": path, "REQUEST_METHOD": "GET"}, lambda status, _: found.append(status))  # type: ignore[arg-type, misc]  # as the server calls it
    shown = b"".join(answer).decode()
    if hasattr(answer, "close"):
        answer.close()
    return f"{found[0]} {shown}"


def test_the_installed_mkdocs_has_all_that_is_used(server: LiveReloadServer) -> None:
    assert can_be_followed(server)
    assert not can_be_followed(object())
    for name in NEEDED:
        assert hasattr(server, name), f"MkDocs' server has no {name} any more"


def test_a_server_waits_no_longer_than_an_editor_writes(server: LiveReloadServer) -> None:
    Preview(server)
    assert server.build_delay == QUIET


def test_what_is_watched_is_known(server: LiveReloadServer, tmp_path: Path) -> None:
    assert Preview(server).watched() == [str(tmp_path)]


def test_a_word_wakes_the_server(server: LiveReloadServer) -> None:
    built = threading.Event()
    server.builder = built.set
    preview = Preview(server)
    loop = threading.Thread(target=server._build_loop)
    loop.start()
    try:
        preview.wake()
        assert built.wait(LIMIT)
    finally:
        server._shutdown = True
        with server._rebuild_cond:
            server._rebuild_cond.notify_all()
        loop.join(LIMIT)


def test_pages_are_answered_as_soon_as_they_are_shown(server: LiveReloadServer) -> None:
    preview = Preview(server)
    server._wanted_epoch += 5
    answers: list[str] = []
    reader = threading.Thread(target=lambda: answers.append(get(server, "/site/")))
    reader.start()
    reader.join(0.2)
    assert not answers  # the site is being built
    preview.show()
    reader.join(LIMIT)
    assert "The site." in answers[0]
    seen = server._visible_epoch
    preview.show_again()
    assert server._wanted_epoch > seen  # what the server shows when the build ends


def test_browsers_are_left_alone_where_nothing_is_to_be_seen(server: LiveReloadServer) -> None:
    preview, seen = Preview(server), server._visible_epoch
    server._wanted_epoch += 5
    preview.be_as_before()
    assert server._wanted_epoch == server._visible_epoch == seen


def test_a_cover_is_shown_at_any_address_of_a_page_and_nowhere_else(server: LiveReloadServer) -> None:
    preview = Preview(server)
    preview.cover("<body>Faults.</body>")
    for path in ("/site/", "/site/index.html", "/site/some/where/", "/site/some/where"):
        shown = get(server, path)
        assert shown.startswith("200 OK")
        assert "Faults." in shown
        assert "livereload" in shown  # it goes by itself
    assert "p {}" in get(server, "/site/style.css")
    assert get(server, "/").startswith("302")
    preview.uncover()
    assert "The site." in get(server, "/site/")
