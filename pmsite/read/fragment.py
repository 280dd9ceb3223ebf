"""Plain change fragments, as towncrier names them: a text without front matter, whose name says the rest."""

from __future__ import annotations

import re

from pmsite.diagnostics import Report
from pmsite.messages import said
from pmsite.read import body
from pmsite.read.record import Record, Value
from pmsite.read.text import place, unfit_for_facts

FOLDERS = frozenset({"changes", "变更", "更新日志"})

_NAME = re.compile(r"\+?(?P<stem>[^/]*)\.(?P<kind>[a-z][a-z0-9_-]{2,39})(?:\.[0-9]+)?\.md")
_NO_TEXT = re.compile(r"\s*(?:---|%|title[ \t]*:|\Z)")
_PARAGRAPH = re.compile(r"\s*(?P<text>\S[^\n]*(?:\n[ \t]*\S[^\n]*)*)(?:\n[ \t]*)*", re.ASCII)


def is_plain(inside: str, text: str) -> bool:
    """Whether a file can only be meant as a plain fragment: by its folder, its name, and a first line that begins no front matter."""
    *folders, name = inside.split("/")
    return not FOLDERS.isdisjoint(folders) and _NAME.fullmatch(name) is not None and _NO_TEXT.match(text) is None


def read(text: str, inside: str, path: str, report: Report, whole: bool = True) -> Record | None:
    """A plain fragment as a record: its first paragraph is the title, the rest the body, a number in its name a reference."""
    found, named = _PARAGRAPH.match(text), _NAME.fullmatch(inside.rpartition("/")[2])
    assert found is not None  # `is_plain` has seen that
    assert named is not None
    title = found["text"]
    if fault := unfit_for_facts(title):
        span = place(text, found.start("text") + fault.start(), path, 1)
        report.error(
            "control-character", span, said("the first paragraph holds a control character that nobody can see"), said("remove it")
        )
        return None
    rest, line = text[found.end() :], 1 + text.count("\n", 0, found.end())
    faults = body.faults(rest, path, line) if whole else ()
    report.extend(faults)
    data: dict[str, Value] = {"title": " ".join(title.split())}
    if named["stem"].isdecimal():
        data["references"] = [f"#{named['stem']}"]
    return None if faults else Record(path, inside, data, title, 0, rest, line)
