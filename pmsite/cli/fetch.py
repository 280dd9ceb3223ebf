"""`pmsite fetch`: brings the plans of others that portfolio.yml names, and locks them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from pmsite.audience import UnknownAudience
from pmsite.cli.common import settings_of, tell
from pmsite.cli.language import echo
from pmsite.cli.options import workspace_option
from pmsite.cli.workspace_folder import WorkspaceFolder, find_workspace
from pmsite.cli.writing import undo_interrupted, write_files
from pmsite.clock import today
from pmsite.diagnostics import Report, Span
from pmsite.exports import document
from pmsite.exports.site_address import SiteAddress
from pmsite.messages import counted, joined, listed, said
from pmsite.pipeline import load
from pmsite.portfolio import fetch
from pmsite.portfolio.fetch import Fetched, Here
from pmsite.portfolio.https import NotFetched, Seen
from pmsite.portfolio.lock import Lock, read_lock
from pmsite.portfolio.settings import FILE, Portfolio, read_portfolio
from pmsite.read.files import read_bytes, system_reason
from pmsite.read.limits import FRONT_MATTER_BYTES
from pmsite.reporting.safe import one_line
from pmsite.workspace import whole


@click.command("fetch")
@click.argument("plans", metavar="[PLAN]...", nargs=-1)
@click.option("--check", "only_check", is_flag=True, help="Ask nobody, and fail where a plan is not there as it was locked.")
@workspace_option
def command(plans: tuple[str, ...], only_check: bool, workspace: str | None) -> None:
    """Bring the plans that portfolio.yml names, or some PLANs of them, and lock them in plans/.

    Each is looked at before it takes the place of the one before; where one does not come, that one stays, and the command fails.
    """
    place = find_workspace(workspace)
    undo_interrupted(place)
    portfolio, known = _read(place)
    here = Here(place.path, place.prefix, today())
    for name in plans:
        if name not in portfolio.plans:
            raise click.UsageError(
                said(
                    "{name} is not a plan of {path}: it has {plans}",
                    name=one_line(name),
                    path=f"{place.prefix}/{FILE}",
                    plans=list(portfolio.plans),
                )
            )
    if only_check:
        report = Report()
        fetch.check(portfolio, known, here, report)
        if report.failed:
            _refuse(report)
        count = sum(len(plan.audiences) for plan in portfolio.plans.values())
        echo(counted(count, "pmsite: {count} document is there as locked", "pmsite: {count} documents are there as locked"))
        return
    _bring(portfolio, known, here, place, frozenset(plans))


def _read(place: WorkspaceFolder) -> tuple[Portfolio, Lock]:
    """portfolio.yml and the list of what is locked; ends the command where one of them has faults."""
    settings, report = settings_of(place), Report()
    try:
        data = read_bytes(os.fspath(place.path / FILE), FRONT_MATTER_BYTES)
    except FileNotFoundError:
        raise click.ClickException(
            said("there is no {path}, which names the plans to bring", path=f"{place.prefix}/{FILE}")
        ) from None
    except OSError as fault:
        message = said("the file cannot be read: {reason}", reason=system_reason(fault))
        report.error("not-readable", Span(f"{place.prefix}/{FILE}"), message, said("check who may read it"))
        _refuse(report)
    portfolio = read_portfolio(data, f"{place.prefix}/{FILE}", settings.audiences, report)
    known = read_lock(place.path, place.prefix, report)
    if portfolio is None or known is None:
        _refuse(report)
    return portfolio, known


def _refuse(report: Report) -> NoReturn:
    tell(report)
    sys.exit(1)


def bring(place: WorkspaceFolder) -> None:
    """Bring all plans that a workspace reads, and tell nothing of those that come; ends the command where one does not."""
    portfolio, known = _read(place)
    here = Here(place.path, place.prefix, today())
    found = list(fetch.fetch(portfolio, known, here, lambda folder, audience: _of_workspace(place, folder, audience)))
    for one in found:
        if one.report.failed:
            _refuse(one.report)
    write_files(place.path, fetch.edits(found, known, portfolio, here))


def _bring(portfolio: Portfolio, known: Lock, here: Here, place: WorkspaceFolder, only: frozenset[str]) -> None:
    found, failed = [], False
    with _progress() as told:
        for one in fetch.fetch(portfolio, known, here, lambda folder, audience: _of_workspace(place, folder, audience), only, told):
            found.append(one)
    for one in found:
        failed |= one.report.failed
        if len(one.report):
            tell(one.report)
        if one.entry is not None:
            echo(said("{name}: {message}", name=one.name, message=_in_words(one)))
    edits = fetch.edits(found, known, portfolio, here)
    write_files(place.path, edits)
    if failed:
        stays = any(one.before and one.report.failed for one in found)
        message = joined(said("not all plans came"), said("what was fetched of it before stays") if stays else "")
        echo(said("{name}: {message}", name="pmsite", message=message), err=True)
        sys.exit(1)


def _in_words(one: Fetched) -> str:
    assert one.entry is not None  # it came
    day = said("as of {day}", day=one.entry.day) if one.entry.day else said("of no known day")
    if one.before is None:
        return listed([said("new"), day])
    gone = len(set(one.entry.gone) - set(one.before.gone))
    more = [counted(gone, "{count} id is gone", "{count} ids are gone")] if gone else []
    return listed([said("changed") if one.is_new else said("nothing new"), day, *more])


@contextmanager
def _progress() -> Iterator[_Progress]:
    found = _Progress(sys.stderr.isatty())
    try:
        yield found
    finally:
        found.clear()


class _Progress:
    """What a terminal is told while something comes; nobody else is."""

    def __init__(self, is_terminal: bool) -> None:
        self._is_terminal, self._length = is_terminal, 0

    def __call__(self, one: Fetched) -> Seen | None:
        if not self._is_terminal:
            return None
        self._show(f"{one.name}: {one.place}")
        return lambda come, size: self._show(f"{one.name}: {come / 1e6:.1f}{f' of {size / 1e6:.1f}' if size else ''} MB")

    def _show(self, line: str) -> None:
        line = one_line(line)[:78]
        click.echo(f"\r{line.ljust(self._length)}", nl=False, err=True)
        self._length = len(line)

    def clear(self) -> None:
        """Leave nothing of it behind."""
        if self._length:
            click.echo(f"\r{' ' * self._length}\r", nl=False, err=True)


def _of_workspace(place: WorkspaceFolder, folder: str, audience: str) -> bytes:
    """The document of another workspace of the same repository; raises NotFetched."""
    root = Path(os.path.normpath(place.path / folder))
    found = load(root, folder, today())
    if found.product is None or found.report.failed:
        raise NotFetched(
            said("the workspace {folder} has faults", folder=folder),
            said("run `pmsite check {folder}` beside {path}", folder=folder, path=f"{place.prefix}/{FILE}"),
        )
    try:
        every = whole(found, found.product, audience)
    except UnknownAudience:
        raise NotFetched(
            said("the workspace {folder} has no audience {audience}", folder=folder, audience=audience),
            said("name one of {folder}/product.yml", folder=folder),
        ) from None
    own = found.product.settings.audiences.get(audience)
    site = (own.site if own is not None else found.product.settings.site) or ""
    items = found.product.items.values()
    urls = {f"roadmap/{item.folder}/{item.id}": f"roadmap/{item.folder}/{item.id}/" for item in items} if site else {}
    address = SiteAddress(site.rstrip("/") + "/" if site else "", urls)
    return "".join(document.write(every, "", address)).encode()
