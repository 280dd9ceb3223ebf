"""`pmsite mcp`: the plan for assistants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pmsite.audience import TEAM, UnknownAudience
from pmsite.cli.options import audience_option, workspace_option
from pmsite.cli.workspace_folder import WorkspaceFolder, find_workspace
from pmsite.messages import said

if TYPE_CHECKING:
    from pmsite.editing.watched import WatchedPlan


@click.command("mcp")
@audience_option
@click.option("--read-only", is_flag=True, help="Change nothing: no preview and no apply.")
@workspace_option
def command(audience: str | None, read_only: bool, workspace: str | None) -> None:
    """Answer an assistant that speaks the Model Context Protocol.

    It is started by the assistant's program, and speaks over standard input
    and output. It has six tools: find, show, why, check, preview and apply.
    Nothing is written without the digest of a preview. Files that change
    meanwhile are noticed. With --audience it has find, show and why alone.
    Needs the extra `mcp`.
    """
    place = find_workspace(workspace)
    try:
        from pmsite.mcp.server import server  # here, since it takes as long to load as all other commands together
    except ModuleNotFoundError as missing:
        if (missing.name or "").split(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise click.ClickException(said('this needs the extra `mcp`: pip install "pmsite[mcp]"')) from None
    from pmsite.editing.watched import WatchedPlan
    from pmsite.mcp.tools import Tools

    plan = WatchedPlan(place.path, place.prefix, TEAM if audience is None else audience)
    _refuse_unknown(plan, place)
    server(Tools(plan, read_only=read_only)).run()


def _refuse_unknown(plan: WatchedPlan, place: WorkspaceFolder) -> None:
    """Refuse an audience that there is not at once, and not at the first question. Other faults are answers."""
    from pmsite.asking.refused import Faulty

    try:
        plan.plan()
    except UnknownAudience:
        raise click.UsageError(
            said("the audience {audience} is not in {path}", audience=f"{plan.audience!r}", path=f"{place.prefix}/product.yml")
        ) from None
    except Faulty:
        pass
