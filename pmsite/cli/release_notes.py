"""`pmsite release notes`: what one release brings, for the page that a code host has for it."""

from __future__ import annotations

import sys

import click

from pmsite.audience import TEAM, UnknownAudience
from pmsite.cli.language import echo
from pmsite.cli.options import workspace_option
from pmsite.cli.workspace_folder import find_workspace
from pmsite.clock import today
from pmsite.exports import release_notes
from pmsite.messages import joined, said
from pmsite.model.product import Product
from pmsite.model.release import Release
from pmsite.model.settings import LANGUAGES
from pmsite.pipeline import load
from pmsite.releasing.contents import called
from pmsite.reporting.safe import one_line
from pmsite.workspace import in_language

FORMS = {"markdown": release_notes.markdown, "text": release_notes.text}
PUBLIC = ("public", "customers")
"""The audiences that a page on a code host is for, where nobody says otherwise."""


@click.command("release notes")
@click.argument("version")
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="markdown", show_default=True, help="How it is written.")
@click.option(
    "--audience",
    envvar="PMSITE_AUDIENCE",
    help="Who may see what is in it; public or customers where it is absent, or else the only audience that sees the release.",
)
@click.option("--language", type=click.Choice(LANGUAGES), help="The language of it; the workspace's own where it is absent.")
@workspace_option
def command(version: str, form: str, audience: str | None, language: str | None, workspace: str | None) -> None:
    """Print the notes of the release VERSION, as one audience may see them."""
    place = find_workspace(workspace)
    found = load(place.path, place.prefix, today())
    if found.product is None or found.report.failed:
        raise click.ClickException(said("the workspace has faults; see `pmsite check`"))
    release = _release(found.product, version)
    who = audience or _readers(found.product, release)
    try:
        seen = in_language(found, found.product, who, language)
    except UnknownAudience:
        raise click.UsageError(
            said("the audience {audience} is not in {path}", audience=f"{who!r}", path=f"{place.prefix}/product.yml")
        ) from None
    shown = seen.items.get(release.id)
    if not isinstance(shown, Release):
        raise click.ClickException(
            one_line(
                said(
                    "{who} may not see {name}; give it `visibility: [{who}]`, or name another --audience",
                    who=who,
                    name=release.name,
                )
            )
        )
    if audience is None:
        echo(one_line(said("note: as {who} may see it", who=who)), err=True)
    sys.stdout.buffer.write(FORMS[form](seen, shown).encode())


def _release(product: Product, version: str) -> Release:
    release = called(product, version)
    if release is None:
        newest = [found.name for found in product.told[:3]]
        told = said("there is no release {version}", version=version)
        more = said("the newest are {names}", names=newest) if newest else ""
        raise click.ClickException(one_line(joined(told, more)))
    if whole := product.became(release):
        raise click.ClickException(
            one_line(said("{name} became {whole}: its changes are in the notes of that", name=release.name, whole=whole.name))
        )
    return release


def _readers(product: Product, release: Release) -> str:
    """The audience that a public page is for."""
    names = [name for name in product.settings.audiences if name in release.visibility]
    known = [name for name in PUBLIC if name in names] or (names if len(names) == 1 else [])
    if known:
        return known[0]
    why = (
        said("{name} is for {names}", name=release.name, names=list(names))
        if names
        else said("{name} is for the team alone", name=release.name)
    )
    raise click.UsageError(
        one_line(said("{why}: say whom the notes are for with --audience, {team} for everything", why=why, team=TEAM))
    )
