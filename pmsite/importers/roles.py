"""Columns that become something else than one field of the same name: each role has its function."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pmsite.importers.bookkeeping import BOOKKEEPING
from pmsite.importers.draft import Draft
from pmsite.importers.forms import split
from pmsite.importers.known import Known
from pmsite.importers.markup import to_markdown
from pmsite.importers.ranks import Kind, Kinds
from pmsite.importers.rules import Column, Rules
from pmsite.importers.statuses import Statuses
from pmsite.importers.words import rank_of, severity_of
from pmsite.messages import joined, said
from pmsite.model.parsing import TITLE_LIMIT
from pmsite.model.settings import Settings
from pmsite.model.types import BY_NAME, keys

_TICK = re.compile(r"\[([ xX])\]\s*(.*)", re.DOTALL)
_AMOUNT = re.compile(
    r"([0-9]{1,9}(?:\.[0-9]{1,4})?)\s*(?:h|hrs?|hours?|d|days?|小时|个?工时|天|人天|pts?|points?|点)?", re.IGNORECASE
)
_URL = re.compile(r"https?://[^\s/@\\]+[^\s\\]*")


@dataclass(frozen=True)
class Meaning:
    """All that tells what a cell means."""

    rules: Rules
    columns: list[Column]
    settings: Settings
    statuses: Statuses
    kinds: Kinds
    known: Known
    today: date

    @cached_property
    def usual(self) -> Kind:
        """What a row is whose own words say nothing."""
        level = self.rules.level
        return self.kinds.given_kind(level) if level else Kind(self.rules.type, "feature" if self.rules.type == "feature" else "")


def _title(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    title = values[0]
    if not meaning.rules.exact and ("\n" in title or "\t" in title):
        title, guess = " ".join(title.split()), said("put on one line")
    if len(title) > TITLE_LIMIT and not meaning.rules.exact:
        draft.body.insert(0, to_markdown(title, meaning.rules.text)[0])
        draft.aliases.append(title)
        title, guess = (
            title[: TITLE_LIMIT - 1].rstrip() + "…",
            said("shortened to {limit} characters; the whole stands in the body", limit=TITLE_LIMIT),
        )
    draft.fields["title"] = title
    draft.went(name, "title", guess)
    if len(values) > 1:
        draft.keep(name, values[1:])


def _body(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    for value in values:
        found, changed = (value, "") if meaning.rules.exact else to_markdown(value, meaning.rules.text)
        draft.body.append(found)
        draft.went(name, "body", joined(guess, changed))


def _section(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    for value in values:
        found, changed = to_markdown(value, meaning.rules.text)
        draft.body.append(f"## {to_markdown(name, 'text')[0]}\n\n{found}")
        draft.went(name, "body", changed)


def _key(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    if draft.key:
        draft.keep(name, values)
    else:
        draft.key = values[0][:300]
        draft.went(name, "imported.id", guess)
        if len(values) > 1 or draft.key != values[0]:
            draft.unmapped.setdefault(name, []).extend(values)


def _former(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    draft.former += [value[:300] for value in values]
    draft.went(name, "imported.id")


def _alias(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    draft.aliases += values
    draft.keep(name, values)


def _wanted(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    draft.wanted = values[0]
    draft.went(name, "id")


def _url(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    if not draft.url and _URL.fullmatch(values[0]):
        draft.url = values[0]
        draft.went(name, "imported.url", guess)
    else:
        draft.keep(name, values)


def _priority(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    own = meaning.settings.custom_fields(draft.type).get("priority")
    if draft.type == "problem" and (found := severity_of(values[0])) and "severity" not in draft.fields:
        draft.fields["severity"] = found
        draft.went(name, "severity", said("by how it ranks"))
        draft.unmapped.setdefault(name, []).extend(values)
    elif own is not None and own.kind in ("text", "choice") and (not own.values or values[0] in own.values):
        draft.fields["priority"] = values[0]
        draft.went(name, "priority")
    elif own is not None and own.values and (place := _nearest(values[0], own.values)):
        draft.fields["priority"] = place
        draft.went(name, "priority", said("by how it ranks"))
        draft.unmapped.setdefault(name, []).extend(values)
    else:
        draft.keep(name, values)


def _nearest(word: str, known: tuple[str, ...]) -> str:
    rank = rank_of(word)
    return next((value for value in known if rank is not None and rank_of(value) == rank), "")


def _votes(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    if draft.type == "feedback" and values[0].isdigit():
        draft.fields["count"] = values[0]
        draft.went(name, "count", guess)
    else:
        draft.keep(name, values)


def _remark(kind: str) -> Callable[[Draft, str, list[str], str, Meaning], None]:
    def put(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
        draft.remarks.setdefault(kind, []).extend(values)
        draft.went(name, "body")

    return put


def _checklist(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    """Things to tick off; criteria of a feature where that is wanted of its parts."""
    if meaning.rules.subtasks != "criteria" or draft.type != "feature":
        _remark("checklist")(draft, name, values, guess, meaning)
        return
    for value in values:
        found = _TICK.fullmatch(value)
        text = found[2] if found else value
        draft.fields.setdefault("acceptance", []).append({"text": text, "done": "true"} if found and found[1] in "xX" else text)
    draft.went(name, "acceptance")


def _keep(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    draft.keep(name, values)


def _leave_out(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    draft.leave_out(name, BOOKKEEPING)


def _level(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    """A level that the row itself names: one of the workspace, by name or label, or a word for one."""
    own = meaning.kinds.ladder.named(values[0])
    kind = Kind("feature", level=own) if own else meaning.kinds.of(values[0])
    if draft.type == "feature" and kind.type == "feature":
        draft.rank, draft.level = kind.rank or draft.rank, kind.level
        draft.went(name, "level", guess)
        draft.unmapped.setdefault(name, []).extend(values)
    else:
        draft.keep(name, values)


def _component(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    draft.components += [(name, value) for value in dict.fromkeys(values)]
    draft.named.setdefault("component", values[0])
    draft.went(name, "component", guess)


def _estimate(unit: str) -> Callable[[Draft, str, list[str], str, Meaning], None]:
    """An estimate, where the workspace counts effort as the source does; nothing is worked out from one that counts otherwise."""

    def put(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
        found = _AMOUNT.fullmatch(values[0])
        fits = meaning.settings.effort_unit == unit and "effort" in keys(BY_NAME[draft.type]) and "effort" not in draft.fields
        if not found or not fits:
            draft.keep(name, values)
            return
        draft.fields["effort"] = found[1].removesuffix(".0")
        draft.went(name, "effort", guess)
        if found[1] != values[0] or len(values) > 1:
            draft.unmapped.setdefault(name, []).extend(values)

    return put


def _tags(draft: Draft, name: str, values: list[str], guess: str, meaning: Meaning) -> None:
    found = [part for value in values for part in split(value)]
    if not found:
        draft.keep(name, values)
        return
    draft.fields["tags"] = [*dict.fromkeys((*draft.fields.get("tags", ()), *found))]
    draft.went(name, "tags", guess)


ROLES: Mapping[str, Callable[[Draft, str, list[str], str, Meaning], None]] = {
    "title": _title,
    "body": _body,
    "section": _section,
    "key": _key,
    "former_key": _former,
    "alias": _alias,
    "id": _wanted,
    "url": _url,
    "priority": _priority,
    "votes": _votes,
    "comment": _remark("comment"),
    "attachment": _remark("attachment"),
    "checklist": _checklist,
    "keep": _keep,
    "leave_out": _leave_out,
    "tags": _tags,
    "estimate": _estimate("points"),
    "estimate_days": _estimate("days"),
    "estimate_hours": _estimate("hours"),
}
"""By role: a function of the draft, the column, its values, why the role is a guess, and what cells mean."""

OF_OTHERS: Mapping[str, Callable[[Draft, str, list[str], str, Meaning], None]] = {"level": _level, "component": _component}
"""By role that is a field, too: what it means in the tables of other systems."""
