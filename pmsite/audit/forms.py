"""The forms in which a value can stand in a file: packed, escaped, folded, in other alphabets of bytes."""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from pmsite.messages import said

DEPTH = 4
"""How many packings inside each other are opened."""
LARGEST = 256 * 1024 * 1024
"""Bytes of one unpacked part, so that a small file cannot fill the memory."""

_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_FOLD = re.compile(r"\r?\n[ \t]")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){8,}")
_ZLIB = re.compile(rb"x[\x01\x5e\x9c\xda]")
_TAG = re.compile(r"<[^>]*>")
_MARKS = re.compile(r"\\(?P<sign>[!-/:-@\[-`{-~])|[*`~]+|(?<![^\W_])_|_(?![^\W_])|!?\[|\]\([^()\s]*\)|^[ >]+", re.MULTILINE)
"""What stands between the words of a text in Markdown."""
_SPACES = re.compile(r"\s+")
_KEPT_FROM_ACTING = re.compile("[\u200b＜＞［］＊｀＼＿～]")
_AS_WRITTEN = str.maketrans("＜＞［］＊｀＼＿～", "<>[]*`\\_~", "\u200b")


class UnreadableFile(ValueError):
    """A file whose texts cannot be read, so that nothing can be proved of it."""


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a file's bytes: how it was come by, and the text."""

    how: str
    text: str


def forms(name: str, data: bytes) -> Iterator[Form]:
    """Every reading of a file; raises UnreadableFile where a kind of file needs what is not installed, or is broken."""
    for form in _forms(name, data):
        yield form
        if _KEPT_FROM_ACTING.search(form.text):  # what messages to a chat do with signs that would call somebody, or be markup
            yield Form(f"{form.how} without what keeps signs from acting", form.text.translate(_AS_WRITTEN))


def _forms(name: str, data: bytes) -> Iterator[Form]:
    seen: set[bytes] = set()
    waiting = [("", data, 0)]
    while waiting:
        how, part, depth = waiting.pop()
        yield from _texts(how, part)
        if depth < DEPTH:
            for inner_how, inner in _unpacked(part):
                if inner not in seen:
                    seen.add(inner)
                    waiting.append((f"{how} {inner_how}".strip(), inner, depth + 1))
    if name.endswith((".md", ".txt")):
        yield Form(said("Markdown text"), _unmarked(data.decode("utf-8", "replace")))
    if data.startswith(b"%PDF"):
        yield Form(said("PDF text"), _pdf_text(name, data))


def _unmarked(text: str) -> str:
    """A text in Markdown as it is read: an escaped sign is the sign."""
    return html.unescape(_SPACES.sub(" ", _MARKS.sub(lambda found: found["sign"] or "", text)))


def _texts(how: str, data: bytes) -> Iterator[Form]:
    text = data.decode("utf-8", "replace")
    yield Form(how or said("as it is"), _SPACES.sub(" ", text))
    if "\n " in text or "\n\t" in text:
        unfolded = _FOLD.sub("", text)
        yield Form(f"{how} folded lines".strip(), unfolded)
        yield from _unescaped(f"{how} folded lines".strip(), unfolded)
    yield from _unescaped(how, text)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4000].count(b"\0") * 3 > len(data[:4000]):
        yield Form(f"{how} UTF-16".strip(), data.decode("utf-16-le", "replace"))
        yield Form(f"{how} UTF-16".strip(), data.decode("utf-16-be", "replace"))


def _unescaped(how: str, text: str) -> Iterator[Form]:
    if "<" in text:
        for between in (" ", ""):
            yield Form(f"{how} HTML text".strip(), _SPACES.sub(" ", html.unescape(_TAG.sub(between, text))))
    if "&" in text:
        yield Form(f"{how} HTML escapes".strip(), html.unescape(text))
    if "%" in text:
        yield Form(f"{how} URL escapes".strip(), unquote(text))
    if "\\u" in text:
        yield Form(f"{how} JSON escapes".strip(), _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))
    if "\\" in text:
        yield Form(f"{how} backslash escapes".strip(), text.replace("\\n", " ").replace("\\", ""))


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    if data[:2] == b"\x1f\x8b":
        yield from _gzip(data)
    elif data[:4] == b"PK\x03\x04":
        yield from _zip(data)
    elif b"\0" in data[:1024] or data.startswith(b"%PDF"):
        yield from _streams(data)
    yield from _base64(data)
    for found in _HEX.findall(data):
        yield "hex", binascii.unhexlify(found)


def _gzip(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        yield "gzip", gzip.GzipFile(fileobj=io.BytesIO(data)).read(LARGEST)
    except (OSError, EOFError, zlib.error):
        return


def _zip(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield "zip", entry.filename.encode()
                yield "zip", archive.open(entry).read(LARGEST)
    except (zipfile.BadZipFile, RuntimeError, OSError, zlib.error):
        return


def _streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Compressed streams inside pictures and documents."""
    at = 0
    while found := _ZLIB.search(data, at):
        at = found.end()
        unpack = zlib.decompressobj()
        try:
            inner = unpack.decompress(data[found.start() :], LARGEST)
        except zlib.error:
            continue
        if inner:
            at = max(at, len(data) - len(unpack.unused_data))
            yield "stream", inner


def _base64(data: bytes) -> Iterator[tuple[str, bytes]]:
    for found in _BASE64.findall(data):
        run = found.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        for offset in range(4):
            part = run[offset:]
            yield "base64", base64.b64decode(part[: len(part) // 4 * 4] + _rest(part))


def _rest(part: bytes) -> bytes:
    left = part[len(part) // 4 * 4 :]
    return left + b"=" * (4 - len(left)) if len(left) > 1 else b""


def _pdf_text(name: str, data: bytes) -> str:
    try:
        from pypdf import PdfReader  # here, since only documents need it
        from pypdf.errors import PyPdfError
    except ImportError:
        raise UnreadableFile(
            said("{name} is a PDF, which needs the extra `pdf` to be read: pip install 'pmsite[pdf]'", name=name)
        ) from None
    try:
        reader = PdfReader(io.BytesIO(data))
        told = [page.extract_text() for page in reader.pages]
        about = [str(value) for value in (reader.metadata or {}).values()]
    except (PyPdfError, ValueError, KeyError, RecursionError) as fault:
        raise UnreadableFile(said("{name} cannot be read as a PDF: {kind}", name=name, kind=type(fault).__name__)) from None
    return _SPACES.sub(" ", " ".join((*told, *about)))
