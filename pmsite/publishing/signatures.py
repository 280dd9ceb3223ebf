"""Whether a request comes from the code host: by the signature that each of them sends, or the secret itself where it sends that.

GitHub, Gitea and Forgejo sign the body; GitLab signs the body with an id and the time, or sends its token; Gitee signs the time. Every
comparison takes the same time, whatever is compared.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from urllib.parse import unquote

from pmsite.messages import said

LEAST = 16
"""Characters that a secret has at least."""
_SECONDS_GITLAB, _SECONDS_GITEE = 300, 3600
"""How far from now the time of a signature may be: as Standard Webhooks has it, and as Gitee documents it."""
_REMEMBERED = 10_000
_STANDARD = "whsec_"


class Refused(Exception):
    """A request that nobody who knows the secret has sent; the text says which part is wrong."""


class Verifier:
    """Checks one request while its body comes in."""

    def __init__(self, secret: str, headers: Mapping[str, str], now: float) -> None:
        self._headers = {name.lower(): value for name, value in headers.items()}
        self._now, self._secret = now, secret
        self._body = hmac.new(secret.encode(), digestmod=sha256)
        prefix = f"{self._header('webhook-id')}.{self._header('webhook-timestamp')}.".encode()
        self._standard = [hmac.new(key, prefix, sha256) for key in _standard_keys(secret)]

    def add(self, part: bytes) -> None:
        """Take a part of the body."""
        for mac in (self._body, *self._standard):
            mac.update(part)

    def signature(self) -> str:
        """What tells this delivery from others, once all of the body is in; nothing where the host sends no signature. Raises Refused."""
        if written := self._header("x-hub-signature-256"):
            return self._signed(written.removeprefix("sha256="), self._body.hexdigest())
        for name in ("x-gitea-signature", "x-forgejo-signature"):
            if written := self._header(name):
                return self._signed(written, self._body.hexdigest())
        if written := self._header("webhook-signature"):
            self._recent("webhook-timestamp", 1, _SECONDS_GITLAB)
            return self._one_of(written)
        if written := self._header("x-gitee-token"):
            stamp = self._recent("x-gitee-timestamp", 1000, _SECONDS_GITEE)
            mac = hmac.new(self._secret.encode(), f"{stamp}\n{self._secret}".encode(), sha256)
            return self._signed(unquote(written) if "%" in written else written, base64.b64encode(mac.digest()).decode())
        if written := self._header("x-gitlab-token"):
            self._signed(written, self._secret)
            return ""
        raise Refused(said("the request has no signature"))

    def _header(self, name: str) -> str:
        return self._headers.get(name, "").strip()

    def _signed(self, written: str, right: str) -> str:
        if not hmac.compare_digest(written.encode("utf-8", "replace"), right.encode()):
            raise Refused(said("the signature is wrong"))
        return written

    def _one_of(self, written: str) -> str:
        right = [base64.b64encode(mac.digest()) for mac in self._standard]
        told = [part.removeprefix("v1,").encode("utf-8", "replace") for part in written.split()[:8] if part.startswith("v1,")]
        if not any([hmac.compare_digest(one, other) for one in told for other in right]):  # noqa: C419  # all of them, so that it takes the same time
            raise Refused(said("the signature is wrong"))
        return written

    def _recent(self, name: str, per_second: int, most: float) -> str:
        written = self._header(name)
        if not (written.isascii() and written.isdigit() and len(written) < 20):
            raise Refused(said("the request does not say when it was signed"))
        if abs(int(written) / per_second - self._now) > most:
            raise Refused(said("the signature is old, or a clock is wrong"))
        return written


class Seen:
    """Signatures that came before: a request that is sent again asks for nothing."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, None] = OrderedDict()

    def is_new(self, signature: str) -> bool:
        """Whether a signature comes for the first time; where there is none, that cannot be known."""
        if not signature:
            return True
        key = sha256(signature.encode("utf-8", "replace")).hexdigest()
        if key in self._seen:
            return False
        self._seen[key] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return True


def _standard_keys(secret: str) -> list[bytes]:
    """The keys that a secret may stand for under Standard Webhooks: as written, and what is behind its prefix."""
    keys = [secret.encode()]
    if secret.startswith(_STANDARD):
        with suppress(binascii.Error, ValueError):
            keys.append(base64.b64decode(secret.removeprefix(_STANDARD), validate=True))
    return keys
