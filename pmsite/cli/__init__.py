"""The command line: one small file per command, loaded when it is called."""

from __future__ import annotations

import errno
import gc
import os
import sys
import threading
from importlib import import_module
from keyword import iskeyword
from typing import Any, NoReturn

import click

import pmsite

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them costs a tenth of a short command

COMMANDS = (
    "audit",
    "brief",
    "changes",
    "check",
    "diff",
    "export",
    "import",
    "init",
    "links",
    "new",
    "publish",
    "release",
    "release notes",
    "schema",
)


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # click's signature
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name.replace(" ", "_")
        command: click.Command = import_module(f"pmsite.cli.{module}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """A command of two words before the one that is called by the first of them: VERSION may not be `notes`."""
        two = " ".join(args[:2])
        return super().resolve_command(ctx, [two, *args[2:]] if two in COMMANDS else args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(pmsite.__version__, prog_name="pmsite")
@click.option("--debug", is_flag=True, help="Show where pmsite itself failed, for a report of the fault.")
def group(debug: bool) -> None:
    """Turn a folder of Markdown files into the site a product team works from."""
    click.get_current_context().meta["debug"] = debug


def main(arguments: list[str] | None = None) -> Any:
    """Run a command; exits 0 where all is well, 1 on faults, 2 on wrong usage, 3 where pmsite itself failed."""
    try:
        return group.main(args=arguments, prog_name="pmsite")
    except SystemExit:
        raise
    except Exception as fault:  # the last resort: a sentence instead of a traceback
        if "--debug" in (arguments or sys.argv):
            import traceback

            traceback.print_exc()
        if isinstance(fault, OSError) and fault.errno == errno.ENOSPC:
            click.echo("Error: the disk is full, or what the output goes to", err=True)
            sys.exit(3)
        click.echo(
            f"pmsite failed ({type(fault).__name__}). This is a fault of pmsite, not of your plan; please report it with the output of `pmsite --debug …`.",
            err=True,
        )
        sys.exit(3)


def program() -> NoReturn:
    """The whole process: `main`, and then an end at once, since taking everything apart costs a tenth of a check and serves nobody."""
    gc.set_threshold(50_000)  # a program that loads makes much and throws little away
    try:
        main()
    except SystemExit as end:
        if not isinstance(end.code, int) or threading.active_count() > 1:
            raise
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:  # nobody listens any more; Python knows how to end then
            raise end from None
        os._exit(end.code)
    sys.exit()
