"""What facts may not hold: marks of internal passages, since nothing takes a passage out of them."""

from __future__ import annotations

from collections.abc import Iterator

from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import said
from pmsite.read.passages import resembles
from pmsite.read.record import Record, Value
from pmsite.read.signs import may_hold_marks
from pmsite.read.spans import span_of
from pmsite.read.text import printable

_IN_ITEM = said("move the passage there, or give outside readers other words under `for:`")
_IN_SETTINGS = said("take the marks out: what product.yml says, all readers get")


def faults(record: Record, *, is_settings: bool = False) -> Iterator[Diagnostic]:
    """Every fact that holds a mark of an internal passage, or what looks like one."""
    if not may_hold_marks(record.head) and "\\" not in record.head:
        return
    waiting: list[tuple[tuple[str | int, ...], Value]] = [((key,), value) for key, value in record.data.items()]
    for place, value in waiting:
        if isinstance(value, dict):
            waiting.extend(((*place, key), entry) for key, entry in value.items())
        elif isinstance(value, list):
            waiting.extend(((*place, at), entry) for at, entry in enumerate(value))
        if any(map(resembles, (str(place[-1]), value if isinstance(value, str) else ""))):
            message = said(
                "{place}: internal passages are for the text below an item's front matter", place=printable(str(place[0]), 60)
            )
            hint = _IN_SETTINGS if is_settings else _IN_ITEM
            yield Diagnostic("internal-passage-in-fact", Severity.ERROR, span_of(record, *place), message, hint)
