"""The product at one revision, from git's objects alone."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pmsite.diagnostics import Report, Severity
from pmsite.history.git import NoHistory, Repository
from pmsite.history.log import is_hidden, is_read
from pmsite.history.store import Head
from pmsite.messages import said
from pmsite.model import series
from pmsite.model.item import Item
from pmsite.model.load import load_items, must_be_item
from pmsite.model.load_settings import load_settings
from pmsite.model.metric import Metric
from pmsite.model.product import Product, connect
from pmsite.model.settings import Settings
from pmsite.read.limits import TABLE_BYTES
from pmsite.read.record import Record
from pmsite.read.table import rows
from pmsite.read.workspace import SETTINGS, read_file

_LINK_OR_MODULE = ("120000", "160000")
_NOTHING_KNOWN: Mapping[str, Head] = {}


@dataclass(frozen=True, slots=True)
class Then:
    """A product as a revision had it, and the files that could not be read right."""

    product: Product
    unread: frozenset[str] = frozenset()
    blobs: Mapping[str, str] = field(default_factory=dict)
    """By file, the name of its content, which is the same wherever the bytes are."""
    heads: Mapping[str, Head] = field(default_factory=dict)
    """By file, its facts, as far as they can be read."""


def product_at(repository: Repository, commit: str, prefix: str, today: date, known: Mapping[str, Head] = _NOTHING_KNOWN) -> Then:
    """The product at a commit; raises NoHistory where it had no settings that can be read.

    `prefix` is the folder as messages show it. Files whose facts are `known` already come without their bodies.
    """
    report = Report()
    files = dict(_files(repository, commit))
    contents = _contents(repository, files, known)
    records = {i: _record(i, files[i], contents, prefix, report, known) for i in sorted(files) if is_read(i)}
    settings_record = records.pop(SETTINGS, None)
    settings = load_settings(settings_record, Report()) if settings_record is not None else None
    if settings is None:
        told = {"name": SETTINGS, "commit": commit[:10]}
        message = (
            said("{name} has faults in revision {commit}", **told)
            if SETTINGS in files
            else said("{name} is missing in revision {commit}", **told)
        )
        raise NoHistory(message, said("compare with a later revision"))
    loaded = load_items([record for record in records.values() if record is not None], settings, report)
    items = {id: _with_series(item, prefix, files, contents, settings, report) for id, item in loaded.items.items()}
    heads = {inside: dict(record.data) for inside, record in records.items() if record is not None}
    product = connect(settings, items, today, translations=loaded.words)
    return Then(product, unread(report, loaded.paths), files, heads)


def unread(report: Report, paths: Collection[str]) -> frozenset[str]:
    """The files of which nothing is known for an error in them; those at `paths` could be read, whatever else is wrong with them."""
    return frozenset(found.span.path for found in report if found.severity is Severity.ERROR) - set(paths)


def _contents(repository: Repository, files: Mapping[str, str], known: Mapping[str, Head]) -> dict[str, bytes | None]:
    names = {blob for inside, blob in files.items() if blob not in known and (is_read(inside) or _is_series(inside, files))}
    return dict(repository.blobs(sorted(names), TABLE_BYTES))


def _record(
    inside: str, blob: str, contents: Mapping[str, bytes | None], prefix: str, report: Report, known: Mapping[str, Head]
) -> Record | None:
    path = f"{prefix}/{inside}"
    must = inside == SETTINGS or must_be_item(inside)
    head, data = known.get(blob), contents.get(blob)
    if head is not None:
        return Record(path, inside, head, "") if must or "type" in head else None
    return read_file(data, inside, path, report, must, whole=False) if data is not None and is_read(inside) else None


def _with_series(
    item: Item, prefix: str, files: Mapping[str, str], contents: Mapping[str, bytes | None], settings: Settings, report: Report
) -> Item:
    table = item.path.removesuffix(".md") + ".csv"
    blob = files.get(table.removeprefix(f"{prefix}/"))
    data = contents.get(blob) if blob else None
    if not isinstance(item, Metric) or data is None:
        return item
    found = rows(data, table, series.COLUMNS, series.OPTIONAL, report)
    return item.model_copy(update={"series": series.points(found, settings, report)})


def _is_series(inside: str, files: Mapping[str, str]) -> bool:
    return inside.endswith(".csv") and inside.removesuffix(".csv") + ".md" in files


def _files(repository: Repository, commit: str) -> Iterator[tuple[str, str]]:
    out = repository.run("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit, repository.prefix or ".")
    for line in out.split(b"\0"):
        facts, _, name = line.partition(b"\t")
        inside = os.fsdecode(name).removeprefix(repository.prefix)
        if facts and not is_hidden(inside):
            mode, _, blob = facts.decode().split(" ")
            if mode not in _LINK_OR_MODULE:
                yield inside, blob
