"""The only place that runs every stage in order: read, model, check, project, and the pages that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pmsite import checks
from pmsite.attached import Around
from pmsite.audience import TEAM, Projection, UnknownAudience, project, seen_fields
from pmsite.checks import readers
from pmsite.checks.following import Following
from pmsite.checks.theirs import theirs
from pmsite.diagnostics import Diagnostic, Report, Severity
from pmsite.model import series
from pmsite.model.brief import Brief
from pmsite.model.changed import changed
from pmsite.model.faults import did_you_mean
from pmsite.model.item import Item
from pmsite.model.links import KnownLinks
from pmsite.model.load import KnownItems, Translation, load_items, must_be_item
from pmsite.model.load_settings import load_settings, sound_part
from pmsite.model.metric import Metric
from pmsite.model.product import Product, connect
from pmsite.model.settings import Settings
from pmsite.read.files import read_bytes
from pmsite.read.limits import IMAGE_BYTES
from pmsite.read.passages import public_text
from pmsite.read.record import Record
from pmsite.read.spans import span_of
from pmsite.read.table import read_table
from pmsite.read.unread import NOTHING_ABSENT, Absent, as_item, look
from pmsite.read.workspace import Cache, Sources, Stamp, read_workspace
from pmsite.texts import standard

if TYPE_CHECKING:
    from pmsite.exports.document import Whole
    from pmsite.history.site_history import SiteHistory
    from pmsite.pages import Filters, Page


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
    changed: frozenset[str] = frozenset()
    """Its files that are not as they were the time before, as far as that is known."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What another audience would see, for the team to look at."""

    product: Projection
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Build:
    """A workspace as one audience may see it, and the pages that show it."""

    workspace: Workspace
    report: Report
    """What was found that matters to this build; what its host finds besides is added."""
    product: Projection
    of: int
    """How many items the workspace has, of which the projection may hold fewer."""
    pages: tuple[Page, ...]
    whole: Whole
    previews: tuple[Preview, ...] = ()
    """As the team asked to see it too; a site for an outside audience has none."""
    untranslated: frozenset[str] = frozenset()
    """Items whose words are not in the site's language."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of a workspace from the time before, for whoever reads it again and again. It is plain data, which can be pickled."""

    files: Cache = field(default_factory=dict)
    items: KnownItems = field(default_factory=KnownItems)
    links: KnownLinks = field(default_factory=KnownLinks)
    series: dict[str, tuple[Item, Stamp, Item]] = field(default_factory=dict)
    """By metric, what it was made from without a fault: the item and its table."""
    seen: dict[tuple[str, str], Projection] = field(default_factory=dict)
    """By audience and language, what was seen."""
    stamps: dict[str, Stamp] = field(default_factory=dict)
    """By file of the workspace, what changes when it is written."""

    def look(self, stamps: Mapping[str, Stamp]) -> frozenset[str]:
        """The files that were added, removed or written since the time before."""
        others = frozenset(file for file, stamp in stamps.items() if self.stamps.get(file) != stamp)
        found = others | (self.stamps.keys() - stamps.keys())
        self.stamps.clear()
        self.stamps.update(stamps)
        return found

    def follow(self, seen: Projection) -> None:
        """Let a projection have what was worked out from the one before, as far as that would be the same."""
        key = seen.audience, seen.settings.language
        if key in self.seen:
            changed(self.seen[key], seen)  # which carries over to the later one what is the same
        self.seen[key] = seen

    def without(self, recent: int) -> Memory:
        """The same without files that changed after a moment, in nanoseconds: they may change again and look as they do now."""
        series = {id: known for id, known in self.series.items() if known[1][0] < recent}
        return replace(self, files={path: known for path, known in self.files.items() if known[0] < recent}, series=series)


def load(root: Path, prefix: str, today: date, memory: Memory | None = None) -> Workspace:
    """Read a workspace and check it; every fault is in its report. `prefix` is the folder as messages show it."""
    workspace = read(root, prefix, today, memory)
    check_all(workspace)
    return workspace


def read(root: Path, prefix: str, today: date, memory: Memory | None = None) -> Workspace:
    """Read a workspace; of its faults those alone are in its report for which something cannot be read right."""
    report, memory = Report(), memory or Memory()
    sources = read_workspace(root, prefix, report, must_be_item, memory.files)
    others = memory.look(sources.stamps)
    settings = load_settings(sources.settings, report) if sources.settings else None
    if settings is None or sources.settings is None:
        following = _read_the_rest(sources, sources.settings, report) if sources.settings else {}
        report.fold(_faulty(report), following)
        return Workspace(root, report, prefix=prefix, changed=others)
    loaded = load_items(sources.records, settings, report, {as_item(path) for path in _faulty(report)}, memory.items)
    _read_series(loaded.items, settings, sources, prefix, report, memory.series)
    read = {record.path for record in loaded.records.values()}
    absent = Absent.of(look(root, prefix, path) for path in sorted(_faulty(report) - read))
    product = connect(settings, loaded.items, today, absent.owner, loaded.words, memory.links)
    return Workspace(
        root,
        report,
        settings,
        product,
        loaded.records,
        loaded.translations,
        sources.files,
        prefix,
        absent,
        sources.settings,
        others,
    )


def _read_the_rest(sources: Sources, settings: Record, report: Report) -> Following:
    """Report the faults of items by what is sound in a product.yml that is not; gives those that only follow from its own."""
    usable = sound_part(settings)
    if usable is None:
        return {}
    found = Report()
    load_items(sources.records, usable.settings, found, {as_item(path) for path in _faulty(report)})
    report.extend(fault for fault in found if not usable.explains(fault))
    return {settings.path: [(fault.span, fault.message) for fault in found if usable.explains(fault)]}


def _faulty(report: Report) -> set[str]:
    """The paths of the files with errors."""
    return {found.span.path for found in report if found.severity is Severity.ERROR}


def check_all(workspace: Workspace) -> None:
    """Report what the rules find in a workspace as it was read."""
    if workspace.product is not None and workspace.written is not None:
        check(workspace, workspace.product, workspace.written)


def check(workspace: Workspace, product: Product, settings: Record) -> None:
    """Report what the rules find in a workspace whose files were read, and what a site for any of its readers would refuse."""
    checks.run(_context(workspace, product, settings), workspace.report)
    _check_what_is_asked(workspace, product)


def guard(workspace: Workspace, items: frozenset[str]) -> None:
    """Report the errors for which some items must not be shown: those of their texts, and all that the plan as a whole has."""
    if workspace.product is not None and workspace.written is not None:
        checks.guard(_context(workspace, workspace.product, workspace.written, items), workspace.report)
        _check_what_is_asked(workspace, workspace.product)


def _context(workspace: Workspace, product: Product, settings: Record, only: frozenset[str] | None = None) -> checks.Context:
    return checks.Context(
        product,
        workspace.records,
        workspace.files,
        settings,
        around(workspace),
        standard.rendered,
        standard.is_picture,
        workspace.translations,
        workspace.absent,
        only,
    )


def around(workspace: Workspace) -> Around:
    """What texts of a workspace's items can link to."""
    product = workspace.product
    if product is None:
        return Around(workspace.root, workspace.prefix, workspace.files, {})
    seen = {item.path: frozenset(item.visibility) for item in product.items.values()}
    for metric in product.of(Metric):
        if (table := _table_of(metric)).removeprefix(f"{workspace.prefix}/") in workspace.files:
            seen[table] = _readers_of_values(metric, product.settings)
    return Around(workspace.root, workspace.prefix, workspace.files, seen, workspace.absent)


def _table_of(metric: Item) -> str:
    return metric.path.removesuffix(".md") + ".csv"


def _readers_of_values(metric: Metric, settings: Settings) -> frozenset[str]:
    readers = settings.audiences.keys() & set(metric.visibility)
    return frozenset(name for name in readers if "series" in seen_fields(settings, name, Metric))


def _read_series(
    items: dict[str, Item],
    settings: Settings,
    sources: Sources,
    prefix: str,
    report: Report,
    known: dict[str, tuple[Item, Stamp, Item]],
) -> None:
    before = dict(known)
    known.clear()
    for id, item in items.items():
        inside = _table_of(item).removeprefix(f"{prefix}/") if isinstance(item, Metric) else ""
        if inside in sources.files:
            found = Report()
            made = before.get(id)
            if made is None or made[0] is not item or made[1] != sources.stamps[inside]:
                rows = read_table(sources.root / inside, f"{prefix}/{inside}", series.COLUMNS, series.OPTIONAL, found)
                with_values = item.model_copy(update={"series": series.points(rows, settings, found)})
                made = item, sources.stamps[inside], with_values
            if not len(found):  # what is said of a table is said each time
                known[id] = made
            report.extend(found)
            items[id] = made[2]


def _check_what_is_asked(workspace: Workspace, product: Product) -> None:
    """Report each block and each `where` that a site for any of its readers would refuse."""
    bodies = _bodies_with_blocks(workspace, product)
    briefs = [found for found in product.of(Brief) if any(section.where for section in found.sections)]
    if not bodies and not briefs:
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


def build(
    root: Path,
    prefix: str,
    audience: str,
    today: date,
    memory: Memory | None = None,
    previews: Iterable[str] = (),
    language: str = "",
    recall: SiteHistory | None = None,
) -> Build | Workspace:
    """Everything that a host needs to show a workspace to one audience, or the workspace alone where it has faults.

    `language` is the site's, where it is not the workspace's own. With `recall` its pages also tell the plan's history;
    those of previews do not. Raises UnknownAudience.
    """
    return show(load(root, prefix, today, memory), audience, memory, previews, language, recall)


def show(
    workspace: Workspace,
    audience: str,
    memory: Memory | None = None,
    previews: Iterable[str] = (),
    language: str = "",
    recall: SiteHistory | None = None,
    told: Iterable[Diagnostic] | None = None,
) -> Build | Workspace:
    """What `build` gives for a workspace that was read. `told` is what its pages tell of findings where the rules have not run yet."""
    sound = not workspace.report.failed
    if workspace.product is None or not sound:
        return workspace
    untranslated = _untranslated(workspace, language)
    workspace = _told_in(workspace, language)
    assert workspace.product is not None  # only its language is another
    findings = workspace.report if told is None else told
    seen, found = _shown(workspace, workspace.product, audience, memory, findings, recall)
    others = [_shown(workspace, workspace.product, name, memory, findings) for name in previews] if seen.is_inside else []
    if workspace.report.failed:
        return workspace
    every = whole(workspace, workspace.product, audience, seen)
    shown = tuple(Preview(*other) for other in others)
    untold = untranslated & seen.items.keys()
    return Build(workspace, _theirs(workspace, seen), seen, len(workspace.product.items), found, every, shown, untold)


def _shown(
    workspace: Workspace,
    product: Product,
    audience: str,
    memory: Memory | None,
    findings: Iterable[Diagnostic],
    recall: SiteHistory | None = None,
) -> tuple[Projection, tuple[Page, ...]]:
    seen = project(product, audience, words(workspace))
    if recall is not None:
        seen = recall.add_to(workspace.root, workspace.prefix, product, seen, workspace.report)
    if memory is not None:
        memory.follow(seen)
    return seen, _pages(workspace, seen, findings)


def _pages(workspace: Workspace, seen: Projection, findings: Iterable[Diagnostic]) -> tuple[Page, ...]:
    from pmsite.pages import pages  # here, so that checking alone never loads the views

    return pages(seen, section_filters(seen, workspace), _told(findings), checks.explained())


def _theirs(workspace: Workspace, seen: Projection) -> Report:
    report = Report()
    assert workspace.product is not None  # a build has one
    report.extend(theirs(workspace.report, workspace.product, seen, workspace.records, workspace.translations))
    return report


def told_of(built: Build) -> Build:
    """A build of a workspace in which more was found since: the same, with what was found."""
    workspace = built.workspace
    pages = _pages(workspace, built.product, workspace.report)
    previews = tuple(Preview(other.product, _pages(workspace, other.product, workspace.report)) for other in built.previews)
    return replace(built, report=_theirs(workspace, built.product), pages=pages, previews=previews)


def _told(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What the page about the plan's health is made from: nothing that is only good to know."""
    return tuple(found for found in findings if found.severity is not Severity.NOTICE)


def _told_in(workspace: Workspace, language: str) -> Workspace:
    """The workspace with another language of its interface."""
    if not language or workspace.settings is None or workspace.product is None:
        return workspace
    settings = workspace.settings.model_copy(update={"language": language})
    return replace(workspace, settings=settings, product=replace(workspace.product, settings=settings))


def _untranslated(workspace: Workspace, language: str) -> frozenset[str]:
    if workspace.settings is None or workspace.product is None or language in ("", workspace.settings.language):
        return frozenset()
    return frozenset(id for id in workspace.product.items if (id, language) not in workspace.translations)


def as_read(workspace: Workspace, product: Product, audience: str) -> Iterator[Diagnostic]:
    """What an audience reads in the team's words, and what it does not get. Raises UnknownAudience."""
    return readers.find(product, project(product, audience, words(workspace)), workspace.records)


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
    return Whole(original, workspace.prefix, translated)


def in_language(workspace: Workspace, product: Product, audience: str, language: str | None) -> Projection:
    """What an audience sees, in one language, or the workspace's own."""
    if language is None:
        return project(product, audience, words(workspace))
    spoken = replace(product, settings=product.settings.model_copy(update={"language": language}))
    return project(spoken, audience, words(workspace, language))


class UnknownBrief(ValueError):
    """There is no such brief, or its readers may not see it. The text says so; `hint` says what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def brief(workspace: Workspace, id: str, audience: str = "", revision: str = "") -> str:
    """One brief as a document for its own audience, or for another that may see it; faults go to the workspace's report.

    `revision` is what the document says of where it comes from, if anything. Raises UnknownBrief, UnknownAudience.
    """
    from pmsite.render.standalone import document  # here, so that checking alone never loads the renderer

    product = workspace.product
    assert product is not None  # callers look at the report first
    asked = product.items.get(id)
    if not isinstance(asked, Brief):
        known = [found.id for found in product.of(Brief)]
        near = did_you_mean(id, known)
        raise UnknownBrief(
            f"there is no brief {id}", f"did you mean {near}?" if near else f"write one of {', '.join(known) or 'none yet'}"
        )
    reader = audience or asked.audience
    if reader not in (TEAM, asked.audience, *asked.visibility) and reader in product.settings.audiences:
        raise UnknownBrief(f"the brief {id} is for {asked.audience}, not for {reader}", f"add {reader} to its `visibility`")
    addressed = _addressed(product, asked)
    seen = project(addressed, reader, words(workspace, addressed.settings.language))
    shown = seen.items[id]
    assert isinstance(shown, Brief)  # a projection keeps types
    known_site = seen.settings.site if seen.is_inside else seen.settings.audiences[reader].site
    filters = section_filters(seen, workspace, shown)
    return document(seen, shown, filters, workspace.report, _files(workspace, asked), known_site or "", revision)


def _addressed(product: Product, brief: Brief) -> Product:
    """The product in a brief's language, with the brief, and no other that is only addressed to them, in sight of its readers.

    What it counts as new begins with the last brief to the same readers, of which they learn the date alone.
    """
    from pmsite.views.brief import previous  # here, so that checking alone never loads the views

    since = brief.since or previous(project(product, TEAM), brief)
    sent = brief.model_copy(update={"visibility": (*brief.visibility, brief.audience), "since": since})
    settings = product.settings.model_copy(update={"language": brief.language or product.settings.language})
    return replace(product, settings=settings, items={**product.items, brief.id: sent})


def _files(workspace: Workspace, item: Item) -> Callable[[str], bytes | None]:
    """Reads the workspace's files by their paths as messages show them; nothing where there is none, or it is too large."""
    prefix = item.path.removesuffix(workspace.records[item.id].inside)

    def read(path: str) -> bytes | None:
        inside = path.removeprefix(prefix)
        if inside == path or inside not in workspace.files:
            return None
        try:
            return read_bytes(str(workspace.root / inside), IMAGE_BYTES)
        except OSError:
            return None

    return read


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


__all__ = ["Build", "Preview", "UnknownAudience", "Workspace", "build", "load"]
