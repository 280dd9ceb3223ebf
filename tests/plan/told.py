"""Plans as documents, and documents as plans, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pmsite.audience import Projection, project
from pmsite.diagnostics import Report
from pmsite.exports import document
from pmsite.exports.site_address import SiteAddress
from pmsite.model.feature import Feature
from pmsite.model.product import connect
from pmsite.pipeline import read
from pmsite.plan.items import Contents, contents
from pmsite.plan.read import Unknown, document_in, read_plan
from pmsite.workspace import Workspace, whole
from tests.make import TODAY, write


def workspace(files: Mapping[str, str], settings: str) -> Workspace:
    """A workspace, read and not checked."""
    with TemporaryDirectory() as folder:
        return read(write(Path(folder), files, settings), "roadmap", TODAY)


def published(found: Workspace, audience: str, place: SiteAddress | None = None) -> str:
    """The document of a workspace for an audience."""
    assert found.product is not None, [f"{d.span} {d.message}" for d in found.report]
    return "".join(document.write(whole(found, found.product, audience), "", place))


def loaded(text: str, report: Report | None = None, unknown: Unknown | None = None) -> Contents | None:
    """What a document holds, or nothing where it is refused."""
    report = Report() if report is None else report
    told = document_in(text, "plan.json", report)
    found = read_plan(text, told, "plan.json", report, unknown) if told is not None else None
    return contents(*found, "plan.json", report, unknown) if found is not None else None


def seen_in(found: Contents) -> Projection:
    """What its own audience sees of a document."""
    product = connect(found.settings, found.loaded.items, TODAY, translations=found.loaded.words)
    return project(product, found.plan.audience)


def meaning(product: Projection) -> dict[str, Any]:
    """All that views can ask of a projection, but for texts, whose links follow their files."""
    items = {
        id: (
            type(item),
            {name: value for name, value in dict(item).items() if name not in ("path", "body", "body_line")},
            bool(item.body.strip()),
            item.custom,
        )
        for id, item in product.items.items()
    }
    worked_out = {
        feature.id: (
            product.horizon(feature),
            product.target(feature),
            product.shipped(feature),
            product.is_late(feature),
            product.counts(feature),
        )
        for feature in product.of(Feature)
    }
    links = {(link.source, link.field, link.target, link.part) for link in product.links}
    told = {id: {name: set(words) for name, words in by.items() if words} for id, by in product.translations.items()}
    sees = {
        (name, field): product.sees(type(items[0]), field)
        for name, items in product.by_type.items()
        for field in type(items[0]).model_fields
    }
    return {
        "items": items,
        "worked out": worked_out,
        "links": links,
        "translations": {id: by for id, by in told.items() if by},
        "sees": sees,
        "releases": [release.id for release in product.releases],
    }
