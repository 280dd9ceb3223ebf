"""JSON as a table: an entry is a row, what is nested in it a column with dots in its name, a list a column that repeats."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pmsite.diagnostics import Report, Span
from pmsite.importers.table import ROWS, Row, Table, clean_cells, column_names, too_many_rows

_NAMES = ("name", "title", "login", "fullName", "full_name", "username", "value", "text", "url", "id")
_DEPTH = 8


def parse(text: str, path: str, report: Report) -> Any:
    """What a JSON text holds, or nothing where it is broken, which is reported."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        message = f"the JSON is broken here: {fault.msg}; perhaps only a part of the file is here"
        report.error("broken-json", Span(path, fault.lineno, fault.colno), message, "export it again")
    except RecursionError:
        report.error("broken-json", Span(path), "the JSON is nested too deep", "export it again")
    except ValueError:
        report.error("broken-json", Span(path), "the JSON holds a number that is too long", "export it again")
    return None


def entries_of(found: Any, path: str, report: Report, key: str = "") -> list[Mapping[str, Any]]:
    """The entries of an export: the list itself, or the list that an object holds under `key`, or its only one."""
    if isinstance(found, Mapping):
        lists = [value for name, value in found.items() if isinstance(value, list) and (name == key if key else True)]
        found = lists[0] if len(lists) == 1 else found
    if not isinstance(found, list) or not all(isinstance(entry, Mapping) for entry in found):
        message = f"a list of entries is needed{f' under `{key}`' if key else ''}"
        report.error("wrong-shape", Span(path), message, "export it again; see the how-to for the command that writes it")
        return []
    return found


def table_of(entries: Iterable[Iterable[tuple[str, str]]], path: str, report: Report) -> Table:
    """A table of entries that are flat already: pairs of column and text."""
    table = Table(path)
    seen: dict[str, None] = {}
    names: dict[str, str] = {}
    for number, entry in enumerate(entries, start=1):
        place = Span(f"{path}#{number}")
        if number > ROWS:
            too_many_rows(place, report)
            break
        pairs = [(names.setdefault(name, column_names([name])[0]), value) for name, value in entry]
        seen.update((name, None) for name, _ in pairs)
        if found := clean_cells(iter(pairs), place, report):
            table.rows.append(Row(place, found))
    table.columns = tuple(seen)
    return table


def flat(entry: Mapping[str, Any], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Any entry as pairs of column and text."""
    for key, value in entry.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping) and depth < _DEPTH:
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
