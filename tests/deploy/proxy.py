"""A stand-in for oauth2-proxy, which answers as its documentation says: 202, 401 or 403 to a question, and a sign-in of one step."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

COOKIE = "__Host-pmsite"


class _Handler(http.server.BaseHTTPRequestHandler):
    groups: Mapping[str, frozenset[str]]
    asked: list[dict[str, str]]

    def do_GET(self) -> None:
        told = urlsplit(self.path)
        query = parse_qs(told.query)
        self.asked.append({"path": told.path, **{name.lower(): value for name, value in self.headers.items()}})
        if told.path == "/oauth2/auth":
            self._answer(self._may(query))
        elif told.path == "/oauth2/start":
            self._answer(302, Location=f"https://login.example.com/authorize?rd={query['rd'][0]}")
        elif told.path == "/oauth2/callback":
            self._answer(302, Location="/", **{"Set-Cookie": f"{COOKIE}={query['who'][0]}; Path=/; Secure; HttpOnly; SameSite=Lax"})
        else:
            self._answer(404)

    def do_POST(self) -> None:
        """What the publisher answers to a call of the code host."""
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.asked.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
        self._answer(202)

    def _may(self, query: Mapping[str, list[str]]) -> int:
        cookie = SimpleCookie(self.headers.get("Cookie", "")).get(COOKIE)
        if cookie is None:
            return 401
        allowed = set(query["allowed_groups"][0].split(","))
        return 202 if allowed & self.groups[cookie.value] else 403

    def _answer(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def standing_in(groups: Mapping[str, frozenset[str]]) -> Iterator[tuple[int, list[dict[str, str]]]]:
    """Its port, and what it is asked."""
    asked: list[dict[str, str]] = []
    handler = type("Handler", (_Handler,), {"groups": groups, "asked": asked, "protocol_version": "HTTP/1.1"})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield int(server.server_address[1]), asked
    server.shutdown()
    server.server_close()
    thread.join()
