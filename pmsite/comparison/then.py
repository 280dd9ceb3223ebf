"""A workspace as a commit has it, checked as `pmsite check` would: git's objects written to a folder of their own, which goes again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from pmsite.diagnostics import Report
from pmsite.history.git import Repository
from pmsite.pipeline import load
from pmsite.read.limits import TABLE_BYTES

_LINK, _MODULE = "120000", "160000"


def checked(repository: Repository, commit: str, prefix: str, today: date) -> Report:
    """Every finding about the plan of a commit. Raises NoHistory. Nothing of the commit runs, and no link in it leads anywhere."""
    with TemporaryDirectory(prefix="pmsite-") as folder:
        root = Path(folder) / "plan"
        root.mkdir()
        _write(repository, commit, root)
        return load(root, prefix, today).report


def _write(repository: Repository, commit: str, root: Path) -> None:
    places: dict[str, list[Path]] = {}
    for mode, blob, inside in _entries(repository, commit):
        place = root.joinpath(*inside.split("/"))
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            if mode == _LINK:
                place.symlink_to("nowhere")  # that there is a link is a finding; where it leads is nobody's business
            elif mode != _MODULE:
                places.setdefault(blob, []).append(place)
        except OSError:
            continue  # a name that this system cannot store
    for blob, data in repository.blobs(places, TABLE_BYTES):
        for place in places[blob] if data is not None else ():
            try:
                place.write_bytes(data or b"")
            except OSError:
                continue


def _entries(repository: Repository, commit: str) -> Iterator[tuple[str, str, str]]:
    """Mode, blob and path inside of the workspace of every file; no path that leads out of it, which a hostile tree may hold."""
    out = repository.run("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit, repository.prefix or ".")
    for line in out.split(b"\0"):
        facts, _, name = line.partition(b"\t")
        inside = os.fsdecode(name).removeprefix(repository.prefix)
        if facts and not {"", ".", "..", ".git"} & set(inside.split("/")) and "\\" not in inside:
            mode, _, blob = facts.decode().split(" ")
            yield mode, blob, inside
