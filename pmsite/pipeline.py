"""The only place that runs every stage in order: read, model, check, project, and the pages that follow."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from pmsite import checks
from pmsite.audience import Projection, project
from pmsite.checks import readers
from pmsite.checks.following import Following
from pmsite.checks.theirs import theirs
from pmsite.diagnostics import Diagnostic, Report, Severity
from pmsite.filters import check_filters, section_filters, view_filters
from pmsite.memory import Memory
from pmsite.model import series
from pmsite.model.item import Item
from pmsite.model.load import Loaded, id_of, load_items, must_be_item
from pmsite.model.load_settings import load_settings, sound_part
from pmsite.model.metric import Metric
from pmsite.model.product import Product, connect
from pmsite.model.settings import Settings
from pmsite.read.record import Record
from pmsite.read.table import read_table
from pmsite.read.unread import Absent, as_item, look
from pmsite.read.workspace import PORTFOLIO, Over, Sources, Stamp, read_workspace
from pmsite.texts import standard
from pmsite.workspace import Workspace, around, table_of, told_in, untranslated, whole, with_others, words

if TYPE_CHECKING:
    from pmsite.exports.document import Whole
    from pmsite.history.site_history import SiteHistory
    from pmsite.pages import Page
    from pmsite.portfolio.locked import Locked

NOTHING: Over = MappingProxyType({})
"""Nothing that would be otherwise than it stands on the disk."""


class Preview(NamedTuple):
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
    own: Projection
    """The same without what is of other plans: what files for other programs tell."""
    of: int
    """How many items the workspace has, of which the projection may hold fewer."""
    pages: tuple[Page, ...]
    whole: Whole
    previews: tuple[Preview, ...] = ()
    """As the team asked to see it too; a site for an outside audience has none."""
    untranslated: frozenset[str] = frozenset()
    """Items whose words are not in the site's language."""


def load(root: Path, prefix: str, today: date, memory: Memory | None = None, over: Over = NOTHING) -> Workspace:
    """Read a workspace and check it; every fault is in its report. `prefix` is the folder as messages show it.

    With `over` it is the workspace as it would be with those files, by their place in it.
    """
    workspace = read(root, prefix, today, memory, over)
    judge(workspace, memory)
    return workspace


def judge(workspace: Workspace, memory: Memory | None = None) -> None:
    """Report what all rules find in a workspace as it was read; they are not asked where it is known that they were of the same plan."""
    judged = memory.judged if memory else None
    if judged is None or workspace.report.failed:
        check_all(workspace)
    elif (known := judged.of(workspace)) is not None:
        workspace.report.extend(known)
    else:
        check_all(workspace)
        judged.note(workspace, tuple(workspace.report))


def read(root: Path, prefix: str, today: date, memory: Memory | None = None, over: Over = NOTHING) -> Workspace:
    """Read a workspace; of its faults those alone are in its report for which something cannot be read right."""
    report, memory = Report(), memory or Memory()
    sources = read_workspace(root, prefix, report, must_be_item, memory.files, over)
    changed = memory.changed(sources)
    settings = load_settings(sources.settings, report) if sources.settings else None
    if settings is None or sources.settings is None:
        following = _read_the_rest(sources, sources.settings, report) if sources.settings else {}
        report.fold(_faulty(report), following)
        return Workspace(root, report, prefix=prefix, changed=changed)
    loaded = load_items(sources.records, settings, report, {as_item(path) for path in _faulty(report)}, memory.items)
    _read_series(loaded.items, settings, sources, prefix, report, memory.series, changed)
    read = {record.path for record in loaded.records.values()}
    absent = Absent.of(look(root, prefix, path, over) for path in sorted(_faulty(report) - read))
    product = connect(settings, loaded.items, today, absent.owner, loaded.words, memory.links)
    locked = _locked(sources, prefix, settings, report)
    if locked is not None:
        from pmsite.portfolio.locked import abroad  # here and below, so that only portfolios load it

        product = replace(product, abroad=abroad(locked))
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
        _unsound(sources, loaded),
        dict(over),
        {inside: sources.stamps[inside] for inside in sources.files},
        locked,
        changed,
    )


def _locked(sources: Sources, prefix: str, settings: Settings, report: Report) -> Locked | None:
    """What a workspace has of other plans, where it is a portfolio."""
    if PORTFOLIO not in sources.files:
        return None
    from pmsite.portfolio.locked import look as look_abroad

    return look_abroad(sources.root, prefix, settings, report, sources.over)


def _unsound(sources: Sources, loaded: Loaded) -> Mapping[str, Record]:
    sound = loaded.paths
    return {id_of(record.inside, record.data): record for record in sources.records if record.path not in sound}


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


def check_all(workspace: Workspace, only: Container[str] = checks.RULES) -> None:
    """Report what the rules, or `only` those with some codes, find in a workspace as it was read."""
    if workspace.product is not None and workspace.written is not None:
        check(workspace, workspace.product, workspace.written, only)


def check(workspace: Workspace, product: Product, settings: Record, only: Container[str] = checks.RULES) -> None:
    """Report what the rules find in a workspace whose files were read, and what a site for any of its readers would refuse."""
    checks.run(_context(workspace, product, settings), workspace.report, only)
    check_filters(workspace, product)


def guard(workspace: Workspace, items: frozenset[str]) -> None:
    """Report the errors for which some items must not be shown: those of their texts, and all that the plan as a whole has."""
    if workspace.product is not None and workspace.written is not None:
        checks.guard(_context(workspace, workspace.product, workspace.written, items), workspace.report)
        check_filters(workspace, workspace.product)


def findings(workspace: Workspace, id: str) -> Report:
    """What a check finds, of texts those of one item alone, which are quicker looked at."""
    found = Report(list(workspace.report))
    if workspace.product is not None and workspace.written is not None:
        checks.run(_context(workspace, workspace.product, workspace.written, frozenset({id})), found)
    return found


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


def _read_series(
    items: dict[str, Item],
    settings: Settings,
    sources: Sources,
    prefix: str,
    report: Report,
    known: dict[str, tuple[Item, Stamp, Item]],
    changed: frozenset[str],
) -> None:
    before = dict(known)
    known.clear()
    for id, item in items.items():
        inside = table_of(item).removeprefix(f"{prefix}/") if isinstance(item, Metric) else ""
        if inside in sources.files:
            found = Report()
            made = before.get(id)
            if made is None or made[0] is not item or made[1] != sources.stamps[inside] or inside in changed:
                data = sources.over.get(inside)
                rows = read_table(sources.root / inside, f"{prefix}/{inside}", series.COLUMNS, series.OPTIONAL, found, data)
                with_values = item.model_copy(update={"series": series.points(rows, settings, found)})
                made = item, sources.stamps[inside], with_values
            if not len(found):  # what is said of a table is said each time
                known[id] = made
            report.extend(found)
            items[id] = made[2]


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
    not_told = untranslated(workspace, language)
    workspace = told_in(workspace, language)
    assert workspace.product is not None  # only its language is another
    findings = workspace.report if told is None else told
    own, seen, found = _shown(workspace, workspace.product, audience, memory, findings, recall)
    others = [_shown(workspace, workspace.product, name, memory, findings)[1:] for name in previews] if seen.is_inside else []
    if workspace.report.failed:
        return workspace
    every = whole(workspace, workspace.product, audience, own)
    shown = tuple(Preview(*other) for other in others)
    untold = not_told & seen.items.keys()
    return Build(workspace, _theirs(workspace, own), seen, own, len(workspace.product.items), found, every, shown, untold)


def _shown(
    workspace: Workspace,
    product: Product,
    audience: str,
    memory: Memory | None,
    findings: Iterable[Diagnostic],
    recall: SiteHistory | None = None,
) -> tuple[Projection, Projection, tuple[Page, ...]]:
    own = project(product, audience, words(workspace))
    if recall is not None:
        own = recall.add_to(workspace.root, workspace.prefix, product, own, workspace.report)
    seen = with_others(workspace, product, own, workspace.report)
    if memory is not None:
        memory.follow(seen)
    return own, seen, _pages(workspace, seen, findings)


def _pages(workspace: Workspace, seen: Projection, findings: Iterable[Diagnostic]) -> tuple[Page, ...]:
    from pmsite.pages import pages  # here, so that checking alone never loads the views

    return pages(seen, section_filters(seen, workspace), _told(findings), checks.explained(), view_filters(seen, workspace))


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


def as_read(workspace: Workspace, product: Product, audience: str) -> Iterator[Diagnostic]:
    """What an audience reads in the team's words, and what it does not get. Raises UnknownAudience."""
    return readers.find(product, project(product, audience, words(workspace)), workspace.records)
