"""Files beside those of a site that are the same, packed: a server sends them to browsers that take them so, and packs nothing itself."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

from pmsite.processors import processors

TEXTS = frozenset(
    {".html", ".css", ".js", ".json", ".map", ".xml", ".csv", ".ics", ".svg", ".txt", ".md", ".webmanifest", ".atom", ".rss"}
)
LEAST_BYTES = 512
"""What is smaller is sent in one packet either way."""
_LINK = re.compile(r"s/[\w-]{22}/index\.html")
"""Pages of private links are sealed, which leaves nothing to pack, and are taken away by themselves."""


def write(folder: Path) -> None:
    """Pack the texts of a site: the same bytes for the same text, whenever and wherever it is done."""
    with ThreadPoolExecutor(processors()) as threads:
        for _ in threads.map(_pack, list(_texts(folder))):
            pass


def beside(path: Path) -> Iterator[Path]:
    """The packed files that belong to a file, which go where it goes."""
    for ending in (".gz", ".br"):
        if (packed := path.with_name(path.name + ending)).is_file():
            yield packed


def _texts(folder: Path) -> Iterator[Path]:
    for root, _, names in os.walk(folder):
        for name in sorted(names):
            path = Path(root, name)
            if path.suffix in TEXTS and not path.is_symlink() and not _LINK.fullmatch(path.relative_to(folder).as_posix()):
                yield path


def _pack(path: Path) -> None:
    content, told = path.read_bytes(), path.stat()
    if len(content) < LEAST_BYTES:
        return
    for ending, pack in _KINDS.items():
        packed = pack(content)
        if len(packed) < len(content):
            beside = path.with_name(path.name + ending)
            made = path.with_name(f".{path.name}{ending}.new")
            made.write_bytes(packed)
            os.utime(made, ns=(told.st_atime_ns, told.st_mtime_ns))
            os.replace(made, beside)


def _gzip(content: bytes) -> bytes:
    """Without a name or a time in it."""
    packer = zlib.compressobj(6, wbits=31)
    return packer.compress(content) + packer.flush()


def _brotli(content: bytes) -> bytes:
    import brotli  # of an extra, and loaded by those who have it alone

    return bytes(brotli.compress(content, quality=5))


_KINDS: Mapping[str, Callable[[bytes], bytes]] = {".gz": _gzip} | ({".br": _brotli} if find_spec("brotli") else {})
