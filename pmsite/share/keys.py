"""What a private link is made of, derived from the secret: where the page lies, and the key that opens it.

HKDF-SHA256 (RFC 5869) with a context that names the site, the brief and its epoch, so that no two links share a key, and
raising the epoch replaces both the place and the key. The passphrase is derived too: there is no second secret to keep.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pmsite.share.secret import Secret, encode

SALT = b"pmsite/v1"
ITERATIONS = 1_000_000
"""Rounds of PBKDF2; pages accept 600,000 to 5,000,000."""


@dataclass(frozen=True, repr=False)
class LinkKeys:
    """One brief's link. `token` and `kid` are public, the rest is for its readers alone."""

    token: str
    kid: str
    link: bytes
    passphrase: str = ""
    salt: bytes = b""

    def __repr__(self) -> str:
        return f"LinkKeys(token={self.token!r})"

    @property
    def address(self) -> str:
        """The link, relative to the site: everything that a reader needs but the passphrase."""
        return f"s/{self.token}/#{encode(self.link)}"

    @cached_property
    def material(self) -> bytes:
        """What the keys of the content are derived from: the link, and the passphrase where there is one."""
        if not self.passphrase:
            return self.link
        return self.link + hashlib.pbkdf2_hmac("sha256", plain(self.passphrase), self.salt, ITERATIONS, 32)


def derive(secret: Secret, site_id: str, brief_id: str, epoch: int, *, with_passphrase: bool = False) -> LinkKeys:
    """The keys of one brief's link in one epoch."""

    def part(kind: str, length: int) -> bytes:
        return hkdf(secret.reveal(), SALT, context(kind, site_id, brief_id, epoch), length)

    token, link = encode(part("path", 16)), part("link", 32)
    if not with_passphrase:
        return LinkKeys(token, kid(secret), link)
    return LinkKeys(token, kid(secret), link, grouped(part("pass", 10)), part("salt", 16))


def kid(secret: Secret) -> str:
    """The name of a secret, which is public: a wrong secret is noticed before every link changes."""
    return hkdf(secret.reveal(), SALT, b"pmsite\0v1\0kid", 4).hex()


def context(kind: str, site_id: str, brief_id: str, epoch: int) -> bytes:
    """What a derived value is for, written so that no two contexts are the same bytes."""
    parts = [unicodedata.normalize("NFC", part) for part in ("pmsite", "v1", kind, site_id, brief_id, str(epoch))]
    if any("\0" in part for part in parts):
        raise ValueError("a part of a context holds NUL")
    return b"\0".join(part.encode() for part in parts)


def hkdf(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """HKDF-SHA256."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(material)


def grouped(value: bytes) -> str:
    """A passphrase that a person can read out: base32, lower case, in groups of four."""
    return "-".join(re.findall(".{4}", base64.b32encode(value).decode("ascii").lower()))


def plain(passphrase: str) -> bytes:
    """A passphrase as it counts, however its reader typed it: case, spaces and hyphens do not matter."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFC", passphrase).lower()).encode()
