"""The files of a workspace: regular ones only, under names that every system can store."""

from __future__ import annotations

import errno
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from zlib import crc32

from pmsite.diagnostics import Diagnostic, Part, Report, Span, answer
from pmsite.messages import Message, called, said
from pmsite.read.limits import FOLDER_DEPTH, ITEMS
from pmsite.read.names import file_name_fault, fold, is_readme
from pmsite.read.text import printable

_FLAGS = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):  # as far as the system has them
    _FLAGS |= getattr(os, _flag, 0)

_Fault = tuple[str, str, str]


class Found(NamedTuple):
    """A regular file: its place in the workspace, with `/` between folders, and what tells whether it has changed."""

    inside: str
    changed: int
    """When it was last written, moved or given another time, in nanoseconds."""
    size: int


def walk(root: str, prefix: str, report: Report) -> list[Found]:
    """Every regular file below a folder, in the order of its path; anything else is a fault. Hidden names are skipped."""
    found: list[Found] = []
    items = 0
    folders = [""]
    while folders:
        folder = folders.pop()
        if fault := _depth_fault(folder):
            report.error(fault[0], Span(f"{prefix}/{printable(folder, 200)}"), fault[1], fault[2])
            continue
        for file in _files(root, folder, prefix, folders, report):
            items += file.inside.endswith(".md")
            found.append(file)
        if items > ITEMS:
            report.error(
                "too-many-items",
                Span(prefix),
                said("the workspace holds too many items: {limit} fit", limit=ITEMS),
                said("split it into several workspaces"),
            )
            return []
    found.sort()
    return found


def as_they_would_be(files: list[Found], over: Mapping[str, bytes | None], prefix: str, report: Report) -> list[Found]:
    """The files of a walk with others in their place: what a name may not be is a fault, as if it were there."""
    if not over:
        return files
    there = {file.inside for file in files}
    found = [file for file in files if file.inside not in over]
    names = {fold(place): place for file in found for place in (file.inside, *_folders(file.inside)) if not place.endswith(".md")}
    unread = {fault.span.path: fault for fault in report if fault.code != "names-differ-in-case"}
    for inside, content in over.items():
        if content is None:
            continue
        fault = None
        if inside not in there:
            parts = [*reversed(list(_folders(inside))), inside]
            others = {part: {fold(part).rpartition("/")[2]: names.get(fold(part), part).rpartition("/")[2]} for part in parts}
            faults = (_name_fault(part.rpartition("/")[2], others[part]) for part in parts)
            folders = (
                _as_it_is(unread.get(f"{prefix}/{printable(part)}")) or _depth_fault(part) or _folder_fault(part)
                for part in parts[:-1]
            )
            fault = next(filter(None, (*folders, *faults)), None)
        if fault:
            report.error(fault[0], Span(f"{prefix}/{printable(inside)}"), fault[1], fault[2])
        else:
            found.append(
                Found(inside, -1 - crc32(content), len(content))
            )  # before any file's own time, so that it is taken for none
    return sorted(found)


def _as_it_is(fault: Diagnostic | None) -> _Fault | None:
    return (fault.code, fault.message, fault.hint) if fault else None


def still_there(
    report: Iterable[Diagnostic], files: list[Found], over: Mapping[str, bytes | None], prefix: str
) -> Iterator[Diagnostic]:
    """What is said of the names of files and folders that are there with others in their place."""
    gone = {f"{prefix}/{inside}" for inside, content in over.items() if content is None}
    folders = {folder for file in files for folder in _folders(file.inside)}
    called = Counter(map(fold, folders))
    for fault in report:
        inside = fold(fault.span.path.removeprefix(f"{prefix}/"))
        is_alone = fault.code == "names-differ-in-case" and called[inside] == 1
        if fault.span.path not in gone and not is_alone:
            yield fault


def _folders(inside: str) -> Iterator[str]:
    """The folders around a file, the nearest first."""
    while inside := inside.rpartition("/")[0]:
        yield inside


def is_regular(root: str, name: str, prefix: str, report: Report) -> bool:
    """Whether one file of the workspace's own folder is one that a walk finds; its fault otherwise."""
    return any(True for _ in _files(root, "", prefix, [], report, only=name))


def _files(root: str, folder: str, prefix: str, folders: list[str], report: Report, only: str = "") -> Iterator[Found]:
    names: dict[str, str] = {}
    try:
        with os.scandir(os.path.join(root, folder) if folder else root) as entries:
            listed = sorted(
                (
                    entry
                    for entry in entries
                    if (not entry.name.startswith(".") or entry.name.startswith("..")) and only in ("", entry.name)
                ),
                key=lambda entry: entry.name,
            )
    except OSError as fault:
        report.error(
            "not-readable",
            Span(f"{prefix}/{folder}"),
            said("the folder cannot be read: {reason}", reason=system_reason(fault)),
            said("check who may read it"),
        )
        return
    for entry in listed:
        inside = f"{folder}/{entry.name}" if folder else entry.name
        try:
            is_folder = entry.is_dir(follow_symlinks=False)
            if found := _kind_fault(entry, is_folder) or _name_fault(entry.name, names):
                report.error(found[0], Span(f"{prefix}/{printable(inside)}"), found[1], found[2])
                if is_folder and found[0] == "names-differ-in-case":
                    folders.append(inside)  # what is in it is sound, and named elsewhere
            elif is_folder:
                folders.append(inside)
            else:
                status = entry.stat(follow_symlinks=False)
                # a file may be given the time of another one, as by a move or a script that gives all files one time, but not unnoticed
                yield Found(inside, max(status.st_mtime_ns, status.st_ctime_ns), status.st_size)
        except OSError as fault:
            report.error(
                "not-readable",
                Span(f"{prefix}/{printable(inside)}"),
                said("the file cannot be read: {reason}", reason=system_reason(fault)),
                said("check who may read it"),
            )


def _kind_fault(entry: os.DirEntry[str], is_folder: bool) -> _Fault | None:
    if entry.is_symlink():
        return "symbolic-link", said("this is a symbolic link, which may lead anywhere"), said("put the file itself here")
    if is_folder and (fault := _folder_fault(entry.name)):
        return fault
    if not is_folder and not entry.is_file(follow_symlinks=False):
        return "not-a-regular-file", said("this is not a regular file"), said("remove it from the workspace")
    return None


def _folder_fault(folder: str) -> _Fault | None:
    if folder.endswith((".md", ".yml")):
        message = said("this is a folder with the name of a file; it is not a regular file")
        return "not-a-regular-file", message, said("give the folder another name")
    return None


def _depth_fault(folder: str) -> _Fault | None:
    if folder.count("/") >= FOLDER_DEPTH:
        return (
            "folders-too-deep",
            said("folders are nested too deep: {limit} levels fit", limit=FOLDER_DEPTH),
            said("move its files further up"),
        )
    return None


def _name_fault(name: str, names: dict[str, str]) -> _Fault | None:
    if fault := file_name_fault(name):
        return "bad-file-name", said("this is not a valid file name: {fault}", fault=fault), said("give it another name")
    if name.endswith(".md"):
        return None  # ids are compared across all folders, later
    if name.lower().endswith(".md") and not is_readme(name):
        hint = answer("call it {answer}", f"{name[:-3]}.md", part=Part.FILE, old=name)
        return "bad-file-name", said("this is not a valid file name: items end in .md, in small letters"), hint
    if (other := names.setdefault(fold(name), name)) != name:
        return (
            "names-differ-in-case",
            said("this name and {other} differ only in case, which many systems ignore", other=other),
            said("keep one of the two, and put what both hold into it"),
        )
    return None


def read_bytes(path: str, limit: int) -> bytes:
    """A regular file's bytes, never through a link. Raises OSError, with EFBIG where the file is larger than the limit."""
    descriptor = os.open(path, _FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, said("it is not a regular file"))
        parts = []
        size = status.st_size
        while size <= limit and (part := os.read(descriptor, max(size, 4096) + 1)):
            parts.append(part)
            size = max(size, sum(map(len, parts)))
        if size > limit:
            raise OSError(errno.EFBIG, said("it is too large"))
        return parts[0] if len(parts) == 1 else b"".join(parts)
    finally:
        os.close(descriptor)


def at_most(data: bytes, limit: int) -> bytes:
    """Bytes that are not more than a limit. Raises OSError with EFBIG, as for a file of theirs."""
    if len(data) > limit:
        raise OSError(errno.EFBIG, said("it is too large"))
    return data


def read_start(path: str, most: int) -> bytes:
    """How a regular file begins, never through a link. Raises OSError."""
    descriptor = os.open(path, _FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, said("it is not a regular file"))
        return os.read(descriptor, most)
    finally:
        os.close(descriptor)


_WORDS = (
    said("no such file or directory"),
    said("permission denied"),
    said("is a directory"),
    said("not a directory"),
    said("too many levels of symbolic links"),
    said("file name too long"),
    said("read-only file system"),
    said("no space left on device"),
    said("file exists"),
    said("directory not empty"),
)
"""What systems say most often, for the catalogs."""


def system_words(fault: OSError) -> str:
    """Why the system refuses a file, as it says so itself."""
    told = fault.strerror or str(fault)
    return told if isinstance(told, Message) else called(told, told.lower())


def system_reason(fault: OSError) -> str:
    """The same within a sentence."""
    told = fault.strerror
    if not told:
        return said("the system gives no reason")
    return told if isinstance(told, Message) else called(told.lower(), told.lower())
