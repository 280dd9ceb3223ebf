"""Who may ask a server, and how: other sites in the same browser, names that lead to this machine, requests that no page makes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.editing import Served
from tests.editor.client import Client
from tests.editor.conftest import log_of

pytestmark = pytest.mark.host
SET = {"do": "set", "item": "one", "place": ["status"], "value": "shipped"}
OUTSIDE = [
    "evil.example",
    "evil.example:{port}",
    "127.0.0.1",
    "127.0.0.1:1",
    "localhost.evil.example:{port}",
    "127.0.0.1:{port}.evil",
    "",
]
OUTSIDE += ["0.0.0.0:{port}", "evil.example@127.0.0.1:{port}", "[::]:{port}", "127.0.0.1:{port},evil.example"]
PATHS = [
    "/",
    "/roadmap/features/one/",
    "/assets/pmsite/pmsite.js",
    "/_pmsite/static/editor.js",
    "/_pmsite/session",
    "/_pmsite/item/one",
]


@pytest.fixture(autouse=True)
def _nothing_changes(served: Served) -> Iterator[None]:
    yield
    assert served.git("status", "--porcelain", "--ignored") == ""
    assert "Traceback" not in log_of(served)


@pytest.mark.parametrize("host", OUTSIDE)
def test_no_other_name_of_this_machine_is_answered(window: Client, host: str) -> None:
    name = host.format(port=window.port)
    for path in PATHS:
        answer = window.get(path, Host=name)
        assert answer.status == 421
        assert window.token not in answer.body.decode()
        assert "127.0.0.1" in answer.reason
    assert window.post("apply", {"operations": [SET]}, Host=name, Origin=f"http://{name}").status == 421


def test_a_request_without_a_host_is_not_answered(window: Client) -> None:
    assert window.raw(b"GET / HTTP/1.0\r\n\r\n").status == 421
    both = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{window.port}\r\nHost: evil.example\r\n\r\n"
    assert window.raw(both.encode()).status == 421


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_this_machine_is_answered_by_its_own_names(window: Client, host: str) -> None:
    name = f"{host}:{window.port}"
    assert "data-token" in window.get("/", Host=name).body.decode()
    answer = window.post("preview", {"operations": [SET]}, Host=name, Origin=f"http://{name.lower()}")
    assert answer.told["ok"]


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", None, "https://127.0.0.1:{port}", "http://127.0.0.1:1", "http://localhost:{port}", ""]
)
def test_another_site_changes_nothing(window: Client, origin: str | None) -> None:
    said = origin and origin.format(port=window.port)
    for name in ("apply", "preview", "undo", "redo", "text", "mend"):
        answer = window.post(name, {"operations": [SET]}, Origin=said)
        assert answer.status == 403
        assert "nothing was done" in answer.reason
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_browsers_say_of_the_asking_site_counts(window: Client, site: str) -> None:
    assert window.post("apply", {"operations": [SET]}, Sec_Fetch_Site=site).status == 403
    for path in ("session", "item/one", "refs?q=o", "types", "pages", "static/editor.js"):
        assert window.get(f"/_pmsite/{path}", Sec_Fetch_Site=site).status == 403
    assert window.get("/", Sec_Fetch_Site=site).status == 200  # a link to a page is no harm


@pytest.mark.parametrize("token", [None, "", "x", "{token}x", "{short}", "ä"])
def test_only_pages_of_this_very_server_change_anything(window: Client, token: str | None) -> None:
    said = token and token.format(token=window.token, short=window.token[:-1])
    answer = window.post("apply", {"operations": [SET]}, X_Pmsite_Token=said)
    assert answer.status == 403
    assert "Load the page again" in answer.reason


@pytest.mark.parametrize(
    "kind", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"]
)
def test_what_a_form_can_send_is_not_taken(window: Client, kind: str | None) -> None:
    assert window.post("apply", {"operations": [SET]}, Content_Type=kind).status == 415


def test_a_request_says_how_long_it_is_and_is_not_too_long(window: Client) -> None:
    large = window.post("apply", b" " * 1_000_001)
    assert large.status == 413
    assert "1000 kB" in large.reason
    own = f"Host: 127.0.0.1:{window.port}\r\nOrigin: {window.origin}\r\nContent-Type: application/json\r\nX-Pmsite-Token: {window.token}\r\n"
    start = f"POST /_pmsite/apply HTTP/1.1\r\n{own}"
    assert window.raw(f"{start}\r\n".encode()).status == 411
    assert window.raw(f"{start}Content-Length: -1\r\n\r\n".encode()).status == 411
    assert window.raw(f"{start}Content-Length: 1e3\r\n\r\n".encode()).status == 411
    assert window.raw(f"{start}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n".encode()).status == 411
    assert window.raw(f"{start}Content-Length: 999999999999\r\n\r\n".encode()).status == 413
    whole = json.dumps({"operations": [SET]}).encode()
    ended = window.raw(f"{start}Content-Length: {len(whole) + 1}\r\n\r\n".encode() + whole)
    assert ended.status == 400
    assert "too early" in ended.reason


@pytest.mark.parametrize(
    "path",
    [
        "static/../app.py",
        "static/..%2fapp.py",
        "static/%2e%2e/guard.py",
        "static//etc/passwd",
        "static/..\\app.py",
        "static/%00",
        "static/",
        "static",
        "item/../../product",
        "item/..%2f..%2fproduct",
        "item/",
        "nothing",
        "",
        "apply",
    ],
)
def test_nothing_else_has_an_address(window: Client, path: str) -> None:
    assert window.get(f"/_pmsite/{path}").status == 404


@pytest.mark.parametrize(
    "path", ["../mkdocs.yml", "roadmap/../mkdocs.yml", "/etc/passwd", "roadmap//etc/passwd", "roadmap/features/one.md", ""]
)
def test_no_file_is_read_or_written_as_text_but_one_with_errors(window: Client, path: str) -> None:
    assert window.get(f"/_pmsite/file?path={path}").status == 422
    assert window.apply({"do": "raw", "path": path, "text": "x"}, seen={path: "0"}).status == 422


@pytest.mark.parametrize(
    "wish",
    [
        {"do": "create", "item": "../x", "type": "feature", "facts": {"title": "X"}},
        {"do": "create", "item": "x/../../y", "type": "feature", "facts": {"title": "X"}},
        {"do": "create", "item": "x", "type": "../x", "facts": {"title": "X"}},
        {"do": "rename", "item": "one", "id": "../../x"},
        {"do": "move", "item": "one", "folder": "../.."},
        {"do": "move", "item": "one", "folder": "/tmp"},
        {"do": "move", "item": "one", "folder": ".git"},
        {"do": "body", "item": "one", "text": "x", "language": "../zh"},
        {"do": "set", "item": "../../mkdocs", "place": ["site_name"], "value": "x"},
        {"do": "measure", "item": "../active", "date": "2026-10-02", "value": "1"},
    ],
)
def test_nothing_is_written_outside_of_the_plan(window: Client, wish: dict[str, Any]) -> None:
    answer = window.apply(wish)
    assert answer.status == 422
    assert answer.reason


def test_what_was_seen_elsewhere_tells_nothing_of_other_files(window: Client) -> None:
    there, not_there = (window.apply(SET, seen={path: ""}) for path in ("roadmap/../mkdocs.yml", "roadmap/../nothing.yml"))
    assert there.status == not_there.status == 200  # a file that is none of the plan is always as if it were not there
    assert window.post("undo", {"change": not_there.told["change"]}).told["ok"] or window.post("undo").told["ok"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"operations": []}',
        b'{"operations": [{}]}',
        b'{"operations": [{"do": "set"}]}',
        b'{"operations": [{"do": "set", "item": "one", "place": [], "value": "x"}]}',
        b'{"operations": [{"do": "set", "item": "one", "place": ["status"], "value": 3}]}',
        b'{"operations": [{"do": "set", "item": "one", "place": ["status"], "value": "idea", "more": 1}]}',
        b'{"operations": [{"do": "set", "item": "one", "place": ["status"], "value": NaN}]}',
        b'{"operations": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"operations": [{"do": "set", "item": "one", "place": ["tags"], "value": '
        + b'["x",' * 50_000
        + b'"x"'
        + b"]" * 50_000
        + b"}]}",
        b"\xff\xfe",
    ],
)
def test_what_is_no_change_is_told_so(window: Client, body: bytes) -> None:
    answer = window.post("apply", body)
    assert answer.status in (400, 422)
    assert answer.reason


@pytest.mark.parametrize("text", ["\ud800", "a\u0000b", "a\u202eb", "\u2028"])
def test_characters_that_nobody_sees_do_not_come_in(window: Client, text: str) -> None:
    answer = window.post("apply", {"operations": [{**SET, "place": ["title"], "value": text}]})
    assert answer.status in (400, 422)
    assert answer.reason


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "HEAD", "TRACE"])
def test_other_methods_do_nothing(window: Client, method: str) -> None:
    answer = window.ask(method, "/_pmsite/apply", b"{}", {"Origin": "http://evil.example"})
    assert answer.status == 404
    assert not any(name.startswith("access-control") for name in answer.headers)


def test_pages_stand_in_no_frame_of_others_and_answers_are_taken_for_nothing_else(window: Client) -> None:
    assert window.get("/").headers["content-security-policy"] == "frame-ancestors 'self'"
    for path in ("session", "static/editor.js", "static/editor.css", "item/one"):
        headers = window.get(f"/_pmsite/{path}").headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["cross-origin-resource-policy"] == "same-origin"
    assert window.get("/_pmsite/static/editor.js").headers["content-type"].startswith("text/javascript")


def test_names_of_other_scripts_are_answered(window: Client, served: Served) -> None:
    assert window.get("/_pmsite/item/%E4%B8%89").status == 404
    assert "三" in window.get("/_pmsite/item/%E4%B8%89").reason
    assert Path(served.root).is_dir()
