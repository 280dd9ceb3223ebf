"""The places of features in the tree of work: what each is a part of, so that the tree is the same in whatever order rows stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pmsite.importers.draft import Draft
from pmsite.importers.known import Known
from pmsite.importers.named import GROUPS
from pmsite.importers.ranks import Kinds, Ladder
from pmsite.importers.rules import Rules
from pmsite.importers.subtasks import names_of, parent_in
from pmsite.importers.words import normal
from pmsite.model.levels import DEEPEST

Found = list[tuple[str, str]]
"""Ids and types of items."""


def raise_wholes(drafts: list[Draft], rules: Rules, kinds: Kinds) -> None:
    """Levels that follow from what rows have below them: those of `above`, and of kinds of rows that nobody knows above a group."""
    names, ladder = names_of(drafts), kinds.ladder
    pairs = [(draft, parent) for draft in drafts if (parent := parent_in(draft, names)) is not None]
    if rules.above:
        level = ladder.written(rules.above) if rules.above in ladder.levels else ladder.level(rules.above)
        for draft, parent in pairs:
            if parent.rank and ladder.role(parent.level) == "unit" and ladder.role(draft.level) != "work":
                parent.level = level
    unknown: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.type == "feature" and draft.word and not kinds.of(draft.word).type:
            unknown.setdefault(normal(draft.word), []).append(draft)
    while raised := {
        word for draft, parent in pairs if ladder.role(draft.level) == "group" and (word := normal(parent.word)) in unknown
    }:
        for word in raised:
            for draft in unknown.pop(word):
                draft.level = ladder.level("initiative", draft.word)


@dataclass(slots=True)
class Tree:
    """What features of an import are parts of, and those that are there already."""

    drafts: Mapping[str, Draft]
    known: Known
    ladder: Ladder
    parents: dict[str, str] = field(default_factory=dict)
    _roots: dict[str, str] = field(default_factory=dict)

    def level(self, id: str) -> str:
        """The level of a feature: that of its file where it has one."""
        return self.known.fact(id, "level") if id in self.known.by_id else self.drafts[id].level

    def take(self, id: str, parent: str) -> bool:
        """Make one a part of another, unless that is of a lower level or a part of it."""
        root = self._root(parent)
        if root == id or self.ladder.rank(self.level(id)) < self.ladder.rank(self.level(parent)):
            return False
        self.parents[id] = self._roots[id] = parent
        return True

    def _root(self, id: str) -> str:
        path = []
        while (above := self._roots.get(id)) is not None:
            path.append(id)
            id = above
        self._roots.update(dict.fromkeys(path, id))
        return id

    def above(self, id: str) -> Iterable[str]:
        """All that one is a part of, the nearest first."""
        while id := self.parents.get(id, ""):
            yield id

    def too_deep(self) -> Iterable[str]:
        """Those that would be deeper than a tree may be, so that they begin one of their own; what is below them stays there."""
        parts: dict[str, list[str]] = {}
        for id, parent in self.parents.items():
            parts.setdefault(parent, []).append(id)
        level = [id for id in parts if id not in self.parents]
        depth = 0
        while level:
            cut = [id for id in level if id in self.drafts] if depth and depth % DEEPEST == 0 else []
            yield from cut
            level = [part for id in level for part in parts.get(id, ())]
            depth += 1


def place(drafts: list[Draft], wanted: Mapping[str, Found], rules: Rules, known: Known, kinds: Kinds) -> dict[str, Found]:
    """Give every feature what it is a part of: the first of what it could be that it may be. What is left over, by feature."""
    ladder = kinds.ladder
    tree = Tree({draft.id: draft for draft in drafts if not draft.bad}, known, ladder)
    features = [draft for draft in drafts if draft.type == "feature" and not draft.bad]
    lowered = _lower_parts(features, wanted, rules, tree)
    mine = {draft.id for draft in features}
    for id, type_name in known.types.items():
        if type_name == "feature" and id not in mine and (above := known.fact(id, "parent")) in known.by_id:
            tree.take(id, above)
    left: dict[str, Found] = {}
    for draft in features:
        for found in wanted.get(draft.id, ()):
            is_taken = draft.id not in tree.parents and found[1] == "feature" and tree.take(draft.id, found[0])
            if not is_taken:
                left.setdefault(draft.id, []).append(found)
    for id in list(tree.too_deep()):
        left.setdefault(id, []).append((tree.parents.pop(id), "feature"))
    for draft in features:
        if draft.id in lowered and draft.id not in tree.parents and not draft.is_orphan:
            draft.level = ""
        if draft.id in tree.parents:
            draft.fields["parent"] = tree.parents[draft.id]
        if draft.level and draft.id not in known.by_id:
            draft.fields["level"] = draft.level
    return {id: [one for one in found if one[0] not in {*tree.above(id)}] for id, found in left.items()}


def _lower_parts(features: list[Draft], wanted: Mapping[str, Found], rules: Rules, tree: Tree) -> set[str]:
    """Levels of parts of what counts, where their own kind says none: a tracker has one kind for an issue and those below it."""
    lowered: set[str] = set()
    if not rules.below:
        return lowered
    ladder = tree.ladder
    level = ladder.written(rules.below) if rules.below in ladder.levels else ladder.level(rules.below)
    above = {draft.id: ladder.role(tree.level(found[0][0])) for draft in features if (found := _first(wanted, draft))}
    if not {*GROUPS} & {*rules.types.values()}:  # a parent that nobody knows can be none
        above |= {draft.id: "unit" for draft in features if draft.is_orphan}
    for draft in features:
        if draft.rank == "feature" and ladder.role(draft.level) == "unit" and above.get(draft.id) in ("unit", "part"):
            draft.level = level
            lowered.add(draft.id)
    return lowered


def _first(wanted: Mapping[str, Found], draft: Draft) -> Found:
    return [found for found in wanted.get(draft.id, ()) if found[1] == "feature" and found[0] != draft.id][:1]
