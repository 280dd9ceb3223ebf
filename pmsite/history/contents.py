"""What one blob of a history holds: the facts of an item, what names the text below them, the values of a metric."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from pmsite.diagnostics import Report
from pmsite.history.store import Head, Table
from pmsite.model import series
from pmsite.model.load import type_of
from pmsite.model.metric import Metric
from pmsite.model.settings import LANGUAGES, Settings
from pmsite.model.translation import TRANSLATED
from pmsite.read.table import rows
from pmsite.read.workspace import read_file

_END = re.compile(rb"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE)
_NO_SETTINGS = Settings.model_construct(name="")


def of_item(data: bytes, inside: str) -> tuple[Head, str]:
    """The facts of an item, a translation or the settings, and what names the text below. A history needs to know no more of a text."""
    end = _END.search(data, 4) if data.startswith(b"---") else None
    record = read_file(data[: end.end()] if end else data, inside, inside, Report(), whole=False)
    if record is None:
        return None, ""
    rest = data[end.end() :].replace(b"\r\n", b"\n").replace(b"\r", b"\n") if end else record.body.encode()
    return dict(record.data), _name(rest)


def name(text: str) -> str:
    """What names a text: nothing for no text."""
    return _name(text.encode())


def _name(text: bytes) -> str:
    return hashlib.blake2b(text, digest_size=12).hexdigest() if text else ""


def words(head: Head, text: str) -> dict[str, str] | None:
    """What a translation says, its text by what names it; nothing where it cannot be read."""
    if head is None or any(key not in TRANSLATED or not isinstance(value, str) for key, value in head.items()):
        return None
    found = {key: str(value).strip() for key, value in head.items()} | {"body": text}
    return {key: value for key, value in found.items() if value}


def original(inside: str) -> str:
    """The file of the item that a table, or a translation, stands beside; an item's own file is its own."""
    stem = inside.removesuffix(".csv").removesuffix(".md")
    return f"{stem.removesuffix(f'.{language_of(inside)}')}.md"


def language_of(inside: str) -> str:
    """The language of a translation; nothing for other files."""
    stem, _, suffix = inside.rpartition("/")[2].removesuffix(".md").rpartition(".")
    return suffix if stem and inside.endswith(".md") and suffix in LANGUAGES else ""


def is_metric(inside: str, head: Head) -> bool:
    """Whether a file makes a metric, by its place or by what it says."""
    return inside.endswith(".md") and (type_of(inside) == Metric.type or (head is not None and head.get("type") == Metric.type))


@dataclass(slots=True)
class Tables:
    """Reads versions of tables, each file's from the oldest to the newest: one that only became longer is read from where it did."""

    _last: dict[str, tuple[bytes, Table]] = field(default_factory=dict)

    def read(self, data: bytes, inside: str) -> Table:
        """All rows of a version."""
        before, known = self._last.get(inside, (b"", None))
        if known and before.endswith(b"\n") and data.startswith(before) and b'"' not in data:
            lines = before.splitlines(keepends=True)
            found = _read(b"".join((lines[0], lines[-1], data[len(before) :])), inside)
            table = (*known, *found[1:]) if found and found[0] == known[-1] else _read(data, inside)
        else:
            table = _read(data, inside)
        self._last[inside] = data, table
        return table


def _read(data: bytes, inside: str) -> Table:
    report = Report()
    found = series.points(rows(data, inside, series.COLUMNS, series.OPTIONAL, report), _NO_SETTINGS, report)
    return None if report.failed else tuple((str(point.date), point.value, point.note) for point in found)
