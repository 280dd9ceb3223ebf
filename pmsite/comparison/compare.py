"""Two moments of a plan, read and compared: a revision with another one, or with the files as they are now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from pmsite.attached import plain_name
from pmsite.audience import TEAM, Projection, project
from pmsite.comparison.attached import POINTER_BYTES, Attached, OnDisk
from pmsite.diagnostics import Diagnostic, Severity, Span
from pmsite.history import git
from pmsite.history.diff import Diff, Known
from pmsite.history.diff import compare as compare_products
from pmsite.history.exposure import Exposure
from pmsite.history.moves import counts
from pmsite.history.names import read_on, renamed
from pmsite.history.read import read
from pmsite.history.revision import Then, product_at, unread
from pmsite.history.steps import Steps
from pmsite.history.who import who
from pmsite.model.product import Product, connect, titles
from pmsite.pipeline import Workspace, load
from pmsite.read.workspace import SETTINGS


class FaultyPlan(Exception):
    """The files as they are now have no settings that can be read, so that nothing else can."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two moments of a plan as one audience may see both, and what differs between them."""

    after: Projection
    diff: Diff
    titles: Mapping[str, str]
    """What items and key results are called, by id."""
    moves: Mapping[str, int] | None
    """How often each feature had been moved before; nothing where that is not known, or not the audience's to know."""
    notes: tuple[str, ...]


def compare(root: Path, prefix: str, today: date, base: str, head: str | None, audience: str = TEAM) -> Comparison:
    """What changed since `head`, or the files as they are now, left `base`. Raises NoHistory, FaultyPlan and UnknownAudience."""
    repository = git.find(root)
    first, last = repository.commit(base), repository.commit(head or "HEAD")
    fork = repository.fork(first, last)
    notes = (
        () if fork else (f"{base} and {head or 'HEAD'} share no history; they are compared as they are", *_if_shallow(repository))
    )
    before = product_at(repository, fork or first, prefix, today)
    after = product_at(repository, last, prefix, today) if head else _now(load(root, prefix, today), repository, before)
    known, old, new = known_between(repository, (fork or first, before), (last, after), prefix)
    seen_after = project(new, audience)
    seen_earlier = seen_before(old, seen_after)
    inside = seen_after.is_inside
    diff = compare_products(seen_earlier, seen_after, inside=inside, known=known)
    moves = None
    if inside and not repository.is_shallow:
        moves = counts(Steps(read(root, fork or first), before.product, prefix))
    if left_out := len(before.unread | after.unread):
        notes += (f"{left_out} file{'s' if left_out > 1 else ''} with faults left out, see `pmsite check`",)
    return Comparison(seen_after, diff, {**titles(seen_earlier), **titles(seen_after)}, moves, notes)


def newly_visible(workspace: Workspace, base: str) -> Iterator[Diagnostic]:
    """A notice for each item, or field of one, that an audience sees now and did not see in `base`. Raises NoHistory and FaultyPlan."""
    if workspace.product is None:
        raise FaultyPlan
    repository = git.find(workspace.root)
    first = repository.commit(base)
    head = repository.commit("HEAD")
    fork = repository.fork(first, head) or first
    before = product_at(repository, fork, workspace.prefix, workspace.product.today)
    after = _now(workspace, repository, before)
    known, old, new = known_between(repository, (fork, before), (head, after), workspace.prefix)
    found = [one for exposure in compare_products(old, new, known=known).exposed for one in _by_file(exposure, workspace)]
    yield from (notice for _, notice in sorted(found, key=lambda one: one[0]))


def _by_file(found: Exposure, workspace: Workspace) -> Iterator[tuple[int, Diagnostic]]:
    """What an audience newly gets of one item, at the file in which it stands; whole items weigh most, then what was empty or hidden."""
    if not found.fields and not found.words:
        since = "which is new" if found.is_new else "and did not before"
        yield 0, _notice(workspace.records[found.id].span("visibility"), f"the audience {found.audience} sees it, {since}")
    for weight, names, told in (
        (1, found.fields, "sees {} of it, and did not before"),
        (2, found.words, "reads what is new to it in {}"),
    ):
        files: dict[str, tuple[Span, list[str]]] = {}
        for name in names:
            span = _place(found.id, name, workspace)
            files.setdefault(span.path, (span, []))[1].append(_named(name))
        for span, inside in files.values():
            yield weight, _notice(span, f"the audience {found.audience} {told.format(', '.join(inside))}")


def _place(id: str, name: str, workspace: Workspace) -> Span:
    if not id:
        return Span(f"{workspace.prefix}/{SETTINGS}", 1)
    kind, *parts = name.split(".", 2)
    translation = workspace.translations.get((id, parts[0])) if kind == "translations" else None
    return translation.record.span(parts[1]) if translation else workspace.records[id].span("visibility")


def _named(name: str) -> str:
    """What an author calls what an audience gets."""
    kind, _, rest = name.partition(".")
    if kind == "translations":
        language, _, field = rest.partition(".")
        return f"{field} in {language}"
    return f"the file {plain_name(rest)}" if kind == "files" else name


def _notice(span: Span, message: str) -> Diagnostic:
    hint = "make sure that this is meant: what is published cannot be called back"
    return Diagnostic("newly-visible", Severity.NOTICE, span, message, hint)


def _now(workspace: Workspace, repository: git.Repository, before: Then) -> Then:
    """The files as they are now, as a revision of them would be read; raises FaultyPlan."""
    product = workspace.product
    if product is None:
        raise FaultyPlan
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
    return ("this clone is shallow: fetch the whole history to compare from where they parted",) if repository.is_shallow else ()
