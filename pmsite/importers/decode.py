"""The text of an export: UTF-8, UTF-16 where it begins with its mark, or GB18030 where the bytes make Chinese of everyday characters."""

from __future__ import annotations

import codecs

from pmsite.diagnostics import Report, Span
from pmsite.read.text import is_everyday_chinese


def text_of(data: bytes, path: str, encoding: str, report: Report) -> tuple[str, str] | None:
    """The text without a byte order mark, and the name of its encoding; nothing where it cannot be told, which is reported."""
    marked = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""
    for name in (encoding or marked,) if encoding or marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, UnicodeError):
            continue
        if encoding or name in ("utf-8", marked) or is_everyday_chinese(text):
            return text.removeprefix("\ufeff"), name
    _report(data, path, encoding, report)
    return None


def _report(data: bytes, path: str, encoding: str, report: Report) -> None:
    if encoding:
        message, hint = f"the file is not {encoding} text", "name the encoding that it was saved in"
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        message, hint = "the file begins as UTF-16 does, and is cut off or damaged", "save it as UTF-8"
    else:
        message = "the file is neither UTF-8 nor Chinese (GB18030) text"
        hint = "save it as UTF-8, or name its encoding, such as `--encoding cp1252`"
    report.error("not-utf-8", Span(path, _line_of_fault(data)), message, hint)


def _line_of_fault(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        return data.count(b"\n", 0, fault.start) + 1
    return 1
