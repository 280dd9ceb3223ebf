"""A file that exists, with some of its facts changed: every other byte stays, comments and the order of keys with it.

The lines of a fact that changes go through ruamel.yaml, which keeps the comments among them; all other lines are not touched.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from pmsite.diagnostics import Report
from pmsite.model.item import MACHINE_FIELDS
from pmsite.read.front_matter import marks, read
from pmsite.read.record import Record
from pmsite.writing.front import TEXTS, entry, in_flow, is_block, order

_OPENING = re.compile(r"\A(\ufeff?---[ \t]*\r?\n)")
_DECIMAL = re.compile(r"[0-9]{1,15}\.[0-9]{1,6}")
_PLAIN = re.compile(r"(\w+: +)[^\s#\"'\[\]{}|>&*!%@`,][^#\n]*?((?:[ \t]+#[^\n]*)?)\n")
"""One word or more after one key, and a comment: most of what changes."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def updated(text: str, record: Record, type_name: str, changes: Mapping[str, Any], body: str | None) -> str:
    """The file's text with facts changed, or taken out where their value is None, and with another body where there is one."""
    newline = "\r\n" if "\r\n" in text else "\n"
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    opening = _OPENING.match(plain)
    start = opening.end() if opening else 4
    head, rest = plain[start : start + len(record.head)], plain[start + len(record.head) :]
    for key, value in changes.items():
        head = _changed(head, key, value, record.data.get(key), type_name)
    closing, _, old_body = rest.partition("\n")
    found = f"{plain[:start]}{head}{closing}\n{old_body if body is None else body}"
    return found.replace("\n", newline)


def _changed(head: str, key: str, value: Any, old: Any, type_name: str) -> str:
    places = {path[0]: place for path, place in marks(head, 0).items() if len(path) == 1}
    if any(column != 1 for _, column in places.values()):
        return _through_ruamel(head, key, value, old)  # all facts in braces: there are no lines to tell apart
    lines = head.split("\n")
    starts = sorted(line for line, _ in places.values())
    if key not in places:
        if value is None:
            return head
        at = _place_of(key, places, lines, type_name)
        return "\n".join([*lines[:at], *entry(key, value), *lines[at:]])
    first = places[key][0]
    last = next((line for line in starts if line > first), len(lines))
    while last > first + 1 and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
        last -= 1
    if value is None:
        return "\n".join([*lines[:first], *lines[last:]])
    part = "\n".join(lines[first:last]) + "\n"
    if key in MACHINE_FIELDS and "#" not in part:
        return "\n".join([*lines[:first], *entry(key, value), *lines[last:]])  # nobody wrote here: ten times as fast
    if isinstance(value, str) and (plain := _PLAIN.fullmatch(part)):
        one, *more = entry(key, value)
        if not (more and plain[2]):
            return "\n".join([*lines[:first], plain[1] + one.partition(": ")[2] + plain[2], *more, *lines[last:]])
    found = _through_ruamel(part, key, value, old)
    if read(found, "", 1, Report()) != {key: value}:  # it trips over a comment now and then
        found = "\n".join(entry(key, value))
    return "\n".join([*lines[:first], *found.rstrip("\n").split("\n"), *lines[last:]])


def _place_of(key: str, places: Mapping[Any, tuple[int, int]], lines: list[str], type_name: str) -> int:
    """The line for a new fact: before the first one that comes after it in a new file, so that `imported` stays last."""
    wanted = order(type_name)
    after = set(wanted[wanted.index(key) + 1 :]) if key in wanted else {"imported"}
    found = [line for name, (line, _) in places.items() if name in after]
    return min(found, default=len(lines) - 1 if lines and not lines[-1] else len(lines))


def _through_ruamel(text: str, key: str, value: Any, old: Any) -> str:
    from ruamel.yaml import YAML  # here, since a first import needs none of it

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.allow_unicode = True
    indents = re.search(r"^( *)- ", text, re.MULTILINE)
    offset = len(indents[1]) if indents else 2
    yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
    data = yaml.load(text)
    if value is None:
        del data[key]
    else:
        data[key] = _entry(value) if key in TEXTS and isinstance(value, str) else _assigned(data.get(key), value, old)
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _assigned(node: Any, value: Any, old: Any) -> Any:
    """A value in place of an old one, its parts that stay the same untouched."""
    from ruamel.yaml.comments import CommentedSeq

    if isinstance(value, Mapping) and isinstance(node, dict) and isinstance(old, Mapping):
        for key in [key for key in node if key not in value]:
            del node[key]
        for key, inner in value.items():
            if key not in node or inner != old.get(key):
                node[key if key in node else _entry(key)] = _assigned(node.get(key), inner, old.get(key))
        return node
    if isinstance(value, (list, tuple)) and isinstance(node, CommentedSeq) and isinstance(old, list) and len(node) == len(old):
        if not node.ca.items:  # no comments to keep in their places
            if node.fa.flow_style() and _has_groups(value):
                return _tree(value, None)
            node[:] = list(map(_listed, value))
            return node
        kept = [at for at, entry_ in enumerate(old) if entry_ in value]
        added = [entry_ for entry_ in value if entry_ not in old]
        if [*(old[at] for at in kept), *added] == list(value):
            for at in range(len(old) - 1, -1, -1):
                if at not in kept:
                    del node[at]
            node.extend(map(_listed, added))
            return node
    return _tree(value, node)


def _tree(value: Any, node: Any) -> Any:
    """A value as ruamel.yaml has it; a list stays on one line where the one that it takes the place of was."""
    if isinstance(value, Mapping):
        return {_entry(key): _tree(inner, None) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        from ruamel.yaml.comments import CommentedSeq

        found = CommentedSeq(map(_listed, value))
        if not value or (isinstance(node, CommentedSeq) and node.fa.flow_style() and not _has_groups(value)):
            found.fa.set_flow_style()
        return found
    return _scalar(value)


def _has_groups(value: Any) -> bool:
    return any(isinstance(entry_, Mapping) for entry_ in value)


def _listed(value: Any) -> Any:
    return _entry(value) if isinstance(value, str) else _tree(value, None)


def _scalar(value: str) -> Any:
    """A text as the value that is written without quotes, where there is one that is written just so."""
    if value in ("true", "false"):
        return value == "true"
    if value.isascii() and value.isdecimal() and str(int(value)) == value:
        return int(value)
    if _DECIMAL.fullmatch(value) and repr(float(value)) == value:
        return float(value)
    if _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return _entry(value)


def _entry(value: str) -> Any:
    """A text in the style in which a new file has it, which pmsite and ruamel.yaml read alike."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

    if is_block(value):
        return LiteralScalarString(value)
    return value if in_flow(value) == value else DoubleQuotedScalarString(value)
