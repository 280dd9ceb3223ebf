"""JSON as data, or what speaks against it: nothing of it is lost, and nothing nested so deep that what follows could not go through it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from math import isfinite
from typing import Any

from pmsite.diagnostics import Report, Span
from pmsite.messages import reason, said
from pmsite.read.text import printable

DEEPEST = 60
"""Levels of an export; texts with their own structure have the most of them."""


class _Unfit(ValueError):
    """What JSON can write down and a plan cannot keep."""


def parse(text: str, path: str, report: Report) -> Any:
    """What a JSON text holds, or nothing where it is broken or would lose something, which is reported."""
    try:
        found = _DECODER.decode(text)
        _measure(found)
    except json.JSONDecodeError as fault:
        message = said("the JSON is broken here: {why}; perhaps only a part of the file is here", why=fault.msg)
        report.error("broken-json", Span(path, fault.lineno, fault.colno), message, said("export it again"))
    except RecursionError:
        report.error("broken-json", Span(path), said("the JSON is nested too deep"), said("export it again"))
    except _Unfit as fault:
        report.error("broken-json", Span(path), reason(fault), said("export it again"))
    except ValueError:
        report.error("broken-json", Span(path), said("the JSON holds a number that is too long"), said("export it again"))
    else:
        return found
    return None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise _Unfit(said("an entry of the JSON names {name} twice", name=printable(twice, 40)))
    return found


def _number(written: str) -> float:
    found = float(written)
    if not isfinite(found):
        raise _Unfit(said("the JSON holds a number that is too large: {written}", written=printable(written, 40)))
    return found


def _no_number(written: str) -> Any:
    raise _Unfit(said("the JSON holds {written}, which is no number", written=written))


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_number, parse_constant=_no_number)


def _measure(found: Any) -> None:
    """Raise _Unfit where values are nested so deep that what follows could not go through them."""
    level = [found]
    for _ in range(DEEPEST):
        level = [part for value in level if isinstance(value, (dict, list)) for part in _parts(value)]
        if not level:
            return
    raise _Unfit(said("the JSON is nested too deep: {count} levels fit", count=DEEPEST))


def _parts(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value
