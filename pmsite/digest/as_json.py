"""A digest for programs that make a message of their own."""

from __future__ import annotations

from dataclasses import asdict

from pmsite.digest.parts import Digest
from pmsite.reporting.safe import document

FORMAT, VERSION = "pmsite-digest", 1


def write(digest: Digest) -> str:
    """One object: to whom it is told, and its parts with their lines. Texts stand as the plan has them, so whoever sends them escapes them."""
    parts = [
        {
            "kind": part.kind,
            "heading": part.heading,
            "lines": [asdict(line) for line in part.lines],
            "left_out": part.left_out,
        }
        for part in digest.parts
    ]
    return document(
        {
            "format": FORMAT,
            "version": VERSION,
            "title": digest.title,
            "product": digest.product,
            "language": digest.language,
            "audience": digest.audience,
            "for": digest.about,
            "since": digest.since.isoformat(),
            "until": digest.until.isoformat(),
            "parts": parts,
        }
    )
