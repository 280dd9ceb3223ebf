"""Each draft's id: the one that an earlier import gave it, else one made from the source's key or from the title, and free."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from pmsite.diagnostics import Report
from pmsite.importers.draft import LEFT_OUT, Draft
from pmsite.importers.known import Known
from pmsite.importers.rules import Rules
from pmsite.importers.withheld import KINDS
from pmsite.messages import joined, said
from pmsite.model.scaffold import id_from
from pmsite.read.names import fold, id_fault

_TRACKER_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}(?:-[A-Za-z]{1,3})?-[0-9]{1,9}")
_VERSION = re.compile(r"v?[0-9][0-9A-Za-z.+-]{0,40}")
_LENGTH = 70


def identify(drafts: Iterable[Draft], rules: Rules, known: Known, report: Report) -> None:
    """Give every draft its id; two rows with one key are a fault of the second, which names both."""
    first: dict[str, Draft] = {}
    titles: dict[str, int] = {}
    drafts = list(drafts)
    keys = {draft.key for draft in drafts}
    for draft in drafts:
        if draft.bad:
            continue
        _needs_title(draft, report)
        draft.key = draft.key or _key_from_title(draft, titles, rules)
        own = draft.wanted or draft.key
        if (other := first.setdefault(own, draft)) is not draft:
            draft.bad = True
            message = said("{id} stands in two rows: {place} and here", id=draft.wanted or draft.key, place=other.span)
            report.error("duplicate-row", draft.span, message, said("keep one of the two"), [(other.span, "the other one is here")])
            continue
        draft.id = _wanted(draft, known, report) if draft.wanted else _id(draft, rules, known, keys)
        known.take(draft.id)


def _needs_title(draft: Draft, report: Report) -> None:
    if not draft.fields.get("title") and not draft.wanted:
        out = [
            said("{what} in {column} is left out", what=note.guess, column=note.column)
            for note in draft.notes
            if note.field == LEFT_OUT and note.guess in KINDS
        ]
        draft.refuse(
            report, "missing-title", said("the title is missing"), joined(said("write what readers should call this"), *out[:1])
        )


def _key_from_title(draft: Draft, titles: dict[str, int], rules: Rules) -> str:
    title = str(draft.fields.get("title", ""))[:250]
    titles[fold(title)] = count = titles.get(fold(title), 0) + 1
    return title if count == 1 or rules.exact else f"{title} ({count})"


def _wanted(draft: Draft, known: Known, report: Report) -> str:
    wanted = unicodedata.normalize("NFC", draft.wanted)
    if fault := id_fault(wanted):
        draft.refuse(
            report,
            "not-an-id",
            said("{wanted} is not a valid id: {fault}", wanted=repr(wanted), fault=fault),
            said("use letters, digits, `-`, `_` and `.`"),
        )
        return ""
    other = known.folded.get(fold(wanted))
    if other is not None and other != wanted:
        draft.refuse(
            report,
            "colliding-ids",
            said("the ids {wanted} and {other} differ only in case", wanted=wanted, other=other),
            said("give one of them another id"),
        )
    return wanted


def _id(draft: Draft, rules: Rules, known: Known, keys: Collection[str]) -> str:
    """Its id. `keys` are those of all rows: what another row goes by was never this one's."""
    names = [draft.key, *(name for name in draft.former if name not in keys)]
    for name in names:
        if found := known.by_source.get((fold(rules.source), name)):
            return found
    title = str(draft.fields.get("title", ""))
    if rules.exact and (draft.type, fold(title)) in known.by_title:
        return known.by_title[draft.type, fold(title)]
    for name in (title, str(draft.fields.get("version", ""))) if draft.type == "release" else ():
        if _VERSION.fullmatch(name) and id_fault(name) is None and known.is_free(name):
            return name
    base = draft.key.lower() if _TRACKER_KEY.fullmatch(draft.key) else _short(id_from(title))
    plain_key = _short(id_from(draft.key))
    for candidate in (base, f"{base}-{plain_key}" if base and plain_key and not draft.is_made else plain_key):
        if candidate and id_fault(candidate) is None and known.is_free(candidate):
            return candidate
    return _numbered(base or plain_key or draft.type, known)


def _short(slug: str) -> str:
    return slug if len(slug) <= _LENGTH else slug[:_LENGTH].rpartition("-")[0] or slug[:_LENGTH]


def _numbered(base: str, known: Known) -> str:
    base = base if id_fault(f"{base}-2") is None else "item"
    number = known.numbers.get(base, 2)
    while not known.is_free(f"{base}-{number}"):
        number += 1
    known.numbers[base] = number
    return f"{base}-{number}"
