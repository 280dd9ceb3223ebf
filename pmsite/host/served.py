"""What `mkdocs serve` has from the build before: pages in memory, and pages on disk that need not be written again.

MkDocs empties the site's folder before each build. What pmsite's own pages are in is set aside before, under a name that MkDocs
leaves alone, and comes back when it is known which of them would be written with the same bytes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from pmsite.render.kept import Kept

FOLDERS = ("roadmap", "as")
"""Where pmsite's pages are, besides the home page."""
_ASIDE = ".pmsite-before"


class Served:
    """What one server shows, from its first build to its last."""

    def __init__(self) -> None:
        self._kept: dict[str, Kept] = {}
        self._on_disk: dict[str, bytes] = {}
        self._files: Collection[str] = ()

    def kept(self, site: str) -> Kept:
        """The pages of one of the sites that a build makes, by its address."""
        return self._kept.setdefault(site, Kept())

    def set_aside(self, site_dir: Path) -> None:
        """Save the pages from being removed. Those that are aside already stay: the last build failed."""
        aside = site_dir / _ASIDE
        if self._on_disk and not aside.exists():
            aside.mkdir()
            for name in FOLDERS:
                with suppress(OSError):  # there is none, or somebody holds it open: then MkDocs removes it
                    os.rename(site_dir / name, aside / name)

    def bring_back(self, site_dir: Path, wanted: Mapping[str, bytes]) -> set[str]:
        """The pages that are on disk as they are wanted; nothing else is left of the build before. Pages go by their paths in the site."""
        aside = site_dir / _ASIDE
        same = {path for path, key in wanted.items() if self._on_disk.get(path) == key}
        for name in FOLDERS:
            try:
                os.rename(aside / name, site_dir / name)
            except OSError:
                same -= {path for path in same if path.startswith(f"{name}/")}
        same = {path for path in same if is_below(path)}
        for path in self._files:
            if path not in same:
                _remove(site_dir, path)
        shutil.rmtree(aside, ignore_errors=True)
        self._on_disk, self._files = {}, ()
        return same

    def forget(self, path: str) -> None:
        """Note that a page on disk is another one now."""
        self._on_disk.pop(path, None)

    def written(self, pages: Mapping[str, bytes], files: Collection[str]) -> None:
        """Note what a build wrote: by path what tells a page from any other, and the paths of all files in pmsite's folders."""
        self._on_disk, self._files = dict(pages), files


_BELOW = tuple(f"{name}/" for name in FOLDERS)


def is_below(path: str) -> bool:
    """Whether a file of the site is in a folder of pmsite's."""
    return path.startswith(_BELOW)


def _remove(site_dir: Path, path: str) -> None:
    """Remove a file, and the folders that it leaves empty."""
    folder = (site_dir / path).parent
    with suppress(OSError):
        os.unlink(site_dir / path)
        while folder != site_dir:
            folder.rmdir()
            folder = folder.parent
