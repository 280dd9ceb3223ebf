"""`pmsite audit`: proof that nothing hidden from an audience is in a built site."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pmsite.audience import TEAM, UnknownAudience, project
from pmsite.audit.search import Findings, search
from pmsite.audit.secrets import Secrets, secrets
from pmsite.cli.options import workspace_option
from pmsite.cli.workspace_folder import find_workspace
from pmsite.clock import today
from pmsite.pipeline import load, words
from pmsite.reporting.safe import one_line

MOST = 200


@click.command("audit")
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--audience", required=True, help="Who the site was built for.")
@workspace_option
def command(site: Path, audience: str, workspace: str | None) -> None:
    """Search every file of SITE for every value that the audience may not see, however it is packed or escaped.

    Prints where a value stands and which field it comes from, never the value itself. Exit code 1 where anything was found,
    where a file could not be read, or where the site shows nothing of the workspace.
    """
    place = find_workspace(workspace)
    found = load(place.path, place.prefix, today())
    if found.product is None or found.report.failed:
        raise click.ClickException("the workspace has faults, so nothing can be proved; see `pmsite check`")
    if audience == TEAM:
        raise click.UsageError("nothing is hidden from the team; name another audience")
    try:
        seen = project(found.product, audience, words(found))
    except UnknownAudience:
        raise click.UsageError(f"the audience {audience!r} is not in {place.prefix}/product.yml") from None
    hidden = secrets(found.product, seen, found.records, found.translations, found.files)
    findings = search(site, hidden)
    for line in _told(findings, hidden, audience):
        click.echo(one_line(line))
    sys.exit(0 if _is_sound(findings, hidden) else 1)


def _is_sound(findings: Findings, hidden: Secrets) -> bool:
    return not findings.leaks and not findings.unreadable and (findings.proof > 0 or not hidden.visible)


def _told(findings: Findings, hidden: Secrets, audience: str) -> list[str]:
    lines = [f"{leak.file} holds {leak.field} of {leak.path} ({leak.how})" for leak in findings.leaks[:MOST]]
    if len(findings.leaks) > MOST:
        lines.append(f"and {len(findings.leaks) - MOST} more")
    lines += findings.unreadable
    if hidden.visible and not findings.proof:
        lines.append(f"the site shows nothing of what {audience} may see: is this the right folder, and the right audience?")
    lines.append(
        f"Searched {findings.files} files ({findings.bytes:,} bytes) for {len(hidden.values):,} hidden values: "
        f"{len(findings.leaks)} found. Proof of the search: {findings.proof} of {len(hidden.visible)} visible titles found."
    )
    left = [
        f"{count:,} {reason}"
        for count, reason in (
            (hidden.also_visible, "that visible texts hold too"),
            (hidden.ordinary, "too short or too ordinary a word"),
        )
        if count
    ]
    if left:
        lines.append(f"Not searched for: {' and '.join(left)}.")
    return lines
