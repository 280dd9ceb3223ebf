"""What one audience reads: notices for whoever is about to publish, not faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pmsite.audience import Projection, seen_fields
from pmsite.checks.wordings import DATES
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.messages import AllOf, said
from pmsite.model.product import Product
from pmsite.read.record import Record
from pmsite.read.spans import span_of


def find(product: Product, seen: Projection, records: Mapping[str, Record]) -> Iterator[Diagnostic]:
    """Where an audience reads the team's own words, and which references of visible items it does not get."""
    if seen.is_inside:
        return
    for id, item in seen.items.items():
        own = product.items[id].wordings.get(seen.audience)
        reworded = own.model_fields_set if own else frozenset()
        fields = seen_fields(seen.settings, seen.audience, type(item))
        read = [name for name in ("title", "summary", *DATES) if name in fields - reworded and getattr(item, name, None)]
        if read:
            message = said("{audience} read the team's own {fields}", audience=seen.audience, fields=AllOf(read))
            hint = said("other words go under `for: {{{audience}: …}}`", audience=seen.audience)
            yield Diagnostic("teams-words", Severity.NOTICE, span_of(records[id], read[0]), message, hint)
    for link in product.links:
        if link.source not in seen.items or link.target in seen.items:
            continue
        if link.place[0] in seen_fields(seen.settings, seen.audience, type(product.items[link.source])):
            message = said(
                "{audience} get this item without {written}, which they may not see", audience=seen.audience, written=link.written
            )
            yield Diagnostic("reference-left-out", Severity.NOTICE, span_of(records[link.source], *link.place), message)
