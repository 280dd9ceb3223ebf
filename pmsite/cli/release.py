"""`pmsite release`: what is noted becomes a release."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from pmsite.audience import TEAM
from pmsite.cli.language import echo
from pmsite.cli.options import workspace_option
from pmsite.cli.workspace_folder import WorkspaceFolder, find_workspace
from pmsite.cli.writing import alone
from pmsite.clock import today
from pmsite.messages import counted, joined, reason, said
from pmsite.pipeline import load
from pmsite.releasing.contents import Wanted, choose
from pmsite.releasing.dry_run import diff
from pmsite.releasing.plan import Plan, draw_up
from pmsite.releasing.refused import Refused
from pmsite.releasing.trial import new_faults
from pmsite.reporting.safe import one_line
from pmsite.workspace import Workspace

CHANGELOG = "CHANGELOG.md"


@click.command("release")
@click.argument("version")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day it reaches users; today where it is absent.")
@click.option("--title", default="", help="What the release is called, where it has no item yet.")
@click.option("--highlight", "highlights", multiple=True, help="What to say first; as often as there is something.")
@click.option(
    "--remove", is_flag=True, help="Move the fragments' text into the release and delete them, instead of archiving them."
)
@click.option(
    "--changelog",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"The file to add the release to; {CHANGELOG} beside the workspace where it is absent.",
)
@click.option(
    "--change", "changes", metavar="ID", multiple=True, help="A change that goes into it, where not all do; as often as needed."
)
@click.option("--audience", metavar="NAME", help="Whom CHANGELOG.md is for; those who see the release where it is absent.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@workspace_option
def command(
    version: str,
    day: datetime | None,
    title: str,
    highlights: tuple[str, ...],
    remove: bool,
    changelog: Path | None,
    changes: tuple[str, ...],
    audience: str | None,
    dry_run: bool,
    workspace: str | None,
) -> None:
    """Make the release VERSION of all unreleased changes and of shipped features without a release.

    One that candidates came before, such as 3.0.0 after 3.0.0-rc.1, gets all that they had. All files change, or none does.
    """
    place = find_workspace(workspace)
    writer = None if dry_run else alone(place)
    read = _sound(place)
    wanted = Wanted(
        version,
        day.date() if day else None,
        title.strip(),
        tuple(filter(None, map(str.strip, highlights))),
        remove,
        changes,
        _readers(read, place, audience),
    )
    try:
        plan = _plan(read, place, wanted, changelog)
    except Refused as fault:
        raise click.ClickException(one_line(joined(reason(fault), fault.hint))) from None
    for note in plan.notes:
        echo(one_line(said("note: {note}", note=note)))
    if writer is None:
        for line in diff(plan, place.base):
            click.echo(one_line(line))
        return
    writer.write(plan.edits, f"release {version}", said("nothing was changed"), plan.came_from)
    echo(one_line(said("Released {version}: {files}.", version=plan.version, files=_counted(plan, place))))


def _sound(place: WorkspaceFolder) -> Workspace:
    read = load(place.path, place.prefix, today())
    if read.product is None or read.report.failed:
        raise click.ClickException(said("the workspace has faults; see `pmsite check`"))
    return read


def _readers(read: Workspace, place: WorkspaceFolder, audience: str | None) -> frozenset[str] | None:
    assert read.product is not None  # it has no faults
    if audience in (None, TEAM):
        return None if audience is None else frozenset()
    if audience not in read.product.settings.audiences:
        raise click.UsageError(
            said("the audience {audience} is not in {path}", audience=f"{audience!r}", path=f"{place.prefix}/product.yml")
        )
    return frozenset({audience})


def _plan(read: Workspace, place: WorkspaceFolder, wanted: Wanted, changelog: Path | None) -> Plan:
    found = changelog.absolute() if changelog else place.path.parent / CHANGELOG
    is_there = found.is_file()
    if found.is_symlink():
        raise Refused(said("{name} is a symbolic link", name=found.name), said("name the file itself with --changelog"))
    plan = draw_up(read, choose(read, wanted), wanted, found if is_there or changelog else None)
    if not (is_there or changelog):
        plan.notes.append(said("there is no {name} here; --changelog {name} begins one", name=CHANGELOG))
    faults = new_faults(place.path, place.prefix, today(), plan.edits)
    if faults:
        first = faults[0]
        message = counted(
            len(faults),
            "the release would bring a fault into the plan: {path}: {message}",
            "the release would bring {count} faults into the plan: {path}: {message}",
            path=first.span.path,
            message=first.message,
        )
        raise Refused(message, first.hint)
    return plan


def _counted(plan: Plan, place: WorkspaceFolder) -> str:
    kept = [path for path, text in plan.texts.items() if text is not None and path not in plan.came_from]
    names = sorted(place.display(path) if path.is_relative_to(place.path) else path.name for path in kept)
    moved = len(plan.came_from) or sum(text is None for text in plan.texts.values())
    if plan.came_from:
        told = counted(moved, "{count} fragment archived", "{count} fragments archived")
    else:
        told = counted(moved, "{count} fragment taken in", "{count} fragments taken in")
    return joined(told, said("changed {names}", names=names))
