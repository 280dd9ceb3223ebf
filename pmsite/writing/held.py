"""What a plan holds, as far as changing its files needs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from pmsite.diagnostics import Diagnostic, Span, printable
from pmsite.messages import said
from pmsite.model.faults import nearest_id
from pmsite.model.item import Item
from pmsite.model.load import type_of
from pmsite.model.metric import Metric
from pmsite.model.objective import Objective
from pmsite.model.product import Product
from pmsite.model.settings import LANGUAGES
from pmsite.model.translation import Translation
from pmsite.model.types import BY_NAME
from pmsite.read.names import fold, id_fault
from pmsite.read.record import Record
from pmsite.read.unread import NOTHING_ABSENT, Absent
from pmsite.writing.refused import Refused, refused


@dataclass(frozen=True)
class Held:
    """The items and files of a workspace at one moment."""

    product: Product
    records: Mapping[str, Record]
    unsound: Mapping[str, Record]
    """By the ids that they give, the files whose facts can be read and make no item."""
    translations: Mapping[tuple[str, str], Translation]
    files: frozenset[str]
    """All other files."""
    prefix: str
    faults: tuple[Diagnostic, ...] = ()
    """What is wrong with files."""
    absent: Absent = NOTHING_ABSENT
    """What cannot be read."""

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """Ids as everything that ignores case sees them."""
        return {fold(id): id for id in (*self.unsound, *self.records)}

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Files as everything that ignores case sees them."""
        told = (translation.record.inside for translation in self.translations.values())
        records = (record.inside for record in (*self.records.values(), *self.unsound.values()))
        return {fold(inside): inside for inside in (*self.files, *told, *records)}

    @cached_property
    def folders(self) -> frozenset[str]:
        """The workspace's own folders."""
        return frozenset(inside.partition("/")[0] for inside in self.places.values() if "/" in inside)

    def record(self, id: str) -> Record:
        """The file of an item; raises Refused where there is none that can be read."""
        found = self.records.get(id) or self.unsound.get(id)
        if found is not None:
            return found
        for fault in self.faults:
            if PurePosixPath(fault.span.path).name.removesuffix(".md") == id:
                raise Refused(fault)
        if (above := id.rpartition(".")[0]) in self.unsound:
            self.item(above)
        if id in self._key_results():
            message = said("{id} is a key result, which has no file of its own", id=id)
            hint = said(
                "change it with `pmsite set {id} FIELD=VALUE`, or take it out with `pmsite set {above} key_results-={part}`",
                id=id,
                above=above,
                part=id[len(above) + 1 :],
            )
            raise refused("no-file-of-its-own", self._span_of(above), message, hint)
        near = nearest_id(id, [*self.records, *self.unsound, *self._key_results()])
        unread = [fault for fault in self.faults if not PurePosixPath(fault.span.path).suffix]  # folders, where it may be
        if unread and not near:
            raise Refused(unread[0])
        raise refused(
            "unknown-item",
            Span(self.prefix),
            said("there is no item {id}", id=id),
            said("did you mean {near}?", near=near) if near else said("name an item by its id"),
        )

    def _span_of(self, id: str) -> Span:
        return Span(self.records[id].path if id in self.records else self.prefix)

    def _key_results(self) -> Iterator[str]:
        for item in self.product.of(Objective):
            yield from (f"{item.id}.{result.id}" for result in item.key_results)

    def type_name(self, id: str) -> str:
        """The type of an item, however sound it is."""
        record = self.record(id)
        if id in self.product.items:
            return self.product.items[id].type
        written = record.data.get("type")
        return written if isinstance(written, str) and written in BY_NAME else type_of(record.inside) or "feature"

    def translation(self, id: str, language: str) -> str:
        """Where the file of an item's translation is, or would be; raises Refused where there is no such language."""
        known = self.translations.get((id, language))
        return known.record.inside if known else in_language(self.record(id).inside, language, self.record(id).path)

    def companions(self, id: str) -> Iterator[str]:
        """The files that belong to an item besides its own: its translations, and the table of a metric."""
        yield from (told.record.inside for (item, _), told in self.translations.items() if item == id)
        table = self.record(id).inside.removesuffix(".md") + ".csv"
        if isinstance(self.product.items.get(id), Metric) and table in self.files:
            yield table

    def named_after(self, id: str) -> Iterator[str]:
        """The other files beside an item's that have its name, such as a picture of it."""
        folder, _, name = self.record(id).inside.removesuffix(".md").rpartition("/")
        known = frozenset(self.companions(id))
        yield from sorted(one for one in self.files - known if one.rpartition("/")[0] == folder and PurePosixPath(one).stem == name)

    def item(self, id: str) -> Item:
        """An item that is sound; raises Refused otherwise."""
        record = self.record(id)
        if id in self.product.items:
            return self.product.items[id]
        known = next((fault for fault in self.faults if fault.span.path == record.path), None)
        raise (
            Refused(known)
            if known
            else refused("unknown-item", Span(record.path), said("{id} has faults", id=id), said("mend them first"))
        )

    def must_be_known_who_names(self, id: str) -> None:
        """Raise Refused where a file that cannot be read may name an item."""
        if path := self.absent.naming(id):
            message = said("this file cannot be read, and may name {id}", id=id)
            raise refused("may-be-named", Span(path), message, said("mend it first; `pmsite check` says what is wrong with it"))

    def must_be_free(self, id: str, span: Span, besides: str = "") -> None:
        """Raise Refused where an id cannot be an item's, or is another's already, whatever its case."""
        if fault := id_fault(id):
            raise refused(
                "not-an-id",
                span,
                said("{written} is not a valid id: {fault}", written=printable(id, 60) or said("nothing"), fault=fault),
                said("use letters, digits, `-`, `_` and `.`, such as offline-mode"),
            )
        stem, _, suffix = id.rpartition(".")
        if stem and suffix in LANGUAGES:
            raise refused(
                "not-an-id",
                span,
                said("{id} is what a translation of {stem} is called", id=id, stem=stem),
                said("end it in another way"),
            )
        if stem and suffix == "md":
            raise refused(
                "not-an-id",
                span,
                said("{id} is what the file of {stem} is called", id=id, stem=stem),
                said("write {stem}", stem=stem),
            )
        other = self.ids.get(fold(id))
        if other is not None and other != besides:
            message = (
                said("the id {id} is taken by {path}", id=id, path=self.record(other).path)
                if other == id
                else said("the ids {id} and {other} differ only in case", id=id, other=other)
            )
            raise refused("duplicate-id" if other == id else "colliding-ids", span, message, said("choose another id"))
        objective = self.product.items.get(stem)
        if any(result.id == suffix for result in getattr(objective, "key_results", ())):
            raise refused("duplicate-id", span, said("{id} is a key result of {stem}", id=id, stem=stem), said("choose another id"))

    def must_be_new(self, inside: str, moving: frozenset[str] = frozenset()) -> None:
        """Raise Refused where a file is at a place already, whatever its case."""
        other = self.places.get(fold(inside))
        if other is not None and other not in moving:
            raise refused(
                "place-taken",
                Span(f"{self.prefix}/{inside}"),
                said("there is a file {other} already", other=other),
                said("move it, or choose another id"),
            )


def in_language(inside: str, language: str, path: str) -> str:
    """Where a translation of the item in a file stands; raises Refused where there is no such language."""
    if language not in LANGUAGES:
        message = said("{language} is no language here", language=printable(language, 60))
        raise refused("unknown-language", Span(path), message, said("write one of {languages}", languages=list(LANGUAGES)))
    return f"{inside.removesuffix('.md')}.{language}.md"
