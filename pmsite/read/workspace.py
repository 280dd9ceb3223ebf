"""A whole workspace as records; a file that cannot be trusted to be read right becomes diagnostics instead."""

from __future__ import annotations

import errno
import os
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pmsite.diagnostics import Diagnostic, Report, Severity, Span
from pmsite.messages import said
from pmsite.read import body, facts, fragment, front_matter
from pmsite.read.fault import HeadFault
from pmsite.read.fences import split
from pmsite.read.files import Found, as_they_would_be, at_most, is_regular, read_bytes, still_there, system_reason, walk
from pmsite.read.limits import FRONT_MATTER_BYTES, MARKDOWN_BYTES
from pmsite.read.names import is_readme
from pmsite.read.recent import is_recent
from pmsite.read.record import Record, Value
from pmsite.read.text import decode

SETTINGS, PORTFOLIO = "product.yml", "portfolio.yml"

Stamp = tuple[int, int]
"""When a file changed, and its size."""
Over = Mapping[str, bytes | None]
"""By their place in a workspace, files as they would be: their content, or None where they would not be there."""
Known = tuple[int, int, Record | None, tuple[Diagnostic, ...], bool]
"""When a file changed, its size, and what reading it gave: a record, or the faults that stand against one; and whether it had just changed then."""
Cache = dict[str, Known]
"""By path as shown, what is known of a file, so that only changed files are read again."""

_TYPE_OR_END = re.compile(rb"^(?:(type[ \t]*:)|(?:---|\.\.\.)[ \t]*$)", re.MULTILINE)


class Ahead(Cache, ABC):
    """What is known of files that others read meanwhile."""

    @abstractmethod
    def fill(self, files: Sequence[Found], is_item: Callable[[str], bool]) -> None:
        """Note what stands in those of a workspace's files that are items by their place."""


class Sources(NamedTuple):
    """What a workspace holds: its settings, its items' records in the order of their paths, and the paths of all other files."""

    root: Path
    settings: Record | None
    records: tuple[Record, ...]
    files: frozenset[str]
    stamps: Mapping[str, Stamp] = MappingProxyType({})
    """By the path of every file, what changes when it is written."""
    rewritten: frozenset[str] = frozenset()
    """The files that look as they did when they were last read, and have other content."""
    over: Over = MappingProxyType({})
    """What was read in place of what stands on the disk."""


def read_workspace(
    root: Path,
    prefix: str,
    report: Report,
    is_item: Callable[[str], bool] | None = None,
    cache: Cache | None = None,
    over: Over = MappingProxyType({}),
) -> Sources:
    """Read a workspace. `prefix` is its folder as messages show it.

    `is_item` knows item files by their place; a Markdown file elsewhere is an item only where its front matter
    names a type. Without it every Markdown file is an item. With `over` it is read as it would be with those files.
    """
    if not _is_folder(root, prefix, report):
        return Sources(root, None, (), frozenset())
    place = os.fspath(root)
    cache = {} if cache is None else cache
    seen: set[str] = set()
    settings: Record | None = None
    records: list[Record] = []
    others: list[str] = []
    rewritten: set[str] = set()
    names = Report()
    files = as_they_would_be(walk(place, prefix, names), over, prefix, names)
    report.extend(names if None not in over.values() else still_there(names, files, over, prefix))
    stamps = {file.inside: (file.changed, file.size) for file in files}
    doubted = {path for path, known in cache.items() if known[4]}
    if isinstance(cache, Ahead) and is_item is not None:
        cache.fill(files, is_item)
    for file in files:
        if not is_source(file):
            others.append(file.inside)
            continue
        is_settings = file.inside == SETTINGS
        path = f"{prefix}/{file.inside}"
        seen.add(path)
        known = cache.get(path)
        is_same = known is not None and known[0] == file.changed and known[1] == file.size
        if known is None or not is_same or path in doubted:
            must = is_settings or is_item is None or is_item(file.inside)
            again = read_one(place, file, path, must, over.get(file.inside))
            if known is not None and is_same and known[2:4] == again[2:4]:
                again = (*known[:4], again[4])  # the same record, so that nothing is made of it anew
            elif is_same:
                rewritten.add(file.inside)
            known = cache[path] = again
        record, found = known[2], known[3]
        report.extend(found)
        if is_settings:
            settings = record
        elif record is not None:
            records.append(record)
        elif not found:
            others.append(file.inside)
    for gone in cache.keys() - seen:
        del cache[gone]
    if f"{prefix}/{SETTINGS}" not in seen and (SETTINGS in over or not os.path.lexists(root / SETTINGS)):
        _report_no_settings(root, prefix, others, report)
    return Sources(root, settings, tuple(records), frozenset(others), stamps, frozenset(rewritten), dict(over))


def _is_folder(root: Path, prefix: str, report: Report) -> bool:
    if root.is_symlink():
        message = said("{folder} is a symbolic link, which may lead anywhere", folder=prefix)
        report.error("symbolic-link", Span(prefix), message, said("put the folder itself here"))
    elif not root.is_dir():
        report.error(
            "no-workspace", Span(prefix), said("there is no folder {folder}", folder=prefix), said("run `pmsite init` to make one")
        )
    else:
        return True
    return False


def _report_no_settings(root: Path, prefix: str, others: list[str], report: Report) -> None:
    hint = said("run `pmsite init`, or add the file with one line, such as `name: Field Notes`")
    if "product.yaml" in others:
        hint = said("rename product.yaml to {name}", name=SETTINGS)
    elif inner := next((path.parent.name for path in sorted(root.glob(f"*/{SETTINGS}"))), ""):
        hint = said("the folder {inner} in it has one: name {inner}", inner=inner)
    report.error("no-settings", Span(f"{prefix}/{SETTINGS}"), said("the workspace has no {name}", name=SETTINGS), hint)


def read_settings(root: Path, prefix: str, report: Report) -> Record | None:
    """The settings alone, read as a whole workspace's are; nothing where they have faults."""
    if not _is_folder(root, prefix, report):
        return None
    if not os.path.lexists(root / SETTINGS):
        _report_no_settings(root, prefix, [path.name for path in root.glob("product.*")], report)
        return None
    if not is_regular(os.fspath(root), SETTINGS, prefix, report):
        return None
    return _read(os.fspath(root / SETTINGS), SETTINGS, f"{prefix}/{SETTINGS}", True, report)


def is_source(file: Found) -> bool:
    """Whether a file is read."""
    return is_source_name(file.inside)


def is_source_name(inside: str) -> bool:
    """Whether a file of this name is read: the settings, and every Markdown file that may be an item."""
    return inside == SETTINGS or (inside.endswith(".md") and not is_readme(inside.rpartition("/")[2]))


def read_one(root: str, file: Found, path: str, must: bool = True, data: bytes | None = None) -> Known:
    """What a file holds; neither a record nor a fault where it need not be an item and is none. `data` is read in place of the file."""
    report, recent = Report(), is_recent(file.changed)
    record = _read(f"{root}/{file.inside}", file.inside, path, must, report, data)
    return file.changed, file.size, record, tuple(report), recent


def _read(place: str, inside: str, path: str, must: bool, report: Report, data: bytes | None = None) -> Record | None:
    try:
        data = read_bytes(place, MARKDOWN_BYTES) if data is None else at_most(data, MARKDOWN_BYTES)
    except OSError as fault:
        if must and fault.errno == errno.EFBIG:
            message = said("the file is too large: {limit} KiB fit", limit=MARKDOWN_BYTES // 1024)
            report.error("file-too-large", Span(path), message, said("split it, or keep pictures in files of their own"))
        elif must:
            message = said("the file cannot be read: {reason}", reason=system_reason(fault))
            report.error("not-readable", Span(path), message, said("check who may read it"))
        return None
    return read_file(data, inside, path, report, must)


def read_file(data: bytes, inside: str, path: str, report: Report, must: bool = True, whole: bool = True) -> Record | None:
    """A file's bytes as a record; nothing where they have faults, or need not be an item and are none.

    Without `whole` the body is not checked: it is good for comparing, not for rendering.
    """
    if not must and not _names_type(data):
        return None
    text = decode(data, path, report)
    if text is None:
        return None
    return _settings(text, path, report) if inside == SETTINGS else read_item(text, inside, path, report, whole)


def _settings(text: str, path: str, report: Report) -> Record | None:
    data = front_matter.read(text, path, 1, report)
    return None if data is None else _sound(Record(path, SETTINGS, data, text), report, is_settings=True)


def read_item(text: str, inside: str, path: str, report: Report, whole: bool = True) -> Record | None:
    """One item file's text as a record, or nothing where it has faults."""
    try:
        head, rest, line = split(text)
    except HeadFault as fault:
        if fragment.is_plain(inside, text):
            plain = fragment.read(text, inside, path, report, whole)
            return plain and _sound(plain, report)
        report.add(fault.diagnostic(path, 1))
        return None
    data = front_matter.read(head, path, 2, report)
    if data is None:
        if whole:
            report.extend(body.faults(rest, path, line))
        return None
    return sound(Record(path, inside, data, head, 2, rest, line), report, whole)


def sound(record: Record, report: Report, whole: bool = True) -> Record | None:
    """An item's record, unless its body is over a limit or in doubt, or one of its facts would tell all readers what is meant for the team."""
    is_for_team = _is_for_team(record.inside, record.data)
    found = body.faults(record.body, record.path, record.body_line, is_for_team=is_for_team) if whole else ()
    report.extend(found)
    return None if any(fault.severity is Severity.ERROR for fault in found) else _sound(record, report)


def _is_for_team(inside: str, data: Mapping[str, Value]) -> bool:
    """Whether a file says of no other readers. What may be a translation says nothing of its own."""
    return inside.count(".") == 1 and not any(data.get(name) for name in ("visibility", "audience", "for"))


def _sound(record: Record, report: Report, *, is_settings: bool = False) -> Record | None:
    """The record, unless one of its facts would tell all readers what is meant for the team."""
    found = list(facts.faults(record, is_settings=is_settings))
    report.extend(found)
    return None if found else record


def _names_type(data: bytes) -> bool:
    start = data[:FRONT_MATTER_BYTES].removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"\n")
    found = _TYPE_OR_END.search(start, 4) if start.startswith(b"---") else None
    return found is not None and found[1] is not None
