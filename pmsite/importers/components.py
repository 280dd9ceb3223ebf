"""Parts of the product that rows name, as components: each path a branch of their tree, the first of a row the one that it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pmsite.diagnostics import Report
from pmsite.importers.draft import Draft
from pmsite.importers.identity import identify
from pmsite.importers.known import Known, text
from pmsite.importers.rules import Rules
from pmsite.messages import said
from pmsite.model.types import BY_NAME, keys
from pmsite.read.names import fold

_BETWEEN = re.compile(r"\s+/\s+|\s*[→›\\]\s*|\s+>\s+")
Path = tuple[str, ...]


def path_of(written: str) -> Path:
    """The names in a path of components, the outermost first; a name with a plain stroke in it, such as UI/UX, is one."""
    return tuple(part for part in (" ".join(part.split()).strip("/ ") for part in _BETWEEN.split(written)) if part)


def as_before(drafts: list[Draft], rules: Rules, known: Known) -> None:
    """Let components be what an earlier import made of them: themes where these are there, tags of the row, or kept."""
    for draft in drafts:
        if not draft.components or draft.bad:
            continue
        last, kept = known.last(draft.id), known.kept(draft.id)
        tags = last.get("tags")
        if isinstance(tags, list) and any(_as_tag(name) in tags for _, name in draft.components) and "component" not in last:
            wanted = [*draft.fields.get("tags", ()), *(_as_tag(name) for _, name in draft.components)]
            order = {str(tag): place for place, tag in enumerate(tags)}
            draft.fields["tags"] = sorted(dict.fromkeys(wanted), key=lambda tag: order.get(tag, len(order)))
            draft.components = []
            draft.stays.append(said("components are tags"))
        elif "theme" not in draft.named and (theme := _theme(draft.components[0][1], rules, known)):
            draft.named = {
                ("theme" if what == "component" else what): theme if what == "component" else title
                for what, title in draft.named.items()
            }
            draft.components = draft.components[1:]
            draft.stays.append(said("components are themes"))
        elif "component" not in last and not {*kept.values()}.isdisjoint(draft.components[0][1:] + path_of(draft.components[0][1])):
            for name, value in draft.components if last else ():
                if name in kept:
                    draft.unmapped.setdefault(name, []).append(value)
            draft.components = []
            draft.stays.append(said("components are kept"))


def _as_tag(written: str) -> str:
    """What a path was as a tag: its last part."""
    return (path_of(written) or (written,))[-1]


def _theme(written: str, rules: Rules, known: Known) -> str:
    """The theme that an earlier import made of a component, by the name that it had."""
    path = path_of(written)
    names = [written, *(between.join(path[start:]) for start in range(len(path)) for between in ("/", " / "))]
    made = ((name, known.by_source.get((fold(rules.source), f"theme: {name}"), "")) for name in names)
    return next((name for name, id in made if known.types.get(id) == "theme"), "")


@dataclass(slots=True)
class _Tree:
    """Components that are there, by what they are a part of and their names."""

    there: Mapping[tuple[str, str], str]
    made: dict[Path, Draft] = field(default_factory=dict)
    found: dict[Path, str] = field(default_factory=dict)


def make_components(drafts: list[Draft], rules: Rules, known: Known, report: Report) -> list[Draft]:
    """Drafts of the components that rows name and the workspace lacks; rows get the ids of theirs."""
    tree = _Tree(dict(_there(known)))
    for draft in drafts:
        for _, written in draft.components if not draft.bad else ():
            _grow(path_of(written), draft, tree, rules, known)
    made = list(tree.made.values())
    identify(sorted(made, key=lambda draft: draft.key), rules, known, report)
    for path, draft in tree.made.items():
        if len(path) > 1 and not draft.bad:
            draft.fields["parent"] = _id(path[:-1], tree)
    for draft in drafts:
        if draft.components and not draft.bad:
            _refer(draft, tree)
    return made


def _there(known: Known) -> Iterator[tuple[tuple[str, str], str]]:
    for id, record in known.by_id.items():
        if known.types[id] == "component":
            aliases = record.data.get("aliases")
            for name in (text(record.data.get("title")), id, *(map(text, aliases) if isinstance(aliases, list) else ())):
                if name:
                    yield (text(record.data.get("parent")), fold(name)), id


def _grow(path: Path, draft: Draft, tree: _Tree, rules: Rules, known: Known) -> None:
    """Make what a path names and nobody has, from the outermost part on."""
    for depth in range(1, len(path) + 1):
        here = _folded(path[:depth])
        if here in tree.made or here in tree.found:
            continue
        above = tree.found.get(here[:-1], "")
        key = f"component: {' / '.join(path[:depth])}"
        own = known.by_source.get((fold(rules.source), key), "")
        id = own or (tree.there.get((above, here[-1]), "") if above or depth == 1 else "")
        if id:
            tree.found[here] = id
        else:
            tree.made[here] = Draft(draft.span, "component", key, fields={"title": path[depth - 1][:300]}, is_made=True)


def _folded(path: Path) -> Path:
    return tuple(map(fold, path))


def _id(path: Path, tree: _Tree) -> str:
    here = _folded(path)
    return tree.found.get(here) or tree.made[here].id


def _refer(draft: Draft, tree: _Tree) -> None:
    ids = {id: (name, written) for name, written in draft.components if (path := path_of(written)) for id in [_id(path, tree)]}
    first, *others = ids or [""]
    known = keys(BY_NAME[draft.type])
    if first and "component" in known:
        draft.fields["component"] = first
    elif first:
        draft.keep(*_cell(ids[first]))
    if others and "touches" in known:
        draft.fields["touches"] = others
    else:
        for id in others:
            draft.keep(*_cell(ids[id]))


def _cell(found: tuple[str, str]) -> tuple[str, list[str]]:
    return found[0], [found[1]]
