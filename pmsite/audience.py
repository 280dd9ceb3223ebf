"""What one audience may see: the one place where a product loses what is not meant for its readers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from typing import Any

from pydantic import BaseModel

from pmsite.model import custom
from pmsite.model.item import READER_FIELDS, Item
from pmsite.model.metric import Metric
from pmsite.model.past import Past
from pmsite.model.product import Product, connect
from pmsite.model.types import outside_fields, references
from pmsite.read.body import code_lines
from pmsite.settings import Settings

TEAM = "team"

_ALWAYS = frozenset({"id", "title"})
_MARK = re.compile(r"<!--\s*(?P<end>/?)internal\s*-->|(?P<comment><!--.*?-->)", re.DOTALL | re.IGNORECASE)


class UnknownAudience(ValueError):
    """The named audience is not one of the workspace's: nothing is published for it."""


@dataclass(frozen=True, eq=False)
class Projection(Product):
    """A product as one audience may see it. Views, charts, exports and pages only ever hold this."""

    audience: str = TEAM
    past: Past | None = None
    """How the plan came about, as far as this audience may know; nothing where no history is read."""
    days: tuple[AsOf, ...] = ()
    """The plan as it was on named days."""

    @property
    def is_inside(self) -> bool:
        """Whether the readers are the team itself."""
        return self.audience == TEAM


@dataclass(frozen=True, slots=True)
class AsOf:
    """A plan as it was, under the name that product.yml gives that day."""

    name: str
    day: date
    product: Projection


def project(product: Product, audience: str, words: Mapping[str, Mapping[str, Any]] | None = None) -> Projection:
    """The product with everything taken out that the audience may not see; raises UnknownAudience.

    `words` replaces titles, summaries and bodies by item, with their translations.
    """
    if words:
        spoken = {id: item.model_copy(update=dict(words[id])) if id in words else item for id, item in product.items.items()}
        product = replace(product, items=spoken)
    if audience == TEAM:
        return Projection(product.settings, product.items, product.today, product.links, product.broken)
    if audience not in product.settings.audiences:
        raise UnknownAudience(audience)
    visible = {id: item for id, item in product.items.items() if audience in item.visibility}
    rules = {model: allowed(product.settings, model, audience) for model in {type(item) for item in visible.values()}}
    reduced = {id: reduce(item, product, audience, visible, rules[type(item)]) for id, item in visible.items()}
    seen = connect(product.settings, reduced, product.today)
    return Projection(seen.settings, seen.items, seen.today, seen.links, (), audience=audience)


def allowed(settings: Settings, model: type[Item], audience: str) -> frozenset[str]:
    """The fields of a type, custom ones included, that an audience gets."""
    own = settings.audiences[audience].fields.get(model.type, outside_fields(model))
    declared = settings.custom_fields(model.type).items()
    return _ALWAYS.union(own, (name for name, field in declared if audience in field.audiences))


def reduce(item: Item, product: Product, audience: str, visible: Mapping[str, Item], allowed: Container[str]) -> Item:
    """An item with the allowed fields alone, and without references to what is not among the visible items."""
    model = type(item)
    changes: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if name in READER_FIELDS:
            continue
        value = getattr(item, name)
        if name not in allowed:
            changes[name] = field.get_default(call_default_factory=True) if not field.is_required() else value
        elif name in references(model):
            changes[name] = _visible_ids(value, product, visible)
        else:
            changes[name] = _outside_part(value, product, visible)
    changes["custom"] = _reduce_custom(item, product, allowed, visible)
    changes["body"] = public_text(item.body)
    if isinstance(item, Metric) and "series" not in allowed:
        changes["series"] = ()
    if wording := item.wordings.get(audience):
        changes |= {name: getattr(wording, name) for name in wording.model_fields_set if name in model.model_fields}
    return item.model_copy(update=changes)


def _reduce_custom(item: Item, product: Product, allowed: Container[str], visible: Mapping[str, Item]) -> dict[str, Any]:
    declared = product.settings.custom_fields(item.type)
    found = {}
    for name, value in item.custom.items():
        if name not in allowed or name not in declared:
            continue
        if custom.reference(declared[name]) is None:
            found[name] = value
        elif isinstance(value, Mapping):
            found[name] = {key: id for key, id in value.items() if id in visible}
        else:
            found[name] = _visible_ids(value, product, visible)
    return found


def _visible_ids(value: Any, product: Product, visible: Mapping[str, Item]) -> Any:
    if isinstance(value, tuple):
        return tuple(id for id in value if _is_visible(id, product, visible))
    return value if value is None or _is_visible(value, product, visible) else None


def _is_visible(written: str, product: Product, visible: Mapping[str, Item]) -> bool:
    return written in visible or (written not in product.items and written.rpartition(".")[0] in visible)


def _outside_part(value: Any, product: Product, visible: Mapping[str, Item]) -> Any:
    """A value with the fields of its groups that stay with the team taken out, and references to what is hidden."""
    if isinstance(value, tuple):
        return tuple(_outside_part(entry, product, visible) for entry in value)
    if isinstance(value, Mapping):
        return {key: _outside_part(entry, product, visible) for key, entry in value.items()}
    if not isinstance(value, BaseModel):
        return value
    model = type(value)
    changes: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        shown = isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get("outside")
        if not shown and not field.is_required():
            changes[name] = field.get_default(call_default_factory=True)
        elif name in references(model):
            changes[name] = _visible_ids(getattr(value, name), product, visible)
        else:
            changes[name] = _outside_part(getattr(value, name), product, visible)
    return value.model_copy(update=changes)


def public_text(body: str, *, keep_lines: bool = False) -> str:
    """A body without its internal passages and comments; code blocks are text and stay as they are.

    With `keep_lines`, what goes leaves its line breaks behind, so that places in the text keep their line numbers.
    """
    if "<!--" not in body:
        return body

    lines = body.split("\n")
    code, _ = code_lines(lines)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    parts: list[str] = []
    at, hidden_from = 0, -1
    for mark in _MARK.finditer(body):
        if mark.start() < at or code[bisect_right(starts, mark.start()) - 1]:
            continue
        if hidden_from < 0:
            parts.append(body[at : mark.start()])
            hidden_from = mark.start()
            if not mark["comment"]:
                continue
        elif not mark["end"]:
            continue
        at = mark.end()
        parts.append("\n" * body.count("\n", hidden_from, at) if keep_lines else "")
        hidden_from = -1
    if hidden_from < 0:
        parts.append(body[at:])
    return "".join(parts)
