"""The files of a workspace: regular ones only, under names that every system can store."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from typing import NamedTuple

from pmsite.diagnostics import Report, Span
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
        if folder.count("/") >= FOLDER_DEPTH:
            message = f"folders are nested too deep: {FOLDER_DEPTH} levels fit"
            report.error("folders-too-deep", Span(f"{prefix}/{printable(folder, 200)}"), message, "move its files further up")
            continue
        for file in _files(root, folder, prefix, folders, report):
            items += file.inside.endswith(".md")
            found.append(file)
        if items > ITEMS:
            report.error(
                "too-many-items",
                Span(prefix),
                f"the workspace holds too many items: {ITEMS} fit",
                "split it into several workspaces",
            )
            return []
    found.sort()
    return found


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
            "not-readable", Span(f"{prefix}/{folder}"), f"the folder cannot be read: {_reason(fault)}", "check who may read it"
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
                f"the file cannot be read: {_reason(fault)}",
                "check who may read it",
            )


def _kind_fault(entry: os.DirEntry[str], is_folder: bool) -> _Fault | None:
    if entry.is_symlink():
        return "symbolic-link", "this is a symbolic link, which may lead anywhere", "put the file itself here"
    if is_folder and entry.name.endswith((".md", ".yml")):
        return (
            "not-a-regular-file",
            "this is a folder with the name of a file; it is not a regular file",
            "give the folder another name",
        )
    if not is_folder and not entry.is_file(follow_symlinks=False):
        return "not-a-regular-file", "this is not a regular file", "remove it from the workspace"
    return None


def _name_fault(name: str, names: dict[str, str]) -> _Fault | None:
    if fault := file_name_fault(name):
        return "bad-file-name", f"this is not a valid file name: {fault}", "give it another name"
    if name.endswith(".md"):
        return None  # ids are compared across all folders, later
    if name.lower().endswith(".md") and not is_readme(name):
        return "bad-file-name", "this is not a valid file name: items end in .md, in small letters", f"call it {name[:-3]}.md"
    if (other := names.setdefault(fold(name), name)) != name:
        return (
            "names-differ-in-case",
            f"this name and {other} differ only in case, which many systems ignore",
            "keep one of the two, and put what both hold into it",
        )
    return None


def read_bytes(path: str, limit: int) -> bytes:
    """A regular file's bytes, never through a link. Raises OSError, with EFBIG where the file is larger than the limit."""
    descriptor = os.open(path, _FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file")
        parts = []
        size = status.st_size
        while size <= limit and (part := os.read(descriptor, max(size, 4096) + 1)):
            parts.append(part)
            size = max(size, sum(map(len, parts)))
        if size > limit:
            raise OSError(errno.EFBIG, "it is too large")
        return parts[0] if len(parts) == 1 else b"".join(parts)
    finally:
        os.close(descriptor)


def read_start(path: str, most: int) -> bytes:
    """How a regular file begins, never through a link. Raises OSError."""
    descriptor = os.open(path, _FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file")
        return os.read(descriptor, most)
    finally:
        os.close(descriptor)


def _reason(fault: OSError) -> str:
    return (fault.strerror or "the system gives no reason").lower()
