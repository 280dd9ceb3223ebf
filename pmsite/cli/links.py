"""`pmsite links`: private links to briefs."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from pmsite.checks import RULES, private_links
from pmsite.cli.common import settings_of
from pmsite.cli.kid_line import with_kid
from pmsite.cli.secrecy import show
from pmsite.cli.workspace_folder import WorkspaceFolder, find_workspace
from pmsite.cli.writing import undo_interrupted, write_files
from pmsite.clock import today, utc_today
from pmsite.diagnostics import Report, Span
from pmsite.model.brief import Brief
from pmsite.model.settings import SITE_ID
from pmsite.pipeline import Workspace, load
from pmsite.read.text import marked
from pmsite.read.workspace import SETTINGS
from pmsite.reporting import text
from pmsite.share import ready, secret

_SITE = re.compile(r"(?:https://[^\s/@\\?#]+|http://(?:localhost|127\.0\.0\.1)(?::[0-9]+)?)(?:/[^\s\\?#]*)?")
_OF_LINKS = {code for code, rule in RULES.items() if type(rule).__module__ == private_links.__name__}
_LIMITS = (
    "Whoever has a link can read it and pass it on. To take one back, raise `link_epoch` in its brief and publish the site;\n"
    "copies that somebody made stay readable.\n"
)


@click.group("links")
def command() -> None:
    """Make, look up and take back private links to briefs. The secret comes from PMSITE_LINK_SECRET alone."""


def _output(function: Callable[..., Any]) -> Callable[..., Any]:
    told = "Write to this new file, for you alone, instead of the terminal."
    return click.option("--output", "-o", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help=told)(function)


@command.command("new-secret")
@_output
def new_secret(output: Path | None) -> None:
    """Make a new secret. Keep it where the job that publishes the site finds it, and nowhere else."""
    made = secret.new()
    show(f"{made}\n", [made], output)
    click.echo(f"Put it into {secret.VARIABLE} for the job that publishes the site, then run `pmsite links rotate`.", err=True)


@command.command("rotate")
@click.argument("workspace", required=False)
@click.option("--site-id", help="What the site is called in its links, where product.yml has no `links` yet.")
def rotate(workspace: str | None, site_id: str | None) -> None:
    """Write the name of the secret into product.yml. With another secret than before, every link changes."""
    place = find_workspace(workspace)
    undo_interrupted(place)
    settings = settings_of(place)
    kid = _or_end(_kid)
    chosen = settings.links.site_id or site_id or _site_id(settings.name)
    if site_id and not SITE_ID.fullmatch(site_id):
        raise click.UsageError("--site-id is up to 64 of a-z, 0-9 and -")
    if site_id not in (None, chosen):
        raise click.UsageError(f"the site is called {chosen} in its links; another name would change every link")
    if settings.links.kid == kid:
        click.echo(f"{place.prefix}/{SETTINGS} names this secret already: {kid}. To take all links back, set a new secret first.")
        return
    _write_kid(place, kid, chosen)
    before = f"{settings.links.kid} → " if settings.links.kid else ""
    click.echo(f"{place.prefix}/{SETTINGS}: {before}{kid}. Every private link is new once the site is published.")


@command.command("list")
@click.argument("workspace", required=False)
@click.option("--site-url", metavar="URL", help="Where the site is, so that whole links are shown.")
@_output
def list_links(workspace: str | None, site_url: str | None, output: Path | None) -> None:
    """Show every private link: its address, its passphrase, its last day."""
    if site_url and not _SITE.fullmatch(site_url):
        raise click.UsageError(
            "--site-url is the address of the site and begins with https://, since browsers open links there only"
        )
    found = _sound(find_workspace(workspace))
    assert found.product is not None
    briefs = ready.linked(found.product)
    if not briefs:
        click.echo("No brief has a private link. Add `link: true` and `expires:` to one.", err=True)
        return
    entries = _or_end(lambda: _entries(found, briefs, f"{site_url.rstrip('/')}/" if site_url else ""))
    private = [value for _, values in entries for value in values]
    show("\n".join([*(entry for entry, _ in entries), _LIMITS]), private, output)


@command.command("check")
@click.argument("workspace", required=False)
def check(workspace: str | None) -> None:
    """Say whether every private link can be made: settings, dates, and the secret. Shows nothing secret, so it may run anywhere."""
    place = find_workspace(workspace)
    found = load(place.path, place.prefix, today())
    report = Report()
    report.extend(d for d in found.report if d.code in _OF_LINKS)
    briefs = ready.linked(found.product) if found.product else ()
    if found.settings is None or (found.report.failed and not report.failed):
        raise click.ClickException("the plan has faults; see `pmsite check`")
    if briefs:
        try:
            ready.fitting_secret(found.settings.links, os.environ)
        except secret.BadSecret as fault:
            report.error(fault.code, Span(f"{place.prefix}/{SETTINGS}"), str(fault), fault.hint)
    click.echo(text.write(report, place.base), nl=False)
    if report.failed:
        sys.exit(1)
    click.echo(f"{len(briefs)} private link{'' if len(briefs) == 1 else 's'}.")


def _entries(found: Workspace, briefs: Iterable[Brief], site: str) -> list[tuple[str, list[str]]]:
    """Each link as a person reads it, with the values in it that nobody else should see."""
    assert found.settings is not None  # a sound plan has them
    key = ready.fitting_secret(found.settings.links, os.environ)
    from pmsite.share.publish import keys_of  # here, since it needs the extra

    entries = []
    for brief in briefs:
        end = f"until {brief.expires} in UTC" if brief.expires else "never expires"
        lines = [f"{brief.id}: {brief.title}", f"    for {brief.audience}, {end}, epoch {int(brief.link_epoch)}"]
        private = []
        if ready.is_over(brief, utc_today()):
            lines[1] = f"    for {brief.audience}, ended with {brief.expires}; the next build removes it"
        else:
            keys = keys_of(brief, found.settings.links, key)
            lines.append(f"    {site}{keys.address}")
            private.append(keys.address.partition("#")[2])
            if keys.passphrase:
                lines.append(f"    passphrase {keys.passphrase} (send it another way than the link)")
                private.append(keys.passphrase)
        entries.append(("\n".join(lines) + "\n", private))
    return entries


def _sound(place: WorkspaceFolder) -> Workspace:
    found = load(place.path, place.prefix, today())
    if found.product is None or found.report.failed:
        raise click.ClickException("the plan has faults; see `pmsite check`")
    return found


def _kid() -> str:
    value = secret.from_environment(os.environ)
    ready.installed()
    from pmsite.share.keys import kid  # here, since it needs the extra

    return kid(value)


def _or_end(action: Callable[[], Any]) -> Any:
    try:
        return action()
    except secret.BadSecret as fault:
        raise click.ClickException(f"{fault}; {fault.hint}") from None


def _site_id(name: str) -> str:
    found = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:64]
    if not found:
        raise click.UsageError("no name for the links can be made from the product's name; give one with --site-id")
    return found


def _write_kid(place: WorkspaceFolder, kid: str, site_id: str) -> None:
    path = place.path / SETTINGS
    mark, before = marked(path.read_bytes().decode("utf-8"))
    changed = with_kid(before.replace("\r\n", "\n"), kid, site_id)
    if changed is None:
        wanted = f'links: {{site_id: {site_id}, kid: "{kid}"}}'
        raise click.ClickException(
            f"{place.prefix}/{SETTINGS} is written in a way that only a person can change; write `{wanted}` there"
        )
    write_files(place.path, {path: mark + (changed.replace("\n", "\r\n") if "\r\n" in before else changed)})
