"""The encrypted content of a private link's page: AES-256-GCM, with every parameter authenticated, and the same bytes every time.

The nonce follows from the key, the parameters and the content (as in SIV modes), so a build can be repeated byte for byte, and
no nonce ever serves two contents. Padding to 4 KiB leaves an observer the size of the content in steps only.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pmsite.share.keys import ITERATIONS, LinkKeys, hkdf
from pmsite.share.secret import encode

VERSION = 1
BUCKET = 4096


@dataclass(frozen=True, slots=True)
class Payload:
    """Everything that a page needs besides the key; all of it is public. `aad` is the exact text that was authenticated."""

    nonce: bytes
    aad: str
    ct: bytes
    """Ciphertext, then the tag of 16 bytes."""

    def encoded(self) -> dict[str, str]:
        """The payload as the page holds it."""
        return {"nonce": encode(self.nonce), "aad": self.aad, "ct": encode(self.ct)}


def encrypt(html: str, keys: LinkKeys, exp: str | None) -> Payload:
    """A document for the readers of one link, until `exp` (`2026-12-31T23:59:59Z`) where there is such a time."""
    plain = padded(html.encode())
    aad = parameters(keys, exp)
    tagged = len(aad).to_bytes(8) + aad.encode() + plain
    nonce = hmac.digest(hkdf(keys.material, b"", b"pmsite/v1/nonce", 32), tagged, "sha256")[:12]
    sealed = AESGCM(hkdf(keys.material, b"", b"pmsite/v1/content", 32)).encrypt(nonce, plain, aad.encode())
    return Payload(nonce, aad, sealed)


def parameters(keys: LinkKeys, exp: str | None) -> str:
    """What is authenticated but not hidden, as canonical JSON in ASCII."""
    kdf = {"name": "PBKDF2-SHA256", "it": ITERATIONS, "salt": encode(keys.salt)} if keys.passphrase else None
    told = {"v": VERSION, "alg": "A256GCM", "kdf": kdf, "exp": exp, "kid": keys.kid, "tok": keys.token}
    return json.dumps(told, sort_keys=True, separators=(",", ":"))


def padded(content: bytes) -> bytes:
    """The length of the content, the content, and zeros up to a whole number of buckets."""
    framed = len(content).to_bytes(4) + content
    return framed + bytes(-len(framed) % BUCKET)
