"""Cells of a table of pmsite's own fields: each column is a field of the row's item, and a cell holds it as `pmsite export csv` writes it."""

from __future__ import annotations

import json
from typing import Any

from pmsite.diagnostics import Report
from pmsite.importers.draft import Draft
from pmsite.importers.forms import Unfit, fitted, form_of, group_of, is_map, own_form, split
from pmsite.importers.people import name_of
from pmsite.importers.roles import Meaning
from pmsite.messages import Term, reason, said
from pmsite.model import period
from pmsite.model.refusal import excerpt
from pmsite.model.settings import Settings
from pmsite.model.types import BY_NAME, keys
from pmsite.plan.values import texts


def put(draft: Draft, target: str, name: str, values: list[str], meaning: Meaning, report: Report) -> None:
    """One column's cell, where it belongs. What the row's type has no field for would be lost, so it is a fault."""
    form = form_in(draft.type, target, meaning.settings)
    if not form:
        hint = said("clear the cell, or give the row another `type`")
        draft.refuse(
            report,
            "bad-cell",
            said("{name}: a {type} has no field {target}", name=name, type=Term(draft.type), target=target),
            hint,
        )
        return
    try:
        found = read(form, values, meaning.rules.dates or "")
    except Unfit as fault:
        draft.refuse(report, "bad-cell", said("{name}: {message}", name=name, message=reason(fault)), fault.hint)
        return
    if form in ("links", "link"):
        draft.links[target] = found if isinstance(found, list) else [found]
    else:
        draft.fields[target] = found
    draft.went(name, target)


def form_in(type_name: str, target: str, settings: Settings) -> str:
    """How the field of a type that a column names is written; nothing where the type has no such field."""
    key, _, part = target.partition(".")
    model = BY_NAME[type_name]
    own = settings.custom_fields(type_name).get(key)
    if own is not None or key not in keys(model):
        if own is None or (part and own.kind != "map"):
            return ""
        return "fact" if part else own_form(own)
    if not part:
        return form_of(model, key)
    if is_map(model, key):
        return "fact"
    group = group_of(model, key)
    return form_of(group, part) if group is not None and part in group.model_fields else ""


def read(form: str, cells: list[str], dates: str) -> Any:
    """Cells as their field is written, what is nested in them as JSON; raises Unfit."""
    if form in ("list", "links", "names"):
        found = [part for cell in cells for part in _parts(cell)]
        return [_name(part) for part in found] if form == "names" else found
    if form == "group":
        found = [_nested(cell) for cell in cells]
        return found[0] if len(found) == 1 else found
    if form == "name":
        return _name(cells[0])
    if form in ("fact", "link") or (form == "date" and _is_period(cells[0])):
        return cells[0]
    return fitted(form, cells, dates)


def _name(cell: str) -> str:
    found = name_of(cell)
    if not found:
        raise Unfit(said("{value} is no name", value=excerpt(cell, 40)), said("write a name, or a role such as mobile-lead"))
    return found


def _parts(cell: str) -> list[str]:
    found = _json(cell) if cell.startswith("[") else None
    if not isinstance(found, list):
        return split(cell)
    if not all(isinstance(part, str) for part in found):
        raise Unfit(said("the list holds groups, and texts are needed"), said("write them with commas between them"))
    return found


def _nested(cell: str) -> Any:
    found = _json(cell)
    if not isinstance(found, (dict, list)):
        raise Unfit(
            said("a cell holds a group of fields only as JSON"),
            said("write it as `pmsite export csv` does, or name one field of the group in the header, such as `score.reach`"),
        )
    return found


def _json(cell: str) -> Any:
    """What a cell holds as JSON, nothing where it is none."""
    try:
        return texts(json.loads(cell))
    except (ValueError, RecursionError):
        return None


def _is_period(cell: str) -> bool:
    try:
        period.parse(cell)
    except ValueError:
        return False
    return True
