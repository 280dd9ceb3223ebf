"""A whole workspace as records; a file that cannot be trusted to be read right becomes diagnostics instead."""

from __future__ import annotations

import errno
import os
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pmsite.diagnostics import Diagnostic, Report, Severity, Span
from pmsite.read import body, facts, fragment, front_matter
from pmsite.read.fault import HeadFault
from pmsite.read.fences import split
from pmsite.read.files import Found, is_regular, read_bytes, walk
from pmsite.read.limits import FRONT_MATTER_BYTES, MARKDOWN_BYTES
from pmsite.read.names import is_readme
from pmsite.read.record import Record, Value
from pmsite.read.text import decode

SETTINGS = "product.yml"

Known = tuple[int, int, Record | None, tuple[Diagnostic, ...]]
"""When a file changed, its size, and what reading it gave: a record, or the faults that stand against one."""
Cache = dict[str, Known]
"""By path as shown, what is known of a file, so that only changed files are read again."""

_TYPE_OR_END = re.compile(rb"^(?:(type[ \t]*:)|(?:---|\.\.\.)[ \t]*$)", re.MULTILINE)


class Ahead(Cache, ABC):
    """What is known of files that others read meanwhile."""

    @abstractmethod
    def fill(self, files: Sequence[Found], is_item: Callable[[str], bool]) -> None:
        """Note what stands in those of a workspace's files that are items by their place."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What a workspace holds: its settings, its items' records in the order of their paths, and the paths of all other files."""

    root: Path
    settings: Record | None
    records: tuple[Record, ...]
    files: frozenset[str]


def read_workspace(
    root: Path, prefix: str, report: Report, is_item: Callable[[str], bool] | None = None, cache: Cache | None = None
) -> Sources:
    """Read a workspace. `prefix` is its folder as messages show it.

    `is_item` knows item files by their place; a Markdown file elsewhere is an item only where its front matter
    names a type. Without it every Markdown file is an item.
    """
    if not _is_folder(root, prefix, report):
        return Sources(root, None, (), frozenset())
    place = os.fspath(root)
    cache = {} if cache is None else cache
    seen: set[str] = set()
    settings: Record | None = None
    records: list[Record] = []
    others: list[str] = []
    files = walk(place, prefix, report)
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
        if known is None or known[0] != file.changed or known[1] != file.size:
            must = is_settings or is_item is None or is_item(file.inside)
            known = cache[path] = read_one(place, file, path, must)
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
    if not os.path.lexists(root / SETTINGS):
        _report_no_settings(root, prefix, others, report)
    return Sources(root, settings, tuple(records), frozenset(others))


def _is_folder(root: Path, prefix: str, report: Report) -> bool:
    if root.is_symlink():
        message = f"{prefix} is a symbolic link, which may lead anywhere"
        report.error("symbolic-link", Span(prefix), message, "put the folder itself here")
    elif not root.is_dir():
        report.error("no-workspace", Span(prefix), f"there is no folder {prefix}", "run `pmsite init` to make one")
    else:
        return True
    return False


def _report_no_settings(root: Path, prefix: str, others: list[str], report: Report) -> None:
    hint = "run `pmsite init`, or add the file with one line, such as `name: Field Notes`"
    if "product.yaml" in others:
        hint = f"rename product.yaml to {SETTINGS}"
    elif inner := next((path.parent.name for path in sorted(root.glob(f"*/{SETTINGS}"))), ""):
        hint = f"the folder {inner} in it has one: name {inner}"
    report.error("no-settings", Span(f"{prefix}/{SETTINGS}"), f"the workspace has no {SETTINGS}", hint)


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
    """Whether a file is read: the settings, and every Markdown file that may be an item."""
    return file.inside == SETTINGS or (file.inside.endswith(".md") and not is_readme(file.inside.rpartition("/")[2]))


def read_one(root: str, file: Found, path: str, must: bool = True) -> Known:
    """What a file holds; neither a record nor a fault where it need not be an item and is none."""
    report = Report()
    record = _read(f"{root}/{file.inside}", file.inside, path, must, report)
    return file.changed, file.size, record, tuple(report)


def _read(place: str, inside: str, path: str, must: bool, report: Report) -> Record | None:
    try:
        data = read_bytes(place, MARKDOWN_BYTES)
    except OSError as fault:
        if must and fault.errno == errno.EFBIG:
            message = f"the file is too large: {MARKDOWN_BYTES // 1024} KiB fit"
            report.error("file-too-large", Span(path), message, "split it, or keep pictures in files of their own")
        elif must:
            message = f"the file cannot be read: {(fault.strerror or 'the system gives no reason').lower()}"
            report.error("not-readable", Span(path), message, "check who may read it")
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
    found = body.faults(rest, path, line, is_for_team=_is_for_team(inside, data)) if whole else ()
    report.extend(found)
    if data is None or any(fault.severity is Severity.ERROR for fault in found):
        return None
    return _sound(Record(path, inside, data, head, 2, rest, line), report)


def _is_for_team(inside: str, data: Mapping[str, Value] | None) -> bool:
    """Whether a file says of no other readers. What may be a translation says nothing of its own."""
    return data is not None and inside.count(".") == 1 and not any(data.get(name) for name in ("visibility", "audience", "for"))


def _sound(record: Record, report: Report, *, is_settings: bool = False) -> Record | None:
    """The record, unless one of its facts would tell all readers what is meant for the team."""
    found = list(facts.faults(record, is_settings=is_settings))
    report.extend(found)
    return None if found else record


def _names_type(data: bytes) -> bool:
    start = data[:FRONT_MATTER_BYTES].removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"\n")
    found = _TYPE_OR_END.search(start, 4) if start.startswith(b"---") else None
    return found is not None and found[1] is not None
