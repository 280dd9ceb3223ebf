"""A document by its https address: never over another protocol, from another host, larger or slower than is said here."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections.abc import Callable
from email.message import Message
from queue import Empty, SimpleQueue
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

import pmsite
from pmsite.messages import said
from pmsite.portfolio.lock import DOCUMENT_BYTES
from pmsite.read.text import printable

SECONDS = 10.0
"""How long a read may take, and the whole of it."""
REDIRECTS = 5
_CHUNK = 64 * 1024
Seen = Callable[[int, int], None]
"""Is told how many bytes have come, and of how many, 0 where that is not known."""


class NotFetched(Exception):
    """A document that does not come; the text is a sentence on why, and `hint` on what helps."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint or said("look at the address in a browser; what was fetched before stays in use")


class _SameHost(HTTPRedirectHandler):
    """Follows to the same host over https alone: whoever it leads to elsewhere would get the token, and could give anything."""

    max_redirections = REDIRECTS

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:  # urllib's signature
        fp.close()
        if _place(newurl) != _place(req.full_url):
            where = urlsplit(newurl)
            shown = printable(f"{where.scheme}://{where.netloc.rpartition('@')[2]}", 100)
            raise NotFetched(
                said("it leads on to {shown}, and only an address of the same host, over https, is followed", shown=shown),
                said("write the address that it leads to, if that is right; a page to sign in means that a token is missing"),
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _place(address: str) -> tuple[str, str, int]:
    parts = urlsplit(address)
    if parts.username is not None or parts.password is not None:
        raise NotFetched(said("it leads on to an address with a name or a password"))
    return parts.scheme, (parts.hostname or "").lower(), parts.port or 443


def fetch(address: str, token: str = "", told: Seen | None = None) -> bytes:
    """The bytes at an address, at once or not at all; raises NotFetched."""
    answers: SimpleQueue[bytes | Exception] = SimpleQueue()

    def work() -> None:
        try:
            answers.put(_fetched(address, token, told))
        except Exception as fault:
            answers.put(fault)

    threading.Thread(target=work, daemon=True).start()  # a host that sends a byte now and then would never let one go
    try:
        found = answers.get(timeout=SECONDS)
    except Empty:
        raise NotFetched(said("it takes longer than {limit} seconds", limit=f"{SECONDS:g}")) from None
    if isinstance(found, NotFetched):
        raise found
    if isinstance(found, Exception):
        raise NotFetched(_reason(found)) from found
    return found


def _fetched(address: str, token: str, told: Seen | None) -> bytes:
    request = Request(
        address, headers={"User-Agent": f"pmsite/{pmsite.__version__}", "Accept": "application/json", "Accept-Encoding": "identity"}
    )
    if token:
        request.add_unredirected_header("Authorization", f"Bearer {token}")
    end = time.monotonic() + SECONDS
    try:
        with _opener(token).open(request, timeout=SECONDS) as answer:
            return _body(answer, end, told)
    except HTTPError as fault:
        fault.close()
        raise


def _opener(token: str) -> OpenerDirector:
    """What opens https alone: nothing of it knows `file:`, `ftp:` or plain http."""
    opener = OpenerDirector()
    follows: HTTPRedirectHandler = _WithToken(token) if token else _SameHost()
    for handler in (
        ProxyHandler(),
        HTTPSHandler(context=ssl.create_default_context()),
        follows,
        HTTPErrorProcessor(),
        HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener


class _WithToken(_SameHost):
    """Sends the token on to the same host."""

    def __init__(self, token: str) -> None:
        self._token = token

    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        found = super().redirect_request(req, fp, code, msg, headers, newurl)
        if found is not None:
            found.add_unredirected_header("Authorization", f"Bearer {self._token}")
        return found


def _body(answer: Any, end: float, told: Seen | None) -> bytes:
    headers: Message = answer.headers
    if (encoding := headers.get("Content-Encoding", "identity").strip().lower()) not in ("", "identity"):
        raise NotFetched(said("it comes packed ({encoding}), though it was asked for as it is", encoding=printable(encoding, 20)))
    length = headers.get("Content-Length", "")
    size = int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0
    if size > DOCUMENT_BYTES:
        raise NotFetched(_TOO_LARGE)
    parts: list[bytes] = []
    come = 0
    while part := answer.read1(_CHUNK):
        parts.append(part)
        come += len(part)
        if come > DOCUMENT_BYTES:
            raise NotFetched(_TOO_LARGE)
        if time.monotonic() > end:
            raise NotFetched(said("it takes longer than {limit} seconds", limit=f"{SECONDS:g}"))
        if told:
            told(come, size)
    if come < size:
        raise NotFetched(said("it is cut short: {come} of {size} bytes came", come=f"{come:,}", size=f"{size:,}"))
    return b"".join(parts)


_TOO_LARGE = said("it is too large: {limit} MiB fit", limit=DOCUMENT_BYTES // 1024 // 1024)


def _reason(fault: Exception) -> str:
    """Why it did not come, in a sentence, without anything that a host could make a message of its own with."""
    if isinstance(fault, HTTPError):
        if fault.code in (401, 403):
            return said("its host refuses it ({code}): a token is missing, or is not the right one", code=fault.code)
        if 300 <= fault.code < 400:
            return said("it leads on too often, or nowhere")
        return said("its host answers {code}", code=fault.code)
    cause = fault.reason if isinstance(fault, URLError) else fault
    if isinstance(cause, ssl.SSLCertVerificationError):
        return said("the certificate of its host is not trusted: {why}", why=printable(cause.verify_message, 100))
    if isinstance(cause, TimeoutError):
        return said("it takes longer than {limit} seconds", limit=f"{SECONDS:g}")
    if isinstance(cause, http.client.IncompleteRead):
        return said("it is cut short")
    if isinstance(cause, OSError) and cause.strerror:
        return said("its host cannot be reached: {why}", why=printable(cause.strerror, 100).lower())
    if isinstance(cause, OSError) and "Tunnel connection failed" in str(cause):
        return said("the proxy lets nothing through: {why}", why=printable(str(cause), 100))
    return said("its host gives no sound answer ({name})", name=type(cause).__name__)
