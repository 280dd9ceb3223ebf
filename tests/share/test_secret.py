"""The secret: only one that nobody can guess will do, and nothing ever shows it."""

from __future__ import annotations

import base64
import pickle
import traceback

import pytest

from pmsite.share import secret
from pmsite.share.secret import VARIABLE, BadSecret, from_environment
from tests.share.reading import MASTER, MASTER_TEXT

BAD = {
    "": "link-secret-missing",
    f"{MASTER_TEXT}\n": "link-secret-white-space",
    f" {MASTER_TEXT}": "link-secret-white-space",
    f"{MASTER_TEXT[:20]} {MASTER_TEXT[20:]}": "link-secret-white-space",
    f"{MASTER_TEXT}=": "link-secret-not-base64url",
    MASTER_TEXT.replace("A", "+", 1): "link-secret-not-base64url",
    f"{MASTER_TEXT[:-1]}9": "link-secret-not-base64url",
    "correct-horse-battery-staple-密钥": "link-secret-not-base64url",
    MASTER_TEXT[:-1]: "link-secret-not-base64url",
    secret.encode(MASTER[:31]): "link-secret-short",
    "hunter22": "link-secret-short",
    secret.encode(bytes(32)): "link-secret-repeats",
    secret.encode(b"\xff" * 48): "link-secret-repeats",
}


@pytest.mark.parametrize(("text", "code"), BAD.items())
def test_a_secret_that_will_not_do_is_refused_in_words_that_hold_none_of_it(text: str, code: str) -> None:
    with pytest.raises(BadSecret) as found:
        from_environment({VARIABLE: text})
    assert found.value.code == code
    assert found.value.hint
    told = "".join(traceback.format_exception(found.value)) + found.value.hint
    assert len(text.strip()) < 12 or text.strip()[:12] not in told


def test_a_missing_secret_is_never_replaced_by_a_default() -> None:
    with pytest.raises(BadSecret, match=VARIABLE):
        from_environment({})


def test_a_good_secret_is_read_and_not_shown() -> None:
    read = from_environment({VARIABLE: MASTER_TEXT})
    assert read.reveal() == MASTER
    assert repr(read) == str(read) == "Secret()"
    with pytest.raises(TypeError):
        pickle.dumps(read)


def test_a_new_secret_is_good_and_new() -> None:
    made = {secret.new() for _ in range(20)}
    assert len(made) == 20
    for text in made:
        assert len(from_environment({VARIABLE: text}).reveal()) == 32
        assert base64.urlsafe_b64decode(text + "=")
