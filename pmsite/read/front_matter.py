"""Front matter: the mapping that its author wrote, and where each part of it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from pmsite.diagnostics import Answer, Diagnostic, Mend, Part, Report, Severity, Span
from pmsite.messages import said
from pmsite.read import plain_facts
from pmsite.read.limits import FRONT_MATTER_BYTES
from pmsite.read.lines import lines_of
from pmsite.read.record import Path, Record, Value
from pmsite.read.text import code_point, place, unfit_for_facts

_INDENTING_TAB = re.compile(r"^ *+\t", re.MULTILINE)
_LOST_TEXT = re.compile(r"(?<=[^\s])[ \t]++#\S")
_NOT_BY_LINES = re.compile(r"[\[{,][ \t]*(?:#.*)?$|[\r\x85\u2028\u2029]", re.MULTILINE)
"""A list or a mapping that goes on in the next line, or a line break that only YAML takes for one."""
_LIST_OF_WORDS = re.compile(r"\w+: \[ *([\w.]+(?:-[\w.]+)*(?:, *[\w.]+(?:-[\w.]+)*)*) *\] *")
_LISTED_WORD = re.compile(r"[\w.-]+")


def read(head: str, path: str, first_line: int, report: Report) -> dict[str, Value] | None:
    """The mapping that a head holds, every scalar as its author wrote it; nothing where it cannot be trusted."""
    fault = _text_fault(head, path, first_line)
    if fault:
        report.add(fault)
        return None
    data = plain_facts.read(head)
    if data is None:
        from pmsite.read import parsed  # here and below, since most front matter is read without YAML, which takes its time to load

        data = parsed.read(head, path, first_line, report)
    if data is None:
        return None
    if "#" in head and _LOST_TEXT.search(head):
        from pmsite.read import parsed

        report.extend(parsed.lost_texts(head, path, first_line))
    return data


def read_block(text: str, path: str, first_line: int, report: Report) -> Record | None:
    """A few lines of settings inside a page, as a record."""
    data = read(text, path, first_line, report)
    return None if data is None else Record(path, path, data, text, first_line)


def place_of(head: str, path: Path, head_line: int = 1) -> tuple[int, int]:
    """The line and column of a value, or of the nearest thing around it that has one."""
    if len(path) <= 2 and (line := _line_of(head, str(path[0]))):
        if len(path) == 1:
            return line - 1 + head_line, 1
        if column := _column_of(lines_of(head)[line - 1], path[1]):
            return line - 1 + head_line, column
    found = marks(head, head_line)
    while path and path not in found:
        path = path[:-1]
    return found.get(path, (1, 0))


@lru_cache(maxsize=16)
def _line_of(head: str, key: str) -> int:
    """The line of a key that can stand nowhere else, counted from 1 and found without a parse; 0 where only a parse can tell."""
    text = f"\n{head}\n"
    at = text.find(f"\n{key}:")
    if at < 0 or text[at + len(key) + 2] not in " \n" or f"\n{key}:" in text[at + 1 :] or _NOT_BY_LINES.search(head):
        return 0
    return text.count("\n", 0, at + 1)


def _column_of(line: str, entry: str | int) -> int:
    """The column of an entry of a list of plain words that begins and ends in a line, without a parse; 0 where only a parse can tell."""
    columns = _columns_of(line) if isinstance(entry, int) else ()
    return columns[entry] if isinstance(entry, int) and entry < len(columns) else 0


@lru_cache(maxsize=16)
def _columns_of(line: str) -> tuple[int, ...]:
    """The columns of all entries of a list of plain words; none where only a parse can tell."""
    found = _LIST_OF_WORDS.fullmatch(line)
    return tuple(word.start() + 1 for word in _LISTED_WORD.finditer(line, found.start(1))) if found else ()


@lru_cache(maxsize=4)
def marks(head: str, head_line: int = 1) -> Mapping[Path, tuple[int, int]]:
    """The line and column of every key of a mapping and every entry of a list, counted from 1 in the file."""
    from pmsite.read import parsed

    return {where: (line + head_line, column + 1) for where, (line, column) in parsed.places(head).items()}


def _text_fault(head: str, path: str, first_line: int) -> Diagnostic | None:
    if len(head) * 4 > FRONT_MATTER_BYTES and len(head.encode()) > FRONT_MATTER_BYTES:
        message = said("the front matter is too large: {limit} KiB fit", limit=FRONT_MATTER_BYTES // 1024)
        return Diagnostic(
            "front-matter-too-large", Severity.ERROR, Span(path, first_line), message, said("move long texts into the body")
        )
    if "\t" in head and (tab := _INDENTING_TAB.search(head)):
        span = place(head, tab.end() - 1, path, first_line)
        line = lines_of(head)[span.line - first_line]
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        mend = Mend(Part.LINES, indent.replace("\t", "  ") + line[len(indent) :], old=line)
        hint = Answer(said("indent with two spaces instead of the tab"), mend)
        return Diagnostic("tab-in-front-matter", Severity.ERROR, span, said("a tab indents this line"), hint)
    if found := unfit_for_facts(head):
        message = said("the front matter holds {code}, a control character that nobody can see", code=code_point(found[0]))
        return Diagnostic(
            "control-character", Severity.ERROR, place(head, found.start(), path, first_line), message, said("remove it")
        )
    return None
