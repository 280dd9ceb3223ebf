"""Keys: the same inputs give the same link everywhere, and no two links share anything."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmsite.share import keys
from pmsite.share.secret import Secret, encode
from tests.share.reading import MASTER, hkdf

GOLDEN = {
    1: ("jHJ3GwCctjeh1J3Q9Purcg", "M1Y2d10pZgs_3KNwwSVSImTE4OnCmzzUFdGroF3yjrw"),
    2: ("Bcuq62bJOdunveHBzP9iIg", "hH2tHOMz4p9_nnkmy__vM9Ro_s8un64XGkmMEdnJ8TU"),
}
PARTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12).map(
    lambda text: unicodedata.normalize("NFC", text)
)
CONTEXTS = st.tuples(st.sampled_from(["link", "path", "pass", "salt"]), PARTS, PARTS, st.integers(1, 10**6))


@pytest.mark.parametrize("epoch", GOLDEN)
def test_the_golden_vectors(epoch: int) -> None:
    found = keys.derive(Secret(MASTER), "demo", "acme-q3", epoch)
    assert (found.kid, found.token, encode(found.link)) == ("6aec60fc", *GOLDEN[epoch])
    assert found.address == f"s/{found.token}/#{encode(found.link)}"
    assert (len(found.token), len(encode(found.link))) == (22, 43)


def test_the_golden_vector_with_a_passphrase() -> None:
    found = keys.derive(Secret(MASTER), "demo", "acme-q3", 1, with_passphrase=True)
    assert (found.token, encode(found.link)) == GOLDEN[1]
    assert (found.passphrase, encode(found.salt)) == ("a362-f6ku-nn7g-6e7s", "kjii-oAx-A4lm26uDFL2dA")


@given(CONTEXTS, CONTEXTS)
def test_no_two_contexts_are_the_same_bytes(one: tuple[str, str, str, int], two: tuple[str, str, str, int]) -> None:
    assert (keys.context(*one) == keys.context(*two)) is (one == two)


def test_the_border_between_two_ids_counts() -> None:
    assert keys.context("link", "a", "b-c", 1) != keys.context("link", "a-b", "c", 1)
    with pytest.raises(ValueError, match="NUL"):
        keys.context("link", "a", "b\0c", 1)


def test_an_id_counts_as_it_looks_not_as_it_was_typed() -> None:
    assert keys.context("link", "a", "café", 1) == keys.context("link", "a", "cafe\u0301", 1)


@given(st.binary(min_size=1, max_size=64), st.binary(max_size=40), st.binary(max_size=40), st.integers(1, 80))
def test_the_derivation_is_that_of_rfc_5869(material: bytes, salt: bytes, info: bytes, length: int) -> None:
    assert keys.hkdf(material, salt, info, length) == hkdf(material, salt, info, length)


@pytest.mark.parametrize("typed", ["a362-f6ku-nn7g-6e7s", "A362 F6KU NN7G 6E7S", " a362f6kunn7g6e7s\n", "ａ"])
def test_a_passphrase_counts_without_case_spaces_and_hyphens(typed: str) -> None:
    assert keys.plain(typed) == (b"a362f6kunn7g6e7s" if "3" in typed else typed.encode())


def test_keys_show_only_what_is_public() -> None:
    found = keys.derive(Secret(MASTER), "demo", "acme-q3", 1, with_passphrase=True)
    for shown in (repr(found), str(found), f"{found!r:>5}"):
        assert shown.strip() == "LinkKeys(token='jHJ3GwCctjeh1J3Q9Purcg')"


def test_epochs_briefs_sites_and_secrets_share_nothing() -> None:
    every = [
        keys.derive(secret, site, brief, epoch, with_passphrase=True)
        for secret in (Secret(MASTER), Secret(MASTER[::-1]))
        for site in ("demo", "demo-2")
        for brief in ("acme", "acme-q3")
        for epoch in (1, 2, 12)
    ]
    for name in ("token", "link", "salt", "passphrase", "material"):
        assert len({getattr(one, name) for one in every}) == len(every), name
