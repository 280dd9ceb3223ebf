"""The text of an export: UTF-8, GB18030 where the bytes make Chinese of everyday characters, or what its owner calls it."""

from __future__ import annotations

import codecs

from pmsite.diagnostics import Report, Span
from pmsite.messages import said
from pmsite.read.text import is_everyday_chinese


def text_of(data: bytes, path: str, encoding: str, report: Report) -> tuple[str, str] | None:
    """The text without a byte order mark, and the name of its encoding; nothing where it cannot be told, which is reported."""
    for name in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, UnicodeError):
            continue
        if encoding or name == "utf-8" or is_everyday_chinese(text):
            return text.removeprefix("\ufeff"), name
    _report(data, path, encoding, report)
    return None


def _report(data: bytes, path: str, encoding: str, report: Report) -> None:
    if encoding:
        message, hint = f"the file is not {encoding} text", "name the encoding that it was saved in"
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        message, hint = "the file is UTF-16, not UTF-8", "say `--encoding utf-16`, or save it as UTF-8"
    else:
        message = said("the file is neither UTF-8 nor Chinese (GB18030) text")
        hint = said("save it as UTF-8, or name its encoding, such as `--encoding cp1252`")
    report.error("not-utf-8", Span(path, _line_of_fault(data)), message, hint)


def _line_of_fault(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        return data.count(b"\n", 0, fault.start) + 1
    return 1
