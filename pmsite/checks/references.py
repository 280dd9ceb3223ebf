"""References: ids that nothing has, that the wrong kind of item has, or that lead back to where they began."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from pmsite.checks import renamed
from pmsite.checks.rule import Context, Rule
from pmsite.checks.unread import missing_ids, unread
from pmsite.diagnostics import Diagnostic, Severity, answer
from pmsite.messages import OneOf, Term, counted, joined, said
from pmsite.model.feature import Feature
from pmsite.model.links import Link
from pmsite.model.parsing import apart
from pmsite.model.trackers import address_of, prefix_of

RELATED = 5
"""Places of references that a message names."""
LONGEST = 8
"""Steps of a cycle that a message names."""


def one_of(types: tuple[str, ...]) -> OneOf:
    """Types as a message names them."""
    return OneOf(Term(name.replace("_", " ")) for name in types)


def a(noun: object) -> str:
    """A noun with its article."""
    return said("an {noun}", noun=noun) if str(noun)[:1] in tuple("aeiou") else said("a {noun}", noun=noun)


class UnknownReference(Rule):
    """A field names an item that does not exist, so the thread breaks there."""

    code = "unknown-reference"
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        broken = [link for link in context.product.broken if not link.kind.loose and not apart(link.written)[0]]
        if not broken:
            return
        by_name: dict[str, list[Link]] = {}
        for link in broken:
            for name in names(link):
                by_name.setdefault(name, []).append(link)
        told: set[Link] = set()
        for cause, ids in (*_not_read(context), *renamed.likely(context, broken)):
            leading = list(dict.fromkeys(link for id in sorted(ids) for link in by_name.get(id, ()) if link not in told))
            if leading:
                told.update(leading)
                yield self._cause(cause, leading, context)
        titles = _titles(context)
        for link in broken:
            if link not in told:
                yield self._alone(link, titles, context)

    def _cause(self, cause: Diagnostic, leading: Sequence[Link], context: Context) -> Diagnostic:
        """What several references that lead nowhere have in common."""
        places = [context.span(context.product.items[link.source], *link.place) for link in leading]
        are_many = " are not read" in cause.message
        count = (
            counted(len(leading), "a reference leads to them", "{count} references lead to them")
            if are_many
            else counted(len(leading), "a reference leads to it", "{count} references lead to it")
        )
        related = tuple((place, said("this names it")) for place in places[:RELATED])
        return replace(self.at(cause.span, joined(cause.message, count), cause.hint, related), mend=cause.mend)

    def _alone(self, link: Link, titles: Mapping[str, str], context: Context) -> Diagnostic:
        item = context.product.items[link.source]
        near = context.nearest(link.written, link.kind.to)
        what = one_of(link.kind.to) or said("item")
        hint = (
            said("did you mean {near}?", near=near)
            if near
            else said("write the id of an item that exists: its file name without .md")
        )
        if near and context.is_surely(link.written, near, link.kind.to):
            hint = answer("did you mean {answer}?", near, place=link.place, old=link.written)
        if not near and (id := titles.get(link.written.casefold())):
            hint = said("write {id}, the id of “{written}”", id=id, written=link.written)
        return self.at(
            context.span(item, *link.place),
            said("{key}: no {what} has the id {written}", key=link.key, what=what, written=link.written),
            hint,
        )


def names(link: Link) -> frozenset[str]:
    """The id that a reference names, and of a key result also its objective's."""
    return frozenset({link.written, link.written.rpartition(".")[0]} - {""})


def _not_read(context: Context) -> Iterator[tuple[Diagnostic, frozenset[str]]]:
    """Files that would have missing ids, if they were read."""
    missing = missing_ids(context)
    for found in unread(context):
        if ids := found.ids & missing:
            yield Diagnostic("", Severity.ERROR, found.span, found.message, found.hint), ids


def _titles(context: Context) -> Mapping[str, str]:
    """By title, the id of the item, for those who wrote a title that could be an id."""
    return {item.title.casefold(): id for id, item in context.product.items.items()}


class WrongTypeOfItem(Rule):
    """A field names an item of a type that does not belong there."""

    code = "wrong-type-of-item"
    severity = Severity.ERROR

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for link in context.product.links:
            kind = link.kind
            target = context.product.items[link.target]
            if kind.loose or not kind.to or target.type in kind.to or (link.part and "key_result" in kind.to):
                continue
            item = context.product.items[link.source]
            wanted = one_of(kind.to)
            near = context.nearest(link.written, kind.to)
            hint = said("did you mean {near}?", near=near) if near else said("write the id of {noun}", noun=a(wanted))
            yield self.at(
                context.span(item, *link.place),
                said(
                    "{key}: {written} is {this}, {wanted} is needed",
                    key=link.key,
                    written=link.written,
                    this=a(Term(target.type)),
                    wanted=a(wanted),
                ),
                hint,
            )


class Cycle(Rule):
    """Items that wait for each other in a circle: none of them can come first."""

    code = "cycle"
    severity = Severity.ERROR

    FIELDS = ("depends_on", "parent", "replaces", "supersedes", "drives", "continues")
    HINT = said("remove one of these references")
    HINTS: ClassVar[Mapping[str, str]] = {"depends_on": joined(HINT, said("what has to ship together is named in `together_with`"))}

    def find(self, context: Context) -> Iterator[Diagnostic]:
        for field in self.FIELDS:
            edges: dict[str, list[str]] = {}
            for link in context.product.links:
                if link.field == field:
                    edges.setdefault(link.source, []).append(link.target)
            for path in cycles(edges):
                item = context.product.items[path[0]]
                link = next(
                    found for found in context.product.outgoing[path[0]] if found.field == field and found.target == path[1]
                )
                yield self.at(
                    context.span(item, *link.place),
                    said("cycle in {field}: {path}", field=field, path=cycle_in_words(path)),
                    self.HINTS.get(field, self.HINT),
                )


def cycles(edges: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """One path for each group of items that reach each other, from an item back to itself; without recursion, in linear time."""
    for group in _groups(edges):
        start = min(group)
        members = set(group)
        came = {start: ""}
        waiting = [start]
        for node in waiting:
            for target in edges.get(node, ()):
                if target == start:
                    path = [node]
                    while path[-1] != start:
                        path.append(came[path[-1]])
                    yield [*reversed(path), start]
                    waiting.clear()
                    break
                if target in members and target not in came:
                    came[target] = node
                    waiting.append(target)


def _groups(edges: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """Strongly connected groups of two or more, and single nodes that name themselves (Tarjan's algorithm, with a stack of its own)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    on_stack: set[str] = set()
    stack: list[str] = []
    for root in edges:
        if root in index:
            continue
        work = [(root, iter(edges.get(root, ())))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(edges.get(target, ()))))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    group = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        group.append(member)
                        if member == node:
                            break
                    if len(group) > 1 or node in edges.get(node, ()):
                        yield group


def cycle_in_words(path: list[str]) -> str:
    """A cycle in words, shortened in the middle where it is long."""
    if len(path) > LONGEST:
        first, more = " → ".join(path[: LONGEST - 2]), len(path) - LONGEST + 1
        return said("{first} → … {count} more … → {last}", first=first, count=more, last=path[-1])
    return " → ".join(path)


class UnknownTracker(Rule):
    """Delivery work is named by a key whose tracker nobody has given an address, so it cannot be a link."""

    code = "unknown-tracker"

    def find(self, context: Context) -> Iterator[Diagnostic]:
        trackers = context.product.settings.trackers
        for feature in context.each(Feature):
            for at, key in enumerate(feature.delivery):
                prefix = prefix_of(key)
                if prefix and not address_of(key, trackers):
                    name = prefix if prefix.isalnum() else f'"{prefix}"'
                    hint = said(
                        'add `{name}: "https://…/{{n}}"` under `trackers` in product.yml, with {{n}} for the number', name=name
                    )
                    yield self.at(
                        context.span(feature, "delivery", at), said("no tracker has the prefix {prefix}", prefix=prefix), hint
                    )
