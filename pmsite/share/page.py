"""The page of a private link: one file that decrypts its content in the reader's browser and asks nothing of any host."""

from __future__ import annotations

import base64
import hashlib
from datetime import date
from functools import lru_cache
from importlib.resources import files

from pmsite.render.environment import environment
from pmsite.share.keys import LinkKeys
from pmsite.share.payload import encrypt
from pmsite.share.ready import end_of
from pmsite.templates import assets

_environment = lru_cache(environment)


def seal(html: str, link: LinkKeys, *, language: str, expires: date | None = None) -> bytes:
    """A finished document as the page of its link, readable to the end of `expires` in UTC."""
    payload = encrypt(html, link, end_of(expires) if expires else None)
    text = (
        _environment(language)
        .get_template("share/page.html")
        .render(policy=policy(), style=assets.link_style(), script=_source("open.js"), payload=payload.encoded())
    )
    return text.encode()


@lru_cache
def policy() -> str:
    """The page's content security policy: its own script by hash, nothing from anywhere else."""
    digest = base64.b64encode(hashlib.sha256(_source("open.js").encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@lru_cache
def _source(name: str) -> str:
    return (files("pmsite") / "templates" / "share" / name).read_text(encoding="utf-8")
