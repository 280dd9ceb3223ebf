"""`pmsite diff`: what a change does to the plan."""

from __future__ import annotations

import sys
from urllib.parse import quote

import click

from pmsite.audience import TEAM, UnknownAudience, project
from pmsite.cli.options import workspace_option
from pmsite.cli.workspace_folder import WorkspaceFolder, find_workspace
from pmsite.clock import today
from pmsite.comparison import json, markdown, text
from pmsite.comparison.compare import Comparison, compare
from pmsite.comparison.links import Links
from pmsite.comparison.sections import sections
from pmsite.history.git import NoHistory
from pmsite.messages import joined, reason, said
from pmsite.model.feature import Feature
from pmsite.model.hierarchy import role
from pmsite.reporting.safe import one_line
from pmsite.wording.differences import Teller

FORMATS = ("text", "markdown", "json")


@click.command("diff")
@click.argument("base")
@click.argument("head", required=False)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to tell the changes.")
@click.option("--audience", help="Tell only what this audience may see, before and after.")
@click.option("--files-url", metavar="URL", help="markdown: where the files of HEAD are, as https://host/owner/plan/blob/COMMIT.")
@click.option("--site-url", metavar="URL", help="markdown: where the site of this change is, for links to its pages.")
@click.option("--site-audience", metavar="A", help="markdown: whose site that is, where it is not the team's.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=markdown.LIMIT,
    show_default=True,
    help="markdown: the most characters that the comment may have; 0 for any number.",
)
@click.option("--quiet-if-empty", is_flag=True, help="Print nothing where there is nothing to tell.")
@workspace_option
def command(
    base: str,
    head: str | None,
    form: str,
    audience: str | None,
    files_url: str | None,
    site_url: str | None,
    site_audience: str | None,
    limit: int,
    quiet_if_empty: bool,
    workspace: str | None,
) -> None:
    """Tell what changed in the plan since HEAD left BASE; without HEAD, in the files as they are now.

    BASE and HEAD are branches, tags or commits. Git's objects are read, nothing is checked out, and nothing of either revision runs.
    """
    place = find_workspace(workspace)
    _heeded(form, {"files-url": files_url, "site-url": site_url, "site-audience": site_audience})
    found = _compared(place, base, head, audience)
    for note in found.notes:
        click.echo(one_line(note), err=True)
    if quiet_if_empty and found.is_empty:
        return
    if form == "json":
        told = json.write(found, base, head or "", audience or TEAM)
    else:
        teller = Teller(found.after.settings.language, found.after.settings, found.titles)
        parts = sections(found, teller)
        if form == "markdown":
            links = _links(place, found, files_url, site_url, site_audience)
            told = markdown.comment(parts, teller, base, audience or "", links, limit)
        else:
            told = "".join(f"{one_line(line)}\n" for line in text.lines(parts, teller))
    sys.stdout.buffer.write(told.encode("utf-8", "backslashreplace"))
    sys.stdout.flush()


def _heeded(form: str, given: dict[str, str | None]) -> None:
    """Refuse what a format has no use for, rather than do nothing with it."""
    for name, value in given.items():
        if value is not None and form != "markdown":
            raise click.UsageError(said("{form} takes no --{option}: only markdown has links", form=form, option=name))
        if value is not None and name.endswith("url") and not value.startswith(("https://", "http://")):
            raise click.UsageError(said("{value} is no address; it begins with https://", value=value))


def _links(place: WorkspaceFolder, found: Comparison, files: str | None, site: str | None, readers: str | None) -> Links:
    """Where lines lead. A site for outsiders has pages for what they see alone."""
    if readers is not None and site is None:
        raise click.UsageError(said("--site-audience says whose site --site-url is; give both"))
    at_files, at_site = (quote(root.rstrip("/"), safe=":/?=%~@") + "/" if root else "" for root in (files, site))
    try:
        after = project(found.after, readers or TEAM) if site and found.after.is_inside else found.after
    except UnknownAudience as fault:
        raise click.UsageError(
            said("the audience {audience} is not in {path}", audience=f"{str(fault)!r}", path="product.yml")
        ) from None
    pages = (id for id, item in after.items.items() if not (isinstance(item, Feature) and role(after.settings, item) == "work"))
    return Links(place.prefix, found.folder, at_files, at_site, frozenset(pages))


def _compared(place: WorkspaceFolder, base: str, head: str | None, audience: str | None) -> Comparison:
    try:
        return compare(place.path, place.prefix, today(), base, head, audience or TEAM)
    except NoHistory as fault:
        raise click.UsageError(one_line(joined(reason(fault), fault.hint))) from None
    except UnknownAudience as fault:
        raise click.UsageError(
            said("the audience {audience} is not in {path}", audience=f"{str(fault)!r}", path="product.yml")
        ) from None
