"""A digest as a page for a mail."""

from __future__ import annotations

from pmsite.digest.parts import Digest
from pmsite.render.mail import letter


def write(digest: Digest) -> str:
    """One file without scripts, pictures or anything from elsewhere, which also says all without its style."""
    return letter("documents/digest.html", digest.language, {"digest": digest})
