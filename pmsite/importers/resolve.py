"""What rows say of each other, in the source's keys and titles, becomes references by id; what nothing answers to is kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from pmsite.diagnostics import Report
from pmsite.importers.draft import Draft
from pmsite.importers.forms import form_of, split
from pmsite.importers.identity import identify
from pmsite.importers.known import Known
from pmsite.importers.rules import Rules
from pmsite.model.types import BY_NAME, keys, references
from pmsite.read.names import fold

_MADE = ("theme", "release", "team")


@dataclass(slots=True)
class Index:
    """Ids and types by every name that rows use for other rows."""

    by_name: dict[str, tuple[str, str]] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)

    @classmethod
    def of(cls, drafts: list[Draft]) -> Index:
        """Drafts by their keys, else by their ids, else by any of these in other case, else by their titles."""
        found = cls({}, {draft.id: draft for draft in drafts})
        for draft in drafts:
            found.by_name |= dict.fromkeys(draft.aliases, (draft.id, draft.type))
        for name in (lambda d: d.key, lambda d: d.id, lambda d: fold(d.key), lambda d: fold(str(d.fields.get("title", "")))):
            for draft in drafts:
                found.by_name.setdefault(name(draft), (draft.id, draft.type))
        return found

    def find(self, name: str) -> tuple[str, str] | None:
        """The id and type of the draft that a name means."""
        return self.by_name.get(name) or self.by_name.get(fold(name))


def make_named(drafts: list[Draft], rules: Rules, known: Known, report: Report) -> list[Draft]:
    """Drafts of the themes, releases and teams that rows name and nothing else is."""
    made: dict[tuple[str, str], Draft] = {}
    rows = {
        (draft.type, fold(name))
        for draft in drafts
        if draft.type in _MADE
        for name in (str(draft.fields.get("title", "")), *draft.aliases)
    }
    for draft in drafts:
        for type_name, title in draft.named.items() if not draft.bad else ():
            name = (type_name, fold(title))
            if name in rows or name in made:
                _add_date(made.get(name), draft, type_name)
                continue
            key = f"{type_name}: {title}"
            id = known.by_title.get(name)
            if id is None or known.by_source.get((fold(rules.source), key)) == id:
                made[name] = Draft(draft.span, type_name, key, fields=_first_fields(type_name, title))
                _add_date(made[name], draft, type_name)
    found = list(made.values())
    identify(found, rules, known, report)
    return found


def _first_fields(type_name: str, title: str) -> dict[str, str]:
    return {"title": title[:300], **({"version": title} if type_name == "release" and title[:1].lstrip("v").isdigit() else {})}


def _add_date(made: Draft | None, draft: Draft, type_name: str) -> None:
    if made is not None and (date := draft.dates.get(type_name)):
        made.fields.setdefault("date", date)


def resolve(drafts: list[Draft], rules: Rules, known: Known, report: Report) -> None:
    """Turn every draft's links into references."""
    index = Index.of([draft for draft in drafts if not draft.bad])
    for draft in drafts:
        if not draft.bad:
            _named(draft, index, known)
            for name, written in draft.links.items():
                if rules.exact:
                    _resolve_exactly(draft, name, written, index, known, report)
                else:
                    _resolve(draft, name, written, index, rules, known)
    if not rules.exact:
        _inherit_themes(index)
        _untangle(drafts, known)


def _named(draft: Draft, index: Index, known: Known) -> None:
    for type_name, title in draft.named.items():
        made = index.find(f"{type_name}: {title}") or index.find(title)
        id = made[0] if made and made[1] == type_name else known.by_title.get((type_name, fold(title)))
        if id is None:
            draft.unmapped.setdefault(type_name, []).append(title)
        else:
            _refer(draft, type_name, id, type_name)


def _resolve(draft: Draft, name: str, written: list[str], index: Index, rules: Rules, known: Known) -> None:
    for cell in written:
        whole = _find(cell, index, rules, known)
        for part in [cell] if whole else split(cell):
            found = whole or _find(part, index, rules, known)
            if found is None:
                draft.keep(name.replace("_", " "), [part], "no row or item goes by it")
            elif found[0] != draft.id:
                _link(draft, name, *found, index)


def _find(written: str, index: Index, rules: Rules, known: Known) -> tuple[str, str] | None:
    name = written.strip()
    if found := index.find(name):
        return found
    id = known.by_source.get((fold(rules.source), name)) or (name if name in known.by_id else None)
    return (id, known.types[id]) if id else None


def _resolve_exactly(draft: Draft, name: str, written: list[str], index: Index, known: Known, report: Report) -> None:
    """References by id, or by title, in the field where they stand."""
    ids = [_id(part, index, known) for part in written]
    for part, id in zip(written, ids, strict=True):
        if not id:
            draft.refuse(report, "unknown-reference", f"{name}: no item has the id {part}", "write the id of an item that exists")
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
    elif name == "epic":
        _refer(draft, "theme" if type_name == "theme" else "related", id, type_name)
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


def _inherit_themes(index: Index) -> None:
    """A part of something belongs to the theme of the whole."""
    for draft in index.drafts.values():
        if draft.type == "feature" and "epic" in draft.links and "theme" not in draft.fields:
            for id in draft.fields.get("related", ()):
                whole = index.drafts.get(id)
                if whole is not None and "theme" in whole.fields:
                    draft.fields["theme"] = whole.fields["theme"]
                    break


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
            draft.went("depends_on", "related", "the items wait for each other in a circle")
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
