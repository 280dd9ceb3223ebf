"""What was read of a history, kept in git's own folder so that the next run reads only what is new; thrown away, it is read again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pmsite import __version__
from pmsite.history.log import Edit, Revision
from pmsite.read.record import Value

VERSION = 1

Head = dict[str, Value] | None
"""The facts of one blob's front matter, or nothing where it has faults."""


@dataclass(slots=True)
class Kept:
    """The revisions up to a commit, and the facts of every blob that they name."""

    tip: str = ""
    revisions: list[Revision] = field(default_factory=list)
    heads: dict[str, Head] = field(default_factory=dict)


def place(store: Path, prefix: str) -> Path:
    """The file for one workspace of a repository."""
    name = hashlib.sha256(os.fsencode(prefix)).hexdigest()[:16]
    return store / "pmsite" / f"history-{VERSION}-{name}.json"


def load(path: Path) -> Kept:
    """What was kept; nothing where there is none, or where it is not what was written."""
    try:
        told, _, text = path.read_bytes().partition(b"\n")
        if hashlib.sha256(text).hexdigest().encode() != told:
            return Kept()
        data = json.loads(text)
        if data["by"] != __version__:
            return Kept()
        revisions = [Revision(c, date.fromisoformat(d), tuple(Edit(*edit) for edit in edits)) for c, d, edits in data["revisions"]]
        return Kept(data["tip"], revisions, data["heads"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Kept()


def save(path: Path, tip: str, revisions: list[Revision], heads: Mapping[str, Head]) -> None:
    """Keep what was read, whole or not at all; a folder that cannot be written to is no fault."""
    data = {"by": __version__, "tip": tip, "revisions": [[r.commit, r.day.isoformat(), r.edits] for r in revisions], "heads": heads}
    text = json.dumps(data, separators=(",", ":")).encode()
    new = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        new.write_bytes(hashlib.sha256(text).hexdigest().encode() + b"\n" + text)
        os.replace(new, path)
    except OSError:
        with suppress(OSError):
            new.unlink(missing_ok=True)
