"""A plan that pmsite exported as JSON becomes the files of a workspace again."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pmsite.model.load import type_of
from pmsite.model.scaffold import scalar
from pmsite.read.names import file_name_fault

FORMAT, VERSIONS = "pmsite-plan", (1,)

_IN_FLOW = re.compile(r"[^\W_][\w .%+-]*")
_KEY = re.compile(r"[^\W\d][\w-]*")


class NoPlan(ValueError):
    """The document is none that pmsite wrote, or one of a later pmsite; says which."""


def items_from_json(document: Mapping[str, Any]) -> dict[str, str]:
    """By path relative to the workspace, the text of every file that a document tells: product.yml, items, their translations and series.

    Raises NoPlan where it is no such document, or names a file outside the workspace.
    """
    if document.get("format") != FORMAT:
        raise NoPlan(f"this is not a plan that `pmsite export json` wrote: it has no `format: {FORMAT}`")
    if document.get("version") not in VERSIONS:
        raise NoPlan(f"this plan is of version {document.get('version')!r}; this pmsite reads version {VERSIONS[-1]}")
    files = {"product.yml": "".join(_lines(document["settings"]))}
    for item in document["items"]:
        files.update(_files(item))
    return files


def _files(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    path = _checked(item["path"])
    stem = path.removesuffix(".md")
    name = {} if stem.rpartition("/")[2] == item["id"] else {"id": item["id"]}
    yield path, _text({**_type(item), **name, **item["facts"]}, item.get("body", ""))
    for language, words in item.get("translations", {}).items():
        told = {key: words[key] for key in ("title", "summary") if key in words}
        yield _checked(f"{stem}.{language}.md"), _text(told, words.get("body", ""))
    if "series" in item:
        yield f"{stem}.csv", _table(item["series"])


def _type(item: Mapping[str, Any]) -> dict[str, str]:
    """The type, which the folder gives where the file stands in the type's own."""
    return {} if type_of(item["path"]) == item["type"] else {"type": item["type"]}


def _checked(path: str) -> str:
    if not path.endswith(".md") or any(not part or file_name_fault(part) for part in path.split("/")):
        raise NoPlan(f"{path!r} is no place of an item's file")
    return path


def _text(facts: Mapping[str, Any], body: str) -> str:
    return f"---\n{''.join(_lines(facts))}---\n{body}"


def _lines(facts: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """The lines of a mapping in YAML; lists of single values on one line."""
    for key, value in facts.items():
        name = key if _KEY.fullmatch(key) and scalar(key) == key else json.dumps(key, ensure_ascii=False)
        if isinstance(value, Mapping) and value:
            yield f"{indent}{name}:\n"
            yield from _lines(value, f"{indent}  ")
        elif isinstance(value, list) and any(isinstance(entry, (Mapping, list)) for entry in value):
            yield f"{indent}{name}:\n"
            yield from (f"{indent}  - {_flow(entry)}\n" for entry in value)
        else:
            yield f"{indent}{name}: {_flow(value)}\n"


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_word(key)}: {_flow(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number(value)
    return _word(value)


def _word(text: str) -> str:
    return text if _IN_FLOW.fullmatch(text) and scalar(text) == text else json.dumps(text, ensure_ascii=False)


def _number(value: float) -> str:
    """A number in digits alone, as front matter has it."""
    return format(Decimal(repr(value)), "f")


def _table(points: list[Mapping[str, Any]]) -> str:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    has_notes = any(point.get("note") for point in points)
    rows.writerow(["date", "value", *(["note"] if has_notes else [])])
    for point in points:
        rows.writerow([point["date"], _number(point["value"]), *([point.get("note", "")] if has_notes else [])])
    return out.getvalue()
