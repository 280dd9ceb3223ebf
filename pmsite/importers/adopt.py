"""Items of earlier imports that wait for what they are a part of: a later export brings it, and not them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pmsite.importers.draft import Draft
from pmsite.importers.known import Known, text
from pmsite.importers.merge import Change
from pmsite.importers.ranks import Ladder
from pmsite.importers.rules import Rules
from pmsite.messages import said
from pmsite.model.levels import DEEPEST
from pmsite.model.types import BY_NAME, keys
from pmsite.read.names import fold
from pmsite.read.record import Record
from pmsite.writing.change import with_changes

_KEPT = "epic"
"""Under which imports keep what nobody goes by."""


def adopted(drafts: Iterable[Draft], rules: Rules, known: Known, ladder: Ladder, root: Path) -> Iterator[Change]:
    """Items whose source named what is among the drafts and was nowhere before: features as parts of it, others as related to it."""
    rows = {draft.id: draft for draft in drafts if not draft.bad}
    named = {name: draft for draft in rows.values() if draft.type == "feature" for name in (*draft.aliases, draft.key)}
    for id, record in known.by_id.items():
        wanted = _wanted(record, rules) if id not in rows else []
        found = next((named[name] for name in wanted if name in named), None)
        if found is None:
            continue
        type_name = known.types[id]
        if type_name != "feature" and type_name in BY_NAME and "related" in keys(BY_NAME[type_name]):
            yield _change(record, type_name, found, wanted, root)
        elif type_name == "feature" and _may(id, found, rows, known, ladder):
            yield _change(record, "feature", found, wanted, root)


def _wanted(record: Record, rules: Rules) -> list[str]:
    imported = record.data.get("imported")
    if not isinstance(imported, dict) or fold(text(imported.get("source"))) != fold(rules.source) or "parent" in record.data:
        return []
    kept = imported.get("fields")
    found = kept.get(_KEPT) if isinstance(kept, dict) else None
    return [text(entry) for entry in (found if isinstance(found, list) else [found]) if entry]


def _may(id: str, found: Draft, features: Mapping[str, Draft], known: Known, ladder: Ladder) -> bool:
    """Whether one may be a part of the other: of no higher level, not what that is a part of, and not too deep."""
    level = known.fact(found.id, "level") or found.level
    above = found.id
    chain: list[str] = []
    while above and len(chain) < DEEPEST:
        chain.append(above)
        above = str(features[above].fields.get("parent", "")) if above in features else known.fact(above, "parent")
    return ladder.rank(known.fact(id, "level")) >= ladder.rank(level) and id not in chain and len(chain) < DEEPEST


def _change(record: Record, type_name: str, found: Draft, wanted: list[str], root: Path) -> Change:
    names = {*found.aliases, found.key}
    before = record.data.get("related")
    related = [*before, found.id] if isinstance(before, list) else [found.id]
    facts: dict[str, Any] = {"parent": found.id} if type_name == "feature" else {"related": related}
    imported: dict[str, Any] = dict(record.data["imported"])  # type: ignore[arg-type]  # a group, as `_wanted` saw
    left = [name for name in wanted if name not in names]
    kept = {name: value for name, value in imported.get("fields", {}).items() if name != _KEPT}
    imported["fields"] = kept | ({_KEPT: left[0] if len(left) == 1 else left} if left else {})
    imported["last"] = {**imported.get("last", {}), **facts}
    changes = facts | {"imported": {name: value for name, value in imported.items() if value}}
    written = (root / record.inside).read_bytes().decode("utf-8")
    draft = Draft(found.span, type_name, text(imported.get("id")), fields={"title": text(record.data.get("title"))})
    draft.level = text(record.data.get("level"))
    draft.went(_KEPT, next(iter(facts)), said("what it is a part of came later"))
    return Change(draft, record.inside, "updated", with_changes(written, record, type_name, changes, None), [*facts])
