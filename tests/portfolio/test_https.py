"""What is taken from a host, and what is not."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator

import pytest

from pmsite.portfolio import https
from pmsite.portfolio.https import NotFetched
from tests.portfolio.conftest import Answer, Host, drip, drip_of_headers, endless, sending


def why(host: Host, path: str, token: str = "") -> str:
    with pytest.raises(NotFetched) as fault:
        https.fetch(host.at(path), token)
    return str(fault.value)


def test_what_is_there_comes_as_it_is_and_the_token_is_sent(host: Host) -> None:
    host.answers["/plan.json"] = b"{}"
    come: list[tuple[int, int]] = []
    assert https.fetch(host.at("/plan.json"), "secret", lambda *at: come.append(at)) == b"{}"
    [(path, headers)] = host.asked
    assert path == "/plan.json"
    assert headers["Accept-Encoding"] == "identity"
    assert headers["Authorization"] == "Bearer secret"
    assert come == [(2, 2)]


def test_it_leads_on_within_its_host_with_the_token(host: Host) -> None:
    host.answers["/old.json"] = sending(301, {"Location": "/new.json", "Content-Length": "0"})
    host.answers["/new.json"] = b"{}"
    assert https.fetch(host.at("/old.json"), "secret") == b"{}"
    assert [headers.get("Authorization") for _, headers in host.asked] == ["Bearer secret"] * 2


@pytest.mark.parametrize(
    ("location", "told"),
    [
        (
            "https://127.0.0.1:{port}/plan.json",
            "it leads on to https://127.0.0.1:{port}, and only an address of the same host, over https, is followed",
        ),
        ("https://localhost:1/plan.json", "it leads on to https://localhost:1, and only"),
        ("http://localhost:{port}/plan.json", "it leads on to http://localhost:{port}, and only"),
        ("file:///etc/passwd", "it leads on"),
        ("ftp://localhost/plan.json", "it leads on to ftp://localhost, and only"),
        ("https://a:b@localhost:{port}/plan.json", "it leads on to an address with a name or a password"),
        ("/loop.json", "it leads on too often, or nowhere"),
    ],
)
def test_it_leads_nowhere_else(host: Host, location: str, told: str) -> None:
    host.answers["/loop.json"] = sending(302, {"Location": location.format(port=host.port), "Content-Length": "0"})
    host.answers["/plan.json"] = b"{}"
    assert told.format(port=host.port) in why(host, "/loop.json", "secret")
    assert "/plan.json" not in [path for path, _ in host.asked]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (sending(200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * 10_000_000)), "it comes packed (gzip), though it was asked for as it is"),
        (sending(200, {"Content-Length": str(33 * 1024 * 1024)}), "it is too large: 32 MiB fit"),
        (sending(200, {"Content-Length": "100"}, b"{"), "it is cut short"),
        (sending(200, {"Transfer-Encoding": "chunked"}, b"5\r\n{"), "it is cut short"),
        (endless, "it is too large: 32 MiB fit"),
        (sending(401, {"Content-Length": "0"}), "its host refuses it (401): a token is missing, or is not the right one"),
        (sending(500, {"Content-Length": "0"}), "its host answers 500"),
        (sending(304, {"Content-Length": "0"}), "it leads on too often, or nowhere"),
    ],
    ids=["packed", "large", "short", "short in parts", "endless", "refused", "fault", "not modified"],
)  # fmt: skip
def test_what_is_not_whole_is_not_taken(host: Host, answer: Answer, told: str) -> None:
    host.answers["/plan.json"] = answer
    assert told in why(host, "/plan.json")


@pytest.mark.parametrize("answer", [drip, drip_of_headers])
def test_nobody_waits_for_a_host_that_sends_a_byte_now_and_then(
    host: Host, monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    monkeypatch.setattr(https, "SECONDS", 0.5)
    host.answers["/plan.json"] = answer
    assert why(host, "/plan.json") == "it takes longer than 0.5 seconds"


def test_a_certificate_that_nobody_trusts_is_no_proof(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert why(host, "/plan.json").startswith("the certificate of its host is not trusted: self")
    assert host.asked == []


def test_a_host_that_is_not_there(host: Host) -> None:
    with pytest.raises(NotFetched, match="its host cannot be reached: connection refused"):
        https.fetch("https://localhost:1/plan.json")


@pytest.fixture
def proxy() -> Iterator[tuple[int, list[bytes]]]:
    """A proxy that notes what it is asked for, and lets nothing through."""
    asked: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        try:
            while True:
                client, _ = server.accept()
                asked.append(client.recv(1000))
                client.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
                client.close()
        except OSError:
            pass

    threading.Thread(target=serve, daemon=True).start()
    yield server.getsockname()[1], asked
    server.close()


def test_a_proxy_is_asked_where_there_is_one_and_learns_of_no_token(
    host: Host, proxy: tuple[int, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, asked = proxy
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("no_proxy", "")
    assert why(host, "/plan.json", "secret").startswith("the proxy lets nothing through: ")
    assert asked[0].startswith(f"CONNECT localhost:{host.port} ".encode())
    assert b"secret" not in asked[0]
