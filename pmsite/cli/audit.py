"""`pmsite audit`: proof that nothing hidden from an audience is in a built site."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import click

from pmsite.audience import TEAM, Projection, UnknownAudience, project
from pmsite.audit.search import Findings, search
from pmsite.audit.secrets import Secrets, secrets, together, visible
from pmsite.cli.language import echo
from pmsite.cli.workspace_folder import WorkspaceFolder, find_workspace
from pmsite.clock import today
from pmsite.messages import AllOf, said
from pmsite.model.item import Item
from pmsite.model.parsing import apart
from pmsite.model.product import Product
from pmsite.pipeline import load
from pmsite.reporting.safe import one_line
from pmsite.workspace import Workspace, with_others, words

MOST = 200


@click.command("audit")
@click.argument("site", type=click.Path(exists=True, path_type=Path))
@click.option("--audience", required=True, help="Who the site was built for.")
@click.option(
    "--workspace",
    "-w",
    "workspaces",
    multiple=True,
    metavar="DIR",
    help="The folder with product.yml in it, once for each product of the site; found from here where it is absent.",
)
def command(site: Path, audience: str, workspaces: tuple[str, ...]) -> None:
    """Search every file of SITE for every value that the audience may not see, however it is packed or escaped.

    SITE may be one file, such as a digest, a picture or slides.

    Prints where a value stands and which field it comes from, never the value itself. Exit code 1 where anything was found,
    where a file could not be read, or where the site shows nothing of the workspace.
    """
    if audience == TEAM:
        raise click.UsageError(said("nothing is hidden from the team; name another audience"))
    products = [_read(find_workspace(named), audience) for named in workspaces or (None,)]
    hidden = together(
        secrets(
            one.product,
            one.seen,
            one.workspace.records,
            one.workspace.translations,
            one.workspace.files,
            one.foreign,
            {
                text
                for other in products
                if other is not one
                for text in visible(other.product, other.seen, other.workspace.translations)
            },
        )
        for one in products
    )
    findings = search(site, hidden)
    for line in _told(findings, hidden, audience):
        echo(one_line(line))
    sys.exit(0 if _is_sound(findings, hidden) else 1)


class _Audited(NamedTuple):
    """A product of a site, what its audience sees of it and of other plans, and what these tell other audiences."""

    workspace: Workspace
    product: Product
    seen: Projection
    foreign: list[Item]


def _read(place: WorkspaceFolder, audience: str) -> _Audited:
    found = load(place.path, place.prefix, today())
    if found.product is None or found.report.failed:
        raise click.ClickException(said("the workspace has faults, so nothing can be proved; see `pmsite check`"))
    try:
        seen = project(found.product, audience, words(found))
    except UnknownAudience:
        raise click.UsageError(
            said("the audience {audience} is not in {path}", audience=f"{audience!r}", path=f"{place.prefix}/product.yml")
        ) from None
    foreign = _of_others(found, found.product, audience)
    seen = with_others(found, found.product, seen, found.report)
    if found.report.failed:
        raise click.ClickException(said("the workspace has faults, so nothing can be proved; see `pmsite check`"))
    return _Audited(found, found.product, seen, foreign)


def _of_others(found: Workspace, product: Product, audience: str) -> list[Item]:
    """The items of other plans that lie here for other audiences."""
    if found.locked is None:
        return []
    readers = [name for name in (TEAM, *product.settings.audiences) if name != audience]
    every = (with_others(found, product, project(product, name, words(found)), found.report) for name in readers)
    return [item for seen in every for id, item in seen.items.items() if apart(id)[0]]


def _is_sound(findings: Findings, hidden: Secrets) -> bool:
    return not findings.leaks and not findings.unreadable and (findings.proof > 0 or not hidden.visible)


def _told(findings: Findings, hidden: Secrets, audience: str) -> list[str]:
    lines = [
        said("{file} holds {field} of {path} ({how})", file=leak.file, field=leak.field, path=leak.path, how=leak.how)
        for leak in findings.leaks[:MOST]
    ]
    if len(findings.leaks) > MOST:
        lines.append(said("and {count} more", count=len(findings.leaks) - MOST))
    lines += findings.unreadable
    if hidden.visible and not findings.proof:
        lines.append(
            said(
                "the site shows nothing of what {audience} may see: is this the right folder, and the right audience?",
                audience=audience,
            )
        )
    lines.append(
        said(
            "Searched {files} files ({bytes} bytes) for {values} hidden values: {leaks} found. Proof of the search: {proof} of {visible} visible titles found.",
            files=findings.files,
            bytes=f"{findings.bytes:,}",
            values=f"{len(hidden.values):,}",
            leaks=len(findings.leaks),
            proof=findings.proof,
            visible=len(hidden.visible),
        )
    )
    left = [
        said("{count} {why}", count=f"{count:,}", why=why)
        for count, why in (
            (hidden.also_visible, said("that visible texts hold too")),
            (hidden.ordinary, said("too short or too ordinary a word")),
        )
        if count
    ]
    if left:
        lines.append(said("Not searched for: {left}.", left=AllOf(left)))
    return lines
