"""Whoever asks the editor of a server, in raw requests."""

from __future__ import annotations

import http.client
import json
import re
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> dict[str, Any]:
        """The body where it is JSON."""
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def reason(self) -> str:
        """Why it is refused, as a person reads it."""
        assert self.status >= 400, self.body[:300]
        told = self.told
        assert told["message"], told
        assert "Traceback" not in self.body.decode()
        return f"{told['message']} {told['hint']}"


class Client:
    """One window, which knows what its page says."""

    def __init__(self, address: str) -> None:
        self.port = urlsplit(address).port or 0
        self.origin = f"http://127.0.0.1:{self.port}"
        self.page = self.get("/").body.decode()
        self.token = (re.search(r'data-token="([^"]*)"', self.page) or [""])[1]

    def get(self, path: str, **headers: str | None) -> Answer:
        return self.ask("GET", path, None, headers)

    def post(self, name: str, data: object = None, **headers: str | None) -> Answer:
        """A change as pages ask for it; a header that is None stays away."""
        body = data if isinstance(data, bytes) else json.dumps({} if data is None else data).encode()
        own = {
            "Origin": self.origin,
            "Content_Type": "application/json",
            "X_Pmsite_Token": self.token,
            "Sec_Fetch_Site": "same-origin",
        }
        return self.ask("POST", f"/_pmsite/{name}", body, {**own, **headers})

    def apply(self, *operations: dict[str, Any], **more: Any) -> Answer:
        return self.post("apply", {"operations": list(operations), **more})

    def item(self, id: str) -> dict[str, Any]:
        return self.get(f"/_pmsite/item/{id}").told

    def ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str | None]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            length = {"Content-Length": str(len(body))} if body is not None else {}
            for name, value in {"Host": f"127.0.0.1:{self.port}", **length, **headers}.items():
                if value is not None:
                    connection.putheader(name.replace("_", "-"), value)
            connection.endheaders(body)
            found = connection.getresponse()
            return Answer(found.status, {name.lower(): value for name, value in found.getheaders()}, found.read())
        finally:
            connection.close()

    def raw(self, request: bytes, *, ends: bool = True) -> Answer:
        """What comes back to bytes that no library would send."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as line:
            line.sendall(request)
            if ends:
                line.shutdown(socket.SHUT_WR)
            found = http.client.HTTPResponse(line)
            found.begin()
            return Answer(found.status, {name.lower(): value for name, value in found.getheaders()}, found.read())
