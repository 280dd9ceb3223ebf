"""Two moments of a plan, read and compared: a revision with another one, or with the files as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pmsite.audience import TEAM, Projection, project
from pmsite.comparison.faults import compared, new
from pmsite.comparison.readers import Reading, readings
from pmsite.comparison.then import checked
from pmsite.diagnostics import Diagnostic, Report, Severity
from pmsite.history import git
from pmsite.history.diff import Diff, without
from pmsite.history.diff import compare as compare_products
from pmsite.history.git import NoHistory
from pmsite.history.moves import counts
from pmsite.history.read import read
from pmsite.history.revision import Then, product_at
from pmsite.history.steps import Steps
from pmsite.model.product import Product, connect, titles
from pmsite.pipeline import Workspace, load
from pmsite.read.workspace import SETTINGS
from pmsite.reporting.chosen import NEWLY_VISIBLE


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two moments of a plan as one audience may see both, and what differs between them."""

    before: Projection
    after: Projection
    diff: Diff
    titles: Mapping[str, str]
    """What items and key results are called, by id."""
    moves: Mapping[str, int] | None
    """How often each feature had been moved before; nothing where that is not known, or not the audience's to know."""
    notes: tuple[str, ...]
    place: str = ""
    """The workspace's folder in its repository, with a slash at its end, if it is not the repository itself."""
    unread: Mapping[str, Diagnostic | None] = field(default_factory=dict)
    """Files that this change makes unreadable, or mends, with their first fault as they are after; nothing is concluded from them."""
    faults: tuple[Diagnostic, ...] = ()
    """Findings that the change brings, besides those of unread files."""
    readings: tuple[Reading, ...] = ()
    """What each audience outside the team will read that it did not before."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return self.diff.is_empty and not (self.diff.broken or self.unread or self.faults or self.readings)

    @property
    def olds(self) -> Mapping[str, str]:
        """By id of after, the id of before; nothing for what was not there."""
        return _olds(self.before, self.after, self.diff)


def compare(root: Path, prefix: str, today: date, base: str, head: str | None, audience: str = TEAM) -> Comparison:
    """What changed since `head`, or the files as they are now, left `base`. Raises NoHistory and UnknownAudience.

    A plan with faults is compared as far as it can be read.
    """
    repository = git.find(root)
    first, last = repository.commit(base), repository.commit(head or "HEAD")
    fork = repository.fork(first, last)
    notes = (
        () if fork else (f"{base} and {head or 'HEAD'} share no history; they are compared as they are", *_if_shallow(repository))
    )
    before = product_at(repository, fork or first, prefix, today)
    workspace = None if head else load(root, prefix, today)
    after = _now(workspace, before) if workspace else _then(repository, last, before, prefix, today)
    seen_after = project(after.product, audience)
    seen_before = _seen_before(before.product, seen_after)
    inside = seen_after.is_inside
    unread = before.unread | after.unread
    diff = without(compare_products(seen_before, seen_after, inside=inside), unread)
    known = {**titles(seen_before), **titles(seen_after)}
    if not inside:
        return Comparison(seen_before, seen_after, diff, known, None, (*notes, *_left_out(unread)))
    lost = _lost(before.product, after.product, unread)
    diff = replace(diff, broken=tuple(one for one in diff.broken if one.lost.id not in lost))
    moves = None if repository.is_shallow else counts(Steps(read(root, fork or first), before.product, prefix))
    report = workspace.report if workspace else checked(repository, last, prefix, today)
    report = compared(checked(repository, fork or first, prefix, today), report, _paths(diff, before.product))
    found = new(report)
    files = _unread(before.unread, after.unread, found, report)
    told = readings(before.product, after.product, diff, _olds(before.product, after.product, diff), lost)
    return Comparison(
        seen_before, seen_after, diff, known, moves, (*notes, *_left_out(unread)), repository.prefix,
        files, tuple(one for one in found if one.span.path not in files or not one.severity.is_fault), told,
    )  # fmt: skip


def _then(repository: git.Repository, commit: str, before: Then, prefix: str, today: date) -> Then:
    """The plan of a commit; as it was where its settings cannot be read, since nothing is known of any item then."""
    try:
        return product_at(repository, commit, prefix, today)
    except NoHistory:
        return Then(before.product, frozenset({f"{prefix}/{SETTINGS}"}))


def _now(workspace: Workspace, before: Then) -> Then:
    if workspace.product is None:
        return Then(before.product, frozenset({f"{workspace.prefix}/{SETTINGS}"}))
    return Then(workspace.product, frozenset(file.path for file in workspace.absent.files))


def _unread(
    before: frozenset[str], after: frozenset[str], found: Iterable[Diagnostic], report: Report
) -> Mapping[str, Diagnostic | None]:
    """What a change makes unreadable, or mends. A file that was and stays unreadable in the same way is no matter of the change."""
    faults = {one.span.path: one for one in reversed(list(report)) if one.severity is Severity.ERROR}
    changed = {one.span.path for one in found if one.severity is Severity.ERROR}
    return {path: faults.get(path) for path in sorted(before | after) if path in before ^ after or path in changed}


def _lost(before: Product, after: Product, unread: frozenset[str]) -> frozenset[str]:
    """Ids of items that only seem new or gone, since their files cannot be read on one side."""
    sides = ((before, after), (after, before))
    return frozenset(id for one, other in sides for id, item in one.items.items() if item.path in unread and id not in other.items)


def _left_out(unread: frozenset[str]) -> tuple[str, ...]:
    return (f"{len(unread)} file{'s' if len(unread) > 1 else ''} with faults left out, see `pmsite check`",) if unread else ()


def _olds(before: Product, after: Product, diff: Diff) -> Mapping[str, str]:
    was = {changed.item.id: changed.was for changed in diff.changed if changed.was}
    taken = set(was.values())
    return {id: was.get(id) or (id if id in before.items and id not in taken else "") for id in after.items}


def _paths(diff: Diff, before: Product) -> Mapping[str, str]:
    """By path of before, the path of today, of items that were renamed."""
    return {before.items[one.was].path: one.item.path for one in diff.changed if one.was in before.items}


def newly_visible(workspace: Workspace, base: str) -> Iterator[Diagnostic]:
    """A notice for each item, or field of one, that an audience sees now and did not see in `base`. Raises NoHistory."""
    after = workspace.product
    if after is None:
        return
    repository = git.find(workspace.root)
    first = repository.commit(base)
    before = product_at(repository, repository.fork(first, repository.commit("HEAD")) or first, workspace.prefix, after.today)
    for found in without(compare_products(before.product, after), before.unread).exposed:
        what = f"sees {', '.join(found.fields)} of it" if found.fields else "sees it"
        since = "which is new" if found.is_new else "and did not before"
        yield Diagnostic(
            NEWLY_VISIBLE,
            Severity.NOTICE,
            workspace.records[found.id].span("visibility"),
            f"the audience {found.audience} {what}, {since}",
            "make sure that this is meant: what is published cannot be called back",
            was_there=False,
        )


def _seen_before(before: Product, seen_after: Projection) -> Projection:
    """What an audience saw before of what it still sees, since the rest is no longer its to know."""
    if seen_after.is_inside:
        return project(before, TEAM)
    known = seen_after.audience in before.settings.audiences
    items = {id: item for id, item in before.items.items() if known and id in seen_after.items}
    settings = before.settings if known else seen_after.settings
    return project(connect(settings, items, before.today), seen_after.audience)


def _if_shallow(repository: git.Repository) -> tuple[str, ...]:
    return ("this clone is shallow: fetch the whole history to compare from where they parted",) if repository.is_shallow else ()


def since(workspace: Workspace, base: str, today: date) -> Report:
    """What was found in a workspace, each finding told whether `base` had it already, and what is newly visible. Raises NoHistory."""
    repository = git.find(workspace.root)
    first = repository.commit(base)
    fork = repository.fork(first, repository.commit("HEAD")) or first
    names: Mapping[str, str] = {}
    visible: list[Diagnostic] = []
    if workspace.product is not None:
        before = product_at(repository, fork, workspace.prefix, today).product
        names = _paths(compare_products(before, workspace.product), before)
        visible = list(newly_visible(workspace, base))
    report = compared(checked(repository, fork, workspace.prefix, today), workspace.report, names)
    report.extend(visible)
    return report
