"""What is wrong with a value is told once, however many rows have it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace

from pmsite.diagnostics import Diagnostic
from pmsite.importers.dates import WHICH_DAY
from pmsite.messages import said


def once_for_each_value(faults: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Faults in the same words as one, at the first of their places, with the number of rows."""
    groups: dict[Hashable, list[Diagnostic]] = {}
    for fault in faults:
        groups.setdefault(_what(fault), []).append(fault)
    for first, *others in groups.values():
        yield replace(first, message=_in_rows(first.message, len(others) + 1)) if others else first


def _in_rows(message: str, count: int) -> str:
    return said("{message}, in {count} rows", message=message, count=f"{count:,}")


def _what(fault: Diagnostic) -> Hashable:
    """What a fault is about: for days that may be months the column, since one answer mends them all."""
    about = fault.message.partition(":")[0] if fault.hint == WHICH_DAY else fault.message
    return fault.code, fault.severity, about, fault.hint, fault.related
