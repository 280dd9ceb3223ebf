"""Two moments of a plan, read and compared: a revision with another one, or with the files as they are now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from pmsite.audience import TEAM, Projection, project
from pmsite.comparison.attached import POINTER_BYTES, Attached, OnDisk
from pmsite.comparison.faults import compared, new
from pmsite.comparison.readers import Reading, readings
from pmsite.comparison.then import checked
from pmsite.diagnostics import NEWLY_VISIBLE, Diagnostic, Report, Severity, Span
from pmsite.file_kinds import plain_name
from pmsite.history import git
from pmsite.history.diff import Diff, Known
from pmsite.history.diff import compare as compare_products
from pmsite.history.exposure import Exposure
from pmsite.history.git import NoHistory
from pmsite.history.moves import counts
from pmsite.history.names import read_on, renamed
from pmsite.history.read import read
from pmsite.history.revision import Then, product_at, unread
from pmsite.history.steps import Steps
from pmsite.history.who import who
from pmsite.messages import counted, said
from pmsite.model.product import Product, connect, titles
from pmsite.pipeline import load
from pmsite.read.spans import span_of
from pmsite.read.workspace import SETTINGS
from pmsite.workspace import Workspace


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
    folder: str = ""
    """The workspace's folder in its repository, with a slash at its end, if it is not the repository itself."""
    settings: str = ""
    """The path of product.yml as messages show it."""
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
        """By id of after, the same id where it was there before; nothing for what was not."""
        return {id: id if id in self.before.items else "" for id in self.after.items}


@dataclass(frozen=True)
class Earlier:
    """A revision that is compared with, of which all is found out once, and what it costs to find out only when it is asked for."""

    repository: git.Repository
    commit: str
    then: Then
    root: Path
    prefix: str
    today: date

    @cached_property
    def report(self) -> Report:
        """What is found in the plan of the revision. Raises NoHistory."""
        return checked(self.repository, self.commit, self.prefix, self.today)

    @cached_property
    def moves(self) -> Mapping[str, int] | None:
        """How often each feature had been moved by then; nothing where the history is not known. Raises NoHistory."""
        if self.repository.is_shallow:
            return None
        return counts(Steps(read(self.root, self.commit), self.then.product, self.prefix))


def earlier(root: Path, prefix: str, today: date, commit: str, repository: git.Repository | None = None) -> Earlier:
    """A commit to compare with. Raises NoHistory."""
    repository = repository or git.find(root)
    return Earlier(repository, commit, product_at(repository, commit, prefix, today), root, prefix, today)


def compare(root: Path, prefix: str, today: date, base: str, head: str | None, audience: str = TEAM) -> Comparison:
    """What changed since `head`, or the files as they are now, left `base`. Raises NoHistory and UnknownAudience.

    A plan with faults is compared as far as it can be read.
    """
    repository = git.find(root)
    first, last = repository.commit(base), repository.commit(head or "HEAD")
    fork = repository.fork(first, last)
    notes = (
        ()
        if fork
        else (
            said("{base} and {head} share no history; they are compared as they are", base=base, head=head or "HEAD"),
            *_if_shallow(repository),
        )
    )
    before = earlier(root, prefix, today, fork or first, repository)
    if head is None:
        return against(before, last, load(root, prefix, today), audience, notes)
    after = _then(repository, last, before.then, prefix, today)
    return _compared(before, (last, after), lambda: checked(repository, last, prefix, today), audience, notes)


def against(before: Earlier, head: str, workspace: Workspace, audience: str = TEAM, notes: tuple[str, ...] = ()) -> Comparison:
    """What a workspace, whose files came out of the commit `head`, has otherwise than an earlier revision. Raises NoHistory and UnknownAudience."""
    after = _now(workspace, before.repository, before.then)
    return _compared(before, (head, after), lambda: workspace.report, audience, notes)


def to_read(before: Earlier, head: str, workspace: Workspace, audience: str = TEAM) -> Comparison:
    """The same for those who read a plan and review none of it: without faults, and without what others will read.

    Raises NoHistory and UnknownAudience.
    """
    after = _now(workspace, before.repository, before.then)
    found = _both(before, (head, after), audience, ()).seen
    return replace(found, moves=before.moves) if found.after.is_inside else found


class _Both(NamedTuple):
    """Two moments as an audience sees them, and what they were before it was asked for."""

    seen: Comparison
    known: Known
    old: Product
    now: Product


def _both(before: Earlier, last: tuple[str, Then], audience: str, notes: tuple[str, ...]) -> _Both:
    repository, prefix, after = before.repository, before.prefix, last[1]
    known, old, now = known_between(repository, (before.commit, before.then), last, prefix)
    seen_after = project(now, audience)
    seen_earlier = seen_before(old, seen_after)
    diff = compare_products(seen_earlier, seen_after, inside=seen_after.is_inside, known=known)
    called = {**titles(seen_earlier), **titles(seen_after)}
    notes = (*notes, *_left_out(before.then.unread | after.unread))
    return _Both(Comparison(seen_earlier, seen_after, diff, called, None, notes), known, old, now)


def _compared(
    before: Earlier, last: tuple[str, Then], report_after: Callable[[], Report], audience: str, notes: tuple[str, ...]
) -> Comparison:
    seen, known, old, now = _both(before, last, audience, notes)
    if not seen.after.is_inside:
        return seen
    after = last[1]
    moves, report = before.moves, report_after()
    report = compared(before.report, report, _paths(before.then.product, known, after.product))
    found = new(report)
    files = _unread(before.then.unread, after.unread, found, report)
    return replace(
        seen,
        moves=moves,
        folder=before.repository.prefix,
        settings=f"{before.prefix}/{SETTINGS}",
        unread=files,
        faults=tuple(one for one in found if one.span.path not in files or not one.severity.is_fault),
        readings=readings(old, now, seen.diff, known),
    )


def _then(repository: git.Repository, commit: str, before: Then, prefix: str, today: date) -> Then:
    """The plan of a commit; as it was where its settings cannot be read, since nothing is known of any item then."""
    try:
        return product_at(repository, commit, prefix, today)
    except NoHistory:
        return replace(before, unread=frozenset({f"{prefix}/{SETTINGS}"}))


def _unread(
    before: frozenset[str], after: frozenset[str], found: Iterable[Diagnostic], report: Report
) -> Mapping[str, Diagnostic | None]:
    """What a change makes unreadable, or mends. A file that was and stays unreadable in the same way is no matter of the change."""
    faults = {one.span.path: one for one in reversed(list(report)) if one.severity is Severity.ERROR}
    changed = {one.span.path for one in found if one.severity is Severity.ERROR}
    return {path: faults.get(path) for path in sorted(before | after) if path in before ^ after or path in changed}


def _left_out(unread: frozenset[str]) -> tuple[str, ...]:
    return (
        (
            counted(
                len(unread),
                "{count} file with faults left out, see `pmsite check`",
                "{count} files with faults left out, see `pmsite check`",
            ),
        )
        if unread
        else ()
    )


def _paths(before: Product, known: Known, after: Product) -> Mapping[str, str]:
    """By path of before, the path of today, of items that lie elsewhere."""
    pairs = ((known.was.get(id, id), item.path) for id, item in after.items.items())
    return {before.items[old].path: path for old, path in pairs if old in before.items}


def newly_visible(workspace: Workspace, base: str) -> Iterator[Diagnostic]:
    """A notice for each item, or field of one, that an audience sees now and did not see in `base`. Raises NoHistory."""
    if workspace.product is None:
        return
    repository = git.find(workspace.root)
    first = repository.commit(base)
    head = repository.commit("HEAD")
    fork = repository.fork(first, head) or first
    before = product_at(repository, fork, workspace.prefix, workspace.product.today)
    after = _now(workspace, repository, before)
    known, old, new = known_between(repository, (fork, before), (head, after), workspace.prefix)
    told: dict[tuple[int, Span, str], list[str]] = {}
    for exposure in compare_products(old, new, known=known).exposed:
        for one in _by_file(exposure, workspace):
            told.setdefault(one, []).append(exposure.audience)
    for (weight, span, words), audiences in told.items():
        yield _notice(weight, span, said("{audiences}: {words}", audiences=audiences, words=words))


def _by_file(found: Exposure, workspace: Workspace) -> Iterator[tuple[int, Span, str]]:
    """What an audience newly gets of one item, at the file in which it stands; what was hidden weighs most, then what is a whole item."""
    if not found.fields and not found.words:
        weight, told = (2, said("can see it, which is new")) if found.is_new else (0, said("can see it now, and could not before"))
        yield weight, span_of(workspace.records[found.id], "visibility"), told
    filled = tuple(name for name in found.fields if name not in found.opened)
    for weight, names in ((1, found.opened), (3, filled), (4, found.words)):
        files: dict[str, tuple[Span, list[str]]] = {}
        for name in names:
            span = _place(found.id, name, workspace)
            files.setdefault(span.path, (span, []))[1].append(_named(name))
        for span, inside in files.values():
            yield weight, span, _seen_now(weight, inside)


def _seen_now(weight: int, names: list[str]) -> str:
    if weight == 1:
        return said("can see now what was hidden in {names}", names=names)
    if weight == 3:
        return said("can see {names} of it, which held nothing before", names=names)
    return said("can read what is new in {names}", names=names)


def _place(id: str, name: str, workspace: Workspace) -> Span:
    if not id:
        return Span(f"{workspace.prefix}/{SETTINGS}", 1)
    kind, *parts = name.split(".", 2)
    translation = workspace.translations.get((id, parts[0])) if kind == "translations" else None
    return span_of(translation.record, parts[1]) if translation else span_of(workspace.records[id], "visibility")


def _named(name: str) -> str:
    """What an author calls what an audience gets."""
    kind, _, rest = name.partition(".")
    if kind == "translations":
        language, _, field = rest.partition(".")
        return said("{field} in {language}", field=field, language=language)
    return said("the file {rest}", rest=plain_name(rest)) if kind == "files" else name


def _notice(weight: int, span: Span, message: str) -> Diagnostic:
    hint = said("make sure that this is meant: what is published cannot be called back")
    return Diagnostic(NEWLY_VISIBLE, Severity.NOTICE, span, message, hint, was_there=False, weight=weight)


def _now(workspace: Workspace, repository: git.Repository, before: Then) -> Then:
    """The files as they are now, as a revision of them would be read; as they were where settings cannot be read."""
    product = workspace.product
    if product is None:
        return replace(before, unread=frozenset({f"{workspace.prefix}/{SETTINGS}"}))
    records = (*workspace.records.values(), *(told.record for told in workspace.translations.values()))
    names = OnDisk(workspace.root, workspace.files, before.blobs, partial(_short, repository))
    return Then(product, unread(workspace.report, [record.path for record in records]), names)


def _short(repository: git.Repository, blob: str) -> bytes:
    return next((data or b"" for _, data in repository.blobs([blob], POINTER_BYTES)), b"")


def known_between(
    repository: git.Repository, before: tuple[str, Then], after: tuple[str, Then], prefix: str
) -> tuple[Known, Product, Product]:
    """What is known of two moments, and both in the names of the later."""
    found = who(repository, before, after, prefix)
    old = renamed(before[1].product, found.names, after[1].product.items)
    now = {was: id for id, was in old.was.items()}
    lost = frozenset(now.get(id, id) for id in found.lost) | found.found
    left_out = tuple(sorted(before[1].unread | after[1].unread))
    names = tuple(Attached(prefix, then.blobs) for then in (before[1], after[1]))
    return Known(old.was, lost, left_out, (names[0], names[1])), old.product, read_on(after[1].product, found.names)


def seen_before(before: Product, seen_after: Projection) -> Projection:
    """What an audience saw before of what it still sees, since the rest is no longer its to know."""
    if seen_after.is_inside:
        return project(before, TEAM)
    known = seen_after.audience in before.settings.audiences
    items = {id: item for id, item in before.items.items() if known and id in seen_after.items}
    settings = before.settings if known else seen_after.settings
    return project(connect(settings, items, before.today, translations=before.translations), seen_after.audience)


def _if_shallow(repository: git.Repository) -> tuple[str, ...]:
    return (
        (said("this clone is shallow: fetch the whole history to compare from where they parted"),) if repository.is_shallow else ()
    )


def since(workspace: Workspace, base: str, today: date) -> Report:
    """What was found in a workspace, each finding told whether `base` had it already, and what is newly visible. Raises NoHistory."""
    repository = git.find(workspace.root)
    first = repository.commit(base)
    fork = repository.fork(first, repository.commit("HEAD")) or first
    names: Mapping[str, str] = {}
    visible: list[Diagnostic] = []
    if workspace.product is not None:
        before = product_at(repository, fork, workspace.prefix, today)
        after = _now(workspace, repository, before)
        known, _old, now = known_between(repository, (fork, before), (repository.commit("HEAD"), after), workspace.prefix)
        names = _paths(before.product, known, now)
        visible = list(newly_visible(workspace, base))
    report = compared(checked(repository, fork, workspace.prefix, today), workspace.report, names)
    report.extend(visible)
    return report
