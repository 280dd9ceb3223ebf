"""The one secret that every private link is derived from: where it comes from, and what it must be like."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Mapping
from typing import NoReturn

from pmsite.messages import said

VARIABLE = "PMSITE_LINK_SECRET"
BYTES = 32

_NEW = said("make one with `pmsite links new-secret`, and keep it with the secrets of the job that publishes the site")


class BadSecret(ValueError):
    """The secret is missing or cannot be used. What it says never holds any part of the secret."""

    def __init__(self, code: str, message: str, hint: str = _NEW) -> None:
        super().__init__(message)
        self.code, self.hint = code, hint


class Secret:
    """Bytes that nothing shows by accident: not a message, not a log, not a pickle."""

    __slots__ = ("_value",)

    def __init__(self, value: bytes) -> None:
        self._value = value

    def reveal(self) -> bytes:
        """The bytes themselves."""
        return self._value

    def __repr__(self) -> str:
        return "Secret()"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never written anywhere")


def from_environment(environment: Mapping[str, str]) -> Secret:
    """The secret that the environment holds; raises BadSecret."""
    text = environment.get(VARIABLE, "")
    if not text:
        raise BadSecret(
            "link-secret-missing", said("the environment has no {name}, which private links are made from", name=VARIABLE)
        )
    if any(character.isspace() for character in text):
        hint = said("copy it again, without the line break at its end")
        raise BadSecret("link-secret-white-space", said("{name} holds white space", name=VARIABLE), hint)
    return _checked(_decoded(text))


def new() -> str:
    """A new secret, as the environment holds it: 43 characters of base64url."""
    return encode(secrets.token_bytes(BYTES))


def encode(value: bytes) -> str:
    """Bytes as base64url without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode("ascii")


def _decoded(text: str) -> bytes:
    try:
        value = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        value = b""
    if encode(value) != text:
        raise BadSecret(
            "link-secret-not-base64url",
            said("{name} is not base64url: letters, digits, - and _, with no = at its end", name=VARIABLE),
        )
    return value


def _checked(value: bytes) -> Secret:
    if len(value) < BYTES:
        raise BadSecret(
            "link-secret-short",
            said("{name} holds {count} bytes, {needed} are needed", name=VARIABLE, count=len(value), needed=BYTES),
        )
    if len(set(value)) == 1:
        raise BadSecret("link-secret-repeats", said("{name} is one byte again and again, which anybody can guess", name=VARIABLE))
    return Secret(value)
