"""`pmsite export`: a plan, as one audience may see it, in a form that other programs read."""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from pmsite.audience import TEAM, UnknownAudience
from pmsite.cli.common import stop_if_faulty
from pmsite.cli.language import echo
from pmsite.cli.options import workspace_option
from pmsite.cli.workspace_folder import find_workspace
from pmsite.cli.writing import write_output
from pmsite.clock import today
from pmsite.diagnostics import Report
from pmsite.exports.feed import FEEDS
from pmsite.exports.registry import FORMATS, Wanted
from pmsite.exports.site_address import SiteAddress
from pmsite.exports.written import pieces
from pmsite.history.site_history import SiteHistory
from pmsite.messages import said
from pmsite.model.settings import LANGUAGES
from pmsite.model.types import BY_NAME
from pmsite.pipeline import load
from pmsite.workspace import in_language, told_in, whole, with_others


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option("--audience", envvar="PMSITE_AUDIENCE", default=TEAM, show_default=True, help="Who may see what is in it.")
@click.option("--type", "type_name", type=click.Choice(list(BY_NAME)), help="csv: the type of item; all where it is absent.")
@click.option("--feed", type=click.Choice(list(FEEDS)), help="atom, jsonfeed: what the feed tells; changelog where it is absent.")
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of it; the workspace's own where it is absent.")
@click.option("--site-url", metavar="URL", help="atom, jsonfeed, ics: where the site is, for the links in it.")
@click.option(
    "--history/--no-history",
    default=None,
    help="atom, jsonfeed, ics: say from git's history what changed when; the team's do where this is absent.",
)
@click.option(
    "--output", "-o", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write a file instead of printing."
)
@workspace_option
def command(
    form: str,
    audience: str,
    type_name: str | None,
    feed: str | None,
    language: str | None,
    site_url: str | None,
    history: bool | None,
    output: Path | None,
    workspace: str | None,
) -> None:
    """Write the plan as FORMAT: json, csv, ics, atom, jsonfeed, changelog, madr, jira-csv or pingcode-csv."""
    gc.disable()  # nothing is thrown away before the command ends, so looking for garbage only costs time
    _heeded(form, {"type": type_name, "feed": feed, "language": language, "site_url": site_url, "history": history})
    place = find_workspace(workspace)
    found = load(place.path, place.prefix, today())
    if found.product is None or found.report.failed:
        raise click.ClickException(said("the workspace has faults; see `pmsite check`"))
    try:
        seen = in_language(found, found.product, audience, language)
        every = whole(found, found.product, audience)
    except UnknownAudience:
        raise click.UsageError(
            said("the audience {audience} is not in {path}", audience=f"{audience!r}", path=f"{place.prefix}/product.yml")
        ) from None
    if "history" in FORMATS[form].options and (seen.is_inside if history is None else history):
        seen = SiteHistory().add_to(found.root, found.prefix, found.product, seen, Report())
    if FORMATS[form].is_joined:
        told = told_in(found, language or "")
        assert told.product is not None  # only its language is another
        seen = with_others(told, told.product, seen, found.report)
        stop_if_faulty(found, place.base)
    elif found.locked is not None:
        echo(said("{form}: the portfolio's own items alone; each of its products writes its own", form=form), err=True)
    model = BY_NAME[type_name] if type_name else None
    written = FORMATS[form].write(Wanted(seen, every, SiteAddress(_root(site_url), homes=seen.homes), model, feed or "changelog"))
    if output is None:
        sys.stdout.buffer.writelines(pieces(written))
    else:
        write_output(output, pieces(written))


def _heeded(form: str, given: Mapping[str, str | bool | None]) -> None:
    """Refuse what a format has no use for, rather than do nothing with it."""
    for name, value in given.items():
        if value is not None and name not in FORMATS[form].options:
            why = said(": it holds all languages") if (form, name) == ("json", "language") else ""
            raise click.UsageError(said("{form} takes no --{option}{why}", form=form, option=name.replace("_", "-"), why=why))


def _root(site_url: str | None) -> str:
    if site_url is None:
        return ""
    if not site_url.startswith(("https://", "http://")):
        raise click.UsageError(said("{site_url} is no address of a site; it begins with https://", site_url=site_url))
    return site_url.rstrip("/") + "/"
