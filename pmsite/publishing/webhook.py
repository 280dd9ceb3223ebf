"""A small server that code hosts call after a push. It says that there may be something new, and nothing else comes of it.

The standard library's server is enough: one kind of request, a few a minute, behind the web server that speaks TLS. What it lacks is
bounded here: connections at once, seconds for each of them, bytes of a body.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pmsite.messages import said
from pmsite.publishing.log import Log
from pmsite.publishing.signatures import Refused, Seen, Verifier
from pmsite.reporting.safe import json_line

MOST_CONNECTIONS = 16
MOST_BYTES = 25 << 20
"""Bytes of a body; GitHub sends no more."""
SECONDS = 15.0
"""For a connection, from its first byte to its last."""
_CHUNK = 1 << 16


class Listener:
    """The server, in threads of its own."""

    def __init__(self, host: str, port: int, secret: str, wake: Callable[[], None], is_well: Callable[[], bool], log: Log) -> None:
        """Raises OSError where nobody can listen there."""
        self._server = _Server(host, port)
        self._server.facts = _Facts(secret, wake, is_well, log)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens, also where any free port was asked for."""
        return int(self._server.server_address[1])

    def close(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Facts:
    def __init__(self, secret: str, wake: Callable[[], None], is_well: Callable[[], bool], log: Log) -> None:
        self.secret, self.wake, self.is_well, self.log = secret, wake, is_well, log
        self.seen, self.lock = Seen(), threading.Lock()


class _Server(ThreadingHTTPServer):
    daemon_threads, block_on_close, allow_reuse_address = True, False, True
    request_queue_size = 64
    facts: _Facts

    def __init__(self, host: str, port: int) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._free = threading.BoundedSemaphore(MOST_CONNECTIONS)
        super().__init__((host, port), _Handler)

    def server_bind(self) -> None:
        """As the standard library does, without asking for the machine's name, which may take seconds."""
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        timer = threading.Timer(SECONDS, _cut, (request,))
        timer.daemon = True
        timer.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            timer.cancel()
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: who goes away in the middle is no news."""


def _cut(request: socket.socket) -> None:
    with suppress(OSError):
        request.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = SECONDS
    server_version, sys_version = "pmsite", ""

    def do_GET(self) -> None:  # the standard library's name
        """Say whether what is shown is what should be, for a container's health check."""
        if self.path.rstrip("/") != "/health":
            self._answer(HTTPStatus.NOT_FOUND, "there is only /health")
        elif self.server.facts.is_well():
            self._answer(HTTPStatus.OK, "well")
        else:
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, "failing; status.json says why")

    def do_POST(self) -> None:  # the standard library's name
        """Check who sent this, and if it is the code host, wake the publisher."""
        facts = self.server.facts
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or "Transfer-Encoding" in self.headers:
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "the request does not say how long it is")
            return
        if len(length) > 12 or int(length) > MOST_BYTES:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the request is too large")
            return
        verifier = Verifier(facts.secret, dict(self.headers.items()), time.time())
        left = int(length)
        while left and (part := self.rfile.read(min(left, _CHUNK))):
            verifier.add(part)
            left -= len(part)
        if left:
            self._refuse(HTTPStatus.BAD_REQUEST, "the request ended before its end")
            return
        try:
            signature = verifier.signature()
        except Refused as refused:
            self._refuse(HTTPStatus.UNAUTHORIZED, str(refused))
            return
        with facts.lock:
            is_new = facts.seen.is_new(signature)
        if not is_new:
            facts.log.tell(
                "webhook-again", said("A request came again that was answered before; nothing is done"), sender=self._sender()
            )
            self._answer(HTTPStatus.OK, "this came before, so nothing is done")
            return
        facts.wake()
        self._answer(HTTPStatus.ACCEPTED, "thank you")

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self.server.facts.log.tell(
            "webhook-refused", said("A request was refused: {why}", why=why), reason=why, sender=self._sender()
        )
        self._answer(status, why)

    def _sender(self) -> str:
        return str(self.client_address[0])

    def _answer(self, status: HTTPStatus, message: str) -> None:
        body = (json_line({"message": message}) + "\n").encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the log tells of what matters."""
