"""Two moments of a plan, read and compared: a revision with another one, or with the files as they are now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pmsite.audience import TEAM, Projection, project
from pmsite.diagnostics import Diagnostic, Severity
from pmsite.history import git
from pmsite.history.diff import Diff, Known
from pmsite.history.diff import compare as compare_products
from pmsite.history.moves import counts
from pmsite.history.names import read_on, renamed
from pmsite.history.read import read
from pmsite.history.revision import Then, product_at
from pmsite.history.steps import Steps
from pmsite.history.who import who
from pmsite.model.product import Product, connect, titles
from pmsite.pipeline import Workspace, load


class FaultyPlan(Exception):
    """The files as they are now have faults, so that what is missing cannot be told from what is dropped."""


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
    after = product_at(repository, last, prefix, today) if head else Then(_sound(load(root, prefix, today)))
    known, old, new = known_between(repository, (fork or first, before), (last, after), prefix)
    seen_after = project(new, audience)
    seen_before = _seen_before(old, seen_after)
    inside = seen_after.is_inside
    diff = compare_products(seen_before, seen_after, inside=inside, known=known)
    moves = None
    if inside and not repository.is_shallow:
        moves = counts(Steps(read(root, fork or first), before.product, prefix))
    if unread := len(before.unread | after.unread):
        notes += (f"{unread} file{'s' if unread > 1 else ''} with faults left out, see `pmsite check`",)
    return Comparison(seen_after, diff, {**titles(seen_before), **titles(seen_after)}, moves, notes)


def newly_visible(workspace: Workspace, base: str) -> Iterator[Diagnostic]:
    """A notice for each item, or field of one, that an audience sees now and did not see in `base`. Raises NoHistory and FaultyPlan."""
    after = _sound(workspace)
    repository = git.find(workspace.root)
    first = repository.commit(base)
    head = repository.commit("HEAD")
    fork = repository.fork(first, head) or first
    before = product_at(repository, fork, workspace.prefix, after.today)
    known, old, new = known_between(repository, (fork, before), (head, Then(after)), workspace.prefix)
    for found in compare_products(old, new, known=known).exposed:
        what = f"sees {', '.join(found.fields)} of it" if found.fields else "sees it"
        since = "which is new" if found.is_new else "and did not before"
        yield Diagnostic(
            "newly-visible",
            Severity.NOTICE,
            workspace.records[found.id].span("visibility"),
            f"the audience {found.audience} {what}, {since}",
            "make sure that this is meant: what is published cannot be called back",
        )


def known_between(
    repository: git.Repository, before: tuple[str, Then], after: tuple[str, Then], prefix: str
) -> tuple[Known, Product, Product]:
    """What is known of two moments, and both in the names of the later."""
    found = who(repository, before, after, prefix)
    old = renamed(before[1].product, found.names, after[1].product.items)
    now = {was: id for id, was in old.was.items()}
    lost = frozenset(now.get(id, id) for id in found.lost) | found.found
    unread = tuple(sorted(before[1].unread | after[1].unread))
    return Known(old.was, lost, unread), old.product, read_on(after[1].product, found.names)


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


def _sound(workspace: Workspace) -> Product:
    if workspace.product is None or workspace.report.failed:
        raise FaultyPlan
    return workspace.product
