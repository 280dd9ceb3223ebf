"""Which items there are: of a type or of all, chosen by an expression, with the fields that are asked for, in an order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pmsite.asking.fields import Fields, as_value, order
from pmsite.asking.plan import VERSION, Plan
from pmsite.asking.refused import Refused, unknown
from pmsite.audience import Projection
from pmsite.messages import reason, said
from pmsite.model.item import Item
from pmsite.model.types import BY_NAME, FOLDERS, TYPES

SHOWN: Mapping[str, tuple[str, ...]] = {
    "vision": ("horizon_year",),
    "objective": ("period", "team", "judgement"),
    "persona": ("role", "share"),
    "study": ("status", "method", "period"),
    "insight": ("strength", "as_of"),
    "feedback": ("count", "segment", "date"),
    "customer": ("segment", "status", "revenue"),
    "experiment": ("status", "decision", "ends"),
    "team": ("kind", "lead"),
    "launch": ("status", "date", "judgement"),
    "metric": ("direction", "target", "unit"),
    "decision": ("status", "due", "date"),
    "competitor": ("kind", "segment", "as_of"),
    "trend": ("ring", "movement", "category"),
    "theme": ("supports",),
    "component": ("parent", "team"),
    "cycle": ("team", "starts", "ends"),
    "feature": ("status", "horizon", "target", "team"),
    "release": ("date", "out"),
    "change": ("kind", "release", "date"),
    "stakeholder": ("influence", "interest", "stance"),
    "brief": ("audience", "kind", "period"),
    "update": ("date", "health", "team"),
    "problem": ("status", "severity", "team"),
    "risk": ("status", "probability", "impact"),
    "person": ("role", "team"),
    "recognition": ("to", "by", "date"),
    "learning": ("kind", "topic", "date"),
}
"""By type, the fields that are told besides id and title where none are asked for, as far as the readers get them."""
_COLUMNS = {"rice": "score.rice"}
"""Columns of saved views that are no names of fields."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. Without a type it is all items; `sort` begins with a hyphen where the greatest comes first; `most` of 0 is any number."""

    type: str = ""
    where: str = ""
    fields: tuple[str, ...] = ()
    sort: str = ""
    most: int = 0
    view: str = ""
    """A saved view of product.yml, of which the others take the place."""


@dataclass(frozen=True, slots=True)
class Found:
    """The items that were asked for, each with its values in the order of `fields`, and how many there are in all."""

    audience: str
    fields: tuple[str, ...]
    items: tuple[tuple[Item, tuple[Any, ...]], ...]
    total: int
    is_usual: bool = False
    """Whether nobody asked for certain fields."""

    def as_json(self) -> dict[str, Any]:
        """The same for programs: values as authors write them, nothing where there is nothing."""
        told = []
        for item, values in self.items:
            named: dict[str, Any] = dict(zip(self.fields, map(as_value, values), strict=True))
            told.append({"id": item.id, "type": item.type, "title": item.title, **named})
        return {"version": VERSION, "audience": self.audience, "total": self.total, "items": told}


def find(plan: Plan, query: Query) -> Found:
    """The items that a query asks for; raises Refused where it asks for what there is not."""
    product = plan.seen
    if query.view:
        query = _saved(product, query)
    if query.type and query.type not in BY_NAME:
        raise _unknown_type(query.type)
    fields = Fields(product, query.type)
    names = query.fields or ("id", *(() if query.type else ("type",)), "title", *_usual(fields, query.type))
    column = query.sort.removeprefix("-")
    fields.check("fields", names)
    fields.check("sort", [column] if column else [])
    keep = _keep(product, query)
    models = (BY_NAME[query.type],) if query.type else TYPES
    found = [item for model in models for item in product.of(model) if keep is None or keep(item)]
    if column:
        found = list(_sorted(product, fields, found, query.sort))
    shown = found[: query.most] if query.most else found
    return Found(
        product.audience, names, tuple((item, tuple(fields.values(item, names))) for item in shown), len(found), not query.fields
    )


def _usual(fields: Fields, type_name: str) -> Iterator[str]:
    """The fields that say most of a type, as far as the readers get them."""
    for name in SHOWN.get(type_name, ()):
        with suppress(Refused):
            fields.check("fields", [name])
            yield name


def _unknown_type(word: str) -> Refused:
    from pmsite.model import synonyms  # here, since few ask for what there is not

    near = synonyms.item_type(word, BY_NAME, {folder: model.type for folder, model in FOLDERS.items()})
    hint = said("did you mean {near}?", near=near) if near else said("write one of {known}", known=list(BY_NAME))
    return Refused("type", said("there is no type {word}", word=word), hint, word)


def _saved(product: Projection, query: Query) -> Query:
    """A query with what a saved view chooses by, as far as it says nothing itself."""
    views = product.settings.views
    if query.view not in views:
        if views:
            raise unknown("view", query.view, views, said("no saved view"))
        raise Refused("view", said("there are no saved views"), said("write them under `views` in product.yml"), query.view)
    if query.type not in ("", "feature"):
        raise Refused("type", said("a saved view is one of features"), said("leave the type out"), query.type)
    saved = views[query.view]
    where = " and ".join(f"({one})" if query.where and saved.where else one for one in (saved.where, query.where) if one)
    columns = tuple(_COLUMNS.get(name, name) for name in saved.columns)
    down, column = saved.sort.startswith("-"), saved.sort.removeprefix("-")
    sort = f"{'-' if down else ''}{_COLUMNS.get(column, column)}"
    return Query("feature", where, query.fields or (("id", *columns) if columns else ()), query.sort or sort, query.most)


def _keep(product: Projection, query: Query) -> Callable[[Any], bool] | None:
    if not query.where.strip():
        return None
    from pmsite.render.expressions import ExpressionFault, item_filter  # here, so that listing alone never loads the renderer

    try:
        return item_filter(product, query.type, query.where)
    except ExpressionFault as fault:
        raise Refused("where", reason(fault), fault.hint, query.where, fault.at) from None


def _sorted(product: Projection, fields: Fields, found: list[Item], sort: str) -> Iterator[Item]:
    """The items by one field; what has nothing there comes last in both directions."""
    column = sort.removeprefix("-")
    valued, empty = [], []
    for item in found:
        (value,) = fields.values(item, [column])
        if value is None:
            empty.append(item)
        else:
            valued.append((order(item, column, value, product), item))
    valued.sort(key=lambda pair: pair[0], reverse=sort.startswith("-"))
    yield from (item for _, item in valued)
    yield from empty
