"""A reader: asks a host on this machine as a browser would, keeps its cookies, and signs in."""

from __future__ import annotations

import http.client
import ssl
from dataclasses import dataclass, field
from email.message import Message
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: bytes

    @property
    def leads_to(self) -> str:
        """Where a redirection leads to."""
        return self.headers.get("Location", "")


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


class _Connection(http.client.HTTPSConnection):
    """To this machine, whatever the host is called."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__("127.0.0.1", port, context=_trusting(), timeout=30)
        self._name = host

    def connect(self) -> None:
        http.client.HTTPConnection.connect(self)
        self.sock = _trusting().wrap_socket(self.sock, server_hostname=self._name)


def connection(host: str, port: int) -> http.client.HTTPSConnection:
    """A line to a host on this machine."""
    return _Connection(host, port)


@dataclass(slots=True)
class Reader:
    """Somebody who reads."""

    port: int
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def get(self, host: str, path: str, **headers: str) -> Answer:
        """Ask for a path, without following where it leads."""
        return self.ask("GET", host, path, **headers)

    def ask(self, method: str, host: str, path: str, **headers: str) -> Answer:
        """Send a request."""
        line = _Connection(host, self.port)
        kept = self.cookies.setdefault(host, {})
        sent = {
            "Host": f"{host}:{self.port}",
            "Accept": "text/html",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        if kept:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in kept.items())
        try:
            line.request(method, path, headers=sent)
            got = line.getresponse()
            answer = Answer(got.status, got.headers, got.read())
        finally:
            line.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(cookie).items():
                kept[name] = morsel.value
        return answer

    def sign_in(self, host: str, who: str, path: str = "/") -> Answer:
        """Ask for a page, sign in at the provider, and come back to it."""
        answer = self.get(host, path)
        assert answer.status == 302, answer
        asked = urlsplit(answer.leads_to)
        provider = http.client.HTTPConnection(asked.netloc, timeout=30)
        form = {"Content-Type": "application/x-www-form-urlencoded", "Host": asked.netloc}
        provider.request("POST", f"{asked.path}?{asked.query}", body=urlencode({"sub": who}), headers=form)
        back = urlsplit(provider.getresponse().headers["Location"])
        provider.close()
        assert back.hostname == host
        answer = self.get(host, f"{back.path}?{back.query}")
        while answer.status == 302:
            to = urlsplit(answer.leads_to)
            answer = self.get(host, f"{to.path}?{to.query}" if to.query else to.path)
        return answer
