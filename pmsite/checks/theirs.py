"""Which findings matter to a build for one audience: what stops the site for some readers is about what those readers get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pmsite.audience import Projection, seen_fields
from pmsite.checks import RULES
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.model.item import Item
from pmsite.model.product import Product
from pmsite.model.translation import Translation
from pmsite.model.types import keys, leaves, parts_in, references
from pmsite.read.passages import public_text
from pmsite.read.record import Path, Record
from pmsite.read.spans import value_at

_TOLD_BY_RENDERING = "markup-removed"
"""What the rendering of what they get tells again, and at the place where they get it."""


def theirs(
    found: Iterable[Diagnostic],
    product: Product,
    seen: Projection,
    records: Mapping[str, Record],
    translations: Mapping[tuple[str, str], Translation],
) -> Iterator[Diagnostic]:
    """What was found that the readers of a projection have to do with: every error, what protects readers, and what is about what they get."""
    if seen.is_inside:
        yield from found
        return
    files = _files(product, records, translations)
    for one in found:
        rule = RULES.get(one.code)
        if one.severity is Severity.ERROR or (rule and rule.everywhere) or one.span.path not in files:
            yield one
        elif one.code != _TOLD_BY_RENDERING:
            id, record = files[one.span.path]
            if id in seen.items and _Reader(product, seen, product.items[id]).gets(one, record, rule.fields if rule else ()):
                yield one


def _files(
    product: Product, records: Mapping[str, Record], translations: Mapping[tuple[str, str], Translation]
) -> dict[str, tuple[str, Record | None]]:
    """By path, the item that a file is about, and what stands in it; a metric's table has nothing but values."""
    found: dict[str, tuple[str, Record | None]] = {record.path: (id, record) for id, record in records.items()}
    found |= {told.record.path: (id, told.record) for (id, _), told in translations.items()}
    tables = (item for item in product.by_type.get("metric", ()))
    return found | {f"{item.path.removesuffix('.md')}.csv": (item.id, None) for item in tables}


class _Reader:
    """What the readers of a projection get of one item."""

    def __init__(self, product: Product, seen: Projection, item: Item) -> None:
        self._product, self._seen, self._item = product, seen, item
        self._fields = seen_fields(product.settings, seen.audience, type(item))

    def gets(self, found: Diagnostic, record: Record | None, about: tuple[str, ...]) -> bool:
        """Whether they get what a finding in a file is about: certain fields, or else what stands at its place."""
        if about:
            return self._fields.issuperset(about)
        if record is None:
            return "series" in self._fields
        if found.span.line >= record.body_line:
            return "body" in self._fields and _is_public(record, found.span.line)
        place = value_at(record, found.span.line, found.span.column)
        return not place or (self._gets_place(place) and self._sees_named(place, record))

    def _gets_place(self, place: Path) -> bool:
        model = type(self._item)
        first = keys(model).get(str(place[0]), str(place[0]))
        if first == "wordings":
            return len(place) > 1 and place[1] == self._seen.audience and (len(place) < 3 or str(place[2]) in self._fields)
        if first not in self._fields:
            return False
        path, group = first, next(parts_in(model.model_fields[first].annotation), None) if first in model.model_fields else None
        for name in place[1:]:
            if group is not None and name in group.model_fields:
                path = f"{path}.{name}"
                if not (leaves(group, str(name)) or path in self._fields):
                    return False
                group = next(parts_in(group.model_fields[str(name)].annotation), None)
        return True

    def _sees_named(self, place: Path, record: Record) -> bool:
        """Whether the item that stands at a place, if one does, is one of theirs."""
        named: object = record.data
        for part in place:
            if isinstance(named, Mapping):
                named = named.get(part)
            elif isinstance(named, list) and isinstance(part, int):
                named = dict(enumerate(named)).get(part)
        is_reference = keys(type(self._item)).get(str(place[0])) in references(type(self._item))
        return not (is_reference and isinstance(named, str) and named in self._product.items and named not in self._seen.items)


def _is_public(record: Record, line: int) -> bool:
    """Whether something of a line of a body is left where passages for the team are taken out."""
    at = line - record.body_line
    lines, told = record.body.split("\n"), public_text(record.body, keep_lines=True).split("\n")
    return at >= len(told) or at >= len(lines) or bool(told[at].strip()) or not lines[at].strip()
