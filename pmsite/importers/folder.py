"""The Markdown files of a folder, or of an archive, as one export."""

from __future__ import annotations

import errno
import io
import zipfile
from pathlib import Path, PurePosixPath

from pmsite.importers.table import FILE_BYTES
from pmsite.messages import said
from pmsite.read.files import read_bytes
from pmsite.read.limits import MARKDOWN_BYTES

MOST = 5_000
"""Files of one folder."""

Parts = tuple[tuple[str, bytes], ...]


def markdown_in(file: Path, path: str) -> Parts:
    """By their paths, the Markdown files right in a folder or anywhere in an archive; nothing where it is neither."""
    if file.is_dir():
        names = sorted(found.name for found in file.iterdir() if found.suffix == ".md" and found.is_file())
        _must_fit(len(names), 0)
        found = tuple((f"{path}/{name}", read_bytes(str((file / name).resolve()), MARKDOWN_BYTES)) for name in names)
        _must_fit(0, sum(len(data) for _, data in found))
        return found
    return _in_archive(file, path) if file.suffix == ".zip" else ()


def _in_archive(file: Path, path: str) -> Parts:
    try:
        archive = zipfile.ZipFile(io.BytesIO(read_bytes(str(file.resolve()), FILE_BYTES)))
    except zipfile.BadZipFile:
        raise OSError(errno.EINVAL, said("it is no archive")) from None
    with archive:
        entries = [entry for entry in archive.infolist() if entry.filename.endswith(".md") and not entry.is_dir()]
        _must_fit(len(entries), sum(entry.file_size for entry in entries))
        try:
            return tuple((f"{path}/{PurePosixPath(entry.filename).name}", archive.read(entry)) for entry in entries)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
            raise OSError(errno.EINVAL, said("its archive is damaged or locked")) from None


def _must_fit(files: int, size: int) -> None:
    if files > MOST or size > FILE_BYTES:
        raise OSError(errno.EFBIG, said("it is too large"))
