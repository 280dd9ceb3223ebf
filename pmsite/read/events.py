"""One pass over YAML's events: the author's own texts as plain data, and a refusal of all that plain facts never need."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from sys import intern
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from pmsite.messages import said
from pmsite.read.fault import HeadFault
from pmsite.read.limits import SCALAR_CHARACTERS, YAML_DEPTH, YAML_NODES
from pmsite.read.lines import indent_of, lines_of
from pmsite.read.plain_facts import NOT_TEXT, NULLS
from pmsite.read.quoting import quote_hint
from pmsite.read.record import Path, Value
from pmsite.read.text import printable

HAS_LIBYAML = hasattr(yaml, "CSafeLoader")
Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Without libyaml the same events, more slowly."""

Places = dict[Path, tuple[int, int]]
"""Lines and columns, counted from 0."""

_Outer = list[tuple[Any, str | None]]

_QUOTES = frozenset("\"'")
_NUMBER = re.compile(
    r"[-+]?(?:0[xob][0-9a-fA-F_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+]?[0-9]+)?|\.(?:inf|nan))",
    re.IGNORECASE,
)

_CUT_NUMBER = re.compile(r"\b(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+,[0-9]+)$")


def events(head: str) -> Callable[[], Any]:
    """What gives YAML's events, one a call, without the recursion that nesting could exhaust."""
    get_event: Callable[[], Any] = Loader(head).get_event
    return get_event


def walk(head: str, places: Places | None = None) -> dict[str, Value]:
    """The mapping that a head holds. Raises HeadFault, or what PyYAML raises.

    With `places`, also notes where each key of a mapping and each entry of a list stands.
    """
    # One loop with its state in local names, and no call for each event: the facts of every file pass through here.
    # Limits are judged as events come, so that no text can make this hold more than they allow.
    get_event = events(head)
    outer: _Outer = []  # the mappings and lists around the present one, each with the key that is being filled
    holder: Any = None
    key: str | None = None
    is_mapping = False
    nodes = documents = 0
    top: dict[str, Value] = {}
    while True:
        event = get_event()
        kind = type(event)
        if kind is ScalarEvent:
            text = event.value
            nodes += 1
            if event.anchor is not None or event.tag is not None or nodes > YAML_NODES or len(text) > SCALAR_CHARACTERS:
                raise _node_fault(event, nodes, head)
            if is_mapping:
                if key is None:
                    # Every value is taken as text, but a key that YAML would take for a number or a truth is hardly meant as one.
                    if not event.style and (text in NOT_TEXT or (not text.isidentifier() and _NUMBER.fullmatch(text))):
                        raise _key_fault(event, text, head)
                    if text in holder:
                        raise _duplicate(event, (*_path(outer), text), head, places)
                    key = intern(text)  # thousands of files have the same keys
                    if places is not None:
                        places[(*_path(outer), text)] = (event.start_mark.line, event.start_mark.column)
                else:
                    style = event.style
                    if style in _QUOTES and event.start_mark.line != event.end_mark.line:
                        _refuse_swallowed_lines(event, head)
                    holder[key] = None if text in NULLS and not style else text
                    key = None
            elif holder is not None:
                if event.style in _QUOTES and event.start_mark.line != event.end_mark.line:
                    _refuse_swallowed_lines(event, head)
                if places is not None:
                    places[(*_path(outer), len(holder))] = (event.start_mark.line, event.start_mark.column)
                holder.append(None if text in NULLS and not event.style else text)
            elif event.style or text not in NULLS:  # a head of nothing but comments is one empty text, and no facts
                raise _no_mapping(event, head, said("a text"))
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            nodes += 1
            if event.anchor is not None or event.tag is not None or nodes > YAML_NODES:
                raise _node_fault(event, nodes, head)
            # What begins is put into its place at once and filled from then on, so that nothing is left to join at the end.
            inner: Any = {} if kind is MappingStartEvent else []
            if holder is None:
                if kind is SequenceStartEvent:
                    raise _no_mapping(event, head, said("a list"))
                top = inner
            elif is_mapping:
                if key is None:
                    raise _collection_as_key(event, head)
                holder[key] = inner
            else:
                if places is not None:
                    places[(*_path(outer), len(holder))] = (event.start_mark.line, event.start_mark.column)
                holder.append(inner)
            outer.append((holder, key))
            if len(outer) > YAML_DEPTH:
                raise _fault(
                    "nested-too-deep",
                    event,
                    said("the facts are nested too deep: {limit} levels fit", limit=YAML_DEPTH),
                    said("write them flatter"),
                )
            holder, key, is_mapping = inner, None, kind is MappingStartEvent
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            # A collection is only ever a value here, so a mapping that comes back to its turn waits for its next key.
            holder = outer.pop()[0]
            key, is_mapping = None, type(holder) is dict
        elif kind is AliasEvent:
            message = said("a value that starts with * refers to another one, which is not allowed")
            raise _fault("alias", event, message, _in_quotes(event, head))
        elif kind is DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise _fault(
                    "second-document",
                    event,
                    said("a second block of facts begins here"),
                    said("remove the hyphens, or move the text below the facts"),
                )
        elif kind is StreamEndEvent:
            if not HAS_LIBYAML:
                json.dumps(top, ensure_ascii=False).encode()  # ValueError for half a character, which libyaml refuses itself
            return top


def _path(outer: _Outer) -> list[str | int]:
    return [key if key is not None else len(holder) - 1 for holder, key in outer if holder is not None]


def _fault(code: str, event: Any, message: str, hint: str) -> HeadFault:
    return HeadFault(code, event.start_mark.line, event.start_mark.column, message, hint)


def _in_quotes(event: Any, head: str) -> str:
    """What to write where a text is meant; whether it is, nobody knows but its author."""
    return str(quote_hint(lines_of(head)[event.start_mark.line], event.start_mark.column))


def _node_fault(event: Any, nodes: int, head: str) -> HeadFault:
    if event.anchor is not None:
        message = said("a value that starts with & names itself for use elsewhere, which is not allowed")
        return _fault("anchor", event, message, _in_quotes(event, head))
    if event.tag is not None:
        message = said("a value that starts with ! carries a tag, which is not allowed")
        return _fault("tag", event, message, _in_quotes(event, head))
    if nodes > YAML_NODES:
        message = said("the facts hold too many values: {limit} fit", limit=YAML_NODES)
        return _fault("too-many-values", event, message, said("move long lists into items of their own"))
    message = said("the text is too long: {limit} characters fit", limit=SCALAR_CHARACTERS)
    return _fault("text-too-long", event, message, said("move it into the body"))


def _key_fault(event: Any, key: str, head: str) -> HeadFault:
    if key == "<<":
        return _fault(
            "merge-key", event, said("the key << copies facts from elsewhere, which is not allowed"), said("write the facts out")
        )
    if not key:
        return _fault("key-not-text", event, said("the key before this colon is missing"), said("write a word before the colon"))
    line, column = event.start_mark.line, event.start_mark.column
    if found := _CUT_NUMBER.search(lines_of(head)[line], 0, column + len(key)):
        groups = all(len(part) == 3 for part in found[0].split(",")[1:])
        message = (
            said("the comma in {number} ends the value: numbers are written without it", number=found[0])
            if groups
            else said("the comma in {number} ends the value: numbers are written with a point", number=found[0])
        )
        hint = said("write {number}", number=found[0].replace(",", "" if groups else "."))
        return HeadFault("comma-in-number", line, found.start(), message, hint)
    return _fault(
        "key-not-text",
        event,
        said("keys must be text; {key} is not", key=printable(key, 60)),
        said('put it in quotes: "{key}":', key=printable(key, 60)),
    )


def _collection_as_key(event: Any, head: str) -> HeadFault:
    what = said("a list") if type(event) is SequenceStartEvent else said("a mapping")
    line, column = event.start_mark.line, event.start_mark.column
    begins_value = lines_of(head)[line][:column].rstrip().endswith(("{", "["))  # `{{ name }}`
    hint = quote_hint(lines_of(head)[line], column - 1) if begins_value else said("write one word before the colon")
    return _fault("key-not-text", event, said("keys must be text; this one is {what}", what=what), hint)


def _no_mapping(event: Any, head: str, what: str) -> HeadFault:
    from pmsite.read.explain import not_a_mapping  # here and below, since sound files need no explanation

    return not_a_mapping(head, event.start_mark.line, event.start_mark.column, what)


def _refuse_swallowed_lines(event: Any, head: str) -> None:
    """A quote left open ends at the next one, lines later: what lies between would be lost in it."""
    lines = lines_of(head)
    first = event.start_mark.line
    for line in lines[first + 1 : event.end_mark.line + 1]:
        if line.strip() and indent_of(line) <= indent_of(lines[first]):
            from pmsite.read.open_quotes import quote_fault

            raise quote_fault(lines, first, event.start_mark.column)


def _duplicate(event: Any, path: Path, head: str, places: Places | None) -> HeadFault:
    if places is None:
        places = {}
        with suppress(HeadFault):
            walk(head, places)
    fault = _fault("duplicate-key", event, "", said("keep one of the two"))
    fault.first = places[path]
    fault.message = said("the key {key} stands here a second time", key=printable(str(path[-1]), 60))
    return fault
