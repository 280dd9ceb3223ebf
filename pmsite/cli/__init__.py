"""The command line: one small file per command, loaded when it is called."""

from __future__ import annotations

import builtins
import errno
import gc
import os
import re
import sys
import threading
from importlib import import_module
from keyword import iskeyword
from typing import Any, NoReturn

import click

import pmsite
from pmsite.cli import language
from pmsite.messages import said

COMMANDS = (
    "audit",
    "brief",
    "changes",
    "check",
    "check-in",
    "diff",
    "digest",
    "drop",
    "export",
    "fetch",
    "import",
    "init",
    "links",
    "list",
    "mcp",
    "move",
    "new",
    "picture",
    "publish",
    "release",
    "release notes",
    "rename",
    "schema",
    "set",
    "show",
    "undo",
    "why",
)


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # click's signature
        if cmd_name not in COMMANDS:
            return None
        taken = iskeyword(cmd_name) or hasattr(builtins, cmd_name)  # a module named `list` would be the `list` of this one
        module = f"{cmd_name}_" if taken else re.sub("[ -]", "_", cmd_name)
        command: click.Command = import_module(f"pmsite.cli.{module}").command
        language.lets_choose(command)
        return language.helped(command)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The options of the program, with their help in the language that is spoken."""
        return [language.with_help(parameter) for parameter in super().get_params(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the program is, in the language that is spoken."""
        click.Group.format_help_text(language.helped(self), ctx, formatter)

    def main(self, args: Any = None, **more: Any) -> Any:  # type: ignore[override]  # as click calls it
        """Run a command in the language that its words ask for, or that is spoken here."""
        self._help_option = None  # which click makes once, in one language
        with language.spoken(list(args) if args is not None else sys.argv[1:]):
            return super().main(args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command, with its errors told in the language that is spoken."""
        with language.errors_told():
            return super().invoke(ctx)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """A command of two words before the one that is called by the first of them: VERSION may not be `notes`."""
        two = " ".join(args[:2])
        return super().resolve_command(ctx, [two, *args[2:]] if two in COMMANDS else args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(pmsite.__version__, prog_name="pmsite")
@language.lang_option
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
            language.echo(said("Error: the disk is full, or what the output goes to"), err=True)
            sys.exit(3)
        told = said(
            "pmsite failed ({kind}). This is a fault of pmsite, not of your plan; please report it with the output of `pmsite --debug …`.",
            kind=type(fault).__name__,
        )
        language.echo(told, err=True)
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
