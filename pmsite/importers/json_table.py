"""JSON as a table: an entry is a row, what is nested in it a column with dots in its name, a list a column that repeats."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from pmsite.diagnostics import Report, Span
from pmsite.importers.table import ROWS, SourceRow, Table, clean_cells, column_names, too_many_rows
from pmsite.messages import said
from pmsite.model.refusal import excerpt

_NAMES = ("name", "title", "login", "fullName", "full_name", "username", "value", "text", "url", "id")
_DEPTH = 8
Cells = Callable[[Mapping[str, Any]], Iterable[tuple[str, str]]]
AGAIN = said("export it again; see the how-to for the command that writes it")


class Misshapen(Exception):
    """An entry is not what its system writes; `messages` say where, and what is needed there."""

    def __init__(self, messages: Iterable[str]) -> None:
        super().__init__()
        self.messages = list(messages)


def entries_of(found: Any, path: str, report: Report, key: str = "") -> list[Any]:
    """The entries of an export: the list itself, or the list that an object holds under `key`, or its only one."""
    if isinstance(found, Mapping):
        lists = [value for name, value in found.items() if isinstance(value, list) and (name == key if key else True)]
        found = lists[0] if len(lists) == 1 else found
    if not isinstance(found, list):
        message = said("a list of entries is needed under `{key}`", key=key) if key else said("a list of entries is needed")
        report.error("wrong-shape", Span(path), message, AGAIN)
        return []
    return found


def table_of(entries: Iterable[Any], cells: Cells, path: str, report: Report, used: Collection[str] = ()) -> Table:
    """A table of entries; `cells` gives one as pairs of column and text, and may raise Misshapen.

    What is in no cell is named in `left_out`, unless it is among `used`, which says something in other words.
    """
    table = Table(path)
    left_out: dict[str, None] = {}
    seen: dict[str, None] = {}
    names: dict[str, str] = {}
    for number, entry in enumerate(entries, start=1):
        place = Span(f"{path}#{number}")
        if number > ROWS:
            too_many_rows(place, report)
            break
        try:
            pairs = [(names.setdefault(name, column_names([name])[0]), value) for name, value in cells(_mapping(entry))]
            missing = dict(_left_out(entry, pairs, used))
        except Misshapen as fault:
            for message in fault.messages:
                report.error("wrong-shape", place, message, AGAIN)
            continue
        except RecursionError:
            report.error("wrong-shape", place, said("the entry is nested too deep"), AGAIN)
            continue
        seen.update((name, None) for name, _ in pairs)
        left_out.update(missing)
        if found := clean_cells(iter(pairs), place, report):
            table.rows.append(SourceRow(place, found))
    if not seen and not report.failed:
        report.error("empty-table", Span(path), said("the file holds no entry that says anything"), said("export it again"))
    table.columns, table.left_out = tuple(seen), list(left_out)
    return table


def _mapping(entry: Any) -> Mapping[str, Any]:
    if not isinstance(entry, Mapping):
        raise Misshapen([said("an entry of named values is needed here, this is {kind}", kind=kind(entry))])
    return entry


def _left_out(entry: Mapping[str, Any], pairs: list[tuple[str, str]], used: Collection[str]) -> Iterator[tuple[str, None]]:
    told = "\n".join(value for _, value in pairs)
    for name, value in leaves(entry):
        if value not in told and name not in used and json.dumps(value, ensure_ascii=False)[1:-1] not in told:
            yield name, None


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every single value that says anything, by its name with dots."""
    if isinstance(value, Mapping):
        for key, entry in value.items():
            yield from leaves(entry, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for entry in value:
            yield from leaves(entry, name)
    elif value not in (None, "", False):
        yield name, one_text(value)


def flat(entry: Mapping[str, Any], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Any entry as pairs of column and text."""
    for key, value in entry.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping) and value.get("type") == "doc" and "content" in value:
            yield name, json.dumps(value, ensure_ascii=False)  # a text in Atlassian's document format
        elif isinstance(value, Mapping) and depth < _DEPTH:
            yield from flat(value, f"{name}.", depth + 1)
        elif isinstance(value, list):
            yield from ((name, one_text(part)) for part in value or ("",))
        else:
            yield name, one_text(value)


def one_text(value: Any) -> str:
    """A value as text: an object by its name, what has none as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if isinstance(value, Mapping):
        named = next((value[name] for name in _NAMES if isinstance(value.get(name), str) and value[name]), None)
        return named if named is not None and len(value) == 1 else json.dumps(value, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)


def kind(value: Any) -> str:
    """A value as a message names it."""
    if isinstance(value, (list, tuple)):
        return said("a list")
    if isinstance(value, Mapping):
        return said("a mapping")
    return excerpt(one_text(value), 40) or said("nothing")
