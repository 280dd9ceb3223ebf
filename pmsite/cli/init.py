"""`pmsite init`: a workspace that builds at once."""

from __future__ import annotations

from pathlib import Path

import click

from pmsite import starter
from pmsite.cli.deploy import Deployment
from pmsite.cli.fetch import bring
from pmsite.cli.intake import IssueForm
from pmsite.cli.language import echo
from pmsite.cli.pipelines import WORKSPACE, Pipelines, refuse
from pmsite.cli.workspace_folder import WorkspaceFolder
from pmsite.cli.writing import write_files
from pmsite.clock import today
from pmsite.messages import said
from pmsite.read.workspace import PORTFOLIO, SETTINGS
from pmsite.starter import ci, deployment, intake
from pmsite.wording.messages import in_language


@click.command("init")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--language",
    type=click.Choice(starter.LANGUAGES),
    default="en",
    show_default=True,
    help="The language of the interface and of the first items.",
)
@click.option("--name", help="What the product is called; the folder's name where it is absent.")
@click.option("--example", is_flag=True, help="A whole fictional product instead, with every type of item.")
@click.option("--portfolio", is_flag=True, help="Three small fictional products instead, and the portfolio over them.")
@click.option("--ci", "host", type=click.Choice(ci.HOSTS), help="Also what lets this code host check and publish the plan.")
@click.option(
    "--workspace",
    "-w",
    metavar="DIR",
    help="With --ci or --intake: where in the repository the plan is; `roadmap` where it is absent.",
)
@click.option(
    "--intake",
    "form_host",
    type=click.Choice(intake.HOSTS),
    help="Also the form of this code host in which readers say what they need.",
)
@click.option(
    "--deploy",
    "server",
    type=click.Choice(deployment.SERVERS),
    help="Also what puts the sites on a server of yours, behind a sign-in.",
)
@click.option("--assistants", is_flag=True, help="Where there is a plan already: what tells assistants how to work with it.")
def command(
    folder: Path,
    language: str,
    name: str | None,
    example: bool,
    portfolio: bool,
    host: str | None,
    workspace: str | None,
    form_host: str | None,
    server: str | None,
    assistants: bool,
) -> None:
    """Write a small plan and its site into DIR: something to look at, then to replace.

    With --ci, --deploy, --intake or --assistants where there is a plan already, only the files of that are written, and none that is there.
    """
    if example and name:
        raise click.UsageError(said("the example has a name of its own; leave --name out"))
    if portfolio:
        _alone(example=example, name=name, workspace=workspace, ci=host, intake=form_host, deploy=server)
        _write_portfolio(folder, language)
        return
    if workspace and not (host or form_host):
        raise click.UsageError(said("--workspace belongs to --ci and --intake"))
    pipelines = Pipelines(folder, host, workspace) if host else None
    deploy = Deployment(folder, server) if server else None
    form = IssueForm(folder, form_host, workspace) if form_host else None
    if assistants and (folder / WORKSPACE / SETTINGS).exists() and not (pipelines or deploy or form):
        _write_for_assistants(folder, language)
        return
    beside = pipelines or form
    if beside.has_plan if beside else deploy and deploy.has_site:
        for written in (pipelines, deploy, form):
            if written:
                written.write()
        return
    if workspace:
        raise click.UsageError(said("there is no {workspace}/product.yml in {folder}", workspace=workspace, folder=folder))
    called = name or folder.resolve().name or "Product"
    files = starter.example(language, today()) if example else starter.files(language, called, today())
    wanted = [(folder / path, text) for path, text in (*files, *starter.assistants(language))]
    may_be_there = {folder / path for path in (".gitignore", "README.md", *starter.ASSISTANTS.values())}
    refuse([path for path, _ in wanted if path.exists() and path not in may_be_there], said("Choose an empty folder."))
    write_files(folder / WORKSPACE, {path: text for path, text in wanted if not path.exists()}, within=folder, new=True)
    for more in (pipelines, deploy, form):
        if more:
            more.write()
    told = map(in_language(language), (_look(folder),) if example else (_look(folder), _MOVE))
    click.echo("\n\n".join(told))


def _alone(**others: object) -> None:
    """Refuse what is of one plan, where several are written."""
    for name, given in others.items():
        if given:
            raise click.UsageError(said("--portfolio writes whole products; leave --{name} out", name=name))


def _write_portfolio(folder: Path, language: str) -> None:
    """Write three products and their portfolio, each in a folder of its own, with what they name of each other fetched."""
    wanted = {folder / path: text for path, text in (*starter.portfolio(language, today()), *starter.assistants(language))}
    may_be_there = {folder / path for path in (".gitignore", "README.md", *starter.ASSISTANTS.values())}
    refuse([path for path in wanted if path.exists() and path not in may_be_there], said("Choose an empty folder."))
    home = folder / starter.PORTFOLIO
    write_files(home / WORKSPACE, {path: text for path, text in wanted.items() if not path.exists()}, within=folder, new=True)
    for name in (*starter.PRODUCTS, starter.PORTFOLIO):
        if (folder / name / WORKSPACE / PORTFOLIO).exists():
            bring(WorkspaceFolder(folder / name / WORKSPACE, f"{name}/{WORKSPACE}", folder))
    click.echo(in_language(language)(_look_at_all(folder, home)))


def _write_for_assistants(folder: Path, language: str) -> None:
    """Write what tells assistants how to work with a plan; what is there already stays as it is."""
    wanted = {folder / path: text for path, text in starter.assistants(language)}
    new = {path: text for path, text in wanted.items() if not path.exists()}
    write_files(folder / WORKSPACE, new, within=folder, new=True)
    for path in wanted:
        echo(said("Wrote {path}", path=path) if path in new else said("Left as it is: {path}", path=path))


def _look(folder: Path) -> str:
    if folder == Path():
        return said("A plan is in this folder. Look at it:\n\n    mkdocs serve")
    return said(
        "A plan is in {folder}. Look at it:\n\n    cd {path} && mkdocs serve", folder=folder.as_posix(), path=folder.as_posix()
    )


def _look_at_all(folder: Path, home: Path) -> str:
    if folder == Path():
        return said(
            "Three products and their portfolio are in this folder. Look at it:\n\n    cd {home} && mkdocs serve",
            home=home.as_posix(),
        )
    return said(
        "Three products and their portfolio are in {folder}. Look at it:\n\n    cd {home} && mkdocs serve",
        folder=folder.as_posix(),
        home=home.as_posix(),
    )


_MOVE = said("Then write `status: building` in roadmap/features/sample-project.md and watch the card move.")
