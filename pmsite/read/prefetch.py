"""Reading a workspace in several processes, which begin while the program still loads what it will do with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Self

from pmsite.background import BackgroundTasks, spare_processors
from pmsite.diagnostics import Report
from pmsite.read.files import Found, walk
from pmsite.read.workspace import SETTINGS, Ahead, Cache, is_source, read_one

MOST = 4
"""Processes that read at most: more only wait for the disk."""
MEANWHILE = 2_500
"""Files that a process reads until the program is loaded, which reads its share of the others."""


class Prefetch(Ahead):
    """A workspace that other processes are reading, each its share; nothing is read ahead where no processor is free."""

    def __init__(self, root: Path, prefix: str) -> None:
        super().__init__()
        self._root, self._prefix = os.fspath(root), prefix
        self._others = min(spare_processors(), MOST)
        self._shares = BackgroundTasks([partial(self._read_ahead, number) for number in range(self._others)], self._others)

    def fill(self, files: Sequence[Found], is_item: Callable[[str], bool]) -> None:
        """Note what stands in the files that are items by their place: others read theirs while this process reads its own.

        The rest is for `read_workspace`, which asks what is in them. The other processes have ended then.
        """
        if self._others:
            sources = [file for file in files if is_source(file)]
            self.update(self._read([file for file in sources[: self._own(len(sources))] if self._must(file.inside, is_item)]))
            for share in self._shares.values():
                self.update((path, known) for path, known in share.items() if self._must(self._inside(path), is_item))
        self._shares.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._shares.close()

    def _must(self, inside: str, is_item: Callable[[str], bool]) -> bool:
        return inside == SETTINGS or is_item(inside)

    def _inside(self, path: str) -> str:
        return path.removeprefix(f"{self._prefix}/")

    def _own(self, count: int) -> int:
        """How many of so many files are left for this process."""
        return max(0, count - MEANWHILE * self._others) // (self._others + 1)

    def _read_ahead(self, number: int) -> Cache:
        sources = [file for file in walk(self._root, self._prefix, Report()) if is_source(file)]
        return self._read(sources[self._own(len(sources)) + number :: self._others])

    def _read(self, files: Sequence[Found]) -> Cache:
        return {(path := f"{self._prefix}/{file.inside}"): read_one(self._root, file, path) for file in files}
