"""The items that a workspace has already, as an import needs them: by id, by what their source calls them, by title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pmsite.model.load import type_of
from pmsite.model.settings import LANGUAGES
from pmsite.read.names import fold
from pmsite.read.record import Record, Value


@dataclass(slots=True)
class Known:
    """Records by the ways in which rows name them."""

    by_id: dict[str, Record] = field(default_factory=dict)
    by_source: dict[tuple[str, str], str] = field(default_factory=dict)
    by_title: dict[tuple[str, str], str] = field(default_factory=dict)
    by_alias: dict[tuple[str, str], str] = field(default_factory=dict)
    """By what else their source calls them, such as an inner number."""
    folded: dict[str, str] = field(default_factory=dict)
    """Ids that are taken, as everything that ignores case sees them."""
    types: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """By id, the number from which on `id-number` may be free."""

    places: set[str] = field(default_factory=set)
    """Where files are, as everything that ignores case sees it."""
    folders: set[str] = field(default_factory=set)
    """The workspace's own folders that hold items."""

    def know_aliases(self, source: str, columns: Iterable[str]) -> None:
        """Find items of a source by what it keeps in some columns, too."""
        wanted = tuple(columns)
        for id, record in self.by_id.items() if wanted else ():
            imported = record.data.get("imported")
            if isinstance(imported, dict) and fold(text(imported.get("source"))) == fold(source):
                kept = imported.get("fields")
                if not isinstance(kept, dict):
                    continue
                for name in wanted:
                    if alias := text(kept.get(name)):
                        self.by_alias.setdefault((fold(source), alias), id)

    def last(self, id: str) -> dict[str, Value]:
        """What the last import wrote into an item's facts; nothing where it is new, or of no import."""
        record = self.by_id.get(id)
        imported = record.data.get("imported") if record else None
        found = imported.get("last") if isinstance(imported, dict) else None
        return found if isinstance(found, dict) else {}

    def kept(self, id: str) -> dict[str, Value]:
        """What the last import kept of an item's row, by column."""
        record = self.by_id.get(id)
        imported = record.data.get("imported") if record else None
        found = imported.get("fields") if isinstance(imported, dict) else None
        return found if isinstance(found, dict) else {}

    def fact(self, id: str, name: str) -> str:
        """A plain fact of an item that is there, or nothing."""
        record = self.by_id.get(id)
        return text(record.data.get(name)) if record else ""

    def place_for(self, folder: str, id: str) -> str:
        """A place for a new item's file, from now on taken: called like the item, unless that is another's, or means a translation."""
        stem, _, language = id.rpartition(".")
        name = f"{stem}-{language}" if stem and language in LANGUAGES else id
        place, number = f"{folder}/{name}.md", 1
        while fold(place) in self.places:
            number += 1
            place = f"{folder}/{name}-{number}.md"
        self.places.add(fold(place))
        return place

    def take(self, id: str) -> None:
        """Note that an id is taken."""
        self.folded[fold(id)] = id

    def is_free(self, id: str) -> bool:
        """Whether no item has an id, whatever its case."""
        return fold(id) not in self.folded


def known_items(records: Iterable[Record]) -> Known:
    """What a workspace holds."""
    found = Known()
    for record in records:
        found.places.add(fold(record.inside))
        found.folders.add(record.inside.partition("/")[0])
        stem, _, language = record.inside.rpartition("/")[2].removesuffix(".md").rpartition(".")
        if stem and language in LANGUAGES:
            continue  # a translation
        id = text(record.data.get("id")) or record.inside.rpartition("/")[2].removesuffix(".md")
        type_name = text(record.data.get("type")) or type_of(record.inside) or ""
        found.by_id[id] = record
        found.types[id] = type_name
        found.take(id)
        imported = record.data.get("imported")
        if isinstance(imported, dict):
            found.by_source[fold(text(imported.get("source"))), text(imported.get("id"))] = id
        for name in (text(record.data.get("title")), text(record.data.get("version")) if type_name == "release" else ""):
            if name:
                found.by_title.setdefault((type_name, fold(name)), id)
    return found


def text(value: Value | None) -> str:
    """A scalar, or nothing."""
    return value if isinstance(value, str) else ""
