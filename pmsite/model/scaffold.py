"""The text of a new item: its fields, each with what it means and an example."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence

from pmsite.model.brief import Brief
from pmsite.model.item import MACHINE_FIELDS, READER_FIELDS, Item
from pmsite.model.sections import KINDS, SECTIONS
from pmsite.model.values import TITLE_LIMIT
from pmsite.read.names import id_fault

_PLAIN = re.compile(r"[^\W_][\w ()/.,'’+-]*")
_WORDS_OF_YAML = frozenset({"true", "false", "null", "yes", "no", "on", "off", "~"})


def id_from(title: str) -> str:
    """A file name for a title: lower case, words joined by hyphens, letters of any script kept."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", title).lower())
    found = "-".join(words)[:100].strip("-")
    return found if found and id_fault(found) is None else ""


def new_item(model: type[Item], title: str, written: Mapping[str, Sequence[str]] | None = None) -> str:
    """A file for a new item: what every item of its type needs, and all other fields as comments.

    `written` are lines to stand for some of the fields.
    """
    lines = ["---", f"title: {scalar(title[:TITLE_LIMIT])}"]
    own = [name for name in model.model_fields if name not in Item.model_fields]
    for name in ("summary", *own, *(name for name in Item.model_fields if name != "summary")):
        field = model.model_fields[name]
        key = field.alias or name
        if name in READER_FIELDS or name in MACHINE_FIELDS or key in ("id", "title"):
            continue
        if written and key in written:
            lines += written[key]
            continue
        about = f"  # {field.description}"
        if field.is_required():
            lines.append(f"{key}: {_flow(field.examples[0] if field.examples else '')}{about}")
        else:
            lines.append(f"# {key}: {_flow(field.examples[0] if field.examples else '')}{about}")
    return "\n".join([*lines, "---", "", ""])


def new_brief(title: str, kind: str) -> str:
    """A file for a new brief of a ready format, each of its sections with what it shows."""
    about = KINDS[kind]
    sections = ["sections:", *(f"  {_section(view)}" for view in about.sections)]
    return new_item(Brief, title, {"kind": [f"kind: {kind}  # {about.about}"], "sections": sections})


def _section(view: str) -> str:
    known = SECTIONS[view]
    if known.own_words:
        return f'# - {{view: {view}, text: "…"}}  # {known.about}'
    return f"- {view}  # {known.about}{' Your own `points:` take its place.' if known.lines else ''}"


def scalar(text: str) -> str:
    """A text as YAML reads it back: plain where that is safe, else in double quotes."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML and text == text.strip()
    return text if plain else json.dumps(text, ensure_ascii=False)


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(entry) for entry in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return (
        text
        if re.fullmatch(r"[\w.%-]+", text)
        else scalar(text)
        if "," not in text and "[" not in text
        else json.dumps(text, ensure_ascii=False)
    )
