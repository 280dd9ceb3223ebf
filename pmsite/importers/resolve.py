"""What rows say of each other, in the source's keys and titles, becomes references by id; what nothing answers to is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pmsite.diagnostics import Report
from pmsite.importers.draft import Draft
from pmsite.importers.forms import form_of, split
from pmsite.importers.known import Known
from pmsite.importers.named import GROUPS, MADE, groups_of, key_of
from pmsite.importers.place import Found, place
from pmsite.importers.ranks import Kinds
from pmsite.importers.rules import Rules
from pmsite.messages import said
from pmsite.model.types import BY_NAME, keys, references
from pmsite.read.names import fold

_WHOLES = ("parent", "epic")
"""Links to what an item is a part of, the nearest first."""


@dataclass(slots=True)
class Index:
    """Ids and types by every name that rows use for other rows."""

    by_name: dict[str, tuple[str, str]] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)

    @classmethod
    def of(cls, drafts: list[Draft]) -> Index:
        """Drafts by their keys, else by what else rows call them, by their ids, by any of these in other case, by their titles."""
        found = cls({}, {draft.id: draft for draft in drafts})
        for names in (
            lambda d: [d.key],
            lambda d: d.aliases,
            lambda d: [d.id],
            lambda d: [fold(d.key)],
            lambda d: [fold(str(d.fields.get("title", "")))],
        ):
            for draft in drafts:
                for name in names(draft):
                    found.by_name.setdefault(name, (draft.id, draft.type))
        return found

    def find(self, name: str) -> tuple[str, str] | None:
        """The id and type of the draft that a name means."""
        return self.by_name.get(name) or self.by_name.get(fold(name))


def resolve(drafts: list[Draft], rules: Rules, known: Known, kinds: Kinds, report: Report) -> None:
    """Turn every draft's links into references, and give features their places in the tree of work."""
    index = Index.of([draft for draft in drafts if not draft.bad])
    wanted: dict[str, Found] = {}
    for draft in drafts:
        if not draft.bad:
            _named(draft, index, known)
            for name, written in draft.links.items():
                if rules.exact:
                    _resolve_exactly(draft, name, written, index, known, report)
                elif name not in _WHOLES or draft.type != "feature":
                    for found in _resolved(draft, name, written, index, rules, known):
                        _link(draft, name, *found, index)
    if not rules.exact:
        _untangle(drafts, known)
        groups = groups_of(known, kinds.ladder) if any(what in draft.named for draft in drafts for what in GROUPS) else {}
        wanted = {draft.id: _wholes(draft, index, groups, rules, known) for draft in drafts if not draft.bad}
        left = place(drafts, wanted, rules, known, kinds)
        for draft in drafts:
            for found in left.get(draft.id, ()) if draft.type == "feature" else wanted.get(draft.id, ()):
                _beside(draft, *found)


def _named(draft: Draft, index: Index, known: Known) -> None:
    for type_name, title in draft.named.items():
        if type_name in GROUPS or type_name not in MADE:
            continue
        made = index.find(f"{type_name}: {title}") or index.find(title)
        id = made[0] if made and made[1] == type_name else known.by_title.get((type_name, fold(title)))
        if id is None:
            draft.unmapped.setdefault(type_name, []).append(title)
        else:
            _refer(draft, type_name, id, type_name)


def _resolved(draft: Draft, name: str, written: list[str], index: Index, rules: Rules, known: Known) -> Iterator[tuple[str, str]]:
    """The items that cells name; what none goes by is kept."""
    for cell in written:
        whole = _find(cell, index, rules, known)
        for part in [cell] if whole else split(cell):
            found = whole or _find(part, index, rules, known)
            if found is None:
                draft.keep("epic" if name in _WHOLES else name.replace("_", " "), [part], said("no row or item goes by it"))
            elif found[0] != draft.id:
                yield found


def _wholes(draft: Draft, index: Index, groups: Mapping[str, str], rules: Rules, known: Known) -> Found:
    """What a draft could be a part of, the nearest first."""
    links = draft.links if draft.type == "feature" else {}
    found = [one for name in _WHOLES if name in links for one in _resolved(draft, name, links[name], index, rules, known)]
    draft.is_orphan = "parent" in draft.links and not found
    for what in GROUPS:
        if (title := draft.named.get(what)) is None:
            continue
        group = index.find(key_of(what, title)) or _row(title, index, groups)
        if group and group[0] != draft.id:
            found.append(group)
        elif not group:
            draft.unmapped.setdefault(what, []).append(title)
    return list(dict.fromkeys(found))


def _row(title: str, index: Index, groups: Mapping[str, str]) -> tuple[str, str] | None:
    """Work of a higher level by its title, a row or an item."""
    found = index.find(title)
    if found and found[1] == "feature":
        return found
    return (groups[fold(title)], "feature") if fold(title) in groups else None


def _beside(draft: Draft, id: str, type_name: str) -> None:
    """What a draft is a part of and does not stand below: its theme, or something that it is related to."""
    if type_name == draft.type == "component":
        _refer(draft, "parent", id, type_name)
        return
    if type_name == "feature" == draft.type:
        draft.went("parent", "related", said("it would be a part of itself, of a lower level, too deep, or a part of two"))
    _refer(draft, "theme" if type_name == "theme" else "related", id, type_name)


def _find(written: str, index: Index, rules: Rules, known: Known) -> tuple[str, str] | None:
    name = written.strip()
    if found := index.find(name):
        return found
    source = fold(rules.source)
    id = known.by_source.get((source, name)) or (name if name in known.by_id else known.by_alias.get((source, name)))
    return (id, known.types[id]) if id else None


def _resolve_exactly(draft: Draft, name: str, written: list[str], index: Index, known: Known, report: Report) -> None:
    """References by id, or by title, in the field where they stand."""
    ids = [_id(part, index, known) for part in written]
    for part, id in zip(written, ids, strict=True):
        if not id:
            draft.refuse(
                report,
                "unknown-reference",
                said("{name}: no item has the id {part}", name=name, part=part),
                said("write the id of an item that exists"),
            )
    if ids:
        draft.fields[name] = ids if form_of(BY_NAME[draft.type], name) == "links" else ids[0]


def _id(written: str, index: Index, known: Known) -> str:
    """The id of an item, or of a key result with that of its objective before it."""
    if any(id in index.drafts or id in known.by_id for id in (written, written.rpartition(".")[0])):
        return written
    found = index.find(written)
    return found[0] if found else ""


def _link(draft: Draft, name: str, id: str, type_name: str, index: Index) -> None:
    if name == "blocks":
        other = index.drafts.get(id)
        if other is None:
            _refer(draft, "related", id, type_name)
        else:
            _refer(other, "depends_on", draft.id, draft.type)
    elif name in _WHOLES:
        _beside(draft, id, type_name)
    else:
        _refer(draft, name, id, type_name)


def _refer(draft: Draft, name: str, id: str, type_name: str) -> None:
    """Write a reference into its field, or into `related` where the type of item has no such field for the type of the other."""
    model = BY_NAME[draft.type]
    mark = references(model).get(keys(model).get(name, ""))
    if mark is None or (mark.to and type_name and type_name not in mark.to):
        name = "related"
        mark = references(model)["related"]
    if form_of(model, name) == "links":
        found = draft.fields.setdefault(name, [])
        if id not in found:
            found.append(id)
    else:
        draft.fields.setdefault(name, id)


def _untangle(drafts: list[Draft], known: Known) -> None:
    """References that would lead in a circle become `related`: nothing can come before itself."""
    edges: dict[str, list[str]] = {
        id: [entry for entry in listed if isinstance(entry, str)]
        for id, record in known.by_id.items()
        if isinstance(listed := record.data.get("depends_on"), list)
    }
    for draft in drafts:
        if needed := draft.fields.get("depends_on"):
            edges[draft.id] = [*dict.fromkeys((*edges.get(draft.id, ()), *needed))]
    core = _core(edges)
    for draft in drafts:
        if draft.id in core and (tangled := [id for id in draft.fields.get("depends_on", ()) if id in core]):
            draft.fields["depends_on"] = [id for id in draft.fields["depends_on"] if id not in core]
            draft.fields["related"] = [*dict.fromkeys((*draft.fields.get("related", ()), *tangled))]
            draft.went("depends_on", "related", said("the items wait for each other in a circle"))
            if not draft.fields["depends_on"]:
                del draft.fields["depends_on"]


def _core(edges: dict[str, list[str]]) -> set[str]:
    """Nodes that are left when all that lead into no circle are taken away, from both ends; in linear time."""
    return _shrunk(edges, _shrunk(_reversed(edges), set(edges) | {target for targets in edges.values() for target in targets}))


def _reversed(edges: dict[str, list[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for source, targets in edges.items():
        for target in targets:
            found.setdefault(target, []).append(source)
    return found


def _shrunk(edges: dict[str, list[str]], nodes: set[str]) -> set[str]:
    """The nodes without those that, again and again, have no edge to another of them."""
    left = set(nodes)
    counts = {node: sum(target in nodes for target in edges.get(node, ())) for node in nodes}
    sources = _reversed({node: [target for target in edges.get(node, ()) if target in nodes] for node in nodes})
    ready = [node for node, count in counts.items() if not count]
    while ready:
        node = ready.pop()
        left.discard(node)
        for source in sources.get(node, ()):
            counts[source] -= 1
            if not counts[source]:
                ready.append(source)
    return left
