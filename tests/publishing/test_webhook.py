"""Who calls is believed only with the secret, by the signature of each code host, and what is too much is refused."""

from __future__ import annotations

import base64
import hmac
import http.client
import io
import json
import socket
import time
from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import quote

import pytest

from pmsite.publishing import webhook
from pmsite.publishing.log import Log
from pmsite.publishing.signatures import Refused, Seen, Verifier
from pmsite.publishing.webhook import Listener

SECRET = "c2VjcmV0LW9mLXRoZS1ob29r"
BODY = b'{"ref": "refs/heads/main"}'
NOW = 1_795_400_000.0


def hexed(secret: str = SECRET, body: bytes = BODY) -> str:
    return hmac.new(secret.encode(), body, sha256).hexdigest()


def standard(secret: bytes = SECRET.encode(), at: float = NOW, body: bytes = BODY) -> dict[str, str]:
    """As Standard Webhooks, which GitLab follows, has it."""
    mac = hmac.new(secret, f"msg_1.{at:.0f}.".encode() + body, sha256)
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": f"{at:.0f}",
        "webhook-signature": "v1," + base64.b64encode(mac.digest()).decode(),
    }


def gitee(secret: str = SECRET, at: float = NOW, quoted: bool = False) -> dict[str, str]:
    """As Gitee documents it: the time in milliseconds, a line break, the secret."""
    stamp = f"{at * 1000:.0f}"
    sign = base64.b64encode(hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), sha256).digest()).decode()
    return {"X-Gitee-Timestamp": stamp, "X-Gitee-Token": quote(sign, safe="") if quoted else sign}


RIGHT = {
    "github": {"X-Hub-Signature-256": f"sha256={hexed()}"},
    "gitea": {"X-Gitea-Signature": hexed()},
    "forgejo": {"X-Forgejo-Signature": hexed(), "X-Gitea-Signature": hexed()},
    "gitlab": {"X-Gitlab-Token": SECRET},
    "gitlab, signed": standard(),
    "gitlab, signed, a little late": standard(at=NOW - 200),
    "gitlab, signed with two keys": {**standard(), "webhook-signature": f"v1,AAAA {standard()['webhook-signature']}"},
    "gitee": gitee(),
    "gitee, written for addresses": gitee(quoted=True),
    "gitee, half an hour late": gitee(at=NOW - 1800),
}
WRONG = {
    "none": {},
    "github, another secret": {"X-Hub-Signature-256": f"sha256={hexed('x' * 20)}"},
    "github, another body": {"X-Hub-Signature-256": f"sha256={hexed(body=b'{}')}"},
    "github, the old kind alone": {"X-Hub-Signature": "sha1=" + hmac.new(SECRET.encode(), BODY, "sha1").hexdigest()},
    "github, empty": {"X-Hub-Signature-256": "sha256="},
    "github, not ASCII": {"X-Hub-Signature-256": "sha256=\u00e9"},
    "github, wrong, and another that is right": {"X-Hub-Signature-256": "sha256=0", "X-Gitlab-Token": SECRET},
    "gitlab, another token": {"X-Gitlab-Token": "x" * 20},
    "gitlab, signed, old": standard(at=NOW - 301),
    "gitlab, signed, of tomorrow": standard(at=NOW + 86_400),
    "gitlab, signed, another time": {**standard(), "webhook-timestamp": f"{NOW + 1:.0f}"},
    "gitlab, signed, no time": {**standard(), "webhook-timestamp": "now"},
    "gitlab, signed, another version": {**standard(), "webhook-signature": standard()["webhook-signature"].replace("v1", "v1a")},
    "gitee, the secret itself": {"X-Gitee-Token": SECRET},
    "gitee, old": gitee(at=NOW - 3601),
    "gitee, another time": {**gitee(), "X-Gitee-Timestamp": f"{NOW * 1000 + 1:.0f}"},
    "gitee, no time": {"X-Gitee-Token": gitee()["X-Gitee-Token"]},
}


def verified(headers: dict[str, str], secret: str = SECRET) -> str:
    verifier = Verifier(secret, headers, NOW)
    for at in range(0, len(BODY), 5):
        verifier.add(BODY[at : at + 5])
    return verifier.signature()


@pytest.mark.parametrize("name", RIGHT)
def test_each_host_is_known_by_its_signature(name: str) -> None:
    signature = verified(RIGHT[name])
    assert bool(signature) == (name != "gitlab")  # a token is the same each time, and tells no delivery from another


@pytest.mark.parametrize("name", WRONG)
def test_nobody_else_is(name: str) -> None:
    with pytest.raises(Refused):
        verified(WRONG[name])


def test_a_secret_with_the_prefix_of_standard_webhooks_is_the_key_behind_it() -> None:
    key = b"k" * 24
    assert verified(standard(secret=key), "whsec_" + base64.b64encode(key).decode())


def test_what_came_before_is_known_and_no_more_than_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmsite.publishing.signatures._REMEMBERED", 3)
    seen = Seen()
    assert [seen.is_new(word) for word in "aab"] == [True, False, True]
    assert all(seen.is_new(word) for word in "cde")
    assert seen.is_new("a")
    assert len(seen._seen) == 3
    assert [seen.is_new(""), seen.is_new("")] == [True, True]


# The server


class Called:
    def __init__(self) -> None:
        self.times, self.well, self.stream = 0, True, io.StringIO()

    def call(self) -> None:
        self.times += 1


@pytest.fixture
def called() -> Called:
    return Called()


@pytest.fixture
def listener(called: Called, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    monkeypatch.setattr(webhook, "SECONDS", 1.0)
    found = Listener("127.0.0.1", 0, SECRET, called.call, lambda: called.well, Log(called.stream, sentences=False))
    yield found
    found.close()


def asked(listener: Listener, method: str = "POST", path: str = "/", body: bytes = BODY, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", listener.port, timeout=10)
    connection.request(
        method, path, body if method == "POST" else None, {name.replace("_", "-"): value for name, value in headers.items()}
    )
    answer = connection.getresponse()
    told = answer.read().decode()
    connection.close()
    return answer.status, told


def test_a_call_with_the_signature_wakes_and_the_same_again_does_not(listener: Listener, called: Called) -> None:
    assert asked(listener, X_Hub_Signature_256=f"sha256={hexed()}")[0] == 202
    assert asked(listener, X_Hub_Signature_256=f"sha256={hexed()}")[0] == 200
    assert called.times == 1
    assert json.loads(called.stream.getvalue().splitlines()[-1])["event"] == "webhook-again"


def test_a_call_without_it_is_told_and_does_nothing(listener: Listener, called: Called) -> None:
    assert asked(listener, X_Hub_Signature_256="sha256=0")[0] == 401
    told = json.loads(called.stream.getvalue())
    assert (told["event"], told["reason"], called.times) == ("webhook-refused", "the signature is wrong", 0)


def test_a_body_that_is_too_large_or_of_no_length_is_not_read(listener: Listener, called: Called) -> None:
    for lines, status in (
        (b"Content-Length: 99999999999", b"413"),
        (b"Content-Length: -1", b"411"),
        (b"Content-Length: 1_0", b"411"),
        (b"Transfer-Encoding: chunked\r\nContent-Length: 5", b"411"),
        (b"X: y", b"411"),
    ):
        with socket.create_connection(("127.0.0.1", listener.port), 10) as talk:
            talk.sendall(b"POST / HTTP/1.1\r\nHost: x\r\n" + lines + b"\r\n\r\n")
            assert talk.recv(100).split()[1] == status
    assert called.times == 0


def test_a_large_body_is_read_and_its_signature_right(listener: Listener, called: Called) -> None:
    body = b"x" * 5_000_000
    assert asked(listener, body=body, X_Gitea_Signature=hexed(body=body))[0] == 202
    assert called.times == 1


def test_who_is_slow_is_cut_off_and_keeps_nobody_out(listener: Listener, called: Called) -> None:
    slow = [socket.create_connection(("127.0.0.1", listener.port), 10) for _ in range(webhook.MOST_CONNECTIONS + 5)]
    for talk in slow:
        talk.sendall(b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nx")
    for talk in slow:
        while talk.recv(1000):
            pass
        talk.close()
    for _ in range(50):
        try:
            assert asked(listener, X_Gitlab_Token=SECRET)[0] == 202
            break
        except OSError:
            time.sleep(0.1)
    assert called.times == 1


@pytest.mark.parametrize(
    "garbage", [b"\r\n\r\n", b"\x16\x03\x01\x02\x00", b"GET / HTTP/9\r\n\r\n", b"POST / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n"]
)
def test_what_is_no_request_ends_there(listener: Listener, called: Called, garbage: bytes) -> None:
    with socket.create_connection(("127.0.0.1", listener.port), 10) as talk:
        talk.sendall(garbage)
        talk.shutdown(socket.SHUT_WR)
        while talk.recv(1000):
            pass
    assert asked(listener, X_Gitlab_Token=SECRET)[0] == 202


def test_a_health_check_is_told_how_it_stands_and_nothing_else(listener: Listener, called: Called) -> None:
    assert asked(listener, "GET", "/health")[0] == 200
    called.well = False
    assert asked(listener, "GET", "/health")[0] == 503
    assert asked(listener, "GET", "/")[0] == 404
    assert asked(listener, "GET", "/../status.json")[0] == 404
