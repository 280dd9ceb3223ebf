"""Front matter as text, in the dress that all new files have: lists with one entry a line, so that two people who add one rarely collide."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pmsite.model.item import Item
from pmsite.model.scaffold import WORDS_OF_YAML, scalar
from pmsite.model.types import BY_NAME, keys

WIDTH = 110
__all__ = ["TEXTS", "WIDTH", "WORDS_OF_YAML", "entry", "in_flow", "is_block", "key_text", "new_text", "order", "quoted"]
_BOOLEANS = frozenset({"true", "false"})
TEXTS = frozenset({"title", "id", "version", "release", "theme", "team"})
"""Facts that are texts even where they look like a number."""
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_LIKE_A_NUMBER = re.compile(r"[-+]?[0-9][0-9_]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?")
"""What some reader of YAML takes for a number, as some short names of commits."""
_UNFIT = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_IN_FLOW = re.compile(r"[\w.+%][\w .+%/()-]*")
_KEY = re.compile(r"[^\W\d][\w ()/.-]*")


def order(type_name: str) -> list[str]:
    """The fields of a type in the order in which a new file has them."""
    known = list(keys(BY_NAME[type_name]))
    common = [field.alias or name for name, field in Item.model_fields.items()]
    own = [key for key in known if key not in common]
    return ["id", "title", "summary", *own, *(key for key in common if key in known and key not in ("id", "title", "summary"))]


def new_text(type_name: str, fields: Mapping[str, Any], body: str) -> str:
    """A whole file. Fields that the type does not know, which are the workspace's own, stand before the last one."""
    known = order(type_name)
    names = [*(key for key in known if key in fields and key != "imported"), *(key for key in fields if key not in known)]
    names += ["imported"] if "imported" in fields else []
    head = "".join(f"{line}\n" for key in names for line in entry(key, fields[key]))
    return f"---\n{head}---\n{body}\n" if body else f"---\n{head}---\n"


def entry(key: str, value: Any, indent: str = "") -> Iterator[str]:
    """The lines of one key and its value."""
    name = key_text(key)
    if isinstance(value, Mapping):
        yield f"{indent}{name}:" if value else f"{indent}{name}: {{}}"
        for inner, found in value.items():
            yield from entry(inner, found, f"{indent}  ")
    elif isinstance(value, (list, tuple)):
        yield from _list(name, value, indent)
    elif value is None:
        yield f"{indent}{name}: null"
    elif is_block(value):
        yield f"{indent}{name}: |-"
        yield from (f"{indent}  {line}" if line else "" for line in value.split("\n"))
    else:
        yield f"{indent}{name}: {on_a_line(value, is_text=key in TEXTS)}"


def is_block(value: str) -> bool:
    """Whether a text has several lines that YAML reads back as they are, one below the other."""
    lines = value.split("\n")
    return len(lines) > 1 and value == value.strip() and all(line == line.rstrip() and "\t" not in line for line in lines)


def on_a_line(value: str, *, is_text: bool) -> str:
    """A text as it stands alone on a line. One that `is_text` is never taken for a number."""
    return _quoted_number(value) if is_text else value if is_plain(value) else _plain_or_quoted(value)


def key_text(key: str) -> str:
    """A key as YAML reads it back as text."""
    return key if _KEY.fullmatch(key) and scalar(key) == key else quoted(key)


def _list(name: str, values: list[Any] | tuple[Any, ...], indent: str) -> Iterator[str]:
    yield f"{indent}{name}:" if values else f"{indent}{name}: []"
    for value in values:
        yield from _entry_of_list(value, f"{indent}  ")


def _entry_of_list(value: Any, indent: str) -> Iterator[str]:
    """A value with a dash before it; a group on one line where it fits there."""
    flow = f"{indent}- {_quoted_number(value) if isinstance(value, str) else _flow(value)}"
    if isinstance(value, Mapping) and len(flow) > WIDTH:
        first, *rest = (line for key, found in value.items() for line in entry(key, found, f"{indent}  "))
        yield from (f"{indent}- {first.lstrip()}", *rest)
    else:
        yield flow


def _flow(value: Any, key: str = "") -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key_text(name)}: {_flow(found, name)}" for name, found in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if value is None:
        return "null"
    return value if key and key not in TEXTS and is_plain(value) else in_flow(value)


def is_plain(value: str) -> bool:
    """Whether every reader of YAML takes a text for the number, or the truth, that it says."""
    return value in _BOOLEANS or _NUMBER.fullmatch(value) is not None


def _quoted_number(value: str) -> str:
    """A text that other readers of YAML would take for a number stands in quotes, though pmsite would not."""
    return f'"{value}"' if _LIKE_A_NUMBER.fullmatch(value) else _plain_or_quoted(value)


def in_flow(value: str) -> str:
    """A text as it stands in a list on one line."""
    if _LIKE_A_NUMBER.fullmatch(value):
        return f'"{value}"'
    return value if _IN_FLOW.fullmatch(value) and scalar(value) == value else quoted(value)


def quoted(value: str) -> str:
    """A text in double quotes, with what facts may not hold as it is written as its number."""
    return _UNFIT.sub(lambda found: _escaped(found[0]), json.dumps(value, ensure_ascii=False))


def is_like_a_number(value: str) -> bool:
    """Whether some reader of YAML takes a text for a number where it has no quotes."""
    return _LIKE_A_NUMBER.fullmatch(value) is not None


def _plain_or_quoted(value: str) -> str:
    found = scalar(value)
    return found if found == value else quoted(value)


def _escaped(character: str) -> str:
    return f"\\u{ord(character):04x}" if ord(character) <= 0xFFFF else f"\\U{ord(character):08x}"
