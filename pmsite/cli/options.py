"""Options that several commands have."""

from __future__ import annotations

import click

workspace_option = click.option(
    "--workspace", "-w", metavar="DIR", help="The folder with product.yml in it; found from here where it is absent."
)
