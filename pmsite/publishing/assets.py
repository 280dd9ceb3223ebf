"""Style sheets and scripts of a built site, named by their content, so that a page never gets those of another version.

Pages lead to copies with a hash in their names. The files under their own names stay, for whoever else leads to them. Pictures and
documents are the plan's content and keep their names: what is no longer there for a reader must not be there under another name.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import quote, unquote

from pmsite.publishing.destination import Version
from pmsite.share.withdraw import FOLDER as PRIVATE_LINKS

NAMED = re.compile(r"\.[0-9a-f]{8}\.(?:[\w-]+\.)*(?:css|js|mjs|woff2?|ttf|otf|png|svg|jpg|webp|gif)")
"""How the name of a file ends that is named by its content."""
_KINDS = (".css", ".js", ".mjs", ".woff2", ".woff", ".ttf", ".otf")
_TAG = re.compile(rb"<(?:link|script)\b[^>]*>", re.IGNORECASE)
_LEADS = re.compile(rb"""(?<![\w-])(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_SEALED = re.compile(rb"(?<![\w-])integrity\s*=", re.IGNORECASE)
_IN_STYLE = re.compile(rb"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^\s"')]+))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_DEPTH = 8
"""Style sheets that lead to others, one after the other."""
_PACKED = (".gz", ".br", ".zst")


class Assets:
    """The files of one built site that its pages load."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._names: dict[str, str] = {}

    def name_by_content(self) -> list[str]:
        """Let every page lead to files that are named by their content; all that are, from the site's folder."""
        for page in self._pages():
            before = (self._site / page).read_bytes()
            after = _TAG.sub(partial(self._tag, page), before)
            if after != before:
                (self._site / page).write_bytes(after)
        theme = (path for path in _files(self._site / "assets") if NAMED.search(path.name) and path.suffix in _KINDS)
        return sorted({*self._names.values(), *(path.relative_to(self._site).as_posix() for path in theme)})

    def _pages(self) -> Iterator[str]:
        for path in _files(self._site):
            name = path.relative_to(self._site).as_posix()
            if name.endswith(".html") and not name.startswith(f"{PRIVATE_LINKS}/"):
                yield name

    def _tag(self, page: str, found: re.Match[bytes]) -> bytes:
        return found[0] if _SEALED.search(found[0]) else _LEADS.sub(partial(self._lead, page, html=True, depth=0), found[0])

    def _lead(self, source: str, found: re.Match[bytes], *, html: bool, depth: int) -> bytes:
        """What leads from a file to another, to its copy instead."""
        at = next((number for number, part in enumerate(found.groups(), 1) if part is not None), 0)
        written = found[at].decode("utf-8", "replace") if at else ""
        path, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", unescape(written) if html else written, re.DOTALL).groups()  # type: ignore[union-attr]
        target = self._target(source, unquote(path))
        if not target or (html and not target.endswith(_KINDS)):
            return found[0]
        named = self._named(target, depth)
        if named == target:
            return found[0]
        new = path[: path.rfind("/") + 1] + quote(named.rpartition("/")[2]) + mark + rest
        told = (escape(new) if html else new).encode()
        start, end = found.start(at) - found.start(), found.end(at) - found.start()
        return found[0][:start] + told + found[0][end:]

    def _target(self, source: str, path: str) -> str:
        """The file of the site that a path leads to; nothing where it leads elsewhere. A page of errors is told where the site begins."""
        if not path or "\0" in path or re.match(r"[A-Za-z][\w+.-]*:|//", path):
            return ""
        if not path.startswith("/"):
            inside = normpath(f"{dirname(source)}/{path}".lstrip("/"))
            return inside if not inside.startswith("..") and self._is_file(inside) else ""
        parts = path.strip("/").split("/")
        tried = ("/".join(parts[at:]) for at in range(len(parts)))
        return next((name for name in tried if ".." not in name.split("/") and self._is_file(name)), "")

    def _is_file(self, name: str) -> bool:
        return name in self._names or os.path.isfile(self._site / name)

    def _named(self, target: str, depth: int) -> str:
        """The name of a file's copy, which is made where there is none yet."""
        if target in self._names or NAMED.search(target) or depth > _DEPTH:
            return self._names.get(target, target)
        self._names[target] = target  # a style sheet that leads to itself
        content = (self._site / target).read_bytes()
        if target.endswith(".css"):
            content = _IN_STYLE.sub(partial(self._lead, target, html=False, depth=depth + 1), content)
        stem, dot, kind = target.rpartition(".")
        named = f"{stem}.{sha256(content).hexdigest()[:8]}{dot}{kind}"
        if not (self._site / named).exists():
            (self._site / named).write_bytes(content)
        self._names[target] = named
        return named


def carry(site: str, room: Path, versions: Iterable[Version]) -> None:
    """Add to a site in the room what pages of kept versions load that somebody has open still. What is there already stays."""
    for version in versions:
        for name in version.assets.get(site, ()):
            for ending in ("", *_PACKED):
                old, new = version.path / site / (name + ending), room / site / (name + ending)
                if os.path.isfile(old) and not os.path.lexists(new):
                    new.parent.mkdir(parents=True, exist_ok=True)
                    link(str(old), str(new))


def link(old: str, new: str) -> str:
    """Give a file a second name, or make a copy where the disk knows no such names."""

    with suppress(OSError):
        os.link(old, new, follow_symlinks=False)
        return new

    return shutil.copy2(old, new)


def _files(folder: Path) -> Iterator[Path]:
    for at, _, names in os.walk(folder):
        yield from (Path(at, name) for name in sorted(names) if not os.path.islink(os.path.join(at, name)))
