"""Rows become drafts: each cell goes to its field in the form that the field has, or is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pmsite.diagnostics import Report
from pmsite.importers import field_cells
from pmsite.importers.dates import NotADate, ends_of, named_range, nearest_day
from pmsite.importers.draft import Draft, Sprint
from pmsite.importers.forms import Unfit, choices_of, fitted, form_of, group_of, own_form
from pmsite.importers.headers import plain
from pmsite.importers.kinds import is_subtask
from pmsite.importers.lifecycle import Cells, dates_in_order, first, is_shipped, put_status
from pmsite.importers.named import GROUPS, stands_as
from pmsite.importers.roles import OF_OTHERS, ROLES, Meaning
from pmsite.importers.rules import Column
from pmsite.importers.table import SourceRow, Table
from pmsite.messages import Term, reason, said
from pmsite.model.faults import did_you_mean
from pmsite.model.item import Item
from pmsite.model.refusal import excerpt
from pmsite.model.types import BY_NAME, keys
from pmsite.read.names import fold

_DATES: Mapping[str, Mapping[str, str]] = {
    "due": {"feature": "target", "release": "date", "launch": "date", "experiment": "ends"},
    "start": {"feature": "starts", "experiment": "starts"},
    "began": {"feature": "started"},
    "done": {"feature": "shipped", "problem": "resolved", "release": "date"},
    "created": {"problem": "detected", "feedback": "date", "decision": "date"},
}
"""By role and type, the field that a date goes to."""
_MADE = {
    "theme": "theme",
    "release": "release",
    "sprint": "cycle",
    "sprint_path": "cycle",
    "team": "team",
    "epic_name": "epic",
    "initiatives": "initiative",
    "milestone": "milestone",
}
"""Columns that name what is made where there is none, and what that is."""
_LINKS = {"parent": "parent", "epic": "epic", "blocked_by": "depends_on", "blocks": "blocks", "duplicate_of": "related"}
_ABOVE = ("theme", "parent", "related", "epic")

_REFERENCES: Mapping[str, tuple[str, ...]] = {
    "parent": _ABOVE,
    "epic": _ABOVE,
    "epic_name": _ABOVE,
    "initiatives": _ABOVE,
    "component": ("component", "touches"),
    "milestone": ("milestones", "release"),
    "sprint": ("cycle", "release"),
    "sprint_path": ("cycle", "release"),
    "sprint_number": ("cycle",),
    "estimate": ("effort",),
    "estimate_days": ("effort",),
    "estimate_hours": ("effort",),
    "blocked_by": ("depends_on", "related"),
    "blocks": ("depends_on", "related", "blocks"),
    "duplicate_of": ("related",),
    "section": ("body",),
    "priority": ("severity", "priority"),
    "votes": ("count",),
}
"""By role, what else it can write."""
_ENDS: Mapping[str, str] = {"starts": "start", "target": "due", "date": "due", "ends": "due"}
"""By field, the role of its dates: a cell that names two days gives both."""
_SPRINTS = frozenset({"sprint", "sprint_path"})
_LATER = _SPRINTS | {"initiatives"}
"""Columns that come after others: a release and an epic have the first word."""
_COMMA = re.compile(r",\s+")
_ALWAYS = frozenset({"title"})


def drafts(table: Table, meaning: Meaning, report: Report) -> Iterator[Draft]:
    """Every row as a draft; those with faults are marked, and the faults reported."""
    for row in table.rows:
        yield _draft(row, meaning, report)


def _draft(row: SourceRow, meaning: Meaning, report: Report) -> Draft:
    by_column: dict[str, list[str]] = {}
    for name, value in row.cells:
        by_column.setdefault(name, []).append(value)
    cells: dict[str, Cells] = {}
    for column in meaning.columns:
        if column.name in by_column:
            cells.setdefault(column.target, []).append((column.name, by_column[column.name]))
    draft = Draft(row.span, meaning.usual.type or meaning.rules.type, rank=meaning.usual.rank, level=meaning.usual.level)
    for name, what in row.withheld:
        draft.leave_out(name, what)
    columns = {column.name: column for column in meaning.columns}
    _type(draft, cells, meaning, report)
    put_status(draft, cells, meaning, report)
    for target, found in sorted(cells.items(), key=lambda pair: pair[0] in _LATER):
        for name, values in found:
            if columns[name].is_exact and target != "id":
                field_cells.put(draft, target, name, values, meaning, report)
            else:
                _put(draft, target, name, values, columns[name].guess, meaning, report)
    if draft.type == "feature" and not meaning.rules.exact:
        dates_in_order(draft, meaning)
    return draft


def _type(draft: Draft, cells: dict[str, Cells], meaning: Meaning, report: Report) -> None:
    """The type that the row's own word means; the one that the item has already, where people gave it another."""
    for name, values in cells.pop("type", []):
        kind = meaning.kinds.of(values[0])
        found = kind.type or (values[0] if values[0] in BY_NAME and meaning.rules.exact else "")
        if meaning.rules.exact and not found:
            near = did_you_mean(values[0], BY_NAME)
            hint = said("did you mean {near}?", near=near) if near else said("write one of {names}", names=list(BY_NAME))
            draft.refuse(
                report, "unknown-type", said("{name}: {value} is not a type of item", name=name, value=excerpt(values[0], 40)), hint
            )
        draft.type, draft.word = found or draft.type, values[0]
        if found:
            draft.rank, draft.level = kind.rank, kind.level
        draft.is_subtask = draft.is_subtask or (not meaning.rules.exact and is_subtask(values[0]))
        if found == values[0]:
            draft.went(name, "type")
            continue
        draft.keep(
            name,
            values,
            "" if found else said("{value} is no known type, so a {type}", value=excerpt(values[0], 30), type=Term(draft.type)),
        )
    draft.before = id = first(cells.get("id")) or meaning.known.by_source.get(
        (fold(meaning.rules.source), first(cells.get("key"))), ""
    )
    before = meaning.known.types.get(id) or draft.type
    if before == "theme" != draft.type and (draft.rank in GROUPS or meaning.kinds.ladder.role(draft.level) == "group"):
        draft.stays.append(said("epics are themes"))
    draft.type = before


def _put(draft: Draft, target: str, name: str, values: list[str], guess: str, meaning: Meaning, report: Report) -> None:
    """One column's values, where they belong."""
    model = BY_NAME[draft.type]
    handler = ROLES.get(target) or (None if meaning.rules.exact else OF_OTHERS.get(target))
    if handler:
        handler(draft, name, values, guess, meaning)
    elif _ENDS.get(target, target) in ("due", "start") and (ends := _both(draft, name, values, meaning, report)):
        _range(draft, ends, name, values, guess)
    elif target in _DATES:
        field = _DATES[target].get(draft.type, "")
        if not field or field in draft.fields or (field == "shipped" and not is_shipped(draft, meaning)):
            draft.keep(name, values)
        else:
            _fit(draft, field, "date", name, values, guess, meaning, report)
    elif target in ("release_date", "sprint_start", "sprint_end"):
        _date_of(draft, target, name, values, meaning)
    elif target == "sprint_number":
        draft.sprint.number, draft.sprint.column = values[0][:40], draft.sprint.column or name
        draft.keep(name, values)
    elif target in _SPRINTS and not meaning.rules.exact:
        _in_sprint(draft, target, name, values, guess, meaning)
    elif target in _MADE and not meaning.rules.exact:
        _named(draft, _as_before(draft, target, name, values[0], meaning), name, values, guess, meaning)
    elif target in ("parent", "epic") and name in meaning.known.kept(draft.before):
        draft.keep(name, values)  # as the import did that made the item
    elif target in _LINKS and not (target == "parent" and meaning.rules.exact):
        draft.links.setdefault(_LINKS[target], []).extend(values)
        draft.went(name, "parent" if target == "epic" else _LINKS[target], guess)
    elif target.startswith("fields."):
        _own_field(draft, target.removeprefix("fields."), name, values, meaning, report)
    elif "." in target:
        _group_field(draft, target, name, values, meaning, report)
    elif target in keys(model):
        _fit(draft, target, form_of(model, target), name, values, guess, meaning, report)
    else:
        draft.keep(name, values)


def _fit(draft: Draft, field: str, form: str, name: str, values: list[str], guess: str, meaning: Meaning, report: Report) -> None:
    """A field's value in its form; a value that only partly fits is kept as well."""
    words = meaning.rules.words.get(field)
    given = {plain(word): put for word, put in words.items()} if words else {}
    if form == "choice" and not meaning.rules.exact:
        known = {plain(choice): choice for choice in choices_of(BY_NAME[draft.type], field)}
        if known and plain(given.get(plain(values[0]), values[0])) not in known:
            draft.keep(name, values, said("{value} is no word of the field {field}", value=excerpt(values[0], 30), field=field))
            return
        given = {plain(value): known.get(plain(given.get(plain(value), value)), value) for value in values}
    try:
        found = fitted(form, [given.get(plain(value), value) for value in values], meaning.rules.dates or "")
    except Unfit as fault:
        message = said("{name}: {value}: {message}", name=name, value=excerpt(values[0], 40), message=reason(fault))
        draft.refuse(report, "bad-cell", message, fault.hint)
        return
    if form in ("links", "link"):
        draft.links.setdefault(field, []).extend(found if isinstance(found, list) else [found or ""])
    elif not found or (field in draft.fields and form != "list"):
        draft.keep(name, values, "" if found is not None else said("it is no name"))
        return
    elif form == "list":
        draft.fields[field] = [*dict.fromkeys((*draft.fields.get(field, ()), *found))]
    else:
        draft.fields[field] = found
    draft.went(name, field, guess)
    if form not in ("list", "links", "names") and (found != values[0] or len(values) > 1):
        draft.unmapped.setdefault(name, []).extend(values)


def _own_field(draft: Draft, field: str, name: str, values: list[str], meaning: Meaning, report: Report) -> None:
    declared = meaning.settings.custom_fields(draft.type).get(field)
    if declared is None:
        draft.keep(name, values)
    else:
        _fit(draft, field, own_form(declared), name, values, "", meaning, report)


def _group_field(draft: Draft, target: str, name: str, values: list[str], meaning: Meaning, report: Report) -> None:
    key, _, part = target.partition(".")
    model: type[Item] = BY_NAME[draft.type]
    group = group_of(model, key) if key in keys(model) else None
    if group is None or part not in group.model_fields:
        draft.keep(name, values)
        return
    found = fitted(form_of(group, part), values, meaning.rules.dates or "")
    draft.fields.setdefault(key, {})[part] = found
    draft.went(name, target)


def _both(draft: Draft, name: str, values: list[str], meaning: Meaning, report: Report) -> tuple[str, str] | None:
    """Both days that a cell names, where it names two."""
    try:
        return None if meaning.rules.exact else ends_of(values[0], meaning.rules.dates or "")
    except NotADate as fault:
        message = said("{name}: {value}: {message}", name=name, value=excerpt(values[0], 40), message=reason(fault))
        draft.refuse(report, "bad-cell", message, fault.hint)
        return None


def _range(draft: Draft, ends: tuple[str, str], name: str, values: list[str], guess: str) -> None:
    """The first day to where work is to begin, the last one to where it is due, as far as the row's type has these and they are free."""
    fields = (_DATES["start"].get(draft.type, ""), _DATES["due"].get(draft.type, ""))
    for field, day in zip(fields, ends, strict=True):
        if field and field not in draft.fields:
            draft.fields[field] = day
            draft.went(name, field, guess)
    draft.keep(name, values) if not any(fields) else draft.unmapped.setdefault(name, []).extend(values)


def _as_before(draft: Draft, target: str, name: str, written: str, meaning: Meaning) -> str:
    """What a column becomes that an earlier import made something else of: that stays."""
    formerly, words = stands_as(_MADE[target], written, meaning.rules, meaning.known)
    if target == "initiatives" and (name in meaning.known.kept(draft.before) or "epics are themes" in draft.stays):
        formerly, words = "keep", said("initiatives are kept")
    if formerly and not (formerly == "theme" and "epic" in draft.named):
        draft.stays.append(words)
        return formerly
    return target


def _in_sprint(draft: Draft, target: str, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    """The cycle that a row is in: of several the last one, the others are kept. What an earlier import made a release stays one."""
    found = named_range(values[-1], meaning.rules.dates or "")
    title, starts, ends = found or (values[-1], draft.sprint.starts, draft.sprint.ends)
    if _as_before(draft, target, name, title, meaning) == "release":
        _make(draft, "release", title, name, values, guess)
        if draft.named["release"] == title and ends:
            draft.dates.setdefault("release", ends)
        draft.sprint = Sprint()
    else:
        draft.sprint.column, draft.sprint.starts, draft.sprint.ends = name, starts, ends
        draft.sprint.name = (title.replace(" / ", "\\") if target == "sprint_path" else title)[:200]
    if len(values) > 1 or found:
        draft.unmapped.setdefault(name, []).extend(value for value in values if value not in draft.unmapped.get(name, ()))


def _named(draft: Draft, target: str, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    """What a column names; of several initiatives the first, the others are kept."""
    if target not in _MADE:
        draft.keep(name, values)
        return
    first, *others = [part for value in values for part in _COMMA.split(value)] if target == "initiatives" else values
    found = named_range(first, meaning.rules.dates or "") if _MADE[target] == "release" else None
    if _make(draft, _MADE[target], found[0] if found else first, name, values, guess) and found:
        draft.dates.setdefault("release", found[2])
    if others and target == "initiatives":
        draft.unmapped.setdefault("initiative", []).extend(others)
    elif others or found:
        draft.unmapped.setdefault(name, []).extend(value for value in values if value not in draft.unmapped.get(name, ()))


def _make(draft: Draft, what: str, title: str, name: str, values: list[str], guess: str) -> bool:
    """Name something that is made where there is none, unless another column names one."""
    if what in draft.named:
        draft.keep(name, values)
        return False
    draft.named[what] = title
    draft.went(name, what, guess)
    return True


def _date_of(draft: Draft, what: str, name: str, values: list[str], meaning: Meaning) -> None:
    """The date of the release or the sprint that a row names."""
    try:
        found = fitted("date", [nearest_day(values[-1])], meaning.rules.dates or "")
    except Unfit:
        found = None
    if isinstance(found, str) and what == "release_date":
        draft.dates["release"] = found
    elif isinstance(found, str):
        setattr(draft.sprint, "starts" if what == "sprint_start" else "ends", found)
    draft.keep(name, values)


def spoken_of(columns: list[Column], table: Table) -> tuple[frozenset[str], frozenset[str]]:
    """The fields that a table speaks of, and the names under which it keeps what has no field."""
    targets = {column.target for column in columns if column.name in table.columns}
    fields = {
        field
        for target in targets
        for field in (target, *_DATES.get(target, {}).values(), _MADE.get(target, ""), *_REFERENCES.get(target, ()))
    }
    kept = {name.replace("_", " ") for target in targets for name in (*_REFERENCES.get(target, ()), target, _MADE.get(target, ""))}
    return frozenset(fields | _ALWAYS), frozenset({*table.columns, *kept})
