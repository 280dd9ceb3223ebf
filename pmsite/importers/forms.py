"""How a field of an item is written: as a date, a list, a name, a number; and a cell's text turned into that."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from pydantic import BaseModel

from pmsite.importers.dates import NotADate, period_of
from pmsite.importers.people import name_of, names_of
from pmsite.messages import reason, said
from pmsite.model import parsing, vocabulary
from pmsite.model.item import Item
from pmsite.model.settings import CustomField
from pmsite.model.types import keys, references
from pmsite.model.values import Between, Choice

_FORMS: Mapping[Callable[..., object], str] = {
    vocabulary.date_or_period: "date",
    vocabulary.day: "date",
    parsing.name: "name",
    vocabulary.status: "status",
    parsing.number: "number",
    parsing.positive: "number",
    parsing.not_negative: "number",
    parsing.share: "number",
    parsing.boolean: "boolean",
    parsing.prose: "text",
    parsing.text: "text",
}
_SEPARATOR = re.compile(r"[,;，；、\n]")
_THOUSANDS = re.compile(r"(?<=\d)[,\s](?=\d{3}\b)")
_TRUE, _FALSE = frozenset({"true", "yes", "y", "1", "x", "是", "✓"}), frozenset({"false", "no", "n", "0", "否"})


class Unfit(ValueError):
    """A cell that does not fit its field; says why, and perhaps what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@lru_cache(maxsize=1024)
def form_of(model: type[BaseModel], key: str) -> str:
    """How a field is written: `date`, `name`, `names`, `list`, `links`, `link`, `number`, `boolean`, `choice`, `status`, `group`, or `text`."""
    name = keys(model)[key] if issubclass(model, Item) else key
    field = model.model_fields[name]
    if getattr(field.annotation, "__origin__", None) is dict:
        return "group"
    inner = getattr(field.annotation, "__args__", ())
    marks = [*field.metadata, *(mark for part in inner for mark in getattr(part, "__metadata__", ()))]
    checks = [getattr(mark, "read", None) for mark in marks]
    is_list = parsing.listed in checks
    reference = references(model).get(name)
    found = next((form for check, form in _FORMS.items() if check in checks), "")
    if vocabulary.audience_names in checks:
        return "list"
    if reference is not None and not reference.loose:
        return "links" if is_list else "link"
    if is_list:
        return {"name": "names"}.get(found, "list" if found else "group")
    if any(isinstance(mark, (Choice, Between)) for mark in marks):
        return "choice" if any(isinstance(mark, Choice) for mark in marks) else "number"
    if group_of(model, key) is not None:
        return "group"
    return found or "text"


@lru_cache(maxsize=256)
def choices_of(model: type[Item], key: str) -> tuple[str, ...]:
    """The words that a field knows; none where it knows any."""
    field = model.model_fields.get(keys(model).get(key, key))
    if field is None:
        return ()
    inner = getattr(field.annotation, "__args__", ())
    marks = [*field.metadata, *(mark for part in inner for mark in getattr(part, "__metadata__", ()))]
    return next((mark.values for mark in marks if isinstance(mark, Choice)), ())


@lru_cache(maxsize=256)
def group_of(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    """The group of fields that a field holds, where it holds one."""
    name = keys(model).get(key, key) if issubclass(model, Item) else key
    field = model.model_fields.get(name)
    parts = (field.annotation, *getattr(field.annotation, "__args__", ())) if field else ()
    return next((part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)), None)


@lru_cache(maxsize=256)
def is_map(model: type[Item], key: str) -> bool:
    """Whether a field holds values by names that authors choose."""
    return getattr(model.model_fields[keys(model)[key]].annotation, "__origin__", None) is dict


def own_form(field: CustomField) -> str:
    """How a custom field is written."""
    return {"references": "list", "map": "group", "url": "text"}.get(field.kind, field.kind)


def fitted(form: str, cells: list[str], dates: str) -> str | list[str] | None:
    """Cells as their field is written, nothing where none of them can be; raises Unfit."""
    if form in ("list", "links"):
        return list(dict.fromkeys(part for cell in cells for part in split(cell)))
    if form == "names":
        return list(dict.fromkeys(name for cell in cells for name in names_of(cell)))
    cell = cells[0]
    if form == "name":
        return next(iter(names_of(cell)), None) or name_of(cell) or None
    if form == "date":
        try:
            return period_of(cell, dates)
        except NotADate as fault:
            raise Unfit(reason(fault), fault.hint) from None
    if form == "number":
        return _THOUSANDS.sub("", cell).strip()
    if form == "boolean":
        word = cell.strip().casefold()
        return "true" if word in _TRUE else "false" if word in _FALSE else cell
    if form == "group":
        raise Unfit(said("a cell cannot hold a group of fields"), said("name one of them with a full stop, such as `score.reach`"))
    return cell


def split(cell: str) -> list[str]:
    """The parts of a cell that lists several things."""
    inner = cell[1:-1] if cell.startswith("[") and cell.endswith("]") else cell
    return [part for part in (piece.strip() for piece in _SEPARATOR.split(inner)) if part]
