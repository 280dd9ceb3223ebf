"""The payload: readable by the link alone, the same bytes every time, and useless once anything in it changes."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmsite.share.keys import LinkKeys, derive
from pmsite.share.payload import BUCKET, Payload, encrypt
from pmsite.share.ready import end_of
from pmsite.share.secret import Secret, encode
from tests.share.reading import MASTER, Refused, decoded, open_payload

HTML, EXP = "<h1>Hello</h1>", "2026-12-31T00:00:00Z"
GOLDEN = {
    (1, False): ("hAQAb-3W97cbgCNX", "b617995415c32384"),
    (2, False): ("jcO5TlQtdKn2Iy8O", "1747fc592ca1143e"),
    (1, True): ("wGrpihpvy2byt8D6", "7d0b7166ae69ef4d"),
}
STORED = Path(__file__).parent / "payloads"


def keys(epoch: int = 1, with_passphrase: bool = False) -> LinkKeys:
    return derive(Secret(MASTER), "demo", "acme-q3", epoch, with_passphrase=with_passphrase)


@pytest.mark.parametrize(("epoch", "with_passphrase"), GOLDEN)
def test_the_golden_vectors(epoch: int, with_passphrase: bool) -> None:
    found = encrypt(HTML, keys(epoch, with_passphrase), EXP)
    assert (encode(found.nonce), hashlib.sha256(found.ct).hexdigest()[:16]) == GOLDEN[epoch, with_passphrase]
    assert len(found.ct) == 4112


def test_the_parameters_are_canonical() -> None:
    assert encrypt(HTML, keys(), EXP).aad == (
        '{"alg":"A256GCM","exp":"2026-12-31T00:00:00Z","kdf":null,"kid":"6aec60fc","tok":"jHJ3GwCctjeh1J3Q9Purcg","v":1}'
    )
    assert json.loads(encrypt(HTML, keys(1, True), None).aad)["kdf"] == {
        "it": 1_000_000,
        "name": "PBKDF2-SHA256",
        "salt": "kjii-oAx-A4lm26uDFL2dA",
    }


@settings(deadline=None)
@given(st.text(max_size=6000), st.none() | st.just(EXP))
def test_an_independent_reader_finds_the_document(html: str, exp: str | None) -> None:
    assert open_payload(encrypt(html, keys(), exp).encoded(), keys().link) == html


@pytest.mark.parametrize("name", sorted(path.name for path in STORED.glob("*.json")))
def test_payloads_of_earlier_versions_stay_readable(name: str) -> None:
    stored = json.loads((STORED / name).read_text(encoding="utf-8"))
    assert open_payload(stored["payload"], decoded(stored["link"]), stored["passphrase"]) == stored["html"]


def test_no_two_contents_share_a_nonce_and_one_content_has_one() -> None:
    link, text = keys(), bytearray(b"x" * 300)
    nonces: dict[bytes, bytes] = {}
    for at in range(20_000):
        text[at % 300] = 33 + (text[at % 300] + 7 * at + 1) % 90
        nonces[encrypt(text.decode(), link, EXP).nonce] = bytes(text)
    assert len(nonces) == len(set(nonces.values())) > 19_000
    assert encrypt(text.decode(), keys(), EXP) == encrypt(text.decode(), keys(), EXP)


@pytest.mark.parametrize(
    "other", [(HTML, keys(), None), (HTML, keys(2), EXP), (f"{HTML}\0", keys(), EXP), (HTML, keys(1, True), EXP)]
)
def test_whatever_differs_changes_the_nonce(other: tuple[str, LinkKeys, str | None]) -> None:
    assert encrypt(*other).nonce != encrypt(HTML, keys(), EXP).nonce


def test_the_size_tells_only_the_bucket() -> None:
    sizes = {len(encrypt("x" * length, keys(), EXP).ct) for length in (0, 1, 14, BUCKET - 4)}
    assert sizes == {BUCKET + 16}
    assert len(encrypt("x" * (BUCKET - 3), keys(), EXP).ct) == 2 * BUCKET + 16


def changed(payload: Payload) -> dict[str, Payload]:
    """The payload with something changed in every region of it."""

    def flip(value: bytes, at: int) -> bytes:
        return value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :]

    nonce, aad, ct = payload.nonce, payload.aad, payload.ct
    places = {"length": 0, "content": 5, "padding": 2000, "last padding": BUCKET - 1, "tag": BUCKET, "end of tag": BUCKET + 15}
    found = {name: Payload(nonce, aad, flip(ct, at)) for name, at in places.items()}
    for name, value in {"shorter": ct[:-1], "half": ct[:2000], "nothing": b"", "longer": ct + b"\0"}.items():
        found[name] = Payload(nonce, aad, value)
    found["nonce"] = Payload(flip(nonce, 3), aad, ct)
    found["later end"] = Payload(nonce, aad.replace("2026", "2036"), ct)
    found["no end"] = Payload(nonce, aad.replace(f'"{EXP}"', "null"), ct)
    found["spaced"] = Payload(nonce, aad.replace(",", ", "), ct)
    other = encrypt(HTML, keys(2), EXP)
    found["other page"] = other
    found["parameters of another"] = Payload(nonce, other.aad, ct)
    return found


@pytest.mark.parametrize("name", changed(encrypt(HTML, keys(), EXP)))
def test_anything_changed_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        open_payload(changed(encrypt(HTML, keys(), EXP))[name].encoded(), keys().link)


def test_neither_the_link_nor_the_passphrase_is_enough_alone() -> None:
    sealed = encrypt(HTML, keys(1, True), EXP).encoded()
    assert open_payload(sealed, keys().link, "A362 F6KU NN7G 6E7S") == HTML
    for link, passphrase in ((keys().link, ""), (keys().link, "a362-f6ku-nn7g-6e7t"), (keys(2).link, "a362-f6ku-nn7g-6e7s")):
        with pytest.raises(Refused):
            open_payload(sealed, link, passphrase)


def test_a_day_ends_in_utc() -> None:
    assert end_of(date(2026, 12, 31)) == "2026-12-31T23:59:59Z"


def test_nothing_that_is_published_holds_the_keys() -> None:
    made = keys(1, True)
    public = json.dumps(encrypt(HTML, made, EXP).encoded()).encode()
    for value in (
        MASTER,
        made.link,
        made.material,
        made.passphrase.encode(),
        made.passphrase.replace("-", "").encode(),
        HTML.encode(),
    ):
        for form in (
            value,
            value.hex().encode(),
            base64.b64encode(value).rstrip(b"="),
            base64.urlsafe_b64encode(value).rstrip(b"="),
        ):
            assert form not in public
