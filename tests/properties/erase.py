"""A workspace with everything deleted that one audience may not see, made from its files alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from pydantic import BaseModel

from pmsite.audience import seen_fields
from pmsite.model.item import Item
from pmsite.model.load import type_of
from pmsite.model.settings import LANGUAGES, Settings
from pmsite.model.types import BY_NAME, keys, leaves, references

Files = dict[str, str]
Facts = dict[str, Any]

_INTERNAL = re.compile(r"<!--\s*internal\s*-->.*?<!--\s*/internal\s*-->", re.DOTALL | re.IGNORECASE)


def split(text: str) -> tuple[Facts, str]:
    """Front matter and body."""
    _, head, body = text.split("---\n", 2)
    return yaml.load(head, yaml.BaseLoader) or {}, body  # BaseLoader builds texts, lists and mappings alone


def joined(facts: Facts, body: str) -> str:
    head = yaml.safe_dump(facts, sort_keys=False, allow_unicode=True, default_style='"')
    return f"---\n{head}---\n{body}"


def item_files(files: Mapping[str, str]) -> dict[str, tuple[str, type[Item]]]:
    """By path, the id and the type of every item."""
    found = {}
    for path, text in files.items():
        stem = path.rpartition("/")[2].removesuffix(".md")
        if path.endswith(".md") and stem.rpartition(".")[2] not in LANGUAGES and (name := type_of(path)):
            facts, _ = split(text)
            found[path] = (facts.get("id", stem), BY_NAME[facts.get("type", name)])
    return found


def visible(files: Mapping[str, str], audience: str) -> set[str]:
    """The ids that an audience may see."""
    items = item_files(files)
    return {id for path, (id, _) in items.items() if audience in split(files[path])[0].get("visibility", [])}


def erase(files: Mapping[str, str], audience: str, settings: Settings) -> Files:
    """The files without what the audience may not see."""
    items, seen = item_files(files), visible(files, audience)
    kept: Files = {}
    for path, text in files.items():
        owner = path if path in items else next((p for p in items if path.startswith(p.removesuffix("md"))), "")
        if owner and items[owner][0] not in seen:
            continue
        if path in items:
            kept[path] = _erase_item(text, items[path][1], audience, settings, seen)
        elif path.endswith(".csv"):
            if "series" in seen_fields(settings, audience, items[owner][1]):
                kept[path] = text
        elif path.endswith(".md"):
            facts, body = split(text)
            kept[path] = joined(facts, _INTERNAL.sub("", body))
        else:
            kept[path] = text
    return kept


def _erase_item(text: str, model: type[Item], audience: str, settings: Settings, seen: set[str]) -> str:
    facts, body = split(text)
    allowed = seen_fields(settings, audience, model)
    names = keys(model)
    kept: Facts = {}
    for key, value in facts.items():
        name = names.get(key, key)
        if name == "visibility":
            kept[key] = [audience]
        elif name == "wordings":
            kept[key] = {audience: value[audience]} if audience in value else {}
        elif name in ("id", "type"):
            kept[key] = value
        elif name == "status" and model.type == "feature" and name not in allowed:
            if "horizon" in allowed:
                kept[key] = _coarse(value, settings)
        elif name in allowed and (left := _erase_value(value, model, name, name, allowed, seen, settings)) is not None:
            kept[key] = left
    return joined(kept, _INTERNAL.sub("", body) if "body" in allowed else "")


def _coarse(status: str, settings: Settings) -> str:
    stage = settings.known_statuses[status].stage
    return stage if stage in ("shipped", "dropped") else "planned"


def _erase_value(
    value: Any, model: type[BaseModel], name: str, path: str, allowed: frozenset[str], seen: set[str], settings: Settings
) -> Any:
    if name in references(model):
        return _ids(value, seen)
    declared = settings.custom_fields(model.type) if issubclass(model, Item) else {}
    if name in declared and declared[name].kind == "references":
        return _ids(value, seen)
    groups = list(_groups(model.model_fields[name].annotation)) if name in model.model_fields else []
    if not groups:
        return value
    return _erase_group(value, groups, path, allowed, seen, settings)


def _erase_group(
    value: Any, groups: list[type[BaseModel]], path: str, allowed: frozenset[str], seen: set[str], settings: Settings
) -> Any:
    if isinstance(value, list):
        return [_erase_group(entry, groups, path, allowed, seen, settings) for entry in value]
    if not isinstance(value, dict):
        return value
    group = next((g for g in groups if set(value) <= {f.alias or n for n, f in g.model_fields.items()}), None)
    if group is None:  # a mapping from names to groups
        return {key: _erase_group(entry, groups, path, allowed, seen, settings) for key, entry in value.items()}
    names = {field.alias or name: name for name, field in group.model_fields.items()}
    left = {
        key: _erase_value(entry, group, names[key], f"{path}.{names[key]}", allowed, seen, settings)
        for key, entry in value.items()
        if leaves(group, names[key]) or f"{path}.{names[key]}" in allowed
    }
    return {key: entry for key, entry in left.items() if entry is not None}


def _groups(annotation: object) -> Iterable[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _groups(inner)


def _ids(value: Any, seen: set[str]) -> Any:
    if isinstance(value, list):
        return [id for id in value if _is_seen(id, seen)]
    return value if _is_seen(value, seen) else None


def _is_seen(id: str, seen: set[str]) -> bool:
    return id in seen or id.rpartition(".")[0] in seen
