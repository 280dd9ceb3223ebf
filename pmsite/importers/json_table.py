"""JSON as a table: an entry is a row, what is nested in it a column with dots in its name, a list a column that repeats."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from math import isfinite
from typing import Any

from pmsite.diagnostics import Report, Span
from pmsite.importers.table import ROWS, SourceRow, Table, clean_cells, column_names, too_many_rows
from pmsite.model.refusal import excerpt
from pmsite.read.text import printable

_NAMES = ("name", "title", "login", "fullName", "full_name", "username", "value", "text", "url", "id")
_DEPTH = 8
DEEPEST = 60
"""Levels of an export; texts with their own structure have the most of them."""
Cells = Callable[[Mapping[str, Any]], Iterable[tuple[str, str]]]
AGAIN = "export it again; see the how-to for the command that writes it"


class Misshapen(Exception):
    """An entry is not what its system writes; `messages` say where, and what is needed there."""

    def __init__(self, messages: Iterable[str]) -> None:
        super().__init__()
        self.messages = list(messages)


class _Unfit(ValueError):
    """What JSON can write down and a plan cannot keep."""


def parse(text: str, path: str, report: Report) -> Any:
    """What a JSON text holds, or nothing where it is broken or would lose something, which is reported."""
    try:
        found = _DECODER.decode(text)
        _measure(found)
    except json.JSONDecodeError as fault:
        message = f"the JSON is broken here: {fault.msg}; perhaps only a part of the file is here"
        report.error("broken-json", Span(path, fault.lineno, fault.colno), message, "export it again")
    except RecursionError:
        report.error("broken-json", Span(path), "the JSON is nested too deep", "export it again")
    except _Unfit as fault:
        report.error("broken-json", Span(path), str(fault), "export it again")
    except ValueError:
        report.error("broken-json", Span(path), "the JSON holds a number that is too long", "export it again")
    else:
        return found
    return None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise _Unfit(f"an entry of the JSON names {printable(twice, 40)} twice")
    return found


def _number(written: str) -> float:
    found = float(written)
    if not isfinite(found):
        raise _Unfit(f"the JSON holds a number that is too large: {printable(written, 40)}")
    return found


def _no_number(written: str) -> Any:
    raise _Unfit(f"the JSON holds {written}, which is no number")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_number, parse_constant=_no_number)


def _measure(found: Any) -> None:
    """Raise _Unfit where values are nested so deep that what follows could not go through them."""
    level = [found]
    for _ in range(DEEPEST):
        level = [part for value in level if isinstance(value, (dict, list)) for part in _parts(value)]
        if not level:
            return
    raise _Unfit(f"the JSON is nested too deep: {DEEPEST} levels fit")


def _parts(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def entries_of(found: Any, path: str, report: Report, key: str = "") -> list[Any]:
    """The entries of an export: the list itself, or the list that an object holds under `key`, or its only one."""
    if isinstance(found, Mapping):
        lists = [value for name, value in found.items() if isinstance(value, list) and (name == key if key else True)]
        found = lists[0] if len(lists) == 1 else found
    if not isinstance(found, list):
        message = f"a list of entries is needed{f' under `{key}`' if key else ''}"
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
            report.error("wrong-shape", place, "the entry is nested too deep", AGAIN)
            continue
        seen.update((name, None) for name, _ in pairs)
        left_out.update(missing)
        if found := clean_cells(iter(pairs), place, report):
            table.rows.append(SourceRow(place, found))
    if not seen and not report.failed:
        report.error("empty-table", Span(path), "the file holds no entry that says anything", "export it again")
    table.columns, table.left_out = tuple(seen), list(left_out)
    return table


def _mapping(entry: Any) -> Mapping[str, Any]:
    if not isinstance(entry, Mapping):
        raise Misshapen([f"an entry of named values is needed here, this is {kind(entry)}"])
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
        return "a list"
    if isinstance(value, Mapping):
        return "a mapping"
    return excerpt(one_text(value) or "nothing", 40)
