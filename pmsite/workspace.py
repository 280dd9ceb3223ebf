"""A workspace as it was read, and what its audiences get of it, in each language that it is told in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pmsite.attached import Around
from pmsite.audience import Projection, project, seen_fields
from pmsite.diagnostics import Report
from pmsite.model.item import Item
from pmsite.model.metric import Metric
from pmsite.model.product import Product
from pmsite.model.settings import Settings
from pmsite.model.translation import Translation
from pmsite.read.record import Record
from pmsite.read.unread import NOTHING_ABSENT, Absent
from pmsite.read.workspace import Over, Stamp

if TYPE_CHECKING:
    from pmsite.exports.document import Whole
    from pmsite.portfolio.locked import Locked


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace, read and checked. Without settings there is no product: the report says why."""

    root: Path
    report: Report
    settings: Settings | None = None
    product: Product | None = None
    records: Mapping[str, Record] = field(default_factory=lambda: MappingProxyType({}))
    translations: Mapping[tuple[str, str], Translation] = field(default_factory=lambda: MappingProxyType({}))
    files: frozenset[str] = frozenset()
    prefix: str = "roadmap"
    """The folder as messages show it."""
    absent: Absent = NOTHING_ABSENT
    """What it holds and nobody can read."""
    written: Record | None = None
    """Its product.yml."""
    unsound: Mapping[str, Record] = field(default_factory=lambda: MappingProxyType({}))
    """By the ids that they give, the files whose facts can be read and make no item."""
    over: Over = field(default_factory=dict)
    """What was read in place of what stands on the disk."""
    others: Mapping[str, Stamp] = field(default_factory=dict)
    """Its files that are no items, and what changes when they are written."""
    locked: Locked | None = None
    """What it has of other plans, where it is a portfolio."""
    changed: frozenset[str] = frozenset()
    """Its files that are not as they were the time before, as far as that is known."""


def around(workspace: Workspace) -> Around:
    """What texts of a workspace's items can link to."""
    product = workspace.product
    if product is None:
        return Around(workspace.root, workspace.prefix, workspace.files, {})
    seen = {item.path: frozenset(item.visibility) for item in product.items.values()}
    for metric in product.of(Metric):
        if (table := table_of(metric)).removeprefix(f"{workspace.prefix}/") in workspace.files:
            seen[table] = _readers_of_values(metric, product.settings)
    files = workspace.files
    if workspace.locked is not None:
        from pmsite.portfolio.locked import is_of_portfolio  # here, so that only portfolios load it

        files = frozenset(inside for inside in files if not is_of_portfolio(inside))
    return Around(workspace.root, workspace.prefix, files, seen, workspace.absent, workspace.over)


def table_of(metric: Item) -> str:
    """Where the values of a metric are, beside its file."""
    return metric.path.removesuffix(".md") + ".csv"


def _readers_of_values(metric: Metric, settings: Settings) -> frozenset[str]:
    readers = settings.audiences.keys() & set(metric.visibility)
    return frozenset(name for name in readers if "series" in seen_fields(settings, name, Metric))


def told_in(workspace: Workspace, language: str) -> Workspace:
    """The workspace with another language of its interface."""
    if not language or workspace.settings is None or workspace.product is None:
        return workspace
    settings = workspace.settings.model_copy(update={"language": language})
    return replace(workspace, settings=settings, product=replace(workspace.product, settings=settings))


def untranslated(workspace: Workspace, language: str) -> frozenset[str]:
    """The items whose words are not in a language."""
    if workspace.settings is None or workspace.product is None or language in ("", workspace.settings.language):
        return frozenset()
    return frozenset(id for id in workspace.product.items if (id, language) not in workspace.translations)


def whole(workspace: Workspace, product: Product, audience: str, seen: Projection | None = None) -> Whole:
    """What an audience sees in every language that it is written in. `seen` is the projection in the interface's, if it is there."""
    from pmsite.exports.document import Whole  # here, so that checking alone never loads the exports

    translated = {}
    for language in sorted({language for _, language in workspace.translations}):
        told = words(workspace, language)
        only = replace(product, items={id: item for id, item in product.items.items() if id in told})
        translated[language] = project(only, audience, told)
    same = seen is not None and product.settings.language not in translated
    original = seen if same and seen is not None else project(product, audience)
    return Whole(original, workspace.prefix, translated, workspace.root)


def with_others(workspace: Workspace, product: Product, own: Projection, report: Report) -> Projection:
    """A projection of one's own plan with what its audience sees of other plans, where the workspace reads some.

    What speaks against it is reported; with an error it holds less than there is. `product` is what the projection was made from.
    """
    locked = workspace.locked
    if locked is None:
        return own
    from pmsite.portfolio import join  # here, so that only portfolios load it
    from pmsite.portfolio.locked import documents

    plans = documents(locked, own.audience, report)
    if own.is_inside:
        report.extend(join.told_of_differing(plans, locked))
    return join.joined(own, product, words(workspace, product.settings.language), plans, locked.portfolio)


def in_language(workspace: Workspace, product: Product, audience: str, language: str | None) -> Projection:
    """What an audience sees, in one language, or the workspace's own."""
    if language is None:
        return project(product, audience, words(workspace))
    spoken = replace(product, settings=product.settings.model_copy(update={"language": language}))
    return project(spoken, audience, words(workspace, language))


def words(workspace: Workspace, language: str = "") -> Mapping[str, dict[str, Any]]:
    """By item, the words that its translation into a language replaces; the workspace's where none is named."""
    found: dict[str, dict[str, Any]] = {}
    language = language or (workspace.settings.language if workspace.settings else "en")
    for (item, into), translation in workspace.translations.items():
        if into == language:
            own = {"title": translation.title, "summary": translation.summary, "body": translation.body}
            found[item] = {name: text for name, text in own.items() if text}
            if translation.body:
                found[item]["body_line"] = translation.record.body_line  # what a build says of it names the lines of its own file
    return found
