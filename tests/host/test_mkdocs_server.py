"""What is used of MkDocs' server beyond what it promises is there, and does what it is used for."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from mkdocs.livereload import LiveReloadServer

from pmsite.host.mkdocs_server import NEEDED, QUIET, DevServer, can_be_followed, when_it_serves

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
    DevServer(server)
    assert server.build_delay == QUIET


def test_what_is_watched_is_known(server: LiveReloadServer, tmp_path: Path) -> None:
    assert DevServer(server).watched() == [str(tmp_path)]


def test_a_word_wakes_the_server(server: LiveReloadServer) -> None:
    built = threading.Event()
    server.builder = built.set
    dev = DevServer(server)
    loop = threading.Thread(target=server._build_loop)
    loop.start()
    try:
        dev.wake()
        assert built.wait(LIMIT)
    finally:
        server._shutdown = True
        with server._rebuild_cond:
            server._rebuild_cond.notify_all()
        loop.join(LIMIT)


def test_pages_are_answered_as_soon_as_they_are_shown(server: LiveReloadServer) -> None:
    dev = DevServer(server)
    server._wanted_epoch += 5
    answers: list[str] = []
    reader = threading.Thread(target=lambda: answers.append(get(server, "/site/")))
    reader.start()
    reader.join(0.2)
    assert not answers  # the site is being built
    dev.show()
    reader.join(LIMIT)
    assert "The site." in answers[0]
    seen = server._visible_epoch
    dev.show_again()
    assert server._wanted_epoch > seen  # what the server shows when the build ends


def test_browsers_are_left_alone_where_nothing_is_to_be_seen(server: LiveReloadServer) -> None:
    dev, seen = DevServer(server), server._visible_epoch
    server._wanted_epoch += 5
    dev.be_as_before()
    assert server._wanted_epoch == server._visible_epoch == seen


def test_a_cover_is_shown_at_any_address_of_a_page_and_nowhere_else(server: LiveReloadServer) -> None:
    dev = DevServer(server)
    dev.cover("<body>Faults.</body>")
    for path in ("/site/", "/site/index.html", "/site/some/where/", "/site/some/where"):
        shown = get(server, path)
        assert shown.startswith("200 OK")
        assert "Faults." in shown
        assert "livereload" in shown  # it goes by itself
    assert "p {}" in get(server, "/site/style.css")
    assert get(server, "/").startswith("302")
    dev.uncover()
    assert "The site." in get(server, "/site/")


def test_pages_are_answered_with_something_around_them_and_without_the_script_of_mkdocs(server: LiveReloadServer) -> None:
    dev = DevServer(server)
    asked: list[str] = []

    def around(answer: Any) -> Any:
        def application(environ: Any, start: Any) -> Any:
            asked.append(environ["PATH_INFO"])
            return answer(environ, start)

        return application

    dev.answer_with(around)
    assert "livereload" not in get(server, "/site/")
    assert asked == ["/site/"]
    assert dev.is_local
    assert dev.mount == "/site/"


@pytest.mark.parametrize(("host", "is_local"), [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("192.0.2.1", False)])  # fmt: skip
def test_only_this_machine_reaches_a_server_at_its_own_addresses(server: LiveReloadServer, host: str, is_local: bool) -> None:
    server.server_address = (host, 8000)
    assert DevServer(server).is_local == is_local


def test_a_server_that_looks_for_no_changes_is_known_as_it_begins(
    server: LiveReloadServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []
    monkeypatch.setattr(LiveReloadServer, "serve", lambda server, **_: begun.append("serves"))
    when_it_serves(begun.append)
    untyped: Any = server
    untyped.serve()
    untyped.serve()
    assert begun == [server, "serves", "serves"]
