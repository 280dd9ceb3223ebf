"""Sub-tasks of a source as its exporter wants them: items of their own, acceptance criteria of what they are a part of, or left out."""

from __future__ import annotations

from collections.abc import Iterable

from pmsite.importers.draft import Draft
from pmsite.importers.rules import SUBTASKS, Rules
from pmsite.importers.statuses import Statuses
from pmsite.read.names import fold

ITEMS, CRITERIA, SKIP = SUBTASKS
FOLDED, SKIPPED = "folded", "skipped"
"""What the receipt says of one that became a part of another item, and of one that was left out."""


def fold_in(drafts: list[Draft], rules: Rules, statuses: Statuses) -> list[Draft]:
    """The drafts that are items of their own; each other one is marked with what became of it.

    A sub-task is a row whose own kind is one, or a feature that is a part of another feature of the same export.
    """
    if rules.subtasks == ITEMS:
        return drafts
    names = _names(drafts)
    parents = {id(draft): parent for draft in drafts if (parent := _parent(draft, names)) is not None}
    own: list[Draft] = []
    for draft in drafts:
        whole = _top(draft, parents)
        if draft.bad or (whole is draft and not (draft.is_subtask and rules.subtasks == SKIP)):
            own.append(draft)
        elif rules.subtasks == SKIP:
            draft.became = SKIPPED
        elif whole.bad:
            own.append(draft)
        else:
            _fold(draft, whole, statuses)
    return own


def _names(drafts: Iterable[Draft]) -> dict[str, Draft]:
    """Drafts by what rows call them."""
    found: dict[str, Draft] = {}
    for draft in drafts:
        for name in (draft.key, *draft.aliases, fold(str(draft.fields.get("title", "")))):
            if name:
                found.setdefault(name, draft)
    return found


def _parent(draft: Draft, names: dict[str, Draft]) -> Draft | None:
    """What a feature is a part of, where that is another one."""
    if draft.type != "feature":
        return None
    found = (names.get(name) or names.get(fold(name)) for name in draft.links.get("epic", ()))
    return next((other for other in found if other is not None and other is not draft and other.type == "feature"), None)


def _top(draft: Draft, parents: dict[int, Draft]) -> Draft:
    """The outermost whole of a part; the part itself where its wholes lead in a circle."""
    seen = {id(draft)}
    whole = draft
    while (above := parents.get(id(whole))) is not None:
        if id(above) in seen:
            return draft
        seen.add(id(above))
        whole = above
    return whole


def _fold(draft: Draft, whole: Draft, statuses: Statuses) -> None:
    """Make a draft a criterion of another; what else it says stands in the passage for the team."""
    title = str(draft.fields.get("title", ""))
    status = str(draft.fields.get("status", ""))
    is_done = statuses.is_known(status) and statuses.settings.known_statuses[status].stage == "shipped"
    criterion: str | dict[str, str] = {"text": title, "done": "true"} if is_done else title
    criteria = whole.fields.setdefault("acceptance", [])
    if criterion not in criteria:
        criteria.append(criterion)
    told = [f"**{title}**" + (f" ({draft.key})" if draft.key and draft.key != title else ""), *_facts(draft), *draft.body]
    told += [text for found in draft.remarks.values() for text in found]
    whole.remarks.setdefault("subtask", []).append("\n\n".join(filter(None, told)))
    whole.aliases += [name for name in (draft.key, *draft.aliases, title) if name]
    draft.became = FOLDED
    draft.part_of = whole


def _facts(draft: Draft) -> list[str]:
    """What a part says besides its title and text, on one line each."""
    facts = {name: value for name, value in draft.fields.items() if name != "title"} | draft.named | draft.unmapped
    links = {name: values for name, values in draft.links.items() if name != "epic"}
    lines = [f"{name}: {_one(value)}" for name, value in (facts | links).items()]
    return ["  \n".join(lines)] if lines else []


def _one(value: object) -> str:
    return ", ".join(map(_one, value)) if isinstance(value, (list, tuple)) else str(value)
