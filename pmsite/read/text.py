"""Bytes become text, or a fault that says at which byte they stop being it; and text as a message may quote it."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from pmsite.diagnostics import Answer, Mend, Part, Report, Span, and_then, printable
from pmsite.messages import said

__all__ = ["code_point", "decode", "decode_quoted", "decode_table", "is_everyday_chinese", "place", "printable", "unfit_for_facts"]

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
BOTH_VERSIONS = (
    said("a merge left both versions of what stands here"),
    said(
        "keep one of the two versions, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>; a line of an example can be indented"
    ),
)
"""What is said of a conflict that nobody has resolved, and what to do."""
_SHARE_OF_EVERYDAY = 0.9
_ORDINARY = bytes([0x09, 0x0A, 0x0D, *range(0x20, 0x7F)])
"""What a file may hold of ASCII: line ends, tabs and what is seen."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_OURS, _BETWEEN, _THEIRS = (re.compile(rf"^{mark}{{7}}(?:[ \t]|$)", re.MULTILINE) for mark in "<=>")
_UNFIT_FOR_FACTS = re.compile("[\x85\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def decode(data: bytes, path: str, report: Report) -> str | None:
    """A file's text with line ends as LF and no byte order mark, or nothing where it is not text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        _not_utf_8(data, fault, path, report, "")
        return None
    return _lines_as_lf(text) if _is_ordinary(data) else _sound(text, path, report)


def _is_ordinary(data: bytes) -> bool:
    """A quick first look, which most files pass: nothing but ASCII that is seen, and no sign of a conflict."""
    return not (data.translate(None, _ORDINARY) or (b"<" in data and b"<<<<<<<" in data) or (b">" in data and b">>>>>>>" in data))


def decode_table(data: bytes, path: str, report: Report) -> tuple[str, str] | None:
    """The text of a table as spreadsheets save it, and the name of its encoding where that is another than UTF-8."""
    for name in ("utf-16",) if data.startswith(_UTF_16) else ("utf-8", "gb18030"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError as fault:
            if name != "gb18030":
                first = fault
            continue
        if name != "gb18030" or is_everyday_chinese(text):
            sound = _sound(text, path, report)
            return None if sound is None else (sound, "" if name == "utf-8" else name.upper())
    _not_utf_8(data, first, path, report, said("Excel calls it “CSV UTF-8” under Save As"))
    return None


def decode_quoted(data: bytes) -> str:
    """The text of a file that a message quotes, in the encoding that it seems to have; what cannot be read is marked."""
    for name in ("utf-16",) if data.startswith(_UTF_16) else ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            text = data.decode(name)
            if name != "gb18030" or is_everyday_chinese(text):
                return _lines_as_lf(text.removeprefix("\ufeff"))
    return _lines_as_lf(data.decode("utf-8-sig", errors="replace"))


def is_everyday_chinese(text: str) -> bool:
    """Whether a text that was read as GB18030 is one: nearly any bytes are, but only those of Chinese are characters of GB2312, too."""
    foreign = [character for character in text if character > "\x7f"]
    everyday = sum(1 for character in foreign if character.encode("gb2312", "ignore"))
    return everyday >= _SHARE_OF_EVERYDAY * len(foreign)


def _sound(text: str, path: str, report: Report) -> str | None:
    text = _lines_as_lf(text.removeprefix("\ufeff"))
    if found := _CONTROL.search(text):
        message = said("the file holds {code}, a control character that nobody can see", code=code_point(found[0]))
        report.error("control-character", place(text, found.start(), path), message, said("remove it"))
        return None
    if (at := _unresolved(text)) is not None:
        report.error("merge-conflict", place(text, at, path), *BOTH_VERSIONS)
        return None
    return text


def is_plain_text(text: str) -> bool:
    """Whether a file could hold a text just as it is."""
    return "\r" not in text and not _CONTROL.search(text) and _unresolved(text) is None


def _unresolved(text: str) -> int | None:
    """Where the first mark of a conflict stands that a merge left; nothing where there is none.

    Seven = alone underline a heading, and seven > alone quote a quotation, so they are marks only one after the other.
    """
    if "<<<<<<<" in text and (ours := _OURS.search(text)):
        return ours.start()
    between = _BETWEEN.search(text) if ">>>>>>>" in text else None
    return between.start() if between is not None and _THEIRS.search(text, between.end()) else None


def _not_utf_8(data: bytes, fault: UnicodeDecodeError, path: str, report: Report, how: str) -> None:
    before = _lines_as_lf(data[: fault.start].decode("utf-8", "replace"))
    message = said("the file is not UTF-8 text: byte {start} cannot be read", start=fault.start + 1)
    report.error("not-utf-8", place(before, len(before), path), message, and_then(_save_as_utf_8(data), how))


def marked(text: str) -> tuple[str, str]:
    """The byte order mark that a file's text begins with, where it does, and the rest: what is written back keeps it."""
    return ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)


def unfit_for_facts(head: str) -> re.Match[str] | None:
    """The first character that facts may not hold: those that turn the direction of writing, hide, or end lines for YAML alone."""
    return None if head.isascii() else _UNFIT_FOR_FACTS.search(head)


def place(text: str, at: int, path: str, first_line: int = 1) -> Span:
    """The line and column of a position in a text."""
    return Span(path, first_line + text.count("\n", 0, at), at - text.rfind("\n", 0, at))


def code_point(character: str) -> str:
    """A character by its number."""
    return f"U+{ord(character):04X}"


def _lines_as_lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _save_as_utf_8(data: bytes) -> str:
    if data.startswith(_UTF_16):
        return Answer(said("save the file as UTF-8; it is UTF-16 now"), Mend(Part.ENCODING, "utf-8", old="utf-16"))
    known = ""
    with suppress(UnicodeDecodeError):
        known = said("GB18030 (GBK)") if is_everyday_chinese(data.decode("gb18030")) else ""
    return said("save the file as UTF-8; it is {known} now", known=known) if known else said("save the file as UTF-8")
