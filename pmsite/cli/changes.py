"""`pmsite changes`: changes drafted from what is known elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pmsite.cli.language import echo
from pmsite.cli.options import workspace_option
from pmsite.cli.workspace_folder import find_workspace
from pmsite.cli.writing import alone
from pmsite.clock import today
from pmsite.history.git import NoHistory, Repository, find
from pmsite.messages import joined, reason, said
from pmsite.model.change import Change
from pmsite.pipeline import load
from pmsite.releasing.drafts import commits, count, draft, home
from pmsite.reporting.safe import one_line


@click.group("changes")
def command() -> None:
    """Draft changes for a person to edit."""


@command.command("from-git")
@click.argument("range_", metavar="RANGE")
@click.option(
    "--path",
    "paths",
    metavar="PATH",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Only commits that touch this file or folder; as often as needed. The folder around the workspace's site where it is absent.",
)
@click.option("--dry-run", is_flag=True, help="Show the files, and write none.")
@workspace_option
def from_git(range_: str, paths: tuple[Path, ...], dry_run: bool, workspace: str | None) -> None:
    """Draft a change for each Conventional Commit of RANGE, such as v1.0..HEAD, that has none yet.

    Drafts are for the team alone until somebody gives them `visibility`.
    """
    place = find_workspace(workspace)
    writer = None if dry_run else alone(place)
    read = load(place.path, place.prefix, today())
    if read.product is None or read.report.failed:
        raise click.ClickException(said("the workspace has faults; see `pmsite check`"))
    try:
        repository = find(place.path)
        inside = _inside(repository, paths)
        found = commits(repository, range_, inside)
        drafts = draft(repository, read.product, found)
        if inside and (outside := count(repository, range_) - len(found)):
            drafts.left[said("outside of {paths} (--path names other places)", paths=inside)] = outside
    except NoHistory as fault:
        raise click.ClickException(one_line(joined(reason(fault), fault.hint))) from None
    edits = {place.home(Change) / name: text for name, text in drafts.files.items()}
    if writer is None:
        for path, text in edits.items():
            click.echo("\n".join(one_line(line) for line in (f"+++ {place.display(path)}", *text.rstrip("\n").split("\n"), "")))
    else:
        writer.write(edits, f"changes from-git {range_}", new=True)
        for path in edits:
            click.echo(one_line(place.display(path)))
    left = [said("{count} {why}", count=count, why=why) for why, count in drafts.left.items()]
    echo(said("{told}.", told=joined(said("{count} drafted", count=len(edits)), *left)), err=True)


def _inside(repository: Repository, paths: tuple[Path, ...]) -> tuple[str, ...]:
    """Paths as git knows them; nothing for the whole repository."""
    if not paths:
        return tuple(filter(None, (home(repository),)))
    top = repository.top.resolve()
    named: list[str] = []
    for path in paths:
        place = Path(os.path.abspath(path))
        place = place.parent.resolve() / place.name
        if not place.is_relative_to(top):
            raise click.UsageError(said("{path} is not in this repository", path=path))
        named.append(place.relative_to(top).as_posix())
    return () if "." in named else tuple(named)
