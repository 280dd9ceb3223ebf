"""The product at one revision, from git's objects alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pmsite.diagnostics import Report, Severity
from pmsite.history.git import NoHistory, Repository
from pmsite.history.log import is_read
from pmsite.model.load import load_items, load_settings, type_of
from pmsite.model.product import Product, connect
from pmsite.read.limits import MARKDOWN_BYTES
from pmsite.read.record import Record
from pmsite.read.workspace import SETTINGS, read_file

_LINK_OR_MODULE = ("120000", "160000")


@dataclass(frozen=True, slots=True)
class Then:
    """A product as a revision had it, and the files that could not be read right."""

    product: Product
    unread: frozenset[str] = frozenset()


def product_at(repository: Repository, commit: str, prefix: str, today: date) -> Then:
    """The product at a commit; raises NoHistory where it had no settings that can be read. `prefix` is the folder as messages show it."""
    report = Report()
    files = dict(_files(repository, commit))
    records: list[Record] = []
    settings_record: Record | None = None
    contents = dict(repository.blobs(sorted(set(files.values())), MARKDOWN_BYTES))
    for inside in sorted(files):
        data = contents.get(files[inside])
        if data is None:
            continue
        must = inside == SETTINGS or type_of(inside) is not None
        record = read_file(data, inside, f"{prefix}/{inside}", report, must, whole=False)
        if inside == SETTINGS:
            settings_record = record
        elif record is not None:
            records.append(record)
    settings = load_settings(settings_record, Report()) if settings_record is not None else None
    if settings is None:
        what = "has faults" if SETTINGS in files else "is missing"
        raise NoHistory(f"{SETTINGS} {what} in revision {commit[:10]}", "compare with a later revision")
    loaded = load_items(records, settings, report)
    unread = {found.span.path for found in report if found.severity is Severity.ERROR}
    return Then(connect(settings, loaded.items, today), frozenset(unread))


def _files(repository: Repository, commit: str) -> Iterator[tuple[str, str]]:
    out = repository.run("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit, repository.prefix or ".")
    for line in out.split(b"\0"):
        facts, _, name = line.partition(b"\t")
        inside = os.fsdecode(name).removeprefix(repository.prefix)
        if facts and is_read(inside):
            mode, _, blob = facts.decode().split(" ")
            if mode not in _LINK_OR_MODULE:
                yield inside, blob
