"""Which files a site carries: by what a file is called, how it begins, and what a text in it holds."""

from __future__ import annotations

import codecs
import posixpath
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple

from pmsite.messages import said
from pmsite.read.passages import resembles

ACTIVE = frozenset(
    [
        ".svg", ".svgz", ".html", ".htm", ".xhtml", ".xht", ".shtml", ".shtm", ".stm", ".mht", ".mhtml", ".hta", ".xml", ".xsl",
        ".xslt", ".rdf", ".js", ".mjs", ".cjs", ".css", ".wasm", ".swf", ".jar", ".php", ".asp", ".aspx", ".jsp", ".htc",
        ".hhc", ".vbs",
    ]
)  # fmt: skip
"""Endings of files that browsers run, or take parts of a page from."""
PICTURES: Mapping[str, tuple[bytes, ...]] = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".webp": (b"RIFF",),
    ".avif": (b"\0\0\0",),
}
"""Endings of pictures, and how such files begin."""
_ZIP, _OLE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_BINARY: Mapping[str, tuple[bytes, ...]] = {
    **PICTURES,
    ".pdf": (b"%PDF-",),
    **dict.fromkeys((".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".vsdx", ".xmind", ".sketch"), _ZIP),
    **dict.fromkeys((".doc", ".xls", ".ppt", ".mpp", ".msg"), _OLE),
    **dict.fromkeys((".gz", ".tgz"), (b"\x1f\x8b",)),
    ".7z": (b"7z\xbc\xaf\x27\x1c",),
    **dict.fromkeys((".mp4", ".m4a", ".m4v", ".mov"), (b"\0\0\0",)),
    ".webm": (b"\x1a\x45\xdf\xa3",),
    ".mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    ".ogg": (b"OggS",),
    ".wav": (b"RIFF",),
}
_INNER: Mapping[str, tuple[bytes, ...]] = {
    ".webp": (b"WEBP",),
    ".avif": (b"ftypavif", b"ftypavis"),
    **dict.fromkeys((".mp4", ".m4a", ".m4v", ".mov"), (b"ftyp",)),
}
_TEXTS = frozenset({".txt", ".csv", ".tsv", ".json", ".ics", ".log", ".yml", ".yaml"})
CARRIED = frozenset(_BINARY) | _TEXTS
"""Endings of the files that a site carries."""
START = 4096
"""How much of a file tells whether it is what its name says."""
_PIECE, _MARK = 1024 * 1024, 256


class Fault(NamedTuple):
    """What speaks against an address or a file."""

    code: str
    message: str
    hint: str


def kind_faults(name: str, written: str = "") -> Iterator[Fault]:
    """What speaks against a file by its name; `written` is what the author calls it."""
    ending = _ending(name)
    if ending in ACTIVE:
        yield _active(written or name)
    elif ending == ".md":
        message = said(
            "{name} is Markdown and no item, so a site has no page for it, and nothing takes internal passages out",
            name=plain_name(written or name),
        )
        yield Fault("unknown-kind-of-file", message, said("make it an item, or save it as a text or a PDF"))
    elif ending not in _BINARY and ending not in _TEXTS:
        message = said(
            "{name} is of a kind that a site does not carry: nobody can tell what a browser makes of it",
            name=plain_name(written or name),
        )
        yield Fault(
            "unknown-kind-of-file", message, said("save it as a picture (PNG, WebP), a PDF, or a text, or put it into a ZIP file")
        )


def content_faults(name: str, start: bytes, written: str = "") -> Iterator[Fault]:
    """What speaks against a file, whose name is fine, by how its content begins."""
    ending = _ending(name)
    if not start:
        return
    if ending in _BINARY:
        inner = _INNER.get(ending)
        if not start.startswith(_BINARY[ending]) or (inner and not start[4:].startswith(inner) and not start[8:].startswith(inner)):
            yield not_as_named(written or name)
    elif start.removeprefix(b"\xef\xbb\xbf").lstrip(b"\t\n\f\r ").startswith(b"<"):
        yield _active(written or name)
    elif b"\0" in start:
        yield not_as_named(written or name)


def passage_faults(name: str, file: BinaryIO, written: str = "") -> Iterator[Fault]:
    """What speaks against giving a file, whose name and beginning are fine, to readers outside the team."""
    if _ending(name) in _TEXTS and _holds_marks(file):
        message = said(
            "{name} holds the mark of an internal passage, and nothing takes a passage out of a file",
            name=plain_name(written or name),
        )
        yield Fault("internal-passage-in-file", message, said("take the passage out of the file, or write its text into an item"))


def _holds_marks(file: BinaryIO) -> bool:
    """Whether a text of any length holds a mark, or what looks like one."""
    decoder, kept = codecs.getincrementaldecoder("utf-8")("replace"), ""
    while piece := file.read(_PIECE):
        text = kept + decoder.decode(piece)
        if resembles(text):
            return True
        kept = text[-_MARK:]
    return False


def not_as_named(written: str) -> Fault:
    """A file whose content is of another kind than its name says."""
    message = said("{name} is not what its name says, so nobody can tell what it holds", name=plain_name(written))
    return Fault("file-not-as-named", message, said("save it anew, a picture as PNG or JPEG"))


def _active(written: str) -> Fault:
    message = said("{name} can run scripts in the browser of whoever opens it", name=plain_name(written))
    return Fault("active-file", message, said("save it as a picture (PNG, WebP) or as a PDF"))


def _ending(name: str) -> str:
    return posixpath.splitext(name.lower())[1]


def plain_name(written: str, limit: int = 80) -> str:
    """A file as its author calls it, in a message."""
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in written)
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"
