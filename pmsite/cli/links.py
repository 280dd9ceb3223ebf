"""`pmsite links`: private links to briefs."""

from __future__ import annotations

import hashlib
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
from pmsite.cli.language import echo, say
from pmsite.cli.secrecy import show
from pmsite.cli.workspace_folder import WorkspaceFolder, find_workspace
from pmsite.cli.writing import undo_interrupted, write_files
from pmsite.clock import today, utc_today
from pmsite.diagnostics import Report, Span
from pmsite.messages import counted, joined, reason, said
from pmsite.model.brief import Brief
from pmsite.model.settings import SITE_ID
from pmsite.pipeline import load
from pmsite.read.text import marked
from pmsite.read.workspace import SETTINGS
from pmsite.reporting import text
from pmsite.share import ready, secret
from pmsite.workspace import Workspace

_SITE = re.compile(r"(?:https://[^\s/@\\?#]+|http://(?:localhost|127\.0\.0\.1)(?::[0-9]+)?)(?:/[^\s\\?#]*)?")
_OF_LINKS = {code for code, rule in RULES.items() if type(rule).__module__ == private_links.__name__}
_LIMITS = (
    said("Whoever has a link can read it and pass it on. To take one back, raise `link_epoch` in its brief and publish the site;"),
    said("copies that somebody made stay readable."),
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
    echo(
        said(
            "Put it into {variable} for the job that publishes the site, then run `pmsite links rotate`.", variable=secret.VARIABLE
        ),
        err=True,
    )


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
        raise click.UsageError(said("--site-id is up to 64 of a-z, 0-9 and -"))
    if site_id not in (None, chosen):
        raise click.UsageError(
            said("the site is called {chosen} in its links; another name would change every link", chosen=chosen)
        )
    if settings.links.kid == kid:
        echo(
            said(
                "{path} names this secret already: {kid}. To take all links back, set a new secret first.",
                path=f"{place.prefix}/{SETTINGS}",
                kid=kid,
            )
        )
        return
    _write_kid(place, kid, chosen)
    change = f"{settings.links.kid} → {kid}" if settings.links.kid else kid
    echo(
        said(
            "{path}: {change}. Every private link is new once the site is published.",
            path=f"{place.prefix}/{SETTINGS}",
            change=change,
        )
    )


@command.command("list")
@click.argument("workspace", required=False)
@click.option("--site-url", metavar="URL", help="Where the site is, so that whole links are shown.")
@_output
def list_links(workspace: str | None, site_url: str | None, output: Path | None) -> None:
    """Show every private link: its address, its passphrase, its last day."""
    if site_url and not _SITE.fullmatch(site_url):
        raise click.UsageError(
            said("--site-url is the address of the site and begins with https://, since browsers open links there only")
        )
    found = _sound(find_workspace(workspace))
    assert found.product is not None
    briefs = ready.linked(found.product)
    if not briefs:
        echo(said("No brief has a private link. Add `link: true` and `expires:` to one."), err=True)
        return
    entries = _or_end(lambda: _entries(found, briefs, f"{site_url.rstrip('/')}/" if site_url else ""))
    private = [value for _, values in entries for value in values]
    show("\n".join([*(entry for entry, _ in entries), "".join(f"{say()(line)}\n" for line in _LIMITS)]), private, output)


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
        raise click.ClickException(said("the plan has faults; see `pmsite check`"))
    if briefs:
        try:
            ready.fitting_secret(found.settings.links, os.environ)
        except secret.BadSecret as fault:
            report.error(fault.code, Span(f"{place.prefix}/{SETTINGS}"), reason(fault), fault.hint)
    click.echo(text.write(report, place.base, say=say()), nl=False)
    if report.failed:
        sys.exit(1)
    echo(counted(len(briefs), "{count} private link.", "{count} private links."))


def _entries(found: Workspace, briefs: Iterable[Brief], site: str) -> list[tuple[str, list[str]]]:
    """Each link as a person reads it, with the values in it that nobody else should see."""
    assert found.settings is not None  # a sound plan has them
    key = ready.fitting_secret(found.settings.links, os.environ)
    from pmsite.share.publish import keys_of  # here, since it needs the extra

    entries = []
    for brief in briefs:
        end = said("until {expires} in UTC", expires=brief.expires) if brief.expires else said("never expires")
        lines = [
            f"{brief.id}: {brief.title}",
            said("    for {audience}, {end}, epoch {epoch}", audience=brief.audience, end=end, epoch=int(brief.link_epoch)),
        ]
        private = []
        if ready.is_over(brief, utc_today()):
            lines[1] = said(
                "    for {audience}, ended with {expires}; the next build removes it",
                audience=brief.audience,
                expires=brief.expires,
            )
        else:
            keys = keys_of(brief, found.settings.links, key)
            lines.append(f"    {site}{keys.address}")
            private.append(keys.address.partition("#")[2])
            if keys.passphrase:
                lines.append(said("    passphrase {passphrase} (send it another way than the link)", passphrase=keys.passphrase))
                private.append(keys.passphrase)
        entries.append(("".join(f"{say()(line)}\n" for line in lines), private))
    return entries


def _sound(place: WorkspaceFolder) -> Workspace:
    found = load(place.path, place.prefix, today())
    if found.product is None or found.report.failed:
        raise click.ClickException(said("the plan has faults; see `pmsite check`"))
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
        raise click.ClickException(joined(reason(fault), fault.hint)) from None


def _site_id(name: str) -> str:
    """What links call the site of a product; of a name without Latin letters a few digits tell it from others."""
    found = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:64]
    return found or f"plan-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _write_kid(place: WorkspaceFolder, kid: str, site_id: str) -> None:
    path = place.path / SETTINGS
    mark, before = marked(path.read_bytes().decode("utf-8"))
    changed = with_kid(before.replace("\r\n", "\n"), kid, site_id)
    if changed is None:
        wanted = f'links: {{site_id: {site_id}, kid: "{kid}"}}'
        raise click.ClickException(
            said(
                "{path} is written in a way that only a person can change; write `{wanted}` there",
                path=f"{place.prefix}/{SETTINGS}",
                wanted=wanted,
            )
        )
    write_files(place.path, {path: mark + (changed.replace("\n", "\r\n") if "\r\n" in before else changed)})
