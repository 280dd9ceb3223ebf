"""The text of a new item: its fields, each with what it means and an example."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pmsite.model.brief import Brief
from pmsite.model.item import MACHINE_FIELDS, READER_FIELDS, Item, Private
from pmsite.model.parsing import TITLE_LIMIT
from pmsite.model.sections import KINDS, SECTIONS
from pmsite.model.types import references
from pmsite.read.names import id_fault

if TYPE_CHECKING:
    from pmsite.model.settings import Settings

_PLAIN = re.compile(r"[^\W_][\w ()/.,'’+-]*")
WORDS_OF_YAML = frozenset({"true", "false", "null", "yes", "no", "on", "off", "~"})


def id_from(title: str) -> str:
    """A file name for a title: lower case, words joined by hyphens, letters of any script kept."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", title).lower())
    found = "-".join(words)[:100].strip("-")
    return found if found and id_fault(found) is None else ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What the examples of a new item may name, so that they hold in its workspace. Where nothing is known they name nothing."""

    ids: Mapping[str, str] = field(default_factory=dict)
    """By type, an item that is there; a key result under its own name."""
    settings: Settings | None = None

    @classmethod
    def of(cls, items: Iterable[Item], settings: Settings) -> Beside:
        """The first item of each type."""
        ids: dict[str, str] = {}
        for item in items:
            ids.setdefault(item.type, item.id)
            for result in getattr(item, "key_results", ()):
                ids.setdefault("key_result", f"{item.id}.{result.id}")
        return cls(ids, settings)


_NOTHING = Beside()


def new_item(model: type[Item], title: str, written: Mapping[str, Sequence[str]] | None = None, beside: Beside = _NOTHING) -> str:
    """A file for a new item: what every item of its type needs, and all other fields as comments.

    `written` are lines to stand for some of the fields, `beside` is what examples may name.
    """
    lines = ["---", f"title: {scalar(title[:TITLE_LIMIT])}"]
    own = [name for name in model.model_fields if name not in Item.model_fields]
    for name in ("summary", *own, *(name for name in Item.model_fields if name != "summary")):
        info = model.model_fields[name]
        key = info.alias or name
        if name in READER_FIELDS or name in MACHINE_FIELDS or key in ("id", "title"):
            continue
        if written and key in written:
            lines += written[key]
            continue
        example = _example(model, name, beside)
        about = f"  # {info.description}{_nothing_there(model, name, example)}"
        shown = _lines(key, example, about)
        lines += shown if info.is_required() else (f"# {line}" for line in shown)
    return "\n".join([*lines, "---", "", ""])


def _lines(key: str, example: object, about: str) -> list[str]:
    """A field with its example, a list with one entry a line, as all that pmsite writes."""
    if isinstance(example, (list, tuple)) and example:
        return [f"{key}:{about}", *(f"  - {_flow(entry)}" for entry in example)]
    return [f"{key}: {_flow(example)}".rstrip() + about]


def _example(model: type[Item], name: str, beside: Beside) -> object:
    """The example of a field, or one that holds in a workspace; an empty one where there is nothing to name."""
    example = (model.model_fields[name].examples or [""])[0]
    if name in _OF_SETTINGS:
        return _OF_SETTINGS[name](example, model, beside)
    kind = references(model).get(name)
    if kind is None:
        return example
    found = next((beside.ids[to] for to in kind.to or ("feature", "objective") if to in beside.ids), None)
    if kind.loose and found is None:
        return example
    if name in _FOR_LATER:
        found = None
    return ([found] if found else []) if isinstance(example, list) else found


def _nothing_there(model: type[Item], name: str, example: object) -> str:
    kind = references(model).get(name)
    if kind is None or not kind.to or kind.loose or example or name in _FOR_LATER:
        return ""
    return f" (Write the id of {'an' if kind.to[0][0] in 'aeiou' else 'a'} {kind.to[0].replace('_', ' ')}.)"


def _readers(model: type[Item], beside: Beside) -> list[str]:
    """One audience that may see an item of a type, if there is one."""
    known = beside.settings.audiences if beside.settings else {}
    return [name for name, own in known.items() if not issubclass(model, Private) or model.type in own.fields][:1]


def _wordings(example: object, model: type[Item], beside: Beside) -> object:
    words = next(iter(example.values())) if isinstance(example, dict) else {}
    return dict.fromkeys(_readers(model, beside), words)


def _capabilities(example: object, model: type[Item], beside: Beside) -> object:
    known = beside.settings.capabilities[:1] if beside.settings else ()
    return {name: next(iter(example.values())) for name in known} if isinstance(example, dict) else list(known)


def _position(example: object, model: type[Item], beside: Beside) -> object:
    return dict.fromkeys(beside.settings.axes if beside.settings else (), 5)


def _delivery(example: object, model: type[Item], beside: Beside) -> object:
    known = next(iter(beside.settings.trackers), "") if beside.settings else ""
    return [f"{known}-381" if known else "https://tracker.example/browse/APP-381"]


def _audience(example: object, model: type[Item], beside: Beside) -> object:
    return next(iter(_readers(model, beside)), "team")


def _link(example: object, model: type[Item], beside: Beside) -> object:
    return example if beside.settings and beside.settings.links.kid else None


_OF_SETTINGS: Mapping[str, Callable[[object, type[Item], Beside], object]] = {
    "visibility": lambda example, model, beside: _readers(model, beside),
    "wordings": _wordings,
    "capabilities": _capabilities,
    "position": _position,
    "delivery": _delivery,
    "asks": lambda example, model, beside: [],  # one of the own team is a fault
    "audience": _audience,
    "link": _link,
    "expires": _link,
    "link_epoch": _link,
    "passphrase": _link,
}
"""Fields whose example follows from what product.yml names."""
_FOR_LATER = frozenset({"replaces", "supersedes", "against", "scope"})
"""Fields that say something of the items that they name, which an example must not."""


def new_brief(title: str, kind: str, beside: Beside = _NOTHING) -> str:
    """A file for a new brief of a ready format, each of its sections with what it shows."""
    about = KINDS[kind]
    sections = ["sections:", *(f"  {_section(view)}" for view in about.sections)]
    return new_item(Brief, title, {"kind": [f"kind: {kind}  # {about.about}"], "sections": sections}, beside)


def _section(view: str) -> str:
    known = SECTIONS[view]
    if known.own_words:
        return f'# - {{view: {view}, text: "…"}}  # {known.about}'
    return f"- {view}  # {known.about}{' Your own `points:` take its place.' if known.lines else ''}"


def scalar(text: str) -> str:
    """A text as YAML reads it back: plain where that is safe, else in double quotes."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in WORDS_OF_YAML and text == text.strip()
    return text if plain else json.dumps(text, ensure_ascii=False)


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow(entry) for entry in value) + "]"
    if value is None:
        return ""
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
