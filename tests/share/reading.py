"""The format of a private link's payload, read by nothing but its description: an independent check of what pmsite writes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MASTER = bytes(range(32))
MASTER_TEXT = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"


class Refused(ValueError):
    """The reader shows its one sentence for everything that does not fit."""


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def hkdf(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    key = hmac.digest(salt or bytes(32), material, "sha256")
    found, block, count = b"", b"", 0
    while len(found) < length:
        count += 1
        block = hmac.digest(key, block + info + bytes([count]), "sha256")
        found += block
    return found[:length]


def open_payload(payload: dict[str, str], link: bytes, passphrase: str = "") -> str:
    """The document of a payload; raises Refused."""
    told = json.loads(payload["aad"])
    if told["v"] != 1 or told["alg"] != "A256GCM":
        raise Refused
    material = link
    if told["kdf"]:
        if told["kdf"]["name"] != "PBKDF2-SHA256" or not 600_000 <= told["kdf"]["it"] <= 5_000_000:
            raise Refused
        plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFC", passphrase).lower()).encode()
        material += hashlib.pbkdf2_hmac("sha256", plain, decoded(told["kdf"]["salt"]), told["kdf"]["it"], 32)
    key = hkdf(material, b"", b"pmsite/v1/content", 32)
    try:
        whole = AESGCM(key).decrypt(decoded(payload["nonce"]), decoded(payload["ct"]), payload["aad"].encode())
    except (InvalidTag, ValueError):
        raise Refused from None
    size = int.from_bytes(whole[:4])
    if size > len(whole) - 4 or any(whole[4 + size :]):
        raise Refused
    return whole[4 : 4 + size].decode()


def payload_of(page: bytes) -> dict[str, str]:
    """The payload that a page holds."""
    found = re.search(rb'<script type="application/json" id="sealed">(.*?)</script>', page, re.DOTALL)
    assert found
    read: dict[str, str] = json.loads(found[1])
    return read
