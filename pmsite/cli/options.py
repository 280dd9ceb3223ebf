"""Options that several commands have."""

from __future__ import annotations

import click

from pmsite.cli import completion

workspace_option = click.option(
    "--workspace", "-w", metavar="DIR", help="The folder with product.yml in it; found from here where it is absent."
)
audience_option = click.option(
    "--audience",
    envvar="PMSITE_AUDIENCE",
    metavar="A",
    shell_complete=completion.audiences,
    help="With whose eyes; the team's where it is absent.",
)
