"""The editor in front of a server: it answers what is asked under `/_pmsite/`, and gives every other page what it is edited with."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from html import escape
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from pmsite.asking.refused import Faulty
from pmsite.editor import answers, changes, committing, files, pictures, places
from pmsite.editor.asked import Asked
from pmsite.editor.changes import Answer
from pmsite.editor.desk import Desk
from pmsite.editor.guard import JSON, Guard
from pmsite.editor.refusal import Refusal
from pmsite.editor.served import Served
from pmsite.wording.messages import all_in_language
from pmsite.wording.words import N_, Gettext, gettext
from pmsite.writing.refused import Refused

log = logging.getLogger(__name__)
ROOT = "/_pmsite/"
LARGEST = 1_000_000
"""Bytes of a request."""
_ENDED = 16_000_000
"""Bytes that are taken off a sender's hands before he is told that they are refused."""
_IS_READ = "pmsite.is_read"
ALWAYS = frozenset({"session", "pages", "wait"})
"""What is answered of a plan that nothing is told of."""
QUESTIONS: Mapping[str, Callable[[Asked], Answer]] = {
    "session": answers.session,
    "pages": answers.pages,
    "dates": answers.dates,
    "types": answers.types,
    "item": answers.item,
    "refs": answers.refs,
    "file": answers.file,
    "mends": changes.mends,
    "wait": answers.wait,
    "changed": committing.changed,
    "moves": places.moves,
    "axis": places.along,
}
"""By the name that stands behind `/_pmsite/`, who answers a GET."""
ORDERS: Mapping[str, Callable[[Asked], Answer]] = {
    "preview": changes.preview,
    "apply": changes.apply,
    "undo": changes.undo,
    "redo": changes.redo,
    "mend": changes.mend,
    "picture": pictures.put,
    "text": answers.text,
    "revert": committing.revert,
    "commit": committing.commit,
    "push": committing.push,
    "move": places.move,
    "rows": places.rows,
}
"""The same of a POST."""
WRITES = frozenset({"apply", "mend", "picture", "undo", "redo", "revert", "commit", "push"})
"""Those after which the site is another."""
KINDS: Mapping[str, frozenset[str]] = {"picture": pictures.KINDS}
"""By order, what kinds of content it takes, where that is not JSON."""
SIZES: Mapping[str, int] = {"picture": pictures.LARGEST}
"""By order, how many bytes it takes, where these are not as many as elsewhere."""
_SAFE = (("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store"), ("Cross-Origin-Resource-Policy", "same-origin"))
_OWN_FRAMES = ("Content-Security-Policy", "frame-ancestors 'self'")
"""No other site may show a page within its own, and have somebody press what he does not see."""
_UNREADABLE = Refusal(HTTPStatus.CONFLICT, N_("The plan has files that cannot be read."), N_("Mend them first."))
_LOOKS_AGAIN = b'<meta http-equiv="refresh" content="2">'
"""What has the page of the faults load itself again and again, which takes away what somebody types in it."""

Start = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]


class Editor:
    """A WSGI application around that of a server."""

    def __init__(self, answer: Wsgi, served: Served, desk: Desk) -> None:
        """`answer` is what the server answers by itself."""
        self._answer, self._served, self._desk = answer, served, desk
        self._guard = Guard()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer a request."""
        say = gettext(self._served.language)
        try:
            if self._served.is_local:
                self._guard.judge_host(environ)
            path = environ.get("PATH_INFO", "")
            if not path.startswith(ROOT):
                return self._page(environ, start)
            return self._own(path.removeprefix(ROOT), environ, start, say)
        except Refusal as refusal:
            _drain(environ)
            status, told = refused(refusal, say)
        except Refused as fault:
            status, told = changes.refused(fault.diagnostic)
        except Faulty:
            status, told = refused(_UNREADABLE, say)
        return _send(start, status, JSON, _json(told, self._served.language))

    def _own(self, path: str, environ: dict[str, Any], start: Start, say: Gettext) -> Iterable[bytes]:
        self._guard.judge_question(environ)
        method, (name, _, rest) = environ.get("REQUEST_METHOD", ""), path.partition("/")
        if method == "GET" and name == "static":
            if (found := files.content(rest)) is None:
                raise Refusal(HTTPStatus.NOT_FOUND, N_("There is nothing of this name here."))
            return _send(start, HTTPStatus.OK, found[1], found[0])
        body = b""
        if method == "POST" and name in ORDERS:
            if refusal := self._desk.closed:
                raise refusal
            self._guard.judge_change(environ, KINDS.get(name, frozenset({JSON})))
            if name in WRITES and (refusal := self._desk.read_only):
                raise refusal
            body = _body(environ, SIZES.get(name, LARGEST))
            answer = ORDERS[name]
        elif method == "GET" and name in QUESTIONS:
            if name not in ALWAYS and (refusal := self._desk.closed):
                raise refusal
            answer = QUESTIONS[name]
        else:
            raise Refusal(HTTPStatus.NOT_FOUND, N_("There is nothing of this name here."))
        status, told = answer(
            Asked(
                self._desk,
                self._served,
                rest.encode("latin-1", "replace").decode("utf-8", "replace"),
                dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)),
                body,
                environ.get("CONTENT_TYPE", ""),
                say,
            )
        )
        if name in WRITES and status is HTTPStatus.OK:
            self._served.wake()
        return _send(start, status, JSON, _json(told, self._served.language))

    def _page(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """What the server itself answers; a page with the editor in it."""
        build = self._served.settled() if _may_be_page(environ.get("PATH_INFO", "")) else 0
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def begin(status: str, headers: list[tuple[str, str]], *_: object) -> None:
            begun.append((status, headers))

        pieces = self._answer(environ, begin)
        status, headers = begun[0]
        kind = next((value for name, value in headers if name.lower() == "content-type"), "")
        if not kind.startswith("text/html"):
            start(status, headers)
            return pieces
        try:
            html = b"".join(pieces)
        finally:
            if callable(close := getattr(pieces, "close", None)):
                close()
        whole = self._with_editor(html, build or self._served.build)
        kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start(status, [*kept, ("Content-Length", str(len(whole))), ("Cache-Control", "no-cache"), _OWN_FRAMES])
        return [whole]

    def _with_editor(self, html: bytes, build: int) -> bytes:
        token = "" if self._desk.closed else self._guard.token
        base = escape(self._served.mount)
        tags = (
            f'<link rel="stylesheet" href="{ROOT}static/editor.css">'
            f'<script type="module" src="{ROOT}static/editor.js" data-token="{token}" data-build="{build}" data-base="{base}"></script>'
        )
        before, end, after = html.replace(_LOOKS_AGAIN, b"").rpartition(b"</body>")
        return b"%b%b%b%b" % (before, tags.encode(), end, after) if end else after + tags.encode()


def refused(refusal: Refusal, say: Gettext) -> Answer:
    """What is answered to a request that is refused."""
    return refusal.status, refusal.told(say)


def _may_be_page(path: str) -> bool:
    name = path.rpartition("/")[2]
    return "." not in name or name.endswith(".html")


def _body(environ: dict[str, Any], most: int) -> bytes:
    """What is sent with a request; raises Refusal where it is too much, or nobody says how much it is."""
    length = _length(environ)
    if length is None:
        raise Refusal(HTTPStatus.LENGTH_REQUIRED, N_("This request does not say how long it is."))
    if length > most:
        raise Refusal(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            N_("This is too much at once: {most} kB fit."),
            N_("Change less at once."),
            most=str(most // 1000),
        )
    environ[_IS_READ] = True
    found = environ["wsgi.input"].read(length)
    if len(found) != length:
        raise Refusal(HTTPStatus.BAD_REQUEST, N_("The request ended too early, so nothing was done."), N_("Try again."))
    return bytes(found)


def _drain(environ: dict[str, Any]) -> None:
    """Take what is sent with a request that is refused: who is cut off while sending never reads why."""
    left = 0 if environ.get(_IS_READ) else min(_length(environ) or 0, _ENDED)
    with suppress(OSError):
        while left > 0 and (piece := environ["wsgi.input"].read(min(left, 65_536))):
            left -= len(piece)


def _length(environ: Mapping[str, Any]) -> int | None:
    length = environ.get("CONTENT_LENGTH") or ""
    return int(length) if length.isascii() and length.isdigit() and len(length) < 16 else None


def _json(told: Mapping[str, Any], language: str) -> bytes:
    return json.dumps(all_in_language(told, language), ensure_ascii=False).encode("utf-8", "replace")


def _send(start: Start, status: HTTPStatus, kind: str, content: bytes) -> Iterable[bytes]:
    start(f"{status.value} {status.phrase}", [("Content-Type", kind), ("Content-Length", str(len(content))), *_SAFE])
    return [content]
