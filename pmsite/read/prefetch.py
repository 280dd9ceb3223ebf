"""Reading a workspace while the program still loads what it will do with it."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Self

from pmsite.background import BackgroundTasks, spare_processors
from pmsite.diagnostics import Report
from pmsite.read.files import walk
from pmsite.read.workspace import SETTINGS, Cache, is_source, read_one

MOST = 4
"""Processes that read at most: more only wait for the disk."""


class Prefetch:
    """A workspace that other processes are reading, each its share; nothing is read ahead where no processor is free."""

    def __init__(self, root: Path, prefix: str) -> None:
        self._prefix = prefix
        of = min(spare_processors(), MOST)
        self._shares = BackgroundTasks([partial(_read, root, prefix, share, of) for share in range(of)], of)

    def cache(self, is_item: Callable[[str], bool]) -> Cache:
        """What stands in the files that are items by their place. The others are for `read_workspace`, which asks what is in them."""
        found = (file for share in self._shares.values() for file in share.items())
        return {path: known for path, known in found if self._must(path, is_item)}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._shares.close()

    def _must(self, path: str, is_item: Callable[[str], bool]) -> bool:
        inside = path.removeprefix(f"{self._prefix}/")
        return inside == SETTINGS or is_item(inside)


def _read(root: Path, prefix: str, share: int, of: int) -> Cache:
    place = os.fspath(root)
    files = [file for file in walk(place, prefix, Report()) if is_source(file)]
    return {(path := f"{prefix}/{file.inside}"): read_one(place, file, path) for file in files[share::of]}
