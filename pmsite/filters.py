"""What blocks, briefs and saved views choose items by: judged with the eyes of all their readers, and ready to use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pmsite.audience import TEAM, Projection, project
from pmsite.model.brief import Brief
from pmsite.model.item import Item
from pmsite.model.product import Product
from pmsite.read.passages import public_text
from pmsite.read.spans import span_of
from pmsite.workspace import Workspace

if TYPE_CHECKING:
    from pmsite.pages import Filters
    from pmsite.views.asked import Keep


def check_filters(workspace: Workspace, product: Product) -> None:
    """Report each block and each `where` that a site for any of its readers would refuse."""
    bodies = _bodies_with_blocks(workspace, product)
    briefs = [found for found in product.of(Brief) if any(section.where for section in found.sections)]
    views = [saved for saved in product.settings.views.values() if saved.where]
    if not bodies and not briefs and not views:
        return
    from pmsite.render import blocks  # here, so that checking a plan without them never loads the renderer

    nothing = replace(product, items={})
    readers = {name: project(nothing, name) for name in (TEAM, *product.settings.audiences)}
    for item, text, path, line in bodies:
        for name in (TEAM, *item.visibility):
            if name == TEAM:
                blocks.check(text, path, line, readers[name], workspace.report)
            elif name in readers and readers[name].sees(type(item), "body"):
                blocks.check(public_text(text, keep_lines=True), path, line, readers[name], workspace.report)
    for seen in readers.values() if views else ():
        view_filters(seen, workspace)
    for found in briefs:
        for name in {TEAM, found.audience, *found.visibility} & readers.keys():
            section_filters(readers[name], workspace, found)


def _bodies_with_blocks(workspace: Workspace, product: Product) -> list[tuple[Item, str, str, int]]:
    """What may hold blocks: an item, a text of it in some language, and where that begins."""
    found = [(item, item.body, item.path, item.body_line) for item in product.items.values() if _may_hold_blocks(item.body)]
    for (id, _), translation in workspace.translations.items():
        if _may_hold_blocks(translation.body) and id in product.items:
            found.append((product.items[id], translation.body, translation.record.path, translation.record.body_line))
    return found


def _may_hold_blocks(text: str) -> bool:
    return "pmsite" in text and ("```" in text or "~~~" in text)


def section_filters(product: Projection, workspace: Workspace, only: Brief | None = None) -> Filters:
    """The `where` of every section of every brief, or of one, ready to use; faults go to the report."""
    from pmsite.render.blocks import section_filter  # here, so that checking alone never loads the renderer
    from pmsite.views.registry import VIEWS

    filters: Filters = {}
    for found in product.of(Brief) if only is None else (only,):
        for at, section in enumerate(found.sections):
            if section.where and "where" in section.vocabulary.options:
                type_name = VIEWS[section.view].filters
                span = span_of(workspace.records[found.id], "sections", at, "where")
                filters[found.id, at] = section_filter(product, type_name, section.where, span, workspace.report)
    return filters


def view_filters(product: Projection, workspace: Workspace) -> Mapping[str, Keep]:
    """The `where` of every saved view that the readers of a projection have; faults go to the report."""
    chosen = {name: saved.where for name, saved in product.settings.views.items() if saved.where}
    if not chosen or workspace.written is None:
        return {}
    from pmsite.render.blocks import section_filter  # here, so that checking alone never loads the renderer

    record, report = workspace.written, workspace.report
    return {
        name: section_filter(product, "feature", where, span_of(record, "views", name, "where"), report)
        for name, where in chosen.items()
    }
