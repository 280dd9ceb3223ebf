"""The language in which commands speak: the one that is asked for, else the workspace's, else the user's."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from inspect import cleandoc
from pathlib import Path
from typing import Any

import click

from pmsite.cli.nearest import SETTINGS, nearest_workspace
from pmsite.messages import Message, Say
from pmsite.read.files import read_start

LANGUAGES = ("en", "zh")
_KEY = "pmsite.language"
_STATED = re.compile(r"""^language:[ \t]*["']?([a-z]+)""", re.MULTILINE)
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_MOST = 1_000_000
"""Bytes of product.yml that are looked at."""


def _asked(context: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.find_root().meta[_KEY] = value


_HOW: dict[str, Any] = {
    "type": click.Choice(LANGUAGES),
    "expose_value": False,
    "is_eager": True,
    "callback": _asked,
    "help": "The language to speak; the workspace's, or else the system's, where it is absent.",
}
lang_option = click.option("--lang", **_HOW)


_ASKED = re.compile(r"--lang(?:=(\w+))?")
_wanted: ContextVar[str | None] = ContextVar("wanted", default=None)
"""What the words of the command line ask for, which its help has to know before they are read."""


@contextmanager
def spoken(words: Sequence[str]) -> Iterator[None]:
    """Speak what the words of a command line ask for, or what is spoken here, as long as the command runs."""
    found = [(at, asked[1]) for at, word in enumerate(words) if (asked := _ASKED.fullmatch(word))]
    wanted = next((named or "".join(words[at + 1 : at + 2]) for at, named in found), None)
    token = _wanted.set(wanted if wanted in LANGUAGES else None)
    try:
        if language() == "en":
            yield
        else:
            from pmsite.cli import click_words  # here, since English needs none of it

            with click_words.in_language(language()):
                yield
    finally:
        _wanted.reset(token)


def helped(command: click.Command) -> click.Command:
    """A command whose help is in the language to speak."""
    if language() == "en":
        return command
    told = copy(command)
    told._help_option = None  # which click makes once, in one language
    told.help = _told(command.help)
    told.short_help = (told.help or "").split("\n")[0].partition("。")[0] or None
    told.params = [with_help(parameter) for parameter in command.params]
    if isinstance(command, click.Group) and isinstance(told, click.Group):
        told.commands = {name: helped(inner) for name, inner in command.commands.items()}
    return told


def with_help(parameter: click.Parameter) -> click.Parameter:
    """An option whose help is in the language to speak."""
    if language() == "en" or not isinstance(parameter, click.Option):
        return parameter
    told = copy(parameter)
    told.help = _told(parameter.help)
    return told


def _told(text: str | None) -> str | None:
    return say()(Message(cleandoc(text), {})) if text else text


def lets_choose(command: click.Command) -> None:
    """Let a command take `--lang`, too, which its help leaves to that of the program."""
    if all(parameter.name != "lang" for parameter in command.params):
        command.params.append(click.Option(["--lang"], hidden=True, **_HOW))


def heard(workspace: Path) -> None:
    """Speak the language of a workspace where no other is asked for."""
    context = click.get_current_context(silent=True)
    if context is not None and (workspace / SETTINGS).is_file():
        context.find_root().meta.setdefault(_KEY, _stated(workspace))


def language() -> str:
    """The language to speak."""
    context = click.get_current_context(silent=True)
    known = _wanted.get() or (context.find_root().meta.get(_KEY) if context is not None else None)
    if known is None:
        near = nearest_workspace(Path.cwd())
        known = _stated(near) if near is not None else _of_user()
    return str(known)


def say() -> Say:
    """Tells messages in the language to speak."""
    spoken_here = language()
    if spoken_here == "en":
        return str
    from pmsite.wording.messages import in_language  # here, since English needs none

    return in_language(spoken_here)


def echo(message: str, *, err: bool = False) -> None:
    """Print a message in the language to speak."""
    click.echo(say()(message), err=err)


@contextmanager
def errors_told() -> Iterator[None]:
    """Have errors of a command told in the language to speak."""
    try:
        yield
    except click.ClickException as fault:
        fault.message = say()(fault.message)  # type: ignore[misc]  # final for those who read it
        raise


def _stated(workspace: Path) -> str:
    """What a workspace's product.yml says, as far as it can be seen at a glance: it may have faults, which are to be told in it."""
    try:
        begins = read_start(os.fspath(workspace / SETTINGS), _MOST)
    except OSError:
        return _of_user()
    found = _STATED.search(begins.decode(errors="replace"))
    return found[1] if found and found[1] in LANGUAGES else "en"


def _of_user() -> str:
    spoken = next((value for name in _VARIABLES if (value := os.environ.get(name))), "")
    return "zh" if spoken.lower().startswith("zh") else "en"
