"""Sub-tasks of a source as its exporter wants them: items of their own, criteria or a list of what they are a part of, or left out."""

from __future__ import annotations

from collections.abc import Iterable

from pmsite.importers.draft import LEFT_OUT, Draft, Note
from pmsite.importers.ranks import Ladder
from pmsite.importers.rules import PARTS, SUBTASKS, Rules
from pmsite.importers.statuses import Statuses
from pmsite.messages import said
from pmsite.read.names import fold

ITEMS, CRITERIA, SKIP = SUBTASKS
FOLDED, SKIPPED = "folded", "skipped"
"""What the receipt says of one that became a part of another item, and of one that was left out."""
_AS_ITEMS, _AS_LIST = PARTS
_HEADING = {"en": "## Parts", "zh": "## 子工作项"}
_TAKEN = frozenset({"title", "imported.id", "parent", "epic"})
"""What a list of parts tells of each."""


def fold_in(drafts: list[Draft], rules: Rules, statuses: Statuses) -> list[Draft]:
    """The drafts that are items of their own; each other one is marked with what became of it.

    A sub-task is a row whose own kind is one, or a feature that is a part of another feature of the same export that is no group.
    """
    if rules.subtasks == ITEMS:
        return drafts if rules.parts == _AS_ITEMS else _listed(drafts, statuses)
    ladder = Ladder(statuses.settings)
    names = names_of(drafts)
    above = ((draft, parent_in(draft, names)) for draft in drafts)
    parents = {id(draft): parent for draft, parent in above if parent is not None and ladder.role(parent.level) != "group"}
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


def _listed(drafts: list[Draft], statuses: Statuses) -> list[Draft]:
    """The drafts without work on others of them, which is a list in the texts of these and among their keys in trackers."""
    ladder, names = Ladder(statuses.settings), names_of(drafts)
    is_work = {id(draft) for draft in drafts if draft.type == "feature" and not draft.bad and ladder.role(draft.level) == "work"}
    parents = {id(draft): parent for draft in drafts if id(draft) in is_work and (parent := parent_in(draft, names)) is not None}
    lists: dict[int, tuple[Draft, list[str]]] = {}
    for draft in drafts:
        whole = _top(draft, parents)
        if id(draft) not in is_work or id(whole) in is_work or whole.bad:
            continue
        box = "x" if _is_done(draft, statuses) else " "
        title = str(draft.fields.get("title", ""))
        lists.setdefault(id(whole), (whole, []))[1].append(f"- [{box}] {title}" + (f" ({draft.key})" if draft.key else ""))
        whole.fields.setdefault("delivery", []).extend(key for key in (draft.url or draft.key,) if key)
        whole.aliases += [name for name in (draft.key, *draft.aliases, title) if name]
        draft.notes = [
            note if note.field in _TAKEN else Note(note.column, LEFT_OUT, said("facts of folded parts")) for note in draft.notes
        ]
        draft.became, draft.part_of = FOLDED, whole
    for whole, lines in lists.values():
        whole.body.append(f"{_HEADING[statuses.settings.language]}\n\n" + "\n".join(lines))
    return [draft for draft in drafts if not draft.became]


def _is_done(draft: Draft, statuses: Statuses) -> bool:
    status = str(draft.fields.get("status", ""))
    return statuses.is_known(status) and statuses.settings.known_statuses[status].stage == "shipped"


def names_of(drafts: Iterable[Draft]) -> dict[str, Draft]:
    """Drafts by what rows call them."""
    found: dict[str, Draft] = {}
    for draft in drafts:
        for name in (draft.key, *draft.aliases, fold(str(draft.fields.get("title", "")))):
            if name:
                found.setdefault(name, draft)
    return found


def parent_in(draft: Draft, names: dict[str, Draft]) -> Draft | None:
    """What a feature is a part of, where that is another one."""
    if draft.type != "feature":
        return None
    above = (*draft.links.get("parent", ()), *draft.links.get("epic", ()))
    found = (names.get(name) or names.get(fold(name)) for name in above)
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
    criterion: str | dict[str, str] = {"text": title, "done": "true"} if _is_done(draft, statuses) else title
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
    links = {name: values for name, values in draft.links.items() if name not in ("epic", "parent")}
    lines = [f"{name}: {_one(value)}" for name, value in (facts | links).items()]
    return ["  \n".join(lines)] if lines else []


def _one(value: object) -> str:
    return ", ".join(map(_one, value)) if isinstance(value, (list, tuple)) else str(value)
