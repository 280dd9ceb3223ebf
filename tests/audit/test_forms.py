"""A value is found in whatever form it stands in a file."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from urllib.parse import quote

import pytest

from pmsite.audit.forms import UnreadableFile, forms
from pmsite.read.phrases import Phrases

CANARY = "zq7k2m5x3n4p6r"
PHRASE = "Grüße an 离线模式 & <Co>"


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", data)
    return out.getvalue()


def folded(data: bytes) -> bytes:
    return b"DESCRIPTION:" + b"\r\n ".join(data[at : at + 5] for at in range(0, len(data), 5))


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda data: b"... " + data + b" ...",
    "in an address": lambda data: b'<a href="/roadmap/features/' + data + b'.html#x">',
    "gzip": gzip.compress,
    "gzip in gzip": lambda data: gzip.compress(gzip.compress(data)),
    "zip": zipped,
    "a stream in a document": lambda data: b"%PNG\0" + zlib.compress(data) + b"\0tail",
    "base64": lambda data: b"data:image/png;base64," + base64.b64encode(b"\0\1 " + data + b" \2"),
    "base64 for addresses": lambda data: base64.urlsafe_b64encode(b"??? " + data),
    "base64 from the second byte": lambda data: b"x" + base64.b64encode(b" " + data + b" "),
    "hex": lambda data: data.hex().encode(),
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "UTF-16 without a mark": lambda data: data.decode().encode("utf-16-be"),
    "split by tags": lambda data: data[:4] + b"<b>" + data[4:9] + b"</b>" + data[9:],
    "folded lines": folded,
    "capitals": lambda data: b"[" + data.upper() + b"]",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_canary_is_found_in_every_form(form: str) -> None:
    known = Phrases([(CANARY, "here")])
    data = FORMS[form](CANARY.encode())
    assert any(True for reading in forms("file", data) for _ in known.found(reading.text)), form
    other = FORMS[form](b"zq7k2m5x3n4p6q")
    assert not any(True for reading in forms("file", other) for _ in known.found(reading.text))


ESCAPES: dict[str, Callable[[str], str]] = {
    "HTML": lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace("ü", "&#252;"),
    "JSON": json.dumps,
    "URL": quote,
    "calendar": lambda text: text.replace("&", "\\&").replace("an", "an\r\n "),
}


@pytest.mark.parametrize("escape", ESCAPES)
def test_a_phrase_is_found_under_every_escape(escape: str) -> None:
    known = Phrases([(PHRASE, "here")])
    data = ESCAPES[escape](PHRASE).encode()
    assert any(True for reading in forms("file", data) for _ in known.found(reading.text))


def test_a_broken_document_is_not_proof_of_anything() -> None:
    with pytest.raises(UnreadableFile, match=r"paper\.pdf cannot be read as a PDF"):
        list(forms("paper.pdf", b"%PDF-1.7 nothing more"))


def test_broken_packings_are_read_as_they_are() -> None:
    for data in (b"\x1f\x8b broken", b"PK\x03\x04 broken", b"x\x9c broken\0", b"====", b""):
        assert next(forms("file", data)).how == "as it is"
