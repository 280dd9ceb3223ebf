"""What becomes of the files of a plan when an item is new, gets another id, or goes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from pmsite.diagnostics import Diagnostic, Severity, Span, printable
from pmsite.messages import said
from pmsite.model.change import kind_in_name
from pmsite.model.links import Link
from pmsite.model.load import type_of
from pmsite.model.objective import Objective
from pmsite.model.types import BY_NAME, home
from pmsite.read.names import folder_fault
from pmsite.read.record import Path as Place
from pmsite.read.record import Record
from pmsite.writing.front import new_text
from pmsite.writing.held import Held
from pmsite.writing.operation import Create, Drop, InFile, Move, Remove, Rename, Set, Unset
from pmsite.writing.refused import Refused, refused
from pmsite.writing.wanted import as_texts, value_at

_SHOWN = 20


@dataclass(slots=True)
class Effect:
    """What is to be done to files, by their places in the workspace."""

    made: dict[str, str] = field(default_factory=dict)
    """New files."""
    changes: dict[str, list[InFile]] = field(default_factory=dict)
    moves: dict[str, str] = field(default_factory=dict)
    """Files that get another place; links to them follow."""
    gone: list[str] = field(default_factory=list)


def created(held: Held, wish: Create) -> Effect:
    """A new item; raises Refused where its id or its place is taken, or there is no such type."""
    if wish.type not in BY_NAME:
        raise refused(
            "unknown-type",
            Span(held.prefix),
            said("{written} is not a type of item", written=wish.type),
            said("write one of {known}", known=list(BY_NAME)),
        )
    inside = f"{home(BY_NAME[wish.type], held.folders)}/{wish.item}.md"
    path = f"{held.prefix}/{inside}"
    held.must_be_free(wish.item, Span(path))
    held.must_be_new(inside)
    facts = as_texts(dict(wish.facts), path)
    assert isinstance(facts, dict)  # as what it was made from
    return Effect(
        made={
            inside: new_text(wish.type, {name: value for name, value in facts.items() if value is not None}, wish.body.rstrip("\n"))
        }
    )


def renamed(held: Held, wish: Rename) -> Effect:
    """An item, or a key result, with another id; raises Refused where that is taken, or a reference can only be changed by hand."""
    if wish.item not in held.records and wish.item not in held.unsound and (part := key_result(held, wish.item)):
        return _renamed_part(held, wish, *part)
    item, record = held.item(wish.item), held.record(wish.item)
    effect = Effect()
    if wish.id == wish.item:
        return effect
    span = Span(record.path)
    held.must_be_free(wish.id, span, besides=wish.item)
    held.must_be_known_who_names(wish.item)
    name = posixpath.basename(record.inside).removesuffix(".md")
    if (
        item.type == "change"
        and (record.is_plain or "kind" not in record.data)
        and kind_in_name(wish.id) != kind_in_name(wish.item)
    ):
        kind = kind_in_name(wish.item)
        raise refused(
            "not-an-id",
            span,
            said("the name of this change says that it is {kind}", kind=kind),
            said("end the new id in .{kind}", kind=kind),
        )
    if record.is_plain and _number(wish.item) != _number(wish.id):
        raise refused(
            "no-front-matter",
            span,
            said("the name of this change says which number it refers to"),
            said("write it as `references:` above its text first"),
        )
    place = posixpath.join(posixpath.dirname(record.inside), f"{name[: -len(wish.item)]}{wish.id}.md")
    has_its_type_by_name = "type" not in record.data and type_of(place) != item.type  # as vision.md at the top
    if "id" in record.data or has_its_type_by_name:
        effect.changes[record.inside] = [Set(wish.item, ("id",), wish.id)]
    if name.removeprefix("+") == wish.item and not has_its_type_by_name:
        _move(held, record, place.removesuffix(".md"), effect)
    _follow(held, wish.item, wish.item, wish.id, effect)
    return effect


def _number(id: str) -> str:
    stem = id.partition(".")[0]
    return stem if stem.isdecimal() else ""


def key_result(held: Held, id: str) -> tuple[Objective, str] | None:
    """The objective and the key result in it that an id means; nothing where it means none."""
    above, _, part = id.rpartition(".")
    found = held.product.items.get(above)
    is_there = isinstance(found, Objective) and any(result.id == part for result in found.key_results)
    return (found, part) if is_there and isinstance(found, Objective) else None


def _renamed_part(held: Held, wish: Rename, above: Objective, part: str) -> Effect:
    record = held.record(above.id)
    new = wish.id.removeprefix(f"{above.id}.")
    if new == part:
        return Effect()
    if new.rpartition(".")[0] in held.product.items:
        message = said("{part} is a key result of {id}, and stays there", part=part, id=above.id)
        raise refused("only-by-hand", Span(record.path), message, said("move it in the files themselves, and check what names it"))
    if any(result.id == new for result in above.key_results):
        raise refused(
            "duplicate-id",
            Span(record.path),
            said("{id} has a key result {new} already", id=above.id, new=new),
            said("choose another id"),
        )
    held.must_be_free(f"{above.id}.{new}", Span(record.path))
    held.must_be_known_who_names(above.id)
    effect = Effect({}, {record.inside: [Set(above.id, ("key_results", part, "id"), new)]})
    _follow(held, above.id, wish.item, f"{above.id}.{new}", effect)
    return effect


def _move(held: Held, record: Record, after: str, effect: Effect) -> None:
    """Move an item's file and those that belong to it."""
    before = record.inside.removesuffix(".md")
    id = _id(held, record)
    old = (record.inside, *held.companions(id), *held.named_after(id))
    effect.moves |= {inside: f"{after}{inside[len(before) :]}" for inside in old}
    for inside in effect.moves.values():
        held.must_be_new(inside, frozenset(old))


def _id(held: Held, record: Record) -> str:
    return next(id for id, found in (*held.records.items(), *held.unsound.items()) if found is record)


def moved(held: Held, wish: Move) -> Effect:
    """An item's files in another folder; raises Refused where that is none of the workspace, or would give it another type."""
    record, effect = held.record(wish.item), Effect()
    span, folder = Span(record.path), wish.folder.strip("/")
    names = folder.split("/") if folder else []
    if any(not name or name.startswith(".") or name != name.strip() or not name.isprintable() or "\\" in name for name in names):
        message = said("{folder} is no folder of a workspace", folder=printable(wish.folder, 60))
        raise refused("not-a-folder", span, message, said("name one inside the workspace, such as features/mobile"))
    if fault := next(filter(None, map(folder_fault, names)), None):
        message = said("{folder} is no name for a folder: {fault}", folder=printable(wish.folder, 60), fault=fault)
        raise refused("not-a-folder", span, message, said("name the folder alone, such as features/mobile"))
    place = posixpath.join(folder, posixpath.basename(record.inside))
    type_name = held.type_name(wish.item)
    if "type" not in record.data and type_of(place) != type_name:
        message = said(
            "{folder} is no place for the type {type}",
            folder=folder or said("the top of the workspace"),
            type=type_name,
        )
        home_of, is_inside, _ = record.inside.partition("/")
        hint = said("write `type: {type_name}` into the file first", type_name=type_name)
        raise refused(
            "another-type",
            span,
            message,
            said("name a folder inside {folder}/, or {hint}", folder=home_of, hint=hint) if is_inside else hint,
        )
    if place != record.inside:
        _move(held, record, place.removesuffix(".md"), effect)
    return effect


def _follow(held: Held, target: str, old: str, new: str, effect: Effect) -> None:
    """Have every reference to an item, or to a part of it, say its new id."""
    for link in held.product.incoming.get(target, ()):
        if link.written == old or link.written.startswith(f"{old}."):
            record = held.records[link.source]
            wish = Set(link.source, _place(record, link), new + link.written[len(old) :])
            effect.changes.setdefault(record.inside, []).append(wish)


def _place(record: Record, link: Link) -> Place:
    """Where a reference stands in its file; raises Refused where it does not stand there in just these words."""
    for place in (link.place, link.place[:-1]):  # a list of one may be written as a text
        if value_at(record.data, place) == link.written:
            return place
    message = said("{place} names {written} in other words", place=".".join(map(str, link.place)), written=link.written)
    raise refused("only-by-hand", Span(record.path), message, said("write it there as it is called"))


def dropped(held: Held, wish: Drop) -> Effect:
    """An item's files go; raises Refused where others name it, unless these facts are to go, too."""
    record = held.record(wish.item)
    links = [link for link in held.product.incoming.get(wish.item, ()) if link.source != wish.item]
    if links and wish.leave == "refuse":
        raise Refused(_still_named(held, wish.item, record, links))
    held.must_be_known_who_names(wish.item)
    effect = Effect(gone=[record.inside, *held.companions(wish.item)])
    for link in links:
        source = held.records[link.source]
        effect.changes.setdefault(source.inside, []).append(_without(source, link))
    return effect


def _without(record: Record, link: Link) -> InFile:
    place = _place(record, link)
    return Remove(link.source, place[:-1], link.written) if isinstance(place[-1], int) else Unset(link.source, place)


def _still_named(held: Held, id: str, record: Record, links: list[Link]) -> Diagnostic:
    from pmsite.read.spans import span_of  # here, since it costs a second look at each file

    shown = tuple(
        (span_of(held.records[link.source], *link.place), said("{key} names {written}", key=link.key, written=link.written))
        for link in links[:_SHOWN]
    )
    who = list(dict.fromkeys(link.source for link in links[:3]))
    message = (
        said("{id} is named by {items} and more", id=id, items=who)
        if len({link.source for link in links}) > 3
        else said("{id} is named by {items}", id=id, items=who)
    )
    return Diagnostic(
        "still-named",
        Severity.ERROR,
        Span(record.path),
        message,
        said("take it out there first, or drop these facts with it (`--unset`)"),
        shown,
    )


def links_to(moves: Mapping[str, str], records: Iterator[Record]) -> Iterator[Record]:
    """The files in which the name of a file occurs that gets another place."""
    names = {name for inside in moves for name in (posixpath.basename(inside), quote(posixpath.basename(inside)))}
    return (record for record in records if any(name in record.body or name in record.head for name in names))
