"""Front matter as YAML reads it, where it is less than plain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import yaml
from yaml.events import ScalarEvent, StreamEndEvent

from pmsite.diagnostics import Diagnostic, Report, Severity, Span
from pmsite.messages import said
from pmsite.read.events import Places, events, walk
from pmsite.read.fault import HeadFault
from pmsite.read.lines import lines_of
from pmsite.read.quoting import rest_hint
from pmsite.read.record import Value
from pmsite.read.text import printable

YAML_FAULTS = (yaml.YAMLError, ValueError, OverflowError, RecursionError)
_COMMENT = re.compile(r"[ \t]*+(#\S.*)")


def read(head: str, path: str, first_line: int, report: Report) -> dict[str, Value] | None:
    """The mapping that a head holds; nothing where it cannot be trusted."""
    try:
        return walk(head)
    except HeadFault as found:
        report.add(found.diagnostic(path, first_line))
    except YAML_FAULTS as error:
        from pmsite.read.explain import explain  # here, since sound files need no explanation

        report.add(explain(head, error).diagnostic(path, first_line))
    return None


def places(head: str) -> Places:
    """Where each key of a mapping and each entry of a list stands, as far as the head can be read."""
    found: Places = {}
    with suppress(HeadFault, *YAML_FAULTS):
        walk(head, found)
    return found


def lost_texts(head: str, path: str, first_line: int) -> Iterator[Diagnostic]:
    """What follows a value behind a `#`, and is lost."""
    lines = lines_of(head)
    get_event = events(head)
    event: Any = None
    while type(event := get_event()) is not StreamEndEvent:
        if type(event) is not ScalarEvent or event.style:
            continue
        end: Any = event.end_mark
        line, column = end.line, end.column
        found = _COMMENT.match(lines[line], column) if line < len(lines) else None
        if found and found.start(1) > column:
            message = said("the text {found} is lost: a # after a space begins a comment", found=printable(found[1], 60))
            span = Span(path, first_line + line, found.start(1) + 1)
            yield Diagnostic("comment-in-value", Severity.WARNING, span, message, _whole_value_hint(head, event))


def _whole_value_hint(head: str, event: Any) -> str:
    start = event.start_mark
    if start.line != event.end_mark.line:
        return said("put the whole value in double quotes")
    return rest_hint(lines_of(head)[start.line], start.column)
