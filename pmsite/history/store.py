"""What was read of a history, stored in git's own folder so that the next run reads only what is new; thrown away, it is read again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pmsite import __version__
from pmsite.history.log import Edit, Revision
from pmsite.read.record import Value

VERSION = 2

Head = dict[str, Value] | None
"""The facts of one blob's front matter, or nothing where it has faults."""
Measure = tuple[str, float, str]
"""A row of a metric's table: its date as it is written, its value, its note."""
Table = tuple[Measure, ...] | None
"""All rows of a table, or nothing where it has faults."""


@dataclass(slots=True)
class Stored:
    """The revisions up to a commit, and what is in every blob that they name."""

    tip: str = ""
    revisions: list[Revision] = field(default_factory=list)
    heads: dict[str, Head] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    """By blob, what names the text below its facts, where it has one."""
    tables: dict[str, Table] = field(default_factory=dict)


def file_for(store: Path, prefix: str) -> Path:
    """The file for one workspace of a repository."""
    name = hashlib.sha256(os.fsencode(prefix)).hexdigest()[:16]
    return store / "pmsite" / f"history-{VERSION}-{name}.json"


def load(path: Path) -> Stored:
    """What was stored; nothing where there is none, or where it is not what was written."""
    try:
        told, _, text = path.read_bytes().partition(b"\n")
        if hashlib.sha256(text).hexdigest().encode() != told:
            return Stored()
        data = json.loads(text)
        if data["by"] != __version__:
            return Stored()
        revisions = [Revision(c, date.fromisoformat(d), tuple(Edit(*edit) for edit in edits)) for c, d, edits in data["revisions"]]
        return Stored(data["tip"], revisions, data["heads"], data["texts"], _unpacked(*data["tables"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Stored()


def save(path: Path, stored: Stored) -> None:
    """Keep what was read, whole or not at all; a folder that cannot be written to is no fault."""
    revisions = [[r.commit, r.day.isoformat(), r.edits] for r in stored.revisions]
    data = {
        "by": __version__, "tip": stored.tip, "revisions": revisions, "heads": stored.heads, "texts": stored.texts, "tables": _packed(stored.tables),
    }  # fmt: skip
    text = json.dumps(data, separators=(",", ":")).encode()
    new = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        new.write_bytes(hashlib.sha256(text).hexdigest().encode() + b"\n" + text)
        os.replace(new, path)
    except OSError:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def _packed(tables: Mapping[str, Table]) -> tuple[list[Measure], dict[str, list[list[int]] | None]]:
    """All rows once, and by blob which of them it has, from where to where: most tables are the one before with a row more."""
    places: dict[Measure, int] = {}
    longest_first = sorted(tables.items(), key=lambda one: -len(one[1] or ()))  # so that what others begin with lies together
    found = {name: None if table is None else _spans(table, places) for name, table in longest_first}
    return list(places), found


def _spans(table: Iterable[Measure], places: dict[Measure, int]) -> list[list[int]]:
    spans: list[list[int]] = []
    for row in table:
        at = places.setdefault(row, len(places))
        if spans and spans[-1][1] == at:
            spans[-1][1] += 1
        else:
            spans.append([at, at + 1])
    return spans


def _unpacked(rows: list[Any], tables: Mapping[str, list[list[int]] | None]) -> dict[str, Table]:
    every: list[Measure] = [(day, value, note) for day, value, note in rows]
    return {
        name: None if spans is None else tuple(row for start, stop in spans for row in every[start:stop])
        for name, spans in tables.items()
    }
