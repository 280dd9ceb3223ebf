"""Who may ask: the one judge of every request, since any page of any site can have a browser ask a server on this machine."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from pmsite.editor.refusal import Refusal
from pmsite.wording.words import N_

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""By what names a browser reaches a server of its own machine. No other name is answered: whoever owns it may let it mean this machine."""
HEADER = "HTTP_X_PMSITE_TOKEN"
JSON = "application/json"
_OWN = frozenset({"same-origin", "none"})
"""From where browsers say that a request comes which no other site has made: a page of this one, or a person."""

Environ = Mapping[str, Any]


class Guard:
    """Judges requests by their headers. The token is new with each server; only pages of this one know it."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(32)

    def judge_host(self, environ: Environ) -> None:
        """Raise Refusal where a request is for a host that is not this machine by its own name."""
        if _host(environ) not in _names(environ):
            raise Refusal(
                HTTPStatus.MISDIRECTED_REQUEST,
                N_("This preview answers to no name but those of this machine."),
                N_("Open {address} instead."),
                address=f"http://{LOOPBACK[0]}:{environ.get('SERVER_PORT', '')}/",
            )

    def judge_question(self, environ: Environ) -> None:
        """Raise Refusal where another site asks."""
        if environ.get("HTTP_SEC_FETCH_SITE", "same-origin") not in _OWN:
            raise _another_site()

    def judge_change(self, environ: Environ, kinds: frozenset[str] = frozenset({JSON})) -> None:
        """Raise Refusal where not a page of this very server asks for a change, or not in one of some kinds of content."""
        if environ.get("HTTP_ORIGIN", "") != f"http://{_host(environ)}":
            raise _another_site()
        if environ.get("HTTP_SEC_FETCH_SITE", "same-origin") != "same-origin":
            raise _another_site()
        if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() not in kinds:
            raise Refusal(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                N_("This kind of content is not taken here."),
                N_("Send one of: {kinds}."),
                kinds=", ".join(sorted(kinds)),
            )
        given = str(environ.get(HEADER, "")).encode("utf-8", "replace")
        if not hmac.compare_digest(given, self.token.encode()):
            raise Refusal(
                HTTPStatus.FORBIDDEN,
                N_("This page is older than the preview that now runs, so nothing was changed."),
                N_("Load the page again."),
            )


def _another_site() -> Refusal:
    return Refusal(
        HTTPStatus.FORBIDDEN,
        N_("Another site asked for this, so nothing was done."),
        N_("Change the plan from the pages of its own preview."),
    )


def _host(environ: Environ) -> str:
    return str(environ.get("HTTP_HOST", "")).lower()


def _names(environ: Environ) -> set[str]:
    port = environ.get("SERVER_PORT", "")
    return {f"{name}:{port}" for name in LOOPBACK} | (set(LOOPBACK) if port == "80" else set())
