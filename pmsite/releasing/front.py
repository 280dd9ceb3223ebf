"""A file's front matter with facts added or completed: every other byte stays, comments and the order of keys with it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from pmsite.diagnostics import Report
from pmsite.model.load import type_of
from pmsite.read.record import Record
from pmsite.read.workspace import read_item
from pmsite.releasing.refused import Refused

Fact = str | bool | Sequence[str]

_BLOCK = re.compile(r"[^\s#](?:[^\n]*[^\s])?(?:\n(?:[^\s](?:[^\n]*[^\s])?)?)+[^\s]")
_PLAIN = re.compile(r"[A-Za-z][\w-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS_OF_YAML = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_VALUE = re.compile(r"(?P<key>[\w-]+[ \t]*:)(?:[ \t]+(?P<value>[^#\r\n]*?))?(?P<rest>(?:[ \t]+#.*)?[ \t]*)")


def written(value: Fact) -> str:
    """A value in one line of YAML, which every reader takes for text or for a list of texts."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS_OF_YAML
        return value if plain else json.dumps(value, ensure_ascii=False)
    return "[" + ", ".join(map(written, value)) + "]"


def lines(facts: Mapping[str, Fact]) -> list[str]:
    """Facts as lines of front matter; longer lists one entry a line."""
    found = []
    for key, value in facts.items():
        if isinstance(value, str) and _BLOCK.fullmatch(value):
            found += [f"{key}: |-", *(f"  {line}" for line in value.split("\n"))]
        elif isinstance(value, (str, bool)) or len(written(value)) <= 100:
            found.append(f"{key}: {written(value)}")
        else:
            found += [f"{key}:", *(f"  - {written(entry)}" for entry in value)]
    return found


def file(facts: Mapping[str, Fact], body: str = "") -> str:
    """A new item file."""
    return "\n".join(["---", *lines(facts), "---", body])


def with_facts(text: str, record: Record, facts: Mapping[str, Fact]) -> str:
    """A file's text with facts in it that were absent, or had another value in one line; raises Refused."""
    found = text.splitlines(keepends=True)
    end = "\r\n" if found[0].endswith("\r\n") else "\n"
    fresh = {key: value for key, value in facts.items() if key not in record.data}
    for key in facts.keys() - fresh.keys():
        number = record.span(key).line - 1
        found[number] = _replaced(found[number], written(facts[key]), key, record)
    close = record.head_line - 1 + record.head.count("\n")
    found[close:close] = [line + end for line in lines(fresh)]
    result = "".join(found)
    _make_sure(result, record, facts)
    return result


def _replaced(line: str, value: str, key: str, record: Record) -> str:
    bare = line.rstrip("\r\n")
    found = _VALUE.fullmatch(bare)
    if found is None:
        raise Refused(f"{key} in {record.path} is written in a way that only a person can change", f"write `{key}: {value}` there")
    return f"{found['key']} {value}{found['rest']}{line[len(bare) :]}"


def _make_sure(text: str, record: Record, facts: Mapping[str, Fact]) -> None:
    """Read the result again: nothing else may have changed."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    again = read_item(plain, record.inside, record.path, Report())
    wanted = dict(record.data) | {key: list(value) if isinstance(value, tuple) else value for key, value in facts.items()}
    if again is None or dict(again.data) != wanted or again.body != record.body or type_of(record.inside) is None:
        names = ", ".join(f"`{line}`" for line in lines(facts))
        raise Refused(f"the facts of {record.path} are written in a way that only a person can change", f"write {names} there")
